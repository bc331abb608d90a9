"""The check that trusts no solver, shown one of each."""

from review.assignment.conditions import Condition, Mode
from review.assignment.roster import Assigned, Conflict
from review.assignment.violations import Violation, violations
from tests.unit.assignment.province import a_case, a_reviewer, recusal

CASES = [a_case("案1", k=2), a_case("案2", "西山", handler="丁")]
REVIEWERS = [
    a_reviewer("丁", "东湖"),
    a_reviewer("丙", "北岭"),
    a_reviewer("戊", "北岭"),
    a_reviewer("己", "南浦", capacity=1),
]
SOUND = [Assigned("案1", "丙", 1), Assigned("案1", "己", 2), Assigned("案2", "戊", 1)]


def found(
    assignments: list[Assigned], *conflicts: Conflict, anti_reciprocity: bool = False
) -> list[Violation]:
    return violations(CASES, REVIEWERS, conflicts, assignments, anti_reciprocity=anti_reciprocity)


def test_a_sound_plan_breaks_nothing() -> None:
    assert found(SOUND) == []


def test_an_empty_place_is_found() -> None:
    assert found(SOUND[1:]) == [Violation(Condition.ALL_FILLED, "案1", "")]


def test_a_slot_given_twice_is_found() -> None:
    assert found([*SOUND, Assigned("案2", "己", 1)]) == [
        Violation(Condition.ALL_FILLED, "案2", ""),
        Violation(Condition.CAPACITY, "", "己"),
    ]


def test_two_reviewers_of_one_unit_are_found() -> None:
    assert found([SOUND[0], Assigned("案1", "戊", 2), SOUND[2]]) == [
        Violation(Condition.DIFFERENT_UNITS, "案1", "")
    ]


def test_one_reviewer_twice_is_found_as_the_same_unit() -> None:
    assert found([SOUND[0], Assigned("案1", "丙", 2), SOUND[2]]) == [
        Violation(Condition.DIFFERENT_UNITS, "案1", "")
    ]


def test_a_reviewer_of_the_own_region_and_unit_is_found() -> None:
    assert found([SOUND[0], Assigned("案1", "丁", 2), SOUND[2]]) == [
        Violation(Condition.OTHER_REGION, "案1", "丁"),
        Violation(Condition.OTHER_UNIT, "案1", "丁"),
    ]
    assert violations(
        CASES, REVIEWERS, [], [SOUND[0], Assigned("案1", "丁", 2), SOUND[2]], mode=Mode.CROSS_UNIT
    ) == [Violation(Condition.OTHER_UNIT, "案1", "丁")]


def test_the_handler_as_reviewer_is_found() -> None:
    assert found([*SOUND[:2], Assigned("案2", "丁", 1)]) == [Violation(Condition.NOT_HANDLER, "案2", "丁")]


def test_each_kind_of_recusal_is_found() -> None:
    ledger = [recusal("丙", "case", "案1"), recusal("己", "unit", "东湖一院"), recusal("戊", "handler", "丁")]
    assert found(SOUND, *ledger) == [
        Violation(Condition.CASE_CONFLICT, "案1", "丙"),
        Violation(Condition.UNIT_CONFLICT, "案1", "己"),
        Violation(Condition.HANDLER_CONFLICT, "案2", "戊"),
    ]


def test_unknown_cases_and_reviewers_are_found() -> None:
    assert found([*SOUND[:2], Assigned("案2", "庚", 1), Assigned("案9", "丙", 1)]) == [
        Violation(Condition.ALL_FILLED, "案2", ""),
        Violation(Condition.ALL_FILLED, "案9", "丙"),
    ]


def test_two_regions_reviewing_each_other_are_found_only_where_forbidden() -> None:
    cases = [a_case("案1", "东湖"), a_case("案2", "西山")]
    reviewers = [a_reviewer("丁", "东湖"), a_reviewer("戊", "西山")]
    plan = [Assigned("案1", "戊", 1), Assigned("案2", "丁", 1)]
    assert violations(cases, reviewers, [], plan) == []
    assert violations(cases, reviewers, [], plan, anti_reciprocity=True) == [
        Violation(Condition.ANTI_RECIPROCITY, "东湖", "西山")
    ]
