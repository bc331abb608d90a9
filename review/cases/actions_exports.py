"""Taking cases out as a file (导出): noted in the journal, because names leave the system with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from review.errors import N_, ReviewError
from review.journal.actions import Event, note
from review.people.viewer import Viewer

MOST = 5_000
"""Cases that one export may have."""


class TooManyToExport(ReviewError):
    """More cases than a page gives out at once."""

    sentence = N_("筛选结果共 %(total)d 件，超过一次导出的上限 %(most)d 件。请缩小筛选范围后再导出。")

    def __init__(self, total: int) -> None:
        super().__init__(total=total, most=MOST)


@dataclass(frozen=True, slots=True)
class CasesExported(Event):
    object_kind = "person"
    cases: int


def note_export(session: Session, total: int, *, by: Viewer, at: datetime) -> None:
    """Note that somebody takes so many cases out.

    Raises:
        TooManyToExport: above the limit.
    """
    if total > MOST:
        raise TooManyToExport(total)
    note(session, CasesExported(by.public_id, total), by=by, at=at)
