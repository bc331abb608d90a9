"""The sections of a plan (方案各部分): what each holds, its bounds, and the refusals where it is out of them. Pure.

The fields of a section are the columns of `Round` that it sets, so that saving one section touches nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from review.errors import N_, ReviewError
from review.rounds.models import Mode, RoundKind

LEAST_RATE = Decimal("0.05")
"""The smallest share of the frame a round may draw; 5 %."""

USUAL_RATE = Decimal("0.30")
"""The share offered where nobody has chosen one; 30 %."""

MOST_MINIMUM = 50
"""The most cases a stratum may be asked to give at least."""

MOST_DAYS = 60
"""The longest term for a reply or a correction, in working days."""

STRATA = {
    "unit": N_("承办单位"),
    "handler": N_("承办检察官"),
    "family": N_("案件类型"),
    "business_line": N_("业务条线"),
}
"""The columns a frame may be stratified by, in the order in which they are joined."""


class Section(StrEnum):
    """The steps of the wizard, in the order in which they are offered."""

    BASICS = "basics"
    SCOPE = "scope"
    SAMPLING = "sampling"
    RULES = "rules"
    REVIEWERS = "reviewers"
    TERMS = "terms"
    CHECK = "check"


SECTION_NAMES = {
    Section.BASICS: N_("基本信息"),
    Section.SCOPE: N_("案件范围"),
    Section.SAMPLING: N_("抽样方案"),
    Section.RULES: N_("评查规则与等次"),
    Section.REVIEWERS: N_("评查人员"),
    Section.TERMS: N_("时限与盲评"),
    Section.CHECK: N_("核对并冻结"),
}


class NameMissing(ReviewError):
    sentence = N_("请填写轮次名称，例如“2025年下半年案件质量评查”，不超过 120 字。")


class WindowReversed(ReviewError):
    sentence = N_("办结日期的起始日 %(first)s 晚于截止日 %(last)s。请把较早的日期填在前面。")

    def __init__(self, first: date, last: date) -> None:
        super().__init__(first=first.isoformat(), last=last.isoformat())


class RateOutOfBounds(ReviewError):
    sentence = N_("抽样比例须在 %(low)d%% 至 100%% 之间，您填写的是 %(rate)s%%。请修改。")

    def __init__(self, rate: Decimal) -> None:
        super().__init__(low=int(LEAST_RATE * 100), rate=f"{(rate * 100).normalize():f}")


class MinimumOutOfBounds(ReviewError):
    sentence = N_("每层最低件数须在 0 至 %(most)d 件之间，您填写的是 %(minimum)d 件。请修改。")

    def __init__(self, minimum: int) -> None:
        super().__init__(most=MOST_MINIMUM, minimum=minimum)


class StratumUnknown(ReviewError):
    sentence = N_("不能按“%(column)s”分层。请在页面列出的分层依据中选择。")

    def __init__(self, column: str) -> None:
        super().__init__(column=column)


class ReviewersPerCaseOutOfBounds(ReviewError):
    sentence = N_("每件案件由 1 至 3 名评查员评查，您填写的是 %(count)d 名。请修改。")

    def __init__(self, count: int) -> None:
        super().__init__(count=count)


class DaysOutOfBounds(ReviewError):
    sentence = N_("反馈期限和整改期限须在 1 至 %(most)d 个工作日之间，您填写的是 %(days)d 个。请修改。")

    def __init__(self, days: int) -> None:
        super().__init__(most=MOST_DAYS, days=days)


class PointsGapOutOfBounds(ReviewError):
    sentence = N_("触发第三人评查的分差须在 1 至 100 分之间，您填写的是 %(gap)d 分。请修改。")

    def __init__(self, gap: int) -> None:
        super().__init__(gap=gap)


@dataclass(frozen=True, slots=True)
class Basics:
    """What the round is called, what it rests on, and its kind."""

    name: str
    basis: str = ""
    kind: RoundKind = RoundKind.ROUTINE

    def check(self) -> None:
        if not self.name.strip() or len(self.name) > 120:
            raise NameMissing


@dataclass(frozen=True, slots=True)
class Scope:
    """Which closed cases may be drawn: window of the closing date, and filters; an empty one lets all through."""

    window_from: date | None
    window_to: date | None
    families: Sequence[str] = ()
    causes: Sequence[str] = ()
    unit_ids: Sequence[int] = ()

    def check(self) -> None:
        if self.window_from and self.window_to and self.window_from > self.window_to:
            raise WindowReversed(self.window_from, self.window_to)

    @property
    def filters(self) -> dict[str, list[str] | list[int]]:
        """The filters that are set, as `Round.filters` keeps them."""
        given: dict[str, list[str] | list[int]] = {
            "families": sorted(set(self.families)),
            "causes": sorted(set(self.causes)),
            "unit_ids": sorted(set(self.unit_ids)),
        }
        return {name: values for name, values in given.items() if values}


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the frame is stratified, what share is drawn, what every stratum gives at least, and key cases."""

    rate: Decimal | None
    minimum: int = 2
    strata: Sequence[str] = field(default=("unit", "handler"))
    must_kinds: Sequence[str] = ()

    def check(self) -> None:
        if self.rate is not None and not LEAST_RATE <= self.rate <= 1:
            raise RateOutOfBounds(self.rate)
        if not 0 <= self.minimum <= MOST_MINIMUM:
            raise MinimumOutOfBounds(self.minimum)
        for column in self.strata:
            if column not in STRATA:
                raise StratumUnknown(column)


@dataclass(frozen=True, slots=True)
class Rules:
    """The catalogue, the grade scheme, and from which difference of points on a third reviewer is called."""

    catalogue_version: str
    grade_scheme: str
    points_gap: int = 10

    def check(self) -> None:
        if not 1 <= self.points_gap <= 100:
            raise PointsGapOutOfBounds(self.points_gap)


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Who may review whom, and how many review one case."""

    mode: Mode
    reviewers_per_case: int = 1
    anti_reciprocity: bool = False

    def check(self) -> None:
        if not 1 <= self.reviewers_per_case <= 3:
            raise ReviewersPerCaseOutOfBounds(self.reviewers_per_case)


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when things are due, and who is hidden from whom."""

    review_due_on: date | None
    hearing_days: int = 5
    correction_days: int = 10
    hide_handler: bool = True
    hide_reviewer: bool = True

    def check(self) -> None:
        for days in (self.hearing_days, self.correction_days):
            if not 1 <= days <= MOST_DAYS:
                raise DaysOutOfBounds(days)


Part = Basics | Scope | Sampling | Rules | Reviewing | Terms

SECTION_OF: dict[type[Part], Section] = {
    Basics: Section.BASICS,
    Scope: Section.SCOPE,
    Sampling: Section.SAMPLING,
    Rules: Section.RULES,
    Reviewing: Section.REVIEWERS,
    Terms: Section.TERMS,
}
"""In which section of the wizard each part is edited."""
