"""One reviewer for one open slot."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from review.assignment.aliases import case_alias, reviewer_alias
from review.assignment.conditions import Mode
from review.assignment.roster import CaseToAssign, Conflict, ConflictKind, Reviewer
from review.assignment.successor import NobodyLeft, successor

CASE = CaseToAssign("案1", "东湖", "D1", "H1", "arrest", Decimal(4), 2)


def reviewer(name: str, region: str, unit: str, capacity: int = 10, *knows: str) -> Reviewer:
    return Reviewer(name, region, unit, capacity, frozenset(knows))


POOL = (
    reviewer("东", "东湖", "D2"),
    reviewer("西一", "西山", "X1"),
    reviewer("西二", "西山", "X2"),
    reviewer("南", "南浦", "N1"),
)


def chosen(seed: str = "1", **changes: Any) -> str:
    given: dict[str, Any] = {
        "loads": {},
        "met": (),
        "units": (),
        "mode": Mode.CROSS_REGION,
        "seed": seed,
    } | changes
    pool = given.pop("pool", POOL)
    conflicts = given.pop("conflicts", ())
    return successor(CASE, pool, conflicts, **given)


def test_among_equals_chance_decides_and_everybody_has_some() -> None:
    counts = Counter(chosen(str(seed)) for seed in range(300))
    assert set(counts) == {"西一", "西二", "南"}
    assert min(counts.values()) > 60


def test_the_same_seed_chooses_the_same() -> None:
    assert chosen("7") == chosen("7")


def test_the_lightest_load_for_the_own_capacity_comes_first() -> None:
    # one more case: 西一 21/10, 西二 11/10, 南 of capacity 4: 3/4
    pool = (*POOL[:3], reviewer("南", "南浦", "N1", 4))
    assert chosen(pool=pool, loads={"西一": 9, "西二": 5, "南": 1}) == "南"
    # 南 with 3 of 4 would be at 7/4, 西二 at 11/10
    assert chosen(pool=pool, loads={"西一": 9, "西二": 5, "南": 3}) == "西二"


def test_with_equal_loads_speciality_comes_next() -> None:
    pool = (*POOL[:2], reviewer("西二", "西山", "X2", 10, "arrest"), POOL[3])
    assert {chosen(str(seed), pool=pool) for seed in range(20)} == {"西二"}


def test_nobody_who_met_the_case_or_shares_a_unit_or_region_against_it_is_asked() -> None:
    assert {chosen(str(seed), met={"西一"}, units={"X2"}) for seed in range(20)} == {"南"}
    assert {chosen(str(seed), against={"西山"}) for seed in range(20)} == {"南"}


def test_conflicts_keep_reviewers_away() -> None:
    conflicts = (
        Conflict("西一", ConflictKind.CASE, "案1"),
        Conflict("西二", ConflictKind.HANDLER, "H1"),
    )
    assert {chosen(str(seed), conflicts=conflicts) for seed in range(20)} == {"南"}


def test_where_nobody_is_left_the_case_is_named() -> None:
    with pytest.raises(NobodyLeft) as caught:
        chosen(loads={"西一": 10, "西二": 10, "南": 10})
    assert str(caught.value) == (
        "东湖 的案件“案1”没有符合条件且尚有余量的评查员，该名额暂缺。"
        "请增派其他单位的评查员、提高承办上限，或核对回避登记后补派。"
    )


def test_an_alias_of_a_case_has_five_groups_from_the_source_of_chance() -> None:
    assert case_alias(lambda below: below - 1) == "P-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"


def test_a_reviewers_alias_differs_from_round_to_round() -> None:
    first = reviewer_alias(b"s", "r1", "p1")
    assert first == reviewer_alias(b"s", "r1", "p1")
    others = {
        reviewer_alias(b"s", "r2", "p1"),
        reviewer_alias(b"s", "r1", "p2"),
        reviewer_alias(b"t", "r1", "p1"),
    }
    assert len(others | {first}) == 4
