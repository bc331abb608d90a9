"""What a reviewer does with a review (评查办理): begin, answer, sum up, hand in.

Every save names the version it saw. A save that repeats what is kept already is taken as done, so that an answer
lost on the way back costs nothing; one that saw an older version gets the present one in its refusal.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from review.errors import N_, Kind, ReviewError
from review.journal.actions import Event, note
from review.people.viewer import Viewer
from review.scoring.answering import Anchor, Said, settle
from review.scoring.completeness import OpenPoint, Summary
from review.scoring.fingerprint import fingerprint
from review.scoring.models import Answer, Highlight, Review
from review.scoring.points import explanation
from review.scoring.queries import Task, said_in, sheet_of, summary_in, task_of_review


class ReviewClosed(ReviewError):
    sentence = N_("本案评查意见已提交或本轮评查已结束，不能再修改。请返回任务列表查看。")
    kind = Kind.CONFLICT


class NotBegun(ReviewError):
    sentence = N_("本案尚未开始评查。请先点击“开始评查”。")
    kind = Kind.CONFLICT


class ItemUnknown(ReviewError):
    sentence = N_("本案的评查清单中没有此项。请刷新页面。")
    kind = Kind.MISSING


class AnswerChanged(ReviewError):
    """The item was saved elsewhere in the meantime; `present` is what is kept now."""

    sentence = N_("此项已在另一窗口中修改。请选择保留哪一个结果。")
    kind = Kind.CONFLICT

    def __init__(self, present: Said, version: int) -> None:
        super().__init__()
        self.present = present
        self.version = version


class SummaryChanged(ReviewError):
    """The summary was saved elsewhere in the meantime; `present` is what is kept now."""

    sentence = N_("汇总意见已在另一窗口中修改。下面并列显示已保存的内容和您填写的内容，请核对后重新保存。")
    kind = Kind.CONFLICT

    def __init__(self, present: Summary, version: int) -> None:
        super().__init__()
        self.present = present
        self.version = version


class NotReadyToHandIn(ReviewError):
    """Something is still open; `points` says what."""

    sentence = N_("还有 %(count)d 处未完成，暂不能提交。请逐项处理后再提交。")

    def __init__(self, points: list[OpenPoint]) -> None:
        super().__init__(count=len(points))
        self.points = points


@dataclass(frozen=True, slots=True)
class ReviewBegun(Event):
    object_kind = "assignment"
    catalogue: str
    items: int


@dataclass(frozen=True, slots=True)
class AnswerSaved(Event):
    object_kind = "assignment"
    rule: str
    result: str
    severity: str
    version: int


@dataclass(frozen=True, slots=True)
class SummarySaved(Event):
    object_kind = "assignment"
    version: int
    grade: str


@dataclass(frozen=True, slots=True)
class ReviewHandedIn(Event):
    object_kind = "assignment"
    problems: int
    highlights: int
    grade: str
    computed: str
    hash: str


def begin_review(session: Session, task: Task, *, by: Viewer, at: datetime) -> Review:
    """Begin, having read that there is no ground for recusal (开始评查); once begun it stays begun."""
    if task.review is not None:
        return task.review
    if task.closed:
        raise ReviewClosed
    review = Review(
        assignment_id=task.assignment.id,
        catalogue_hash=task.catalogue.hash,
        began_at=at,
        answers=[],
        highlights=[],
    )
    session.add(review)
    event = ReviewBegun(task.assignment.public_id, task.catalogue.hash, len(task.rules))
    note(session, event, by=by, at=at)
    return review


def save_answer(
    session: Session, task: Task, rule_code: str, *, said: Said, seen: int, by: Viewer, at: datetime
) -> Answer:
    """Keep what is said of one rule (保存评查结果).

    Args:
        said: A result of None takes an answer back, or only sets the flag.
        seen: Version the page had; 0 where it had no answer.

    Raises:
        AnswerChanged: Another window saved something else; it carries the present answer.
    """
    review = open_review(task)
    rule = next((rule for rule in task.rules if rule.code == rule_code), None)
    if rule is None:
        raise ItemUnknown
    settled = settle(said, rule, task.catalogue)
    answer = next((one for one in review.answers if one.rule_code == rule_code), None)
    if answer is None:
        if seen:
            raise AnswerChanged(Said(None), 0)
        answer = Answer(rule_code=rule_code, rule_revision=rule.revision, version=0)
        review.answers.append(answer)
    elif said_in(answer) == settled:
        return answer
    elif answer.version != seen:
        raise AnswerChanged(said_in(answer), answer.version)
    answer.result, answer.severity = settled.result, settled.severity
    answer.deduction = settled.deduction or Decimal(0)
    answer.reason, answer.flagged = settled.reason, settled.flagged
    place(answer, settled.anchor)
    answer.version += 1
    answer.saved_at = at
    review.last_item = rule_code
    event = AnswerSaved(
        task.assignment.public_id, rule_code, settled.result or "", settled.severity or "", answer.version
    )
    note(session, event, by=by, at=at)
    return answer


def save_summary(
    session: Session, task: Task, *, summary: Summary, seen: int, by: Viewer, at: datetime
) -> Review:
    """Keep opinion, proposed grade and ticked criteria (保存汇总), complete or not.

    Raises:
        SummaryChanged: Another window saved something else; it carries the present summary.
    """
    review = open_review(task)
    if summary_in(review) == summary:
        return review
    if review.version != seen:
        raise SummaryChanged(summary_in(review), review.version)
    known = {grade.id for grade in sheet_of(task).grades}
    review.opinion, review.grade_reason = summary.opinion, summary.grade_reason
    review.grade = summary.grade if summary.grade in known else None
    review.criteria = list(summary.criteria)
    review.version += 1
    note(session, SummarySaved(task.assignment.public_id, review.version, review.grade or ""), by=by, at=at)
    return review


def hand_in(session: Session, review: Review, *, by: Viewer, at: datetime) -> Review:
    """Hand the review in (提交评查意见): points, computed grade and their explanation are frozen with it.

    Raises:
        NotReadyToHandIn: It carries every open point.
    """
    task = task_of_review(session, review)
    kept = open_review(task)
    sheet = sheet_of(task)
    still_open = sheet.open_points()
    if still_open:
        raise NotReadyToHandIn(still_open)
    reckoning = sheet.reckoning
    kept.points, kept.computed_grade = reckoning.points, reckoning.grade
    kept.explanation = explanation(reckoning) | {"hash": fingerprint(sheet)}
    kept.handed_in_at = at
    event = ReviewHandedIn(
        task.assignment.public_id,
        problems=len(sheet.problems),
        highlights=len(sheet.highlights),
        grade=kept.grade or "",
        computed=reckoning.grade,
        hash=kept.explanation["hash"],
    )
    note(session, event, by=by, at=at)
    return kept


def open_review(task: Task) -> Review:
    """The task's review, if it can still be changed."""
    if task.review is None:
        raise NotBegun
    if task.closed:
        raise ReviewClosed
    return task.review


def place(row: Answer | Highlight, anchor: Anchor) -> None:
    """Write down where in the dossier a row points."""
    row.anchor_document, row.anchor_page, row.anchor_quote = anchor.document, anchor.page, anchor.quote
