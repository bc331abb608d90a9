"""Exports leave a line in the journal (导出留痕)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from review.journal.actions import Event, note
from review.people.viewer import Viewer
from review.rounds.models import Round


@dataclass(frozen=True, slots=True)
class ReportExported(Event):
    object_kind = "round"
    report: str
    format: str
    cases: int
    sha256: str


def record_export(
    session: Session,
    round_: Round,
    *,
    report: str,
    format_: str,
    cases: int,
    content: bytes,
    by: Viewer,
    at: datetime,
) -> str:
    """Write down who took which report, and the SHA-256 of the very file; gives it back (导出)."""
    digest = sha256(content).hexdigest()
    note(session, ReportExported(round_.public_id, report, format_, cases, digest), by=by, at=at)
    return digest
