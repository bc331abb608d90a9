"""Hearing the handler (征求意见): ask, keep drafts, send, record on behalf, close what ran out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from review.catalogue.queries import pinned
from review.catalogue.workdays import Calendar
from review.errors import N_, Kind, ReviewError
from review.feedback.models import STANCE_NAMES, Hearing, HearingEnd, Reply, Stance
from review.feedback.replies import Said, require_complete
from review.grading.actions_checks import check_conclusion
from review.grading.models import Conclusion, Finding, Stage
from review.journal.actions import Event, note
from review.people.viewer import Viewer
from review.rounds.models import Round

GRACE = timedelta(days=3)
"""How long past the term the machine waits, so that an officer can still record what was said outside."""


class HearingClosed(ReviewError):
    sentence = N_("本案的意见反馈已经结束，不能再修改。如确有新的情况，请联系案件管理部门。")
    kind = Kind.CONFLICT


class TermOver(ReviewError):
    sentence = N_("反馈期限已于 %(due)s 届满，不能再提交。如有正当理由，请联系案件管理部门代为记录。")
    kind = Kind.CONFLICT

    def __init__(self, due: date) -> None:
        super().__init__(due=due.isoformat())


class ReplyChanged(ReviewError):
    """Carries the reply as it is now kept, so that both can be shown side by side."""

    sentence = N_("该项意见已在另一窗口修改为“%(now)s”。请选择保留哪一个。")
    kind = Kind.CONFLICT

    def __init__(self, stance: Stance, reason: str, version: int) -> None:
        super().__init__(now=STANCE_NAMES[stance])
        self.stance, self.reason, self.version = stance, reason, version


class NoteMissing(ReviewError):
    sentence = N_("代为记录须写明依据，例如承办人书面意见的日期和存放位置。")


@dataclass(frozen=True, slots=True)
class OpinionSought(Event):
    object_kind = "conclusion"
    findings: int
    due_on: str


@dataclass(frozen=True, slots=True)
class NothingToHear(Event):
    object_kind = "conclusion"


@dataclass(frozen=True, slots=True)
class RepliesSent(Event):
    object_kind = "hearing"
    accepted: int
    objected: int
    on_behalf: bool


@dataclass(frozen=True, slots=True)
class HearingDefaulted(Event):
    object_kind = "hearing"
    findings: int


def agree_and_hear(
    session: Session,
    conclusion: Conclusion,
    *,
    grade: str,
    criteria: Collection[str],
    opinion: str,
    version: int,
    on: date,
    by: Viewer,
    at: datetime,
) -> Hearing:
    """The leader agrees; the handler is heard on what has not been put to them yet (同意并征求意见).

    `conclusion` comes with findings, sampled case and case. Without any finding nobody is asked and the case
    goes straight to approval; so does one that approval sent back and in which nothing new was found.
    """
    check_conclusion(
        session, conclusion, grade=grade, criteria=criteria, opinion=opinion, version=version, by=by, at=at
    )
    return seek_opinion(session, conclusion, on=on, by=by, at=at)


def seek_opinion(session: Session, conclusion: Conclusion, *, on: date, by: Viewer, at: datetime) -> Hearing:
    """Put the standing findings to the handler, due in the round's working days (征求意见)."""
    round_ = session.get_one(Round, conclusion.round_id)
    calendar = Calendar(pinned(session, round_.catalogue_hash or "").holidays)
    hearing = session.scalar(select(Hearing).where(Hearing.conclusion_id == conclusion.id))
    if hearing is None:
        case = conclusion.sampled_case.case
        hearing = Hearing(conclusion_id=conclusion.id, handler_id=case.handler_id, heard=[])
        session.add(hearing)
    standing = [finding.id for finding in conclusion.findings if finding.withdrawn_at is None]
    new = [finding for finding in standing if finding not in hearing.heard]
    if new:
        hearing.heard = [*hearing.heard, *new]
        hearing.sent_on, hearing.due_on = on, calendar.add_workdays(on, round_.hearing_days).day
        hearing.closed_at, hearing.end, hearing.on_behalf = None, None, False
        conclusion.move(Stage.HEARING)
        event: Event = OpinionSought(conclusion.public_id, len(new), hearing.due_on.isoformat())
    else:
        if hearing.end is None:
            hearing.sent_on = hearing.due_on = on
            hearing.closed_at, hearing.end = at, HearingEnd.NOT_NEEDED
        conclusion.move(Stage.APPROVAL)
        event = NothingToHear(conclusion.public_id)
    session.flush()
    note(session, event, by=by, at=at)
    return hearing


def save_reply(
    session: Session,
    hearing: Hearing,
    finding: Finding,
    *,
    stance: Stance,
    reason: str,
    version: int,
    on: date,
    at: datetime,
) -> Reply:
    """Keep what the handler says of one finding as a draft; `version` is the one seen, 0 for none yet (暂存).

    Raises:
        ReplyChanged: Another window was faster.
    """
    _require_term(hearing, on)
    reply = session.scalar(
        select(Reply).where(Reply.hearing_id == hearing.id, Reply.finding_id == finding.id)
    )
    if (reply.version if reply else 0) != version:
        raise ReplyChanged(reply.stance, reply.reason, reply.version) if reply else HearingClosed
    return _keep(session, hearing, finding.id, reply, Said(stance, reason), at)


def accept_all(
    session: Session, hearing: Hearing, findings: Collection[Finding], *, on: date, at: datetime
) -> None:
    """Accept every finding that has no stance yet (全部接受); drafts with a stance are left as they are."""
    _require_term(hearing, on)
    known = {reply.finding_id for reply in hearing.replies}
    for finding in findings:
        if finding.id not in known:
            _keep(session, hearing, finding.id, None, Said(Stance.ACCEPT), at)


def send_replies(session: Session, hearing: Hearing, *, on: date, by: Viewer, at: datetime) -> None:
    """Send all replies together; from here on nothing changes (提交反馈).

    `hearing` comes with its conclusion, the conclusion's findings, and its replies.

    Raises:
        RepliesOpen: A finding has no stance, or a stance no reason.
    """
    _require_term(hearing, on)
    _close(session, hearing, by=by, at=at)


def record_on_behalf(
    session: Session,
    hearing: Hearing,
    said: Mapping[int, Said],
    *,
    note_: str,
    by: Viewer,
    at: datetime,
) -> None:
    """Record what the handler said outside the system, with the proof, also after the term (代为记录)."""
    if hearing.closed_at is not None:
        raise HearingClosed
    if not note_.strip():
        raise NoteMissing
    known = {reply.finding_id: reply for reply in hearing.replies}
    for finding_id, one in said.items():
        _keep(session, hearing, finding_id, known.get(finding_id), one, at)
    session.refresh(hearing, ["replies"])
    hearing.on_behalf, hearing.note = True, note_.strip()
    _close(session, hearing, by=by, at=at)


def close_overdue(
    session: Session, *, round_: Round | None = None, on: date, by: Viewer | None, at: datetime
) -> int:
    """Close every hearing whose term has run out: silence is recorded as such, not as consent (逾期未反馈).

    Drafts that were never sent are not replies. Gives how many were closed.
    """
    overdue = session.scalars(
        select(Hearing)
        .join(Hearing.conclusion)
        .where(
            Hearing.closed_at.is_(None),
            Hearing.due_on < on,
            Conclusion.round_id == round_.id if round_ else true(),
        )
        .options(joinedload(Hearing.conclusion), selectinload(Hearing.replies))
    ).all()
    for hearing in overdue:
        for draft in hearing.replies:
            if draft.sent_at is None:
                session.delete(draft)
        hearing.closed_at, hearing.end = at, HearingEnd.DEFAULT
        hearing.conclusion.move(Stage.APPROVAL)
        note(session, HearingDefaulted(hearing.public_id, len(hearing.heard)), by=by, at=at)
    return len(overdue)


def close_forgotten(session: Session, *, on: date, at: datetime) -> int:
    """What the worker does every day: close what has been overdue for longer than the grace. Gives how many."""
    return close_overdue(session, on=on - GRACE, by=None, at=at)


def open_findings(hearing: Hearing) -> list[Finding]:
    """The findings the handler was asked about and that stand; the conclusion's findings must be loaded."""
    return [
        finding
        for finding in hearing.conclusion.findings
        if finding.id in hearing.heard and finding.withdrawn_at is None
    ]


def _close(session: Session, hearing: Hearing, *, by: Viewer, at: datetime) -> None:
    waiting = {finding.id for finding in open_findings(hearing)}
    said = {
        reply.finding_id: Said(reply.stance, reply.reason)
        for reply in hearing.replies
        if reply.finding_id in waiting
    }
    require_complete(waiting, said)
    fresh = [reply for reply in hearing.replies if reply.finding_id in waiting and reply.sent_at is None]
    objected = sum(reply.stance is not Stance.ACCEPT for reply in fresh)
    for reply in fresh:
        reply.sent_at = at
    hearing.closed_at, hearing.end = at, HearingEnd.REPLIED
    hearing.conclusion.move(Stage.OBJECTION if objected else Stage.APPROVAL)
    event = RepliesSent(hearing.public_id, len(fresh) - objected, objected, hearing.on_behalf)
    note(session, event, by=by, at=at)


def _keep(
    session: Session, hearing: Hearing, finding_id: int, reply: Reply | None, said: Said, at: datetime
) -> Reply:
    if finding_id not in hearing.heard or (reply and reply.sent_at is not None):
        raise HearingClosed
    if reply is None:
        reply = Reply(hearing_id=hearing.id, finding_id=finding_id, version=0)
        session.add(reply)
    reply.stance, reply.reason, reply.saved_at = said.stance, said.reason.strip(), at
    reply.version += 1
    session.flush()
    return reply


def _require_term(hearing: Hearing, on: date) -> None:
    if hearing.closed_at is not None:
        raise HearingClosed
    if on > hearing.due_on:
        raise TermOver(hearing.due_on)
