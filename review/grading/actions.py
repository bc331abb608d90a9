"""Opening a round, and gathering its reviews as they come in (开评、汇总)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from review.assignment.actions import call_third
from review.assignment.models import Assignment
from review.catalogue.catalogue import Catalogue
from review.catalogue.queries import pinned
from review.errors import N_, Kind, ReviewError
from review.grading.basis import finding_of, opinion_of
from review.grading.merge import Merged, Opinion, differences, merge
from review.grading.models import Conclusion, Merit, Stage
from review.grading.queries import reviews_of
from review.journal.actions import Event, note
from review.people.viewer import Viewer
from review.rounds.actions import take_step
from review.rounds.models import Round
from review.rounds.steps import Step
from review.sampling.models import SampledCase
from review.scoring.actions import hand_in
from review.scoring.models import Review
from review.scoring.points import reckon

NUMBER_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What a conclusion's number is made of: nothing that is read for something else."""


MERGED_AGAIN = N_("增加评查员后重新合并")
"""Why the findings of an earlier merge do not stand."""


@dataclass(frozen=True, slots=True)
class RoundOpened(Event):
    object_kind = "round"
    cases: int


@dataclass(frozen=True, slots=True)
class ReviewsMerged(Event):
    object_kind = "conclusion"
    reviews: int
    findings: int
    difference: str


@dataclass(frozen=True, slots=True)
class ThirdCalled(Event):
    object_kind = "conclusion"
    difference: str


def open_round(session: Session, round_: Round, *, by: Viewer, at: datetime) -> list[Conclusion]:
    """Let the reviewers begin: a conclusion for every sampled case, under a number that tells nothing (开评)."""
    sampled = session.scalars(select(SampledCase.id).where(SampledCase.round_id == round_.id)).all()
    numbers = new_numbers(len(sampled), at.year)
    conclusions = [
        Conclusion(round_id=round_.id, sampled_case_id=case_id, number=number)
        for case_id, number in zip(sampled, numbers, strict=True)
    ]
    session.add_all(conclusions)
    event = RoundOpened(round_.public_id, len(conclusions))
    take_step(session, round_, Step.OPENED, event, did={"cases": len(conclusions)}, by=by, at=at)
    return conclusions


def new_numbers(count: int, year: int) -> list[str]:
    """So many different numbers, in random order, such as 评2026-8F3K-2M7Q."""
    numbers: set[str] = set()
    while len(numbers) < count:
        first, second = ("".join(secrets.choice(NUMBER_LETTERS) for _ in range(4)) for _ in range(2))
        numbers.add(f"评{year}-{first}-{second}")
    return list(numbers)


def hand_in_review(session: Session, review: Review, *, by: Viewer, at: datetime) -> Conclusion:
    """Hand in a review, and go on with the case where it was the last one waited for (提交评查)."""
    hand_in(session, review, by=by, at=at)
    session.flush()
    conclusion = session.scalars(
        select(Conclusion)
        .join(Assignment, Assignment.sampled_case_id == Conclusion.sampled_case_id)
        .where(Assignment.id == review.assignment_id)
        .options(
            joinedload(Conclusion.sampled_case),
            selectinload(Conclusion.findings),
            selectinload(Conclusion.merits),
        )
    ).one()
    gather(session, conclusion, at=at)
    return conclusion


def gather(session: Session, conclusion: Conclusion, *, at: datetime) -> None:
    """Merge the reviews once all are in; two that differ call a third, by the machine (汇总).

    `conclusion` comes with its sampled case, findings and merits. Where nobody is eligible as a third, the
    leader gets the case with the difference named.
    """
    if conclusion.stage is not Stage.REVIEWING:
        return
    round_ = session.get_one(Round, conclusion.round_id)
    catalogue = pinned(session, round_.catalogue_hash or "")
    opinions = [opinion_of(review, catalogue) for review in reviews_of(session, conclusion)]
    if len(opinions) < round_.reviewers_per_case + int(conclusion.third_called):
        return
    met = differences(*opinions, gap=round_.points_gap) if len(opinions) == 2 else ()
    conclusion.difference = ",".join(met) or conclusion.difference
    if met and not conclusion.third_called and _third_found(session, conclusion, at=at):
        return
    hold(session, conclusion, merged_of(opinions, catalogue, round_), at=at)
    conclusion.move(Stage.CHECKING)
    event = ReviewsMerged(
        conclusion.public_id, len(opinions), len(conclusion.findings), conclusion.difference
    )
    note(session, event, by=None, at=at)


def _third_found(session: Session, conclusion: Conclusion, *, at: datetime) -> bool:
    try:
        call_third(session, conclusion.sampled_case, at=at)
    except ReviewError as refusal:
        if refusal.kind is not Kind.INFEASIBLE:
            raise
        return False
    conclusion.third_called = True
    note(session, ThirdCalled(conclusion.public_id, conclusion.difference), by=None, at=at)
    return True


def merged_of(opinions: Sequence[Opinion], catalogue: Catalogue, round_: Round) -> Merged:
    """What the reviews conclude together, by this round's catalogue and grade scheme."""
    return merge(
        opinions,
        order={rule.code: place for place, rule in enumerate(catalogue.rules)},
        grades=[grade.id for grade in catalogue.scheme(round_.grade_scheme).grades],
        points_of=lambda problems, praises: reckon(catalogue, round_.grade_scheme, problems, praises).points,
    )


def hold(session: Session, conclusion: Conclusion, merged: Merged, *, at: datetime) -> None:
    """Write down what the reviews conclude; an earlier merge's findings stay, withdrawn."""
    for earlier in conclusion.findings:
        if earlier.withdrawn_at is None:
            earlier.withdrawn_at, earlier.withdrawn_why = at, MERGED_AGAIN
    for merit in conclusion.merits:
        session.delete(merit)
    session.flush()
    session.add_all(
        finding_of(problem, conclusion.id, position)
        for position, problem in enumerate(merged.problems, start=1)
    )
    session.add_all(
        Merit(
            conclusion_id=conclusion.id,
            kind=praise.kind,
            bonus=praise.bonus,
            text=praise.text,
            anchor_document=praise.anchor.document,
            anchor_page=praise.anchor.page,
            anchor_quote=praise.anchor.quote,
        )
        for praise in merged.praises
    )
    conclusion.points = Decimal(merged.points)
    conclusion.proposed_grade = merged.grade
    conclusion.opinion = merged.words
    session.flush()
    session.refresh(conclusion, ["findings", "merits"])
