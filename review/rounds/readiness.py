"""What still stands between a draft and its freeze (待办事项): per section its state and sentences. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from review.errors import N_
from review.rounds.plan import Draft
from review.rounds.sections import Section


class State(StrEnum):
    """How far a section is."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DONE = "done"
    WRONG = "wrong"


STATE_NAMES = {
    State.NOT_BEGUN: N_("未开始"),
    State.UNDER_WAY: N_("进行中"),
    State.DONE: N_("已完成"),
    State.WRONG: N_("有误"),
}

NO_NAME = N_("请填写轮次名称。")
NO_WINDOW = N_("请填写办结日期的起止日。")
NOTHING_IN_SCOPE = N_("所选范围内没有可评查的案件，无法按比例抽样。请放宽筛选条件。")
NO_RATE = N_("请填写抽样比例。")
NO_CATALOGUE = N_("请选择评查规则目录。")
NO_GRADES = N_("所选规则目录没有等次方案“%(scheme)s”。请重新选择。")
NO_REVIEWERS = N_("评查员库为空，没有符合条件的评查员。请至少选择一名评查员。")
TOO_LITTLE_CAPACITY = N_(
    "评查员承办上限合计 %(capacity)d 件，少于所需的 %(slots)d 人次。请增加评查员、提高承办上限或降低抽样比例。"
)
TOO_FEW_UNITS = N_(
    "%(where)s 的案件按所选评查方式须由 %(k)d 名不同单位的评查员评查，库中符合条件的单位不足。请增加其他地区的评查员。"
)
NO_DUE_DAY = N_("请填写评查截止日。")
DUE_DAY_PAST = N_("评查截止日 %(due)s 已过。请填写今天以后的日期。")


@dataclass(frozen=True, slots=True)
class Point:
    """One open point: the sentence that says what to do, with its facts."""

    section: Section
    state: State
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the database says of a draft: how many cases, how much work, and who could do it."""

    cases: int  # in the frame
    slots: int  # reviews to be done: sampled cases times reviewers per case
    uncovered: Sequence[str] = ()  # regions whose cases find too few units of reviewers
    schemes: Sequence[str] = ()  # grade schemes of the chosen catalogue


def open_points(draft: Draft, counted: Counted, *, today: date) -> tuple[Point, ...]:
    """All that must be settled before the plan can be frozen, in the order of the sections; empty when ready."""
    return (
        *_of_basics(draft),
        *_of_scope(draft, counted),
        *_of_sampling(draft),
        *_of_rules(draft, counted),
        *_of_reviewers(draft, counted),
        *_of_terms(draft, today),
    )


def states(points: Sequence[Point]) -> dict[Section, State]:
    """The state of every section; the check is done when nothing is open."""
    found: dict[Section, State] = dict.fromkeys(Section, State.DONE)
    for point in points:
        if found[point.section] is not State.WRONG:
            found[point.section] = point.state
    found[Section.CHECK] = State.UNDER_WAY if points else State.DONE
    return found


def _of_basics(draft: Draft) -> list[Point]:
    if draft.basics.name.strip():
        return []
    return [Point(Section.BASICS, State.NOT_BEGUN, NO_NAME)]


def _of_scope(draft: Draft, counted: Counted) -> list[Point]:
    window = (draft.scope.window_from, draft.scope.window_to)
    if None in window:
        begun = any(window) or draft.scope.filters
        return [Point(Section.SCOPE, State.UNDER_WAY if begun else State.NOT_BEGUN, NO_WINDOW)]
    return [] if counted.cases else [Point(Section.SCOPE, State.WRONG, NOTHING_IN_SCOPE)]


def _of_sampling(draft: Draft) -> list[Point]:
    if draft.sampling.rate is not None:
        return []
    return [Point(Section.SAMPLING, State.NOT_BEGUN, NO_RATE)]


def _of_rules(draft: Draft, counted: Counted) -> list[Point]:
    if not draft.rules.catalogue_version:
        return [Point(Section.RULES, State.NOT_BEGUN, NO_CATALOGUE)]
    if draft.rules.grade_scheme not in counted.schemes:
        return [Point(Section.RULES, State.WRONG, NO_GRADES, {"scheme": draft.rules.grade_scheme})]
    return []


def _of_reviewers(draft: Draft, counted: Counted) -> list[Point]:
    if not draft.pool.reviewers:
        return [Point(Section.REVIEWERS, State.NOT_BEGUN, NO_REVIEWERS)]
    found = []
    if draft.pool.capacity < counted.slots:
        short = {"capacity": draft.pool.capacity, "slots": counted.slots}
        found.append(Point(Section.REVIEWERS, State.WRONG, TOO_LITTLE_CAPACITY, short))
    if counted.uncovered:
        where = "、".join(counted.uncovered[:3]) + ("…" if len(counted.uncovered) > 3 else "")
        bare = {"where": where, "k": draft.reviewing.reviewers_per_case}
        found.append(Point(Section.REVIEWERS, State.WRONG, TOO_FEW_UNITS, bare))
    return found


def _of_terms(draft: Draft, today: date) -> list[Point]:
    due = draft.terms.review_due_on
    if due is None:
        return [Point(Section.TERMS, State.NOT_BEGUN, NO_DUE_DAY)]
    if due <= today:
        return [Point(Section.TERMS, State.WRONG, DUE_DAY_PAST, {"due": due.isoformat()})]
    return []
