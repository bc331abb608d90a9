"""Reading what waits (待办查询): the officer's rounds with how far each is. Few questions, whatever the number of rows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from review.assignment.models import Assignment
from review.grading.models import Conclusion, Stage
from review.people.models import Unit
from review.people.queries import units_within
from review.people.roles import Role
from review.people.viewer import Viewer
from review.rounds.models import Round
from review.rounds.steps import Step
from review.scoring.models import Review


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round under way: reviews wanted, handed in, late; conclusions and how many are approved."""

    public_id: str
    name: str
    unit_name: str
    step: Step
    due_on: date | None
    assigned: int
    handed_in: int
    overdue: int
    conclusions: int
    approved: int

    @property
    def ready_to_publish(self) -> bool:
        """Whether every case has its grade."""
        return self.step is Step.OPENED and 0 < self.conclusions == self.approved


def rounds_under_way(session: Session, viewer: Viewer, *, today: date) -> list[RoundLine]:
    """Rounds within the officer's reach that are not closed, those furthest on first."""
    handed_in = Review.handed_in_at.is_not(None)
    counted = select(
        _reviews().with_only_columns(func.count()).scalar_subquery().label("assigned"),
        _reviews().with_only_columns(func.count()).where(handed_in).scalar_subquery().label("handed_in"),
        _reviews()
        .with_only_columns(func.count())
        .where(Review.handed_in_at.is_(None), Assignment.due_on < today)
        .scalar_subquery()
        .label("overdue"),
        _conclusions().scalar_subquery().label("conclusions"),
        _conclusions()
        .where(Conclusion.stage.in_((Stage.APPROVED, Stage.PUBLISHED)))
        .scalar_subquery()
        .label("approved"),
    )
    rows = session.execute(
        counted.add_columns(
            Round.public_id,
            Round.name,
            Unit.name.label("unit_name"),
            Round.step,
            Round.review_due_on.label("due_on"),
        )
        .select_from(Round)
        .join(Unit, Unit.id == Round.unit_id)
        .where(units_within(viewer, Role.OFFICER), Round.step != Step.CLOSED)
        .order_by(Round.at.desc(), Round.id.desc())
    ).all()
    lines = [RoundLine(**row._mapping) for row in rows]
    return sorted(lines, key=lambda line: list(Step).index(line.step), reverse=True)


def _reviews() -> Select[int]:
    return (
        select(Assignment.id)
        .join(Review, Review.assignment_id == Assignment.id, isouter=True)
        .where(Assignment.round_id == Round.id, Assignment.ended_at.is_(None))
        .correlate(Round)
    )


def _conclusions() -> Select[int]:
    return (
        select(func.count()).select_from(Conclusion).where(Conclusion.round_id == Round.id).correlate(Round)
    )
