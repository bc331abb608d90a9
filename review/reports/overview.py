"""The figures of a round (评查总体情况): every number with the `Wanted` that lists its cases. Pure.

Only approved grades count. People are counted once. Rates come from the drawn cases alone, design-weighted, and only
once every case is graded: part of a sample is no sample.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace

from review.catalogue.catalogue import Catalogue
from review.reports.facts import CaseFact, RoundFacts
from review.reports.figures import Figure, GradeLine, GroupLine, HeatLine, Overview, ProblemLine, UnitLine
from review.reports.wanted import DRAWN, TASKED, UNGRADED, Wanted
from review.sampling.models import Layer
from review.statistics.ranking import Place, places
from review.statistics.rates import Rate, Stratum, weighted_rate
from review.statistics.shares import percentages
from review.statistics.small_cells import hidden_cells

TOP_PROBLEMS = 10
HEAT_RULES = 20


def overview(facts: RoundFacts, catalogue: Catalogue, *, small_cell: int) -> Overview:
    """Count everything once (总体情况).

    Args:
        small_cell: Counts of people below this are not shown by unit.
    """
    cases = facts.graded
    grades = tuple(grade.id for grade in catalogue.scheme(facts.head.scheme).grades)
    drawn = [case for case in cases if case.drawn]
    must = [case for case in cases if not case.drawn]
    units = _units(cases)
    return Overview(
        facts=facts,
        grades=grades,
        frame=Figure(facts.frame, Wanted(), "frame"),
        sampled=len(facts.cases),
        reviewed=Figure(len(cases), Wanted()),
        ungraded=Figure(len(facts.cases) - len(cases), Wanted(grade=UNGRADED)),
        people=_people_figure(_people(cases), small_cell),
        with_problem=Figure(_with_problem(cases), Wanted(problem="yes")),
        findings=Figure(_problems(cases), Wanted(), "findings"),
        rate=_rate(facts, lambda case: True),
        drawn=Figure(len(drawn), Wanted(layer=DRAWN)),
        drawn_with_problem=Figure(_with_problem(drawn), Wanted(layer=DRAWN, problem="yes")),
        must=Figure(len(must), Wanted(layer=Layer.MUST)),
        must_with_problem=Figure(_with_problem(must), Wanted(layer=Layer.MUST, problem="yes")),
        by_grade=_by_grade(cases, grades),
        by_layer=_groups(cases, lambda case: case.layer.value, [layer.value for layer in Layer], "layer"),
        by_unit=_by_unit(facts, units, grades, small_cell),
        by_family=_by_family(cases, catalogue),
        by_month=_groups(cases, lambda case: case.month, sorted({case.month for case in cases}), "month"),
        by_severity=_by_severity(cases, [level.id for level in catalogue.severities.levels]),
        top=_top(cases, catalogue),
        heat_categories=_heat(cases, units, [one.id for one in catalogue.categories], "category"),
        heat_rules=_heat(cases, units, _most_common_rules(cases, catalogue, HEAT_RULES), "rule"),
        funnel=_funnel(cases),
    )


def _people(cases: Iterable[CaseFact]) -> int:
    return len({case.handler for case in cases if case.handler})


def _people_figure(people: int, small_cell: int) -> Figure | None:
    return Figure(people, Wanted(), "people") if people >= small_cell else None


def _with_problem(cases: Iterable[CaseFact]) -> int:
    return sum(bool(case.findings) for case in cases)


def _problems(cases: Iterable[CaseFact]) -> int:
    return sum(len(case.findings) for case in cases)


def _units(cases: Sequence[CaseFact]) -> dict[str, str]:
    """Units by id with their names, in the order of the cases."""
    return {case.unit: case.unit_name for case in cases}


def _rate(facts: RoundFacts, part: Callable[[CaseFact], bool]) -> Rate | None:
    """The weighted rate of a part of the round; None while provisional."""
    if not facts.head.final:
        return None
    sizes: dict[str, tuple[int, int]] = {}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for case in facts.graded:
        if case.drawn:
            sizes[case.stratum] = case.stratum_size, case.quota
            if part(case):
                counts[case.stratum][0] += 1
                counts[case.stratum][1] += bool(case.findings)
    return weighted_rate(
        Stratum(size, quota, *counts[stratum])
        for stratum, (size, quota) in sizes.items()
        if stratum in counts
    )


def _by_grade(cases: Sequence[CaseFact], grades: Sequence[str]) -> tuple[GradeLine, ...]:
    found = Counter(case.grade for case in cases)
    layers = Counter((case.grade, case.layer) for case in cases)
    percents = percentages([found[grade] for grade in grades])
    return tuple(
        GradeLine(
            grade,
            Figure(found[grade], Wanted(grade=grade)),
            percent,
            tuple(Figure(layers[grade, layer], Wanted(grade=grade, layer=layer)) for layer in Layer),
        )
        for grade, percent in zip(grades, percents, strict=True)
    )


def _groups(
    cases: Sequence[CaseFact], key: Callable[[CaseFact], str], order: Sequence[str], part: str
) -> tuple[GroupLine, ...]:
    """One line per group of `order`; `part` is the name of the group's field in `Wanted`."""
    members: dict[str, list[CaseFact]] = defaultdict(list)
    for case in cases:
        members[key(case)].append(case)
    return tuple(_group(group, members[group], Wanted(**{part: group})) for group in order)


def _group(group: str, members: Sequence[CaseFact], wanted: Wanted) -> GroupLine:
    return GroupLine(
        group,
        Figure(len(members), wanted),
        Figure(_with_problem(members), replace(wanted, problem="yes")),
        Figure(_problems(members), wanted, "findings"),
    )


def _by_family(cases: Sequence[CaseFact], catalogue: Catalogue) -> tuple[GroupLine, ...]:
    present = {case.family for case in cases}
    known = [family.code for family in catalogue.codes.families if family.code in present]
    order = [*known, *sorted(present.difference(known))]
    return _groups(cases, lambda case: case.family, order, "family")


def _by_severity(cases: Sequence[CaseFact], levels: Sequence[str]) -> tuple[GroupLine, ...]:
    """Per rung: reviewed cases that have such a problem, and such problems."""
    findings = Counter(finding.severity for case in cases for finding in case.findings)
    holding = _holding(cases, lambda case: {finding.severity for finding in case.findings})
    return tuple(
        GroupLine(
            level,
            Figure(holding[level], Wanted(severity=level)),
            Figure(holding[level], Wanted(severity=level)),
            Figure(findings[level], Wanted(severity=level), "findings"),
        )
        for level in levels
    )


def _holding(cases: Iterable[CaseFact], kinds: Callable[[CaseFact], Iterable[Hashable]]) -> Counter[Hashable]:
    """How many cases hold each kind, each case once per kind."""
    return Counter(kind for case in cases for kind in kinds(case))


def _by_unit(
    facts: RoundFacts, units: dict[str, str], grades: Sequence[str], small_cell: int
) -> tuple[UnitLine, ...]:
    members: dict[str, list[CaseFact]] = defaultdict(list)
    for case in facts.graded:
        members[case.unit].append(case)
    people = [_people(members[unit]) for unit in units]
    hidden = hidden_cells(people, small_cell)
    rates = [_unit_rate(facts, unit) for unit in units]
    ranked = places([rate.interval if rate else None for rate in rates])
    return tuple(
        _unit_line(unit, name, members[unit], grades, None if n in hidden else people[n], rates[n], ranked[n])
        for n, (unit, name) in enumerate(units.items())
    )


def _unit_rate(facts: RoundFacts, unit: str) -> Rate | None:
    return _rate(facts, lambda case: case.unit == unit)


def _unit_line(
    unit: str,
    name: str,
    members: Sequence[CaseFact],
    grades: Sequence[str],
    people: int | None,
    rate: Rate | None,
    place: Place | None,
) -> UnitLine:
    found = Counter(case.grade for case in members)
    wanted = Wanted(unit=unit)
    return UnitLine(
        unit=unit,
        name=name,
        cases=Figure(len(members), wanted),
        people=None if people is None else Figure(people, wanted, "people"),
        grades=tuple(Figure(found[grade], replace(wanted, grade=grade)) for grade in grades),
        with_problem=Figure(_with_problem(members), replace(wanted, problem="yes")),
        findings=Figure(_problems(members), wanted, "findings"),
        rate=rate,
        place=place,
    )


def _rule_cases(cases: Iterable[CaseFact]) -> Counter[Hashable]:
    return _holding(cases, lambda case: {finding.rule for finding in case.findings})


def _most_common_rules(cases: Sequence[CaseFact], catalogue: Catalogue, count: int) -> list[str]:
    """The rules with most problem cases, equal ones in the catalogue's order."""
    found = _rule_cases(cases)
    place = {rule.code: n for n, rule in enumerate(catalogue.rules)}
    return [str(rule) for rule in sorted(found, key=lambda rule: (-found[rule], place[str(rule)]))[:count]]


def _top(cases: Sequence[CaseFact], catalogue: Catalogue) -> tuple[ProblemLine, ...]:
    in_cases = _rule_cases(cases)
    times = Counter(finding.rule for case in cases for finding in case.findings)
    return tuple(
        ProblemLine(
            rule,
            catalogue.by_code[rule].category,
            Figure(in_cases[rule], Wanted(rule=rule)),
            Figure(times[rule], Wanted(rule=rule), "findings"),
        )
        for rule in _most_common_rules(cases, catalogue, TOP_PROBLEMS)
    )


def _heat(
    cases: Sequence[CaseFact], units: dict[str, str], rows: Sequence[str], part: str
) -> tuple[HeatLine, ...]:
    """Cases with a problem of each row per unit; the level follows the share of the unit's reviewed cases."""
    reviewed = Counter(case.unit for case in cases)
    found = Counter(
        (row, case.unit) for case in cases for row in {getattr(finding, part) for finding in case.findings}
    )
    most = max((found[row, unit] / reviewed[unit] for row in rows for unit in units), default=0.0)
    return tuple(
        HeatLine(
            row,
            tuple(Figure(found[row, unit], Wanted(unit=unit, **{part: row})) for unit in units),
            tuple(heat_level(found[row, unit] / reviewed[unit], most) for unit in units),
        )
        for row in rows
    )


def heat_level(share: float, most: float) -> int:
    """How strong a cell is: 0 for none, then five equal steps up to the strongest cell."""
    return 0 if share <= 0 else min(5, 1 + int(5 * share / most))


def _funnel(cases: Sequence[CaseFact]) -> tuple[tuple[str, Figure], ...]:
    """Problems, corrections opened, handed in or further, struck off."""
    states = Counter(finding.correction for case in cases for finding in case.findings)
    tasked = sum(count for state, count in states.items() if state)
    return (
        ("found", Figure(_problems(cases), Wanted(), "findings")),
        ("tasked", Figure(tasked, Wanted(correction=TASKED), "findings")),
        ("struck", Figure(states["struck"], Wanted(correction="struck"), "findings")),
    )
