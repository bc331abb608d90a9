"""The leader answers the handler, objection by objection (异议处理)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review.errors import N_, Kind, ReviewError
from review.feedback.models import Hearing, Reply, Stance
from review.grading.actions_checks import (
    ConclusionChanged,
    ReasonMissing,
    check_conclusion,
    replace_finding,
    weigh,
    withdraw,
)
from review.grading.models import Conclusion, Finding, Stage
from review.journal.actions import Event, note
from review.people.viewer import Viewer


class ObjectionAnswered(ReviewError):
    sentence = N_("该项异议已经答复，不能再次答复。请刷新页面查看。")
    kind = Kind.CONFLICT


class ObjectionsOpen(ReviewError):
    sentence = N_("尚有 %(open)d 项异议未答复。请逐项答复后再报请审批。")

    def __init__(self, open_: int) -> None:
        super().__init__(open=open_)


class NothingChanged(ReviewError):
    sentence = N_("所选严重程度与原认定相同。不采纳异议的，请选择“不采纳”并写明理由。")


@dataclass(frozen=True, slots=True)
class ObjectionUpheld(Event):
    object_kind = "conclusion"
    finding: str
    severity: str


@dataclass(frozen=True, slots=True)
class ObjectionRejected(Event):
    object_kind = "conclusion"
    finding: str


def answer_objection(
    session: Session,
    conclusion: Conclusion,
    finding: Finding,
    *,
    upheld: bool,
    severity: str = "",
    answer: str,
    version: int,
    by: Viewer,
    at: datetime,
) -> Reply:
    """Answer what the handler said of one finding, with reasons (答复异议).

    Upheld, the finding is withdrawn, or held to be of another `severity`; rejected, it stands. The points are
    worked out again either way.

    Raises:
        ObjectionAnswered: It has been answered.
        ReasonMissing: There is no reason.
    """
    if conclusion.stage is not Stage.OBJECTION or conclusion.version != version:
        raise ConclusionChanged
    reply = session.scalars(
        select(Reply).where(
            Reply.finding_id == finding.id, Reply.stance != Stance.ACCEPT, Reply.sent_at.is_not(None)
        )
    ).one_or_none()
    if reply is None or reply.answered_at is not None:
        raise ObjectionAnswered
    if not answer.strip():
        raise ReasonMissing
    if upheld and severity == finding.severity:
        raise NothingChanged
    reply.upheld, reply.answer = upheld, answer.strip()
    reply.answered_by_id, reply.answered_at = by.id, at
    if upheld and severity:
        now = replace_finding(session, conclusion, finding, severity=severity, why=answer, by=by, at=at)
        hearing = session.get_one(Hearing, reply.hearing_id)
        hearing.heard = [*hearing.heard, now.id]  # the answer tells the handler; they are not asked again
    elif upheld:
        withdraw(session, finding, why=answer, at=at)
        weigh(session, conclusion)
    else:
        conclusion.version += 1
    event: Event = (
        ObjectionUpheld(conclusion.public_id, finding.public_id, severity)
        if upheld
        else ObjectionRejected(conclusion.public_id, finding.public_id)
    )
    note(session, event, by=by, at=at)
    return reply


def finish_objections(
    session: Session,
    conclusion: Conclusion,
    *,
    grade: str,
    criteria: Collection[str],
    opinion: str,
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Every objection is answered: propose the grade that follows, and send for approval (报请审批).

    Raises:
        ObjectionsOpen: How many are not answered.
    """
    if conclusion.stage is not Stage.OBJECTION:
        raise ConclusionChanged
    waiting = objections_open(session, conclusion)
    if waiting:
        raise ObjectionsOpen(waiting)
    check_conclusion(
        session, conclusion, grade=grade, criteria=criteria, opinion=opinion, version=version, by=by, at=at
    )
    conclusion.move(Stage.APPROVAL)


def objections_open(session: Session, conclusion: Conclusion) -> int:
    """How many objections wait for an answer."""
    waiting = session.scalar(
        select(func.count())
        .select_from(Reply)
        .join(Hearing, Hearing.id == Reply.hearing_id)
        .where(
            Hearing.conclusion_id == conclusion.id,
            Reply.stance != Stance.ACCEPT,
            Reply.sent_at.is_not(None),
            Reply.answered_at.is_(None),
        )
    )
    return waiting or 0
