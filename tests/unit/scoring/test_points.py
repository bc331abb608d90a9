"""Points and computed grade, worked out by hand on the small catalogue."""

from decimal import Decimal as D

from review.scoring.answering import Anchor
from review.scoring.points import CategoryPoints, Step, explanation, reckon
from review.scoring.sheet import Praise, Problem
from tests.builders.small_catalogue import small_catalogue


def problem(code: str, deduction: str, severity: str = "ordinary") -> Problem:
    category = "documents" if code.startswith("WS") else "procedure"
    return Problem(code, category, severity, D(deduction), "", Anchor())


def praise(bonus: int = 3) -> Praise:
    return Praise("x", "reasoning", D(bonus), "说理", Anchor())


def test_a_flawless_case_earns_all_points() -> None:
    sum_ = reckon(small_catalogue(), "2026", [], [])
    assert (sum_.points, sum_.grade, sum_.vetoes) == (D(100), "excellent", ())
    assert sum_.categories == (
        CategoryPoints("procedure", 0, D(0), D(20), D(0)),
        CategoryPoints("documents", 0, D(0), D(10), D(0)),
    )


def test_deductions_are_capped_per_category() -> None:
    found = [
        problem("CX-001", "10"),
        problem("CX-002", "10"),
        problem("CX-004", "2.5"),
        problem("WS-001", "3"),
    ]
    sum_ = reckon(small_catalogue(), "2026", found, [])
    assert sum_.categories == (
        CategoryPoints("procedure", 3, D("22.5"), D(20), D(20)),
        CategoryPoints("documents", 1, D(3), D(10), D(3)),
    )
    assert (sum_.deduction, sum_.points, sum_.grade) == (D(23), D(77), "basic")


def test_the_bonus_is_capped() -> None:
    sum_ = reckon(small_catalogue(), "2026", [problem("CX-001", "3")], [praise(3), praise(4)])
    assert (sum_.bonus_raw, sum_.bonus, sum_.points) == (D(7), D(5), D(102))


def test_a_grade_begins_at_its_lower_bound() -> None:
    at_80 = [problem("CX-001", "20")]
    assert reckon(small_catalogue(), "2026", at_80, []).grade == "qualified"
    below = [*at_80, problem("WS-001", "0.5")]
    assert reckon(small_catalogue(), "2026", below, []).grade == "basic"


def test_a_veto_sets_the_ceiling_whatever_the_points() -> None:
    sum_ = reckon(small_catalogue(), "2026", [problem("CX-003", "41", "fatal")], [praise()])
    assert sum_.points == D(83)  # 100 − 20 (capped) + 3
    assert (sum_.grade_by_points, sum_.ceiling, sum_.grade) == ("qualified", "unqualified", "unqualified")
    assert sum_.vetoes == ("CX-003",)


def test_the_explanation_says_what_would_change_the_grade() -> None:
    sum_ = reckon(small_catalogue(), "2026", [problem("CX-001", "10")], [])
    assert sum_.steps == (Step("excellent", D(5)), Step("basic", D(-10)))


def test_the_frozen_explanation_keeps_every_figure_as_text() -> None:
    sum_ = reckon(small_catalogue(), "2026", [problem("WS-001", "2.5")], [praise()])
    assert explanation(sum_) == {
        "full_points": "100",
        "categories": [
            {"category": "procedure", "problems": 0, "raw": "0", "cap": "20", "counted": "0"},
            {"category": "documents", "problems": 1, "raw": "2.5", "cap": "10", "counted": "2.5"},
        ],
        "bonus": {"raw": "3", "cap": "5", "counted": "3"},
        "points": "100.5",
        "grade_by_points": "excellent",
        "vetoes": [],
        "ceiling": None,
        "grade": "excellent",
        "steps": [{"grade": "qualified", "points": "-5.5"}],
    }
