"""Answers → points and a proposed grade, with the tree that explains both (计分). Pure.

Points = full points − deductions, capped per category, + bonus, capped; a veto sets a ceiling on the grade. It is a
proposal: a person decides the grade.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from review.catalogue.catalogue import Catalogue
from review.catalogue.tables import Grade

NO_POINTS = Decimal(0)


class Deducted(Protocol):
    """A problem, as far as the points look at it."""

    @property
    def rule_code(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def deduction(self) -> Decimal: ...


class Praised(Protocol):
    """A highlight, as far as the points look at it."""

    @property
    def kind(self) -> str: ...
    @property
    def bonus(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class CategoryPoints:
    """What one category takes off: `raw` as found, `counted` after its cap."""

    category: str
    problems: int
    raw: Decimal
    cap: Decimal
    counted: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """What would move the computed grade: `points` more (or fewer, negative) lead to `grade`."""

    grade: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The points, the computed grade, and how they came about."""

    full_points: Decimal
    categories: tuple[CategoryPoints, ...]
    bonus_raw: Decimal
    bonus_cap: Decimal
    bonus: Decimal
    points: Decimal
    grade_by_points: str
    vetoes: tuple[str, ...]
    ceiling: str | None
    grade: str
    steps: tuple[Step, ...]

    @property
    def deduction(self) -> Decimal:
        """All that counts against, after the caps."""
        return sum((line.counted for line in self.categories), NO_POINTS)


def reckon(
    catalogue: Catalogue, scheme_id: str, problems: Iterable[Deducted], praises: Iterable[Praised]
) -> Reckoning:
    """Points and computed grade (得分、建议等次). The order of problems and praises does not matter.

    Returns:
        Points never below 0 and never above full points plus the bonus cap. Categories in the catalogue's order,
        those without a problem too. With a veto the grade is never better than the catalogue's ceiling.
    """
    found = list(problems)
    categories = tuple(_category(category.id, category.cap, found) for category in catalogue.categories)
    bonus_raw = sum((praise.bonus for praise in praises), NO_POINTS)
    bonus = min(bonus_raw, catalogue.scoring.bonus_cap)
    taken = sum((line.counted for line in categories), NO_POINTS)
    points = max(NO_POINTS, catalogue.scoring.full_points - taken + bonus)
    grades = catalogue.scheme(scheme_id).grades
    by_points = grade_at(grades, points)
    fatal = {level.id for level in catalogue.severities.levels if level.fatal}
    vetoes = tuple(sorted({problem.rule_code for problem in found if problem.severity in fatal}))
    ceiling = catalogue.scoring.fatal_ceiling if vetoes else None
    grade = worse(grades, by_points, ceiling) if ceiling else by_points
    return Reckoning(
        full_points=catalogue.scoring.full_points,
        categories=categories,
        bonus_raw=bonus_raw,
        bonus_cap=catalogue.scoring.bonus_cap,
        bonus=bonus,
        points=points,
        grade_by_points=by_points,
        vetoes=vetoes,
        ceiling=ceiling,
        grade=grade,
        steps=_steps(grades, by_points, points),
    )


def _category(category: str, cap: Decimal, problems: list[Deducted]) -> CategoryPoints:
    own = [problem.deduction for problem in problems if problem.category == category]
    raw = sum(own, NO_POINTS)
    return CategoryPoints(category, len(own), raw, cap, min(raw, cap))


def grade_at(grades: Iterable[Grade], points: Decimal) -> str:
    """The best grade that `points` reach; grades come best first."""
    listed = list(grades)
    reached = (grade.id for grade in listed if grade.points_from <= points)
    return next(reached, listed[-1].id)


def worse(grades: Iterable[Grade], one: str, other: str) -> str:
    """The worse of two grades; one that the scheme does not know does not count."""
    order = [grade.id for grade in grades]
    known = [grade for grade in (one, other) if grade in order]
    return max(known, key=order.index)


def _steps(grades: Iterable[Grade], reached: str, points: Decimal) -> tuple[Step, ...]:
    """To the next better grade and to the next worse one, where there are such."""
    listed = list(grades)
    place = [grade.id for grade in listed].index(reached)
    steps = []
    if place > 0:
        steps.append(Step(listed[place - 1].id, listed[place - 1].points_from - points))
    if place + 1 < len(listed):
        # any less than its own lower bound falls to the next grade
        steps.append(Step(listed[place + 1].id, listed[place].points_from - points))
    return tuple(steps)


def explanation(reckoning: Reckoning) -> dict[str, Any]:
    """The tree as plain values, to be frozen with the review; points as text, so that none is rounded."""
    return {
        "full_points": str(reckoning.full_points),
        "categories": [
            {
                "category": line.category,
                "problems": line.problems,
                "raw": str(line.raw),
                "cap": str(line.cap),
                "counted": str(line.counted),
            }
            for line in reckoning.categories
        ],
        "bonus": {
            "raw": str(reckoning.bonus_raw),
            "cap": str(reckoning.bonus_cap),
            "counted": str(reckoning.bonus),
        },
        "points": str(reckoning.points),
        "grade_by_points": reckoning.grade_by_points,
        "vetoes": list(reckoning.vetoes),
        "ceiling": reckoning.ceiling,
        "grade": reckoning.grade,
        "steps": [{"grade": step.grade, "points": str(step.points)} for step in reckoning.steps],
    }
