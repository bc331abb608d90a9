"""What befalls an import while it waits (导入等待): asked for, refused, sent back, given up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from review.cases.actions import NotWaiting
from review.cases.mapping_file import read_mapping
from review.cases.models import CaseImport, ImportState
from review.errors import ReviewError
from review.jobs.actions import enqueue
from review.jobs.models import Job
from review.journal.actions import Event, note
from review.people.viewer import Viewer

OPEN = (ImportState.EXAMINING, ImportState.EXAMINED)
"""States in which an import may still be given up or given another mapping."""


@dataclass(frozen=True, slots=True)
class ImportGivenUp(Event):
    object_kind = "import"


@dataclass(frozen=True, slots=True)
class ImportRefused(Event):
    object_kind = "import"
    why: str


def ask_examination(
    session: Session,
    import_: CaseImport,
    *,
    mapping: str,
    only_suggest: bool = False,
    by: Viewer,
    at: datetime,
) -> Job:
    """Have the file examined, by this mapping from now on (提交检查). A worker does it.

    Raises:
        ReviewError: the mapping cannot be read; the line is named.
        NotWaiting: the import is being loaded, or over.
    """
    if mapping.strip():
        read_mapping(mapping)
    if import_.state not in OPEN:
        raise NotWaiting(import_.state)
    import_.mapping = mapping.strip()
    import_.state = ImportState.EXAMINING
    job = enqueue(
        session,
        "examine_import",
        {"import": import_.public_id, "only_suggest": only_suggest},
        by=by,
        at=at,
    )
    import_.job_id = job.id
    return job


def refuse_import(
    session: Session, import_: CaseImport, refusal: ReviewError, *, by: Viewer, at: datetime
) -> None:
    """The file cannot be read at all (拒收)."""
    import_.preview = {"fault": fault_of(refusal)}
    import_.state = ImportState.REFUSED
    note(session, ImportRefused(import_.public_id, type(refusal).__name__), by=by, at=at)


def fault_of(refusal: ReviewError) -> dict[str, Any]:
    """A refusal as JSON holds it."""
    return {"sentence": refusal.sentence, "facts": {name: str(fact) for name, fact in refusal.facts.items()}}


def send_back(import_: CaseImport, refusal: ReviewError) -> None:
    """The load was refused and undone: the preview waits again, and says why."""
    import_.preview = {**(import_.preview or {}), "refused": fault_of(refusal)}
    import_.state = ImportState.EXAMINED


def give_up(session: Session, import_: CaseImport, *, by: Viewer, at: datetime) -> None:
    """Leave the file unimported (放弃)."""
    if import_.state not in OPEN:
        raise NotWaiting(import_.state)
    import_.state = ImportState.REFUSED
    import_.preview = None
    note(session, ImportGivenUp(import_.public_id), by=by, at=at)
