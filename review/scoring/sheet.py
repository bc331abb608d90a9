"""One review as a whole (评查表): rules, what was said of each, highlights, summary, and what follows. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from review.catalogue.catalogue import Catalogue
from review.catalogue.schema import Rule
from review.catalogue.tables import Category, Grade
from review.scoring.answering import Anchor, Said
from review.scoring.completeness import OpenPoint, Summary, open_items, open_summary
from review.scoring.models import Result
from review.scoring.points import Reckoning, reckon


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as it is scored (问题): `deduction` in points of 100."""

    rule_code: str
    category: str
    severity: str
    deduction: Decimal
    reason: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Praise:
    """A highlight (亮点): `bonus` in points of 100; `public_id` names it in addresses."""

    public_id: str
    kind: str
    bonus: Decimal
    text: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a checklist, or one category of it, has come; untouched is 0 of all."""

    answered: int
    total: int
    problems: int
    flagged: int


@dataclass(frozen=True)
class Sheet:
    """A review's content, with everything that is worked out from it."""

    catalogue: Catalogue
    scheme: str
    rules: tuple[Rule, ...]
    answers: Mapping[str, Said]
    highlights: tuple[Praise, ...]
    summary: Summary

    @cached_property
    def by_category(self) -> list[tuple[Category, list[Rule]]]:
        """The checklist in groups; categories that ask nothing of this case are left out."""
        groups = groupby(self.rules, key=lambda rule: rule.category)
        return [(self.catalogue.category(name), list(rules)) for name, rules in groups]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The problems found, in the checklist's order."""
        return tuple(
            Problem(rule.code, rule.category, said.severity, said.deduction, said.reason, said.anchor)
            for rule in self.rules
            if (said := self.answers.get(rule.code))
            and said.result is Result.PROBLEM
            and said.severity is not None
            and said.deduction is not None
        )

    def with_result(self, result: Result) -> list[Rule]:
        """The rules that were given that result."""
        return [
            rule for rule in self.rules if (said := self.answers.get(rule.code)) and said.result is result
        ]

    @cached_property
    def reckoning(self) -> Reckoning:
        """Points and computed grade."""
        return reckon(self.catalogue, self.scheme, self.problems, self.highlights)

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The grades that may be proposed, best first."""
        return self.catalogue.scheme(self.scheme).grades

    def progress(self, category: str | None = None) -> Progress:
        """Of the whole checklist, or of one category."""
        rules = [rule for rule in self.rules if category in (None, rule.category)]
        said = [self.answers[rule.code] for rule in rules if rule.code in self.answers]
        return Progress(
            answered=sum(one.result is not None for one in said),
            total=len(rules),
            problems=sum(one.result is Result.PROBLEM for one in said),
            flagged=sum(one.flagged for one in said),
        )

    @cached_property
    def open_items(self) -> list[OpenPoint]:
        """Items that are not done."""
        return open_items(self.rules, self.answers, self.catalogue)

    def open_points(self, summary: Summary | None = None) -> list[OpenPoint]:
        """All that stands between this review and its hand-in, with `summary` in place of the one that is kept."""
        return self.open_items + open_summary(
            summary or self.summary,
            grades=self.grades,
            computed=self.reckoning.grade,
            problems=len(self.problems),
            highlights=len(self.highlights),
            missing=len(self.with_result(Result.MATERIAL_MISSING)),
        )
