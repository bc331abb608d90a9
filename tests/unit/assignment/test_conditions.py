"""Who may review which case."""

import pytest

from review.assignment.conditions import Condition, Mode, eligible, matching
from review.assignment.roster import Conflict, roster_of
from tests.unit.assignment.province import a_case, a_reviewer, recusal

CASES = [
    a_case("案1", "东湖", handler="甲"),
    a_case("案2", "东湖", unit="东湖二院", handler="乙"),
    a_case("案3", "西山", handler="甲"),
]
REVIEWERS = [a_reviewer("丙", "东湖"), a_reviewer("丁", "西山"), a_reviewer("戊", "北岭")]
# in the order of ids, by code point: 丁 of 西山, 丙 of 东湖, 戊 of 北岭


def table(
    mode: Mode = Mode.CROSS_REGION, *conflicts: Conflict, without: Condition | None = None
) -> list[str]:
    """One word per case: which of 丁, 丙, 戊 may review it."""
    roster = roster_of(CASES, REVIEWERS, conflicts)
    may = eligible(roster, mode, frozenset([without] if without else []))
    return [
        "".join(r.reviewer_id for r, yes in zip(roster.reviewers, row, strict=True) if yes) for row in may
    ]


def test_across_regions_nobody_reviews_the_own_region() -> None:
    assert table() == ["丁戊", "丁戊", "丙戊"]


@pytest.mark.parametrize("mode", [Mode.CROSS_UNIT, Mode.UNRESTRICTED])
def test_in_the_other_modes_only_the_own_unit_is_out_of_bounds(mode: Mode) -> None:
    assert table(mode) == ["丁戊", "丁丙戊", "丙戊"]


def test_a_recusal_from_a_case_reaches_that_case_only() -> None:
    assert table(Mode.CROSS_REGION, recusal("戊", "case", "案1")) == ["丁", "丁戊", "丙戊"]


def test_a_recusal_from_a_handler_reaches_all_of_the_handlers_cases() -> None:
    assert table(Mode.CROSS_REGION, recusal("戊", "handler", "甲")) == ["丁", "丁戊", "丙"]


def test_a_recusal_from_a_unit_reaches_all_of_its_cases() -> None:
    assert table(Mode.CROSS_REGION, recusal("戊", "unit", "东湖二院")) == ["丁戊", "丁", "丙戊"]


def test_a_recusal_that_concerns_nobody_here_is_ignored() -> None:
    assert table(Mode.CROSS_REGION, recusal("己", "case", "案1"), recusal("戊", "case", "案9")) == table()


def test_a_condition_can_be_left_out_to_see_what_it_costs() -> None:
    assert table(Mode.CROSS_REGION, recusal("戊", "case", "案1"), without=Condition.CASE_CONFLICT) == table()
    assert table(without=Condition.OTHER_REGION) == ["丁戊", "丁丙戊", "丙戊"]


def test_nobody_reviews_a_case_of_the_own_hand() -> None:
    roster = roster_of([a_case("案1", handler="丁")], REVIEWERS, [])
    assert eligible(roster, Mode.CROSS_REGION).tolist() == [[False, False, True]]
    assert eligible(roster, Mode.CROSS_REGION, frozenset([Condition.NOT_HANDLER])).tolist() == [
        [True, False, True]
    ]


def test_a_reviewer_matches_a_case_of_a_type_among_the_specialities() -> None:
    cases = [a_case("案1", case_type="盗窃"), a_case("案2", case_type="诈骗"), a_case("案3", case_type="")]
    reviewers = [a_reviewer("丁", knows="盗窃|诈骗"), a_reviewer("戊", knows="诈骗"), a_reviewer("己")]
    assert matching(cases, reviewers).tolist() == [
        [True, False, False],
        [True, True, False],
        [False, False, False],
    ]
