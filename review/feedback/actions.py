"""Publication (反馈): the results of a round are given out together, on one day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review.errors import N_, Kind, ReviewError
from review.feedback.models import Publication
from review.grading.models import STAGE_NAMES, Conclusion, Stage
from review.journal.actions import Event
from review.people.viewer import Viewer
from review.rounds.actions import take_step
from review.rounds.models import Round
from review.rounds.steps import Step


class NotAllApproved(ReviewError):
    sentence = N_("尚不能公布：还有 %(open)d 件没有定级，所处环节为 %(stages)s。请全部办结后再公布。")
    kind = Kind.CONFLICT

    def __init__(self, counts: dict[Stage, int]) -> None:
        stages = [STAGE_NAMES[stage] for stage in Stage if counts.get(stage)]
        super().__init__(open=sum(counts.values()), stages=stages)


@dataclass(frozen=True, slots=True)
class RoundPublished(Event):
    object_kind = "round"
    cases: int


def publish(
    session: Session, round_: Round, *, note_: str = "", on: date, by: Viewer, at: datetime
) -> Publication:
    """Give out every result of the round at once (公布结果).

    Raises:
        NotAllApproved: A case has no approved grade yet.
        StepOutOfTurn: The round is not under review.
    """
    counts = stages_of(session, round_)
    approved = counts.pop(Stage.APPROVED, 0)
    if counts and round_.step is Step.OPENED:
        raise NotAllApproved(counts)
    publication = Publication(round_id=round_.id, cases=approved, by_id=by.id, at=at, note=note_.strip())
    event = RoundPublished(round_.public_id, approved)
    take_step(session, round_, Step.PUBLISHED, event, did={"cases": approved}, by=by, at=at)
    for conclusion in session.scalars(select(Conclusion).where(Conclusion.round_id == round_.id)):
        conclusion.move(Stage.PUBLISHED)
        conclusion.published_on = on
    session.add(publication)
    session.flush()
    return publication


def stages_of(session: Session, round_: Round) -> dict[Stage, int]:
    """How many cases of the round stand at each stage."""
    rows = session.execute(
        select(Conclusion.stage, func.count())
        .where(Conclusion.round_id == round_.id)
        .group_by(Conclusion.stage)
    ).all()
    return {row[0]: row[1] for row in rows}
