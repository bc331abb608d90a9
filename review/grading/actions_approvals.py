"""Approval by grade (审批): who decides follows the proposed grade; the handler and the handler's head never do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from review.catalogue.queries import pinned
from review.errors import N_, Kind, ReviewError
from review.grading.actions_checks import ConclusionChanged, ReasonMissing
from review.grading.levels import grade_of, require_criteria, require_level
from review.grading.models import STAGE_NAMES, Approval, ApprovalLevel, Conclusion, Stage
from review.grading.queries import is_entangled
from review.journal.actions import Event, note
from review.people.roles import Role
from review.people.viewer import Viewer
from review.rounds.models import Round


class NotWaitingForApproval(ReviewError):
    sentence = N_("本案当前为“%(stage)s”，不在审批环节，可能已由他人办理。请刷新页面查看。")
    kind = Kind.CONFLICT

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage=STAGE_NAMES[stage])


class ApproverEntangled(ReviewError):
    sentence = N_(
        "您是本案的承办人、承办人的部门负责人或者评查员，不能审批本案。请由其他有权审批的人员办理。"
    )
    kind = Kind.FORBIDDEN


class MeetingNoteMissing(ReviewError):
    sentence = N_("经检察委员会讨论决定的，请写明会议名称、日期和决定内容。")


@dataclass(frozen=True, slots=True)
class GradeApproved(Event):
    object_kind = "conclusion"
    level: str
    grade: str
    changed: bool


@dataclass(frozen=True, slots=True)
class SentBackToLeader(Event):
    object_kind = "conclusion"
    level: str


def approve(
    session: Session,
    conclusion: Conclusion,
    *,
    level: ApprovalLevel,
    grade: str,
    criteria: Collection[str] = (),
    reason: str = "",
    version: int,
    by: Viewer,
    at: datetime,
) -> Approval:
    """Decide the grade (定级). Another grade than the proposed one needs a reason, and its criteria ticked.

    Raises:
        GradeAboveLevel: The grade is decided higher up.
        ApproverEntangled: The approver handled, headed or reviewed the case.
        MeetingNoteMissing: Decided by the committee, but the meeting is not named.
    """
    _require_waiting(session, conclusion, version, by)
    round_ = session.get_one(Round, conclusion.round_id)
    scheme = pinned(session, round_.catalogue_hash or "").scheme(round_.grade_scheme)
    own = own_level(by)
    require_level(grade_of(scheme, conclusion.proposed_grade or ""), own)
    wanted = grade_of(scheme, grade)
    require_level(wanted, own)
    changed = grade != conclusion.proposed_grade
    if changed:
        require_criteria(wanted, criteria)
    if changed and not reason.strip():
        raise ReasonMissing
    if level is ApprovalLevel.COMMITTEE and not reason.strip():
        raise MeetingNoteMissing
    approval = Approval(
        conclusion_id=conclusion.id,
        level=level if own is ApprovalLevel.CHIEF else own,
        agreed=True,
        grade=grade,
        reason=reason.strip(),
        by_id=by.id,
        at=at,
    )
    session.add(approval)
    conclusion.final_grade, conclusion.graded_at = grade, at
    conclusion.move(Stage.APPROVED)
    note(session, GradeApproved(conclusion.public_id, approval.level, grade, changed), by=by, at=at)
    return approval


def send_back(
    session: Session, conclusion: Conclusion, *, reason: str, version: int, by: Viewer, at: datetime
) -> Approval:
    """Send the case back to the leader, with the reason (退回)."""
    _require_waiting(session, conclusion, version, by)
    if not reason.strip():
        raise ReasonMissing
    level = own_level(by)
    approval = Approval(
        conclusion_id=conclusion.id, level=level, agreed=False, reason=reason.strip(), by_id=by.id, at=at
    )
    session.add(approval)
    conclusion.move(Stage.CHECKING)
    note(session, SentBackToLeader(conclusion.public_id, level), by=by, at=at)
    return approval


def own_level(by: Viewer) -> ApprovalLevel:
    """At which level this person approves: the chief's, where both are held."""
    return ApprovalLevel.CHIEF if by.holds(Role.CHIEF) else ApprovalLevel.DEPUTY


def _require_waiting(session: Session, conclusion: Conclusion, version: int, by: Viewer) -> None:
    if conclusion.stage is not Stage.APPROVAL:
        raise NotWaitingForApproval(conclusion.stage)
    if conclusion.version != version:
        raise ConclusionChanged
    if is_entangled(session, conclusion, by):
        raise ApproverEntangled
