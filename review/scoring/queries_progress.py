"""How far a round's reviews are (评查进度), for the officer: by unit and by reviewer, never both at once (R9).

A reviewer stands here under an alias that says nothing of the person, and nothing here joins a reviewer to a case.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from review.assignment.aliases import reviewer_alias
from review.assignment.models import Assignment
from review.cases.models import Case
from review.people.models import Person, Unit
from review.rounds.models import Round
from review.sampling.models import SampledCase
from review.scoring.models import Review


@dataclass(frozen=True, slots=True)
class Progress:
    """Reviews of one line: to be done, begun, handed in."""

    name: str
    total: int
    begun: int
    done: int


_BEGUN = func.coalesce(func.sum(case((Review.id.is_not(None), 1), else_=0)), 0)
_DONE = func.coalesce(func.sum(case((Review.handed_in_at.is_not(None), 1), else_=0)), 0)


def progress_by_unit(session: Session, round_id: int) -> list[Progress]:
    """Reviews of every unit's cases, in the order of the tree."""
    rows = session.execute(
        select(Unit.name, func.count(), _BEGUN, _DONE)
        .select_from(Assignment)
        .join(SampledCase, SampledCase.id == Assignment.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_id, Assignment.ended_at.is_(None))
        .group_by(Unit.id, Unit.name, Unit.path)
        .order_by(Unit.path)
    )
    return [Progress(*row) for row in rows]


def progress_by_reviewer(session: Session, round_: Round) -> list[Progress]:
    """Reviews of every reviewer under the round's alias, in the aliases' order."""
    secret = session.info["secret"]
    rows = session.execute(
        select(Person.public_id, func.count(), _BEGUN, _DONE)
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.reviewer_id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_.id, Assignment.ended_at.is_(None))
        .group_by(Person.public_id)
    )
    lines = [Progress(reviewer_alias(secret, round_.public_id, row[0]), *row[1:]) for row in rows]
    return sorted(lines, key=lambda line: line.name)


def merge_small(lines: Sequence[Progress], *, least: int, rest: str) -> list[Progress]:
    """Lines with fewer than `least` reviews put together as `rest`, with one more where that is still too few.

    A merged line below `least` could be told from the total, so the smallest remaining line joins it.
    """
    small = [line for line in lines if line.total < least]
    kept = [line for line in lines if line.total >= least]
    while small and kept and (len(small) < 2 or sum(line.total for line in small) < least):
        joins = min(kept, key=lambda line: (line.total, line.name))
        kept.remove(joins)
        small.append(joins)
    if not small:
        return kept
    merged = Progress(
        rest,
        sum(line.total for line in small),
        sum(line.begun for line in small),
        sum(line.done for line in small),
    )
    return [*kept, merged]
