"""Corrections from publication to striking off (整改、销号), and the end of the round (归档)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review.cases.models import Case
from review.catalogue.queries import pinned
from review.catalogue.workdays import Calendar
from review.errors import N_, Kind, ReviewError
from review.feedback.actions import publish
from review.feedback.models import Publication
from review.grading.models import Conclusion, Finding
from review.journal.actions import Event, note
from review.people.viewer import Viewer
from review.rectification.models import CORRECTION_NAMES, Correction, CorrectionMove, CorrectionState
from review.rounds.actions import take_step
from review.rounds.models import Round
from review.rounds.steps import Step
from review.sampling.models import SampledCase


class CorrectionChanged(ReviewError):
    sentence = N_("该项整改当前为“%(state)s”，可能已由他人办理，本次操作没有执行。请刷新页面查看。")
    kind = Kind.CONFLICT

    def __init__(self, state: CorrectionState) -> None:
        super().__init__(state=CORRECTION_NAMES[state])


class ProofMissing(ReviewError):
    sentence = N_("请写明已采取的整改措施、完成时间和相应的材料。")


class ReturnReasonMissing(ReviewError):
    sentence = N_("退回整改须写明理由，以便责任人知道还需要做什么。")


class OwnWorkVerified(ReviewError):
    sentence = N_("整改由他人验收。您是本项整改的责任人或者提交人，请由部门负责人或者案件管理部门验收。")
    kind = Kind.FORBIDDEN


class CorrectionsOpen(ReviewError):
    sentence = N_("尚不能归档：还有 %(open)d 项整改没有销号，例如 %(examples)s。请全部销号后再归档。")
    kind = Kind.CONFLICT

    def __init__(self, open_: int, examples: list[str]) -> None:
        super().__init__(open=open_, examples=examples)


@dataclass(frozen=True, slots=True)
class CorrectionsOpened(Event):
    object_kind = "round"
    corrections: int
    due_on: str


@dataclass(frozen=True, slots=True)
class CorrectionSubmitted(Event):
    object_kind = "correction"


@dataclass(frozen=True, slots=True)
class CorrectionStruckOff(Event):
    object_kind = "correction"


@dataclass(frozen=True, slots=True)
class CorrectionReturned(Event):
    object_kind = "correction"


@dataclass(frozen=True, slots=True)
class RoundClosed(Event):
    object_kind = "round"
    corrections: int


def publish_and_open(
    session: Session, round_: Round, *, note_: str = "", on: date, by: Viewer, at: datetime
) -> Publication:
    """Give out the round's results, and open a correction for every finding that stands (公布并下发整改)."""
    publication = publish(session, round_, note_=note_, on=on, by=by, at=at)
    open_corrections(session, round_, on=on, by=by, at=at)
    return publication


def open_corrections(session: Session, round_: Round, *, on: date, by: Viewer, at: datetime) -> int:
    """One correction per standing finding: the rule's repair step, owned by the handler (下发整改)."""
    catalogue = pinned(session, round_.catalogue_hash or "")
    due_on = Calendar(catalogue.holidays).add_workdays(on, round_.correction_days).day
    rows = session.execute(
        select(
            Finding.id, Finding.position, Finding.rule_code, Conclusion.number, Case.handler_id, Case.unit_id
        )
        .join(Conclusion, Conclusion.id == Finding.conclusion_id)
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .where(Conclusion.round_id == round_.id, Finding.withdrawn_at.is_(None))
        .order_by(Conclusion.number, Finding.position)
    ).all()
    session.add_all(
        Correction(
            round_id=round_.id,
            finding_id=row.id,
            number=f"整{row.number.removeprefix('评')}-{row.position:02d}",
            owner_id=row.handler_id,
            unit_id=row.unit_id,
            task=catalogue.by_code[row.rule_code].repair.step,
            due_on=due_on,
        )
        for row in rows
    )
    session.flush()
    note(session, CorrectionsOpened(round_.public_id, len(rows), due_on.isoformat()), by=by, at=at)
    return len(rows)


def submit(
    session: Session, correction: Correction, *, text: str, version: int, by: Viewer, at: datetime
) -> None:
    """Say what was done, for somebody else to verify (提交整改情况)."""
    if (
        correction.state not in (CorrectionState.OPEN, CorrectionState.RETURNED)
        or correction.version != version
    ):
        raise CorrectionChanged(correction.state)
    if not text.strip():
        raise ProofMissing
    _move(session, correction, CorrectionState.SUBMITTED, text, by, at)
    note(session, CorrectionSubmitted(correction.public_id), by=by, at=at)


def strike_off(
    session: Session, correction: Correction, *, text: str = "", version: int, by: Viewer, at: datetime
) -> None:
    """Verified by somebody else than owner and submitter: done (销号)."""
    _require_verifiable(session, correction, version, by)
    _move(session, correction, CorrectionState.STRUCK, text, by, at)
    note(session, CorrectionStruckOff(correction.public_id), by=by, at=at)


def give_back(
    session: Session, correction: Correction, *, reason: str, version: int, by: Viewer, at: datetime
) -> None:
    """Not done yet: back to the owner, with the reason (退回整改)."""
    _require_verifiable(session, correction, version, by)
    if not reason.strip():
        raise ReturnReasonMissing
    _move(session, correction, CorrectionState.RETURNED, reason, by, at)
    note(session, CorrectionReturned(correction.public_id), by=by, at=at)


def close_round(session: Session, round_: Round, *, by: Viewer, at: datetime) -> None:
    """Every correction is struck off: the round is closed and archived (归档).

    Raises:
        CorrectionsOpen: How many are not, with the first numbers.
    """
    of_round = Correction.round_id == round_.id
    total = session.scalar(select(func.count()).select_from(Correction).where(of_round)) or 0
    unfinished = session.scalars(
        select(Correction.number)
        .where(of_round, Correction.state != CorrectionState.STRUCK)
        .order_by(Correction.due_on, Correction.number)
    ).all()
    if unfinished:
        raise CorrectionsOpen(len(unfinished), list(unfinished[:3]))
    event = RoundClosed(round_.public_id, total)
    take_step(session, round_, Step.CLOSED, event, did={"corrections": total}, by=by, at=at)


def _move(
    session: Session, correction: Correction, to: CorrectionState, text: str, by: Viewer, at: datetime
) -> None:
    correction.state = to
    correction.version += 1
    session.add(CorrectionMove(correction_id=correction.id, to=to, text=text.strip(), by_id=by.id, at=at))
    session.flush()


def _require_verifiable(session: Session, correction: Correction, version: int, by: Viewer) -> None:
    if correction.state is not CorrectionState.SUBMITTED or correction.version != version:
        raise CorrectionChanged(correction.state)
    submitter = session.scalar(
        select(CorrectionMove.by_id)
        .where(CorrectionMove.correction_id == correction.id, CorrectionMove.to == CorrectionState.SUBMITTED)
        .order_by(CorrectionMove.id.desc())
        .limit(1)
    )
    if by.id in (correction.owner_id, submitter):
        raise OwnWorkVerified
