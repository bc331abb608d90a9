"""Small changes after drop-outs and recusals."""

import pytest

from review.assignment.plan import assign
from review.assignment.reassign import NobodyTakesOver, reassign
from review.assignment.roster import Assigned
from tests.unit.assignment.province import a_case, a_reviewer, loads_of, recusal

CASES = [a_case("案1"), a_case("案2"), a_case("案3")]
PREVIOUS = [Assigned("案1", "甲", 1), Assigned("案2", "甲", 1), Assigned("案3", "乙", 1)]


def test_nothing_changes_where_nothing_has_to() -> None:
    change = reassign(PREVIOUS, CASES, [a_reviewer("甲"), a_reviewer("乙")], [], seed="1")
    assert (change.assignments, change.released, change.moved, change.placed) == (tuple(PREVIOUS), (), (), ())


def test_a_dropout_gives_back_the_own_cases_only() -> None:
    reviewers = [a_reviewer("甲"), a_reviewer("乙", capacity=2), a_reviewer("丙", capacity=2)]
    change = reassign(PREVIOUS, CASES, reviewers, [], seed="1", dropouts=["甲"])
    assert change.released == tuple(PREVIOUS[:2])
    assert change.assignments[2] == PREVIOUS[2]
    assert loads_of(change.assignments) == {"丙": 2, "乙": 1} or loads_of(change.assignments) == {
        "丙": 1,
        "乙": 2,
    }
    assert (change.moved, change.certificate.violations) == ((), 0)


def test_a_recusal_frees_one_slot() -> None:
    change = reassign(
        PREVIOUS, CASES, [a_reviewer("甲"), a_reviewer("乙")], [recusal("甲", "case", "案2")], seed="1"
    )
    assert change.assignments == (PREVIOUS[0], Assigned("案2", "乙", 1), PREVIOUS[2])
    assert (change.released, change.placed) == ((PREVIOUS[1],), (Assigned("案2", "乙", 1),))


def test_a_new_case_is_placed_with_the_least_busy() -> None:
    change = reassign(PREVIOUS, [*CASES, a_case("案4")], [a_reviewer("甲"), a_reviewer("乙")], [], seed="1")
    assert change.placed == (Assigned("案4", "乙", 1),)


def test_a_second_reviewer_is_of_another_unit_than_the_one_who_stays() -> None:
    cases = [a_case("案1", k=2)]
    previous = [Assigned("案1", "甲", 1), Assigned("案1", "丙", 2)]
    reviewers = [a_reviewer("甲"), a_reviewer("乙"), a_reviewer("丙", "北岭"), a_reviewer("丁", "北岭")]
    change = reassign(previous, cases, reviewers, [], seed="1", dropouts=["丙"])
    assert change.assignments == (Assigned("案1", "甲", 1), Assigned("案1", "丁", 2))


def test_others_move_only_where_nothing_else_helps_and_only_if_movable() -> None:
    # 案1 has only 乙 left, who is full with 案3; 丙 could take 案3 but not 案1
    reviewers = [a_reviewer("甲"), a_reviewer("乙", capacity=1), a_reviewer("丙", capacity=1)]
    conflicts = [recusal("丙", "case", "案1")]
    cases = [CASES[0], CASES[2]]
    previous = [PREVIOUS[0], PREVIOUS[2]]
    with pytest.raises(NobodyTakesOver) as refusal:
        reassign(previous, cases, reviewers, conflicts, seed="1", dropouts=["甲"])
    assert str(refusal.value) == (
        "东湖 有 1 件案件需要另派评查员，符合条件且尚有余量的评查员不足，尚缺 1 人次。"
        "请提高评查员的承办上限，增派评查员，或核对回避登记；已开始的评查不会被调整。"
    )
    change = reassign(previous, cases, reviewers, conflicts, seed="1", dropouts=["甲"], movable=previous)
    assert change.assignments == (Assigned("案1", "乙", 1), Assigned("案3", "丙", 1))
    assert change.moved == (PREVIOUS[2],)


def test_a_smaller_capacity_releases_what_has_not_begun() -> None:
    reviewers = [a_reviewer("甲", capacity=1), a_reviewer("乙")]
    change = reassign(PREVIOUS, CASES, reviewers, [], seed="1", movable=[PREVIOUS[0]])
    assert (change.released, change.placed) == ((PREVIOUS[0],), (Assigned("案1", "乙", 1),))


def test_a_begun_review_stays_even_beyond_a_smaller_capacity_and_is_reported() -> None:
    change = reassign(PREVIOUS, CASES, [a_reviewer("甲", capacity=1), a_reviewer("乙")], [], seed="1")
    assert (change.assignments, change.certificate.violations) == (tuple(PREVIOUS), 1)


def test_a_case_no_longer_wanted_ends() -> None:
    change = reassign(PREVIOUS, CASES[1:], [a_reviewer("甲"), a_reviewer("乙")], [], seed="1")
    assert (change.assignments, change.released) == (tuple(PREVIOUS[1:]), (PREVIOUS[0],))


def test_regions_that_did_not_review_each_other_do_not_start_to() -> None:
    regions = ["东湖", "西山", "北岭", "南浦", "江口"]
    cases = [a_case(f"{region}{n}", region) for region in regions for n in range(4)]
    reviewers = [a_reviewer(f"员{region}{n}", region, capacity=9) for region in regions for n in range(2)]
    plan = assign(cases, reviewers, [], seed="1", anti_reciprocity=True)
    change = reassign(
        plan.assignments,
        cases,
        reviewers,
        [],
        seed="2",
        dropouts=["员东湖0", "员西山1"],
        anti_reciprocity=True,
    )
    assert (change.moved, change.certificate.violations) == ((), 0)
