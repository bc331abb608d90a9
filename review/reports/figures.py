"""The figures of a round as values (数字): each number carries the `Wanted` that lists its cases. Pure."""

from dataclasses import dataclass

from review.reports.facts import RoundFacts
from review.reports.wanted import Wanted
from review.statistics.ranking import Place
from review.statistics.rates import Rate


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the list it leads to; `of` says what the list holds."""

    count: int
    wanted: Wanted
    of: str = "cases"  # cases | findings | people | frame


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One grade: how many cases, their share in per cent, and by layer."""

    grade: str
    cases: Figure
    percent: float
    layers: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Cases of one kind, month or layer: reviewed, with a problem, problems."""

    group: str
    cases: Figure
    with_problem: Figure
    findings: Figure


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit; `people` is None where so few must not be shown, `rate` while the round is provisional."""

    unit: str
    name: str
    cases: Figure
    people: Figure | None
    grades: tuple[Figure, ...]
    with_problem: Figure
    findings: Figure
    rate: Rate | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One kind of problem: in how many cases, how often."""

    rule: str
    category: str
    cases: Figure
    findings: Figure


@dataclass(frozen=True, slots=True)
class HeatLine:
    """A row of the heat map: cases with such a problem per unit, and how strong each cell is, from 0 to 5."""

    row: str
    cells: tuple[Figure, ...]
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures of a round inside a reach."""

    facts: RoundFacts
    grades: tuple[str, ...]  # ids of the scheme, best first
    frame: Figure
    sampled: int
    reviewed: Figure
    ungraded: Figure
    people: Figure | None  # None: so few that they are not shown
    with_problem: Figure
    findings: Figure
    rate: Rate | None
    drawn: Figure
    drawn_with_problem: Figure
    must: Figure
    must_with_problem: Figure
    by_grade: tuple[GradeLine, ...]
    by_layer: tuple[GroupLine, ...]
    by_unit: tuple[UnitLine, ...]
    by_family: tuple[GroupLine, ...]
    by_month: tuple[GroupLine, ...]
    by_severity: tuple[GroupLine, ...]
    top: tuple[ProblemLine, ...]
    heat_categories: tuple[HeatLine, ...]
    heat_rules: tuple[HeatLine, ...]
    funnel: tuple[tuple[str, Figure], ...]

    @property
    def reviewed_share(self) -> float | None:
        """Reviewed cases per closed case of the frame (评查比例)."""
        return self.reviewed.count / self.frame.count if self.frame.count else None

    @property
    def per_case(self) -> float | None:
        """Problems per reviewed case (案均问题)."""
        return self.findings.count / self.reviewed.count if self.reviewed.count else None

    @property
    def per_problem_case(self) -> float | None:
        """Problems per case that has one."""
        return self.findings.count / self.with_problem.count if self.with_problem.count else None

    @property
    def per_person(self) -> float | None:
        """Reviewed cases per handler (人均被评查)."""
        return self.reviewed.count / self.people.count if self.people and self.people.count else None
