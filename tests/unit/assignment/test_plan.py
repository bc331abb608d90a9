"""Whole plans of towns small enough to plan by hand."""

import subprocess
import sys
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest

from review.assignment.conditions import Condition, Mode
from review.assignment.infeasible import (
    CapUnreachable,
    NobodyEligible,
    ReciprocityUnavoidable,
    TooFewUnits,
    TooLittleCapacity,
)
from review.assignment.plan import assign
from review.assignment.roster import Assigned
from tests.unit.assignment.province import a_case, a_reviewer, loads_of, pairs, recusal

FOUR_REGIONS = ["东湖", "西山", "北岭", "南浦"]


def test_where_conditions_leave_no_choice_the_plan_is_that() -> None:
    plan = assign(
        [a_case("案1", "东湖"), a_case("案2", "西山")],
        [a_reviewer("陈敏", "东湖"), a_reviewer("周岚", "西山")],
        [],
        seed="31415",
    )
    assert plan.assignments == (Assigned("案1", "周岚", 1), Assigned("案2", "陈敏", 1))


def test_loads_differ_by_at_most_one_where_all_may_review_all() -> None:
    cases = [a_case(f"案{n}") for n in range(11)]
    plan = assign(cases, [a_reviewer(f"员{n}") for n in range(4)], [], seed="31415")
    assert sorted(loads_of(plan.assignments).values()) == [2, 3, 3, 3]
    assert plan.certificate.farthest_from_fair == Fraction(3, 4)


def test_a_reviewer_with_twice_the_capacity_gets_twice_the_cases() -> None:
    cases = [a_case(f"案{n}") for n in range(6)]
    reviewers = [a_reviewer("员1", capacity=4), a_reviewer("员2", capacity=8), a_reviewer("员3", capacity=0)]
    plan = assign(cases, reviewers, [], seed="31415")
    assert loads_of(plan.assignments) == {"员1": 2, "员2": 4}


def test_fair_loads_come_before_matches() -> None:
    cases = [a_case(f"案{n}", case_type="诈骗") for n in range(4)]
    plan = assign(cases, [a_reviewer("员1", knows="诈骗"), a_reviewer("员2")], [], seed="31415")
    assert loads_of(plan.assignments) == {"员1": 2, "员2": 2}
    assert (plan.certificate.matches, plan.certificate.most_matches) == (2, 2)


def test_the_odd_case_goes_where_it_matches() -> None:
    cases = [a_case(f"案{n}", case_type="诈骗") for n in range(3)]
    for seed in ("1", "2", "3", "4", "5"):
        plan = assign(cases, [a_reviewer("员1", knows="诈骗"), a_reviewer("员2")], [], seed=seed)
        assert loads_of(plan.assignments) == {"员1": 2, "员2": 1}


def test_several_reviewers_of_a_case_come_from_different_units() -> None:
    reviewers = [
        a_reviewer("员1", "西山"),
        a_reviewer("员2", "西山"),
        a_reviewer("员3", "西山"),
        a_reviewer("员4", "北岭"),
    ]
    plan = assign([a_case("案1", k=2), a_case("案2", k=2), a_case("案3", k=2)], reviewers, [], seed="31415")
    assert loads_of(plan.assignments) == {"员1": 1, "员2": 1, "员3": 1, "员4": 3}
    assert [a.slot for a in plan.assignments] == [1, 2, 1, 2, 1, 2]


def test_nothing_to_assign_is_a_plan_too() -> None:
    assert assign([], [a_reviewer("员1")], [], seed="31415").assignments == ()
    assert assign([], [], [], seed="31415").certificate.violations == 0


def test_the_order_of_the_lists_decides_nothing() -> None:
    cases = [a_case(f"案{n}", FOUR_REGIONS[n % 4], k=2) for n in range(20)]
    reviewers = [a_reviewer(f"员{n}", FOUR_REGIONS[n % 4], knows="盗窃") for n in range(9)]
    conflicts = [recusal("员1", "case", "案3"), recusal("员2", "unit", "东湖一院")]
    plan = assign(cases, reviewers, conflicts, seed="31415")
    assert assign(cases[::-1], reviewers[::-1], conflicts[::-1], seed="31415") == plan


def test_another_process_makes_the_same_plan() -> None:
    code = (
        "from tests.unit.assignment.province import *\n"
        "from review.assignment.plan import assign\n"
        "cases = [a_case(f'案{n}', '东湖西山'[n % 2]) for n in range(20)]\n"
        "reviewers = [a_reviewer(f'员{n}', '东湖西山'[n % 2]) for n in range(9)]\n"
        "print(assign(cases, reviewers, [], seed='31415').certificate.hashes['assignments'])\n"
    )
    cases = [a_case(f"案{n}", "东湖西山"[n % 2]) for n in range(20)]
    reviewers = [a_reviewer(f"员{n}", "东湖西山"[n % 2]) for n in range(9)]
    here = assign(cases, reviewers, [], seed="31415").certificate.hashes["assignments"]
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == here


def test_every_equally_good_plan_is_equally_likely() -> None:
    # 3 cases, 3 reviewers with one case each; 员0 may not have 案0: 4 of the 6 plans are left
    cases = [a_case(f"案{n}") for n in range(3)]
    reviewers = [a_reviewer(f"员{n}", unit=f"院{n}") for n in range(3)]
    seen = Counter(
        tuple(
            a.reviewer_id
            for a in assign(cases, reviewers, [recusal("员0", "case", "案0")], seed=str(s)).assignments
        )
        for s in range(1_000)
    )
    assert len(seen) == 4
    assert sum((count - 250) ** 2 / 250 for count in seen.values()) < 16.3  # chi² with 3 degrees, 0.1 %


def test_under_a_cap_no_pair_is_likelier_than_the_cap() -> None:
    # 员0 alone knows 诈骗, and would otherwise have 案0 for certain
    cases = [a_case("案0", case_type="诈骗"), a_case("案1"), a_case("案2")]
    reviewers = [
        a_reviewer("员0", knows="诈骗", capacity=3),
        a_reviewer("员1", capacity=3),
        a_reviewer("员2", capacity=3),
    ]
    certain = [pairs(assign(cases, reviewers, [], seed=str(s)).assignments)[0] for s in range(20)]
    assert certain == [("案0", "员0")] * 20
    drawn = Counter(
        pair
        for s in range(600)
        for pair in pairs(assign(cases, reviewers, [], seed=str(s), cap=Fraction(2, 5)).assignments)
    )
    assert max(drawn.values()) <= 600 * 0.4 + 3.3 * (600 * 0.4 * 0.6) ** 0.5
    assert (
        abs(drawn["案0", "员0"] - 240) <= 3.3 * (600 * 0.4 * 0.6) ** 0.5
    )  # matches want it as likely as allowed


def test_with_a_cap_the_certificate_states_it() -> None:
    plan = assign([a_case("案1")], [a_reviewer("员1"), a_reviewer("员2")], [], seed="1", cap=Fraction(1, 2))
    assert plan.certificate.as_json()["pair_probability"] == {"kind": "cap", "at_most": "1/2"}


def test_without_a_cap_like_cases_bound_the_probability() -> None:
    # 4 like cases, 2 reviewers with 2 each: a certain case meets a certain reviewer in half of the plans
    plan = assign([a_case(f"案{n}") for n in range(4)], [a_reviewer("员1"), a_reviewer("员2")], [], seed="1")
    assert plan.certificate.as_json()["pair_probability"] == {"kind": "alike", "at_most": "1/2"}


@pytest.mark.parametrize("seed", ["1", "2", "3", "4", "5", "6"])
def test_no_two_regions_review_each_other_if_so_asked(seed: str) -> None:
    cases = [a_case(f"{region}{n}", region) for region, n in product(FOUR_REGIONS, range(3))]
    reviewers = [a_reviewer(f"员{region}", region, capacity=12) for region in FOUR_REGIONS]
    plan = assign(cases, reviewers, [], seed=seed, anti_reciprocity=True)
    assert (plan.certificate.reciprocal_regions, plan.certificate.violations) == ((), 0)
    assert loads_of(plan.assignments) == {f"员{region}": 3 for region in sorted(FOUR_REGIONS)}


def test_many_regions_are_oriented_too() -> None:
    regions = [f"市{n:02}" for n in range(13)]
    cases = [a_case(f"{region}{n}", region, k=2) for region, n in product(regions, range(5))]
    reviewers = [a_reviewer(f"员{region}{n}", region, capacity=6) for region, n in product(regions, range(2))]
    plan = assign(cases, reviewers, [], seed="31415", anti_reciprocity=True)
    assert (plan.certificate.reciprocal_regions, plan.certificate.violations) == ((), 0)
    assert set(loads_of(plan.assignments).values()) == {5}


def test_two_regions_that_can_only_review_each_other_cannot_avoid_it() -> None:
    with pytest.raises(ReciprocityUnavoidable) as refusal:
        assign(
            [a_case("案1", "东湖"), a_case("案2", "西山")],
            [a_reviewer("陈敏", "东湖"), a_reviewer("周岚", "西山")],
            [],
            seed="31415",
            anti_reciprocity=True,
        )
    assert refusal.value.cut.short == 1
    assert refusal.value.ladder[Condition.ANTI_RECIPROCITY] == 0


def test_too_little_capacity_is_told_with_cases_reviewers_and_slots() -> None:
    cases = [a_case(f"案{n}", "东湖") for n in range(5)] + [a_case("案9", "西山")]
    reviewers = [
        a_reviewer("员1", capacity=2),
        a_reviewer("员2", capacity=1),
        a_reviewer("员3", "东湖", unit="东湖二院"),
    ]
    with pytest.raises(TooLittleCapacity) as refusal:
        assign(cases, reviewers, [], seed="31415")
    assert str(refusal.value) == (
        "仅有 2 名评查员可评 东湖 的 5 件案件，尚缺 2 人次。"
        "请将这些评查员的承办上限合计提高 2 件，或增派 1 名可评这些案件的评查员。"
    )
    clash = refusal.value.clash
    raised = clash.pop("raise_capacity")
    assert sum(raised.values()) == 2
    assert set(raised) <= {"员1", "员2"}
    assert clash == {
        "condition": "capacity",
        "short": 2,
        "cases": ["案0", "案1", "案2", "案3", "案4"],
        "reviewers": ["员1", "员2"],
        "shortfall_without": {"other_region": 0, "other_unit": 2, "not_handler": 2, "capacity": 0},
    }


def test_a_case_that_everybody_must_avoid_is_named() -> None:
    conflicts = [recusal("员1", "handler", "刘洋"), recusal("员2", "case", "案2")]
    with pytest.raises(NobodyEligible) as refusal:
        assign(
            [a_case("案1"), a_case("案2", handler="刘洋")],
            [a_reviewer("员1"), a_reviewer("员2")],
            conflicts,
            seed="31415",
        )
    assert str(refusal.value) == (
        "东湖 有 1 件案件（如 案2）没有一名符合条件的评查员，尚缺 1 人次。"
        "请增派其他单位的评查员，或核对这些案件的回避登记。"
    )
    assert refusal.value.ladder == {
        Condition.OTHER_REGION: 1,
        Condition.OTHER_UNIT: 1,
        Condition.NOT_HANDLER: 1,
        Condition.CASE_CONFLICT: 0,
        Condition.HANDLER_CONFLICT: 0,
        Condition.CAPACITY: 1,
    }


def test_three_reviewers_need_three_units() -> None:
    reviewers = [a_reviewer("员1"), a_reviewer("员2"), a_reviewer("员3", "北岭")]
    with pytest.raises(TooFewUnits) as refusal:
        assign([a_case("案1", k=3), a_case("案2")], reviewers, [], seed="31415")
    assert str(refusal.value) == (
        "东湖 有 1 件案件（如 案1）须由最多 3 名不同单位的评查员评查，而符合条件的单位最少的仅有 2 个，"
        "尚缺 1 人次。请增派其他单位的评查员，核对回避登记，或降低这些案件的每案评查人数。"
    )
    assert refusal.value.ladder[Condition.DIFFERENT_UNITS] == 0


def test_a_cap_below_what_the_reviewers_allow_is_refused() -> None:
    with pytest.raises(CapUnreachable) as refusal:
        assign([a_case("案1")], [a_reviewer("员1"), a_reviewer("员2")], [], seed="1", cap=Fraction(1, 3))
    assert str(refusal.value) == (
        "在每名评查员遇到同一案件的概率不超过 1/3 的条件下无法分派：仅有 2 名评查员可评 东湖 的 1 件案件，"
        "尚缺 1 人次。请提高概率上限，或增派评查员。"
    )


def test_without_reviewers_every_case_is_short() -> None:
    with pytest.raises(NobodyEligible) as refusal:
        assign([a_case("案1"), a_case("案2")], [], [], seed="31415")
    assert (refusal.value.cut.short, refusal.value.cut.cases) == (2, ("案1", "案2"))


def test_in_cross_unit_mode_the_own_region_helps_out() -> None:
    plan = assign(
        [a_case("案1")],
        [a_reviewer("陈敏", "东湖", unit="东湖二院"), a_reviewer("何青", "东湖")],
        [],
        seed="1",
        mode=Mode.CROSS_UNIT,
    )
    assert plan.assignments == (Assigned("案1", "陈敏", 1),)
