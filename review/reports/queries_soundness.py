"""Reading what the soundness check looks at (健全性查询): plain rows of one round, none left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from review.assignment.models import Assignment
from review.cases.models import Case
from review.grading.models import Approval, Conclusion, Finding
from review.people.models import Person, Unit
from review.rectification.models import Correction, CorrectionState
from review.rounds.models import RoundReviewer
from review.sampling.models import FrameLine, SampledCase
from review.scoring.models import Review


@dataclass(frozen=True, slots=True)
class SampledRow:
    """A sampled case as it was drawn, and how many conclusions there are on it."""

    key: str
    stratum: str
    layer: str
    ticket: str
    rank: int
    quota: int
    stratum_size: int
    conclusions: int


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment that has not ended, with the facts that its conditions look at."""

    key: str
    case_id: int
    slot: int
    reviewer_id: int
    reviewer_unit: int
    reviewer_region: int
    case_unit: int
    case_region: int
    handler_id: int | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review that was handed in: who proposed what, and the reason where it is not the computed grade."""

    key: str
    grade: str | None
    computed_grade: str | None
    grade_reason: str
    points: Decimal | None


def sampled_rows(session: Session, round_id: int) -> list[SampledRow]:
    """Every sampled case, by the key under which it stood in the frame."""
    conclusions = (
        select(func.count())
        .select_from(Conclusion)
        .where(Conclusion.sampled_case_id == SampledCase.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            FrameLine.key,
            SampledCase.stratum,
            SampledCase.layer,
            SampledCase.ticket,
            SampledCase.rank,
            SampledCase.quota,
            SampledCase.stratum_size,
            conclusions,
        )
        .join(
            FrameLine,
            (FrameLine.round_id == SampledCase.round_id) & (FrameLine.case_id == SampledCase.case_id),
            isouter=True,
        )
        .where(SampledCase.round_id == round_id)
        .order_by(FrameLine.key)
    )
    return [SampledRow(row[0] or "", row[1], row[2].value, *row[3:]) for row in rows]


def assignment_rows(session: Session, round_id: int) -> list[AssignmentRow]:
    """The assignments in force, by case and slot."""
    home = aliased(Unit)
    rows = session.execute(
        select(
            Case.key,
            SampledCase.id,
            Assignment.slot,
            Assignment.reviewer_id,
            Person.unit_id,
            home.region_id,
            Case.unit_id,
            Unit.region_id,
            Case.handler_id,
        )
        .join(SampledCase, SampledCase.id == Assignment.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .join(home, home.id == Person.unit_id)
        .where(Assignment.round_id == round_id, Assignment.ended_at.is_(None))
        .order_by(Case.key, Assignment.slot)
    )
    return [AssignmentRow(*row) for row in rows]


def capacities(session: Session, round_id: int) -> dict[int, int]:
    """How many cases each reviewer of the pool may be given."""
    rows = session.execute(
        select(RoundReviewer.person_id, RoundReviewer.capacity).where(RoundReviewer.round_id == round_id)
    )
    return {row[0]: row[1] for row in rows}


def review_rows(session: Session, round_id: int) -> list[ReviewRow]:
    """The reviews that were handed in and count."""
    rows = session.execute(
        select(Case.key, Review.grade, Review.computed_grade, Review.grade_reason, Review.points)
        .join(Review.assignment)
        .join(SampledCase, SampledCase.id == Assignment.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .where(
            Assignment.round_id == round_id, Assignment.ended_at.is_(None), Review.handed_in_at.is_not(None)
        )
        .order_by(Case.key, Assignment.slot)
    )
    return [ReviewRow(*row) for row in rows]


def conclusions_of(session: Session, round_id: int) -> Sequence[Conclusion]:
    """The conclusions with findings, merits and case, by number."""
    return session.scalars(
        select(Conclusion)
        .where(Conclusion.round_id == round_id)
        .options(
            selectinload(Conclusion.findings),
            selectinload(Conclusion.merits),
            joinedload(Conclusion.sampled_case).joinedload(SampledCase.case),
        )
        .order_by(Conclusion.number)
    ).all()


def last_approvals(session: Session, round_id: int) -> dict[int, Approval]:
    """The last approval of each conclusion that agreed."""
    rows = session.scalars(
        select(Approval)
        .join(Conclusion, Conclusion.id == Approval.conclusion_id)
        .where(Conclusion.round_id == round_id, Approval.agreed)
        .order_by(Approval.id)
    )
    return {approval.conclusion_id: approval for approval in rows}


def uncorrected(session: Session, round_id: int) -> list[str]:
    """Numbers of conclusions with a standing finding that has no correction."""
    return list(
        session.scalars(
            select(Conclusion.number)
            .distinct()
            .join(Finding, Finding.conclusion_id == Conclusion.id)
            .where(
                Conclusion.round_id == round_id,
                Finding.withdrawn_at.is_(None),
                ~exists().where(Correction.finding_id == Finding.id),
            )
            .order_by(Conclusion.number)
        )
    )


def unstruck(session: Session, round_id: int) -> list[str]:
    """Numbers of corrections that are not struck off."""
    return list(
        session.scalars(
            select(Correction.number)
            .where(Correction.round_id == round_id, Correction.state != CorrectionState.STRUCK)
            .order_by(Correction.number)
        )
    )
