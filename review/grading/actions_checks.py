"""The leader's work on a conclusion (组长审核): settle its findings, call a further reviewer, propose the grade.

A finding is never rewritten. Dropping one withdraws it with the reason; a changed severity withdraws it and puts
a new one in its place. So what the reviewers found, what the leader made of it and why stays readable.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.assignment.actions import call_third
from review.catalogue.catalogue import Catalogue
from review.catalogue.queries import pinned
from review.errors import N_, Kind, ReviewError
from review.grading.basis import finding_of, problem_of, reckoning_of, standing
from review.grading.levels import grade_of, require_criteria
from review.grading.models import STAGE_NAMES, Conclusion, Finding, LeaderCheck, Stage
from review.journal.actions import Event, note
from review.people.viewer import Viewer
from review.rounds.models import Round
from review.scoring.models import Answer, Result


class ConclusionChanged(ReviewError):
    sentence = N_("本案在您打开页面之后已有改动，本次操作没有执行。请刷新页面，核对最新内容后再办理。")
    kind = Kind.CONFLICT


class NotBeingChecked(ReviewError):
    sentence = N_("本案当前为“%(stage)s”，不能改动问题。请刷新页面查看。")
    kind = Kind.CONFLICT

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage=STAGE_NAMES[stage])


class ReasonMissing(ReviewError):
    sentence = N_("请填写理由。理由会随案保存，供审批和复查时查看。")


class SeverityUnknown(ReviewError):
    sentence = N_("规则目录中没有所选的严重程度。请刷新页面后重新选择。")


class SeverityNeedsAnchor(ReviewError):
    sentence = N_("该问题没有指明材料出处，不能认定为“%(severity)s”。请改选较轻的严重程度。")

    def __init__(self, severity: str) -> None:
        super().__init__(severity=severity)


class FindingSettled(ReviewError):
    sentence = N_("该问题已经撤销，不能再次改动。请刷新页面查看。")
    kind = Kind.CONFLICT


class FindingHeld(ReviewError):
    sentence = N_("合并意见中已有该项问题，无须重复采纳。请刷新页面查看。")
    kind = Kind.CONFLICT


class FurtherReviewerCalled(ReviewError):
    sentence = N_("本案已经增加过一名评查员，不能再次增加。请在现有评查意见的基础上审核。")
    kind = Kind.CONFLICT


class HandlerHeardAlready(ReviewError):
    sentence = N_("本案已经征求过承办人意见，不能再增加评查员。请在现有意见的基础上审核。")
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True)
class FindingWithdrawn(Event):
    object_kind = "conclusion"
    finding: str


@dataclass(frozen=True, slots=True)
class SeverityChanged(Event):
    object_kind = "conclusion"
    finding: str
    now: str
    severity: str


@dataclass(frozen=True, slots=True)
class FindingAdopted(Event):
    object_kind = "conclusion"
    finding: str


@dataclass(frozen=True, slots=True)
class FurtherReviewCalled(Event):
    object_kind = "conclusion"


@dataclass(frozen=True, slots=True)
class ConclusionChecked(Event):
    object_kind = "conclusion"
    grade: str
    criteria: int


def withdraw_finding(
    session: Session,
    conclusion: Conclusion,
    finding: Finding,
    *,
    why: str,
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Drop a finding, with the reason (撤销问题); it stays readable. Points are worked out again."""
    _require_open(conclusion, version)
    withdraw(session, finding, why=why, at=at)
    weigh(session, conclusion)
    note(session, FindingWithdrawn(conclusion.public_id, finding.public_id), by=by, at=at)


def withdraw(session: Session, finding: Finding, *, why: str, at: datetime) -> None:
    """Mark the finding as withdrawn, with a reason.

    Raises:
        ReasonMissing: There is none.
        FindingSettled: It has been withdrawn before.
    """
    if not why.strip():
        raise ReasonMissing
    if finding.withdrawn_at is not None:
        raise FindingSettled
    finding.withdrawn_at, finding.withdrawn_why = at, why.strip()


def change_severity(
    session: Session,
    conclusion: Conclusion,
    finding: Finding,
    *,
    severity: str,
    why: str,
    version: int,
    by: Viewer,
    at: datetime,
) -> Finding:
    """Hold the same problem to be of another severity, with the reason (改定严重程度)."""
    _require_open(conclusion, version)
    return replace_finding(session, conclusion, finding, severity=severity, why=why, by=by, at=at)


def replace_finding(
    session: Session,
    conclusion: Conclusion,
    finding: Finding,
    *,
    severity: str,
    why: str,
    by: Viewer,
    at: datetime,
) -> Finding:
    """Withdraw `finding` and put one of another severity in its place; its deduction is that severity's."""
    catalogue = _catalogue(session, conclusion)
    rung = {level.id: level for level in catalogue.severities.levels}.get(severity)
    if rung is None:
        raise SeverityUnknown
    if rung.anchor and not (finding.anchor_document or finding.anchor_quote):
        raise SeverityNeedsAnchor(rung.zh)
    withdraw(session, finding, why=why, at=at)
    now = Finding(
        conclusion_id=conclusion.id,
        position=finding.position,
        rule_code=finding.rule_code,
        rule_revision=finding.rule_revision,
        category=finding.category,
        severity=rung.id,
        deduction=rung.deduction,
        reason=finding.reason,
        anchor_document=finding.anchor_document,
        anchor_page=finding.anchor_page,
        anchor_quote=finding.anchor_quote,
        answer_id=finding.answer_id,
    )
    session.add(now)
    session.flush()
    weigh(session, conclusion)
    event = SeverityChanged(conclusion.public_id, finding.public_id, now.public_id, rung.id)
    note(session, event, by=by, at=at)
    return now


def adopt_finding(
    session: Session, conclusion: Conclusion, answer: Answer, *, version: int, by: Viewer, at: datetime
) -> Finding:
    """Hold a problem that one reviewer found and the merge left out (采纳)."""
    _require_open(conclusion, version)
    held = {finding.rule_code for finding in standing(conclusion)}
    if answer.result is not Result.PROBLEM or answer.rule_code in held:
        raise FindingHeld
    catalogue = _catalogue(session, conclusion)
    last = max((finding.position for finding in conclusion.findings), default=0)
    finding = finding_of(problem_of(answer, catalogue), conclusion.id, last + 1)
    session.add(finding)
    session.flush()
    weigh(session, conclusion)
    note(session, FindingAdopted(conclusion.public_id, finding.public_id), by=by, at=at)
    return finding


def weigh(session: Session, conclusion: Conclusion) -> Decimal:
    """Work the points out again from the findings that stand and the merits (重新计分); one version further."""
    session.refresh(conclusion, ["findings", "merits"])
    round_ = session.get_one(Round, conclusion.round_id)
    catalogue = pinned(session, round_.catalogue_hash or "")
    conclusion.points = reckoning_of(conclusion, catalogue, round_.grade_scheme).points
    conclusion.version += 1
    return conclusion.points


def call_further(
    session: Session, conclusion: Conclusion, *, why: str, version: int, by: Viewer, at: datetime
) -> None:
    """Not agreed: let the machine give the case to one more reviewer, and merge again (增加评查员)."""
    _require_open(conclusion, version)
    if not why.strip():
        raise ReasonMissing
    if conclusion.third_called:
        raise FurtherReviewerCalled
    if conclusion.graded_at is not None or any(check.agreed for check in _checks(session, conclusion)):
        raise HandlerHeardAlready
    call_third(session, conclusion.sampled_case, at=at)
    conclusion.third_called = True
    session.add(
        LeaderCheck(conclusion_id=conclusion.id, agreed=False, opinion=why.strip(), by_id=by.id, at=at)
    )
    conclusion.move(Stage.REVIEWING)
    note(session, FurtherReviewCalled(conclusion.public_id), by=by, at=at)


def check_conclusion(
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
    """Agree with the findings as they stand and propose the grade (同意并拟定等次).

    A grade other than the one proposed so far needs a reason in `opinion`. Where it goes next, the handler's
    hearing decides (`feedback.actions`).

    Raises:
        CriteriaOpen: The grade asks for every criterion, and one is not ticked.
        ReasonMissing: The grade changes without a reason.
    """
    _require_version(conclusion, version)
    round_ = session.get_one(Round, conclusion.round_id)
    wanted = grade_of(pinned(session, round_.catalogue_hash or "").scheme(round_.grade_scheme), grade)
    require_criteria(wanted, criteria)
    if grade != conclusion.proposed_grade and not opinion.strip():
        raise ReasonMissing
    conclusion.proposed_grade = grade
    session.add(
        LeaderCheck(
            conclusion_id=conclusion.id, agreed=True, opinion=opinion.strip(), grade=grade, by_id=by.id, at=at
        )
    )
    note(session, ConclusionChecked(conclusion.public_id, grade, len(criteria)), by=by, at=at)


def _checks(session: Session, conclusion: Conclusion) -> list[LeaderCheck]:
    return list(session.scalars(select(LeaderCheck).where(LeaderCheck.conclusion_id == conclusion.id)))


def _catalogue(session: Session, conclusion: Conclusion) -> Catalogue:
    return pinned(session, session.get_one(Round, conclusion.round_id).catalogue_hash or "")


def _require_version(conclusion: Conclusion, version: int) -> None:
    if conclusion.version != version:
        raise ConclusionChanged


def _require_open(conclusion: Conclusion, version: int) -> None:
    if conclusion.stage is not Stage.CHECKING:
        raise NotBeingChecked(conclusion.stage)
    _require_version(conclusion, version)
