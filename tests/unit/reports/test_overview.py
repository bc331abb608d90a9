"""Figures of small rounds, counted by hand."""

from dataclasses import replace
from math import isclose
from typing import Any

from review.reports.facts import CaseFact
from review.reports.figures import Figure, Overview
from review.reports.overview import heat_level, overview
from review.reports.wanted import Wanted
from review.sampling.models import Layer
from tests.unit.reports.facts import case, catalogue, facts, finding


def seen(*cases: CaseFact, **head: Any) -> Overview:
    return overview(facts(*cases, **head), catalogue(), small_cell=2)


def ten(*, problems: int, **changes: Any) -> list[CaseFact]:
    return [case(n, *([finding("CX-001")] if n < problems else []), **changes) for n in range(10)]


def test_a_rate_weighs_each_stratum_by_its_size() -> None:
    # 40 cases, 10 drawn, 5 with a problem: 20; 160 cases, 10 drawn, 1: 16; 36 of 200
    other = ten(problems=1, stratum="330201|JD0009", stratum_size=160, unit="u-west", unit_name="西山区院")
    found = seen(*ten(problems=5), *other, frame=200)
    assert found.rate is not None
    assert isclose(found.rate.rate, 0.18)
    assert (found.rate.drawn, found.rate.cases, found.rate.strata) == (20, 200.0, 2)
    assert [line.rate.rate if line.rate else None for line in found.by_unit] == [0.5, 0.1]


def test_a_hundred_bad_must_cases_move_no_rate() -> None:
    drawn = ten(problems=5)
    bad = [
        case(100 + n, finding("CX-001"), layer=Layer.MUST, stratum_size=100, quota=100) for n in range(100)
    ]
    before, after = seen(*drawn), seen(*drawn, *bad)
    assert before.rate == after.rate
    assert (after.must.count, after.must_with_problem.count, after.reviewed.count) == (100, 100, 110)
    assert [line.rate for line in before.by_unit] == [line.rate for line in after.by_unit]


def test_before_publication_there_is_no_rate() -> None:
    found = seen(*ten(problems=5), published_on=None)
    assert found.rate is None
    assert [line.rate for line in found.by_unit] == [None]


def test_the_minimum_layer_counts_in_the_rate_like_the_random_one() -> None:
    cases = ten(problems=5)
    mixed = [replace(one, layer=Layer.MINIMUM) if n % 2 else one for n, one in enumerate(cases)]
    assert seen(*cases).rate == seen(*mixed).rate


def test_ungraded_cases_are_in_no_figure_but_their_own() -> None:
    found = seen(case(1), case(2, grade=""), published_on=None)
    assert (found.sampled, found.reviewed.count, found.ungraded.count) == (2, 1, 1)


def test_grades_come_in_the_schemes_order_and_add_up_to_a_hundred() -> None:
    found = seen(case(1, grade="excellent"), case(2), case(3), case(4, grade="basic", layer=Layer.MUST))
    lines = [(line.grade, line.cases.count, line.percent) for line in found.by_grade]
    assert lines == [
        ("excellent", 1, 25.0),
        ("qualified", 2, 50.0),
        ("basic", 1, 25.0),
        ("unqualified", 0, 0.0),
    ]
    assert [figure.count for figure in found.by_grade[2].layers] == [0, 0, 1]


def test_the_top_problems_count_cases_and_times() -> None:
    twice = case(1, finding("CX-001"), finding("CX-001", id="f-2"), finding("WS-001"))
    found = seen(twice, case(2, finding("WS-001")))
    assert [(line.rule, line.cases.count, line.findings.count) for line in found.top] == [
        ("WS-001", 2, 2),
        ("CX-001", 1, 2),
    ]


def test_the_heat_map_shades_by_share_not_by_number() -> None:
    # 1 of 2 in the east, 1 of 1 in the west
    found = seen(
        case(1, finding("CX-001")), case(2), case(3, finding("CX-001"), unit="u-west", unit_name="西山区院")
    )
    line = next(line for line in found.heat_categories if line.row == "procedure")
    assert [cell.count for cell in line.cells] == [1, 1]
    assert line.levels == (3, 5)
    assert line.cells[1] == Figure(1, Wanted(unit="u-west", category="procedure"))


def test_heat_has_five_steps() -> None:
    assert [heat_level(share, 1.0) for share in (0, 0.01, 0.2, 0.5, 0.99, 1.0)] == [0, 1, 2, 3, 5, 5]


def test_the_funnel_narrows_from_problems_to_struck_off() -> None:
    found = seen(
        case(1, finding("CX-001", correction="struck"), finding("WS-001", correction="open")), case(2)
    )
    assert [(name, figure.count) for name, figure in found.funnel] == [
        ("found", 2),
        ("tasked", 2),
        ("struck", 1),
    ]


def test_so_few_people_are_not_shown() -> None:
    assert seen(case(1), case(2)).people is None
    shown = seen(case(1), case(2, handler="吴静"))
    assert (shown.people.count if shown.people else None, shown.per_person) == (2, 1.0)


def test_a_month_without_a_day_is_named_unknown() -> None:
    found = seen(case(1, finish_date=None), case(2))
    assert [(line.group, line.cases.count) for line in found.by_month] == [("2025-11", 1), ("unknown", 1)]


def test_an_empty_round_has_zeros_and_no_rate() -> None:
    found = seen(frame=0)
    assert (found.reviewed.count, found.rate, found.per_case, found.by_unit) == (0, None, None, ())
