"""What the documents of a report quote of one case (评查材料): findings with reply and correction, merits, basis. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from review.feedback.models import HearingEnd, Stance
from review.grading.models import ApprovalLevel
from review.rectification.models import CorrectionState
from review.reports.facts import CaseFact, FindingFact


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the dossier something stands; `document` is its title, all empty where no place was named."""

    document: str
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class FindingDetail:
    """A standing problem with its reason and place, the handler's reply, the answer and the correction."""

    fact: FindingFact
    reason: str
    place: Place
    stance: Stance | None
    said: str
    upheld: bool | None
    answer: str
    correction_no: str
    task: str
    due_on: date | None
    state: CorrectionState | None


@dataclass(frozen=True, slots=True)
class MeritDetail:
    """A highlight that the conclusion keeps."""

    kind: str
    bonus: Decimal
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Dossier:
    """One case as its report tells it. `approved_by` is a level, never a person."""

    case: CaseFact
    name: str
    department: str
    accept_date: date | None
    decision: str
    documents: int
    opinion: str
    withdrawn: int
    findings: tuple[FindingDetail, ...]
    merits: tuple[MeritDetail, ...]
    hearing: HearingEnd | None
    approved_by: ApprovalLevel | None
    approval_reason: str
    graded_on: date | None
