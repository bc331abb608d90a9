"""Recording and taking back highlights (亮点)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from review.catalogue.tables import Highlight as HighlightKind
from review.errors import N_, Kind, ReviewError
from review.journal.actions import Event, note
from review.people.viewer import Viewer
from review.scoring.actions import open_review, place
from review.scoring.answering import LONGEST_QUOTE, LONGEST_REASON, Anchor, TextTooLong
from review.scoring.models import Highlight
from review.scoring.queries import Task


class HighlightKindUnknown(ReviewError):
    sentence = N_("请从列表中选择亮点类型。")


class HighlightWithoutText(ReviewError):
    sentence = N_("请写明亮点的具体内容，供优质案件报告引用。")


class HighlightGone(ReviewError):
    sentence = N_("该亮点已在另一窗口中删除或修改。请刷新页面。")
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True)
class HighlightSaved(Event):
    object_kind = "assignment"
    highlight: str
    kind: str


@dataclass(frozen=True, slots=True)
class HighlightDeleted(Event):
    object_kind = "assignment"
    highlight: str


def save_highlight(
    session: Session, task: Task, *, kind: str, text: str, anchor: Anchor, by: Viewer, at: datetime
) -> Highlight:
    """Record something done outstandingly well (记录亮点); its bonus is the catalogue's."""
    review = open_review(task)
    known = {one.id: one for one in highlight_kinds(task)}
    if kind not in known:
        raise HighlightKindUnknown
    if not text.strip():
        raise HighlightWithoutText
    if len(text) > LONGEST_REASON or len(anchor.quote) > LONGEST_QUOTE:
        raise TextTooLong
    highlight = Highlight(kind=kind, bonus=known[kind].bonus, text=text.strip(), saved_at=at)
    place(highlight, anchor)
    review.highlights.append(highlight)
    session.flush()
    note(session, HighlightSaved(task.assignment.public_id, highlight.public_id, kind), by=by, at=at)
    return highlight


def highlight_kinds(task: Task) -> list[HighlightKind]:
    """The kinds of highlight that a case of this family can have."""
    family = task.assignment.sampled_case.case.family
    return [kind for kind in task.catalogue.scoring.highlights if {"general", family} & set(kind.families)]


def delete_highlight(session: Session, task: Task, public_id: str, *, by: Viewer, at: datetime) -> None:
    """Take a highlight back (删除亮点)."""
    review = open_review(task)
    highlight = next((one for one in review.highlights if one.public_id == public_id), None)
    if highlight is None:
        raise HighlightGone
    review.highlights.remove(highlight)
    session.delete(highlight)
    note(session, HighlightDeleted(task.assignment.public_id, public_id), by=by, at=at)
