"""Quotas by hand."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from review.errors import Kind
from review.sampling.allocation import (
    CountOutOfRange,
    Quota,
    RateOrSize,
    RateOutOfRange,
    SampleAboveFrame,
    SampleBelowMinimums,
    allocate,
    quotas,
    rate_from,
    wanted_total,
)


def shares(*sizes: int, total: int, minimum: int = 0) -> list[int]:
    """The quotas of strata of these sizes."""
    found: list[int] = allocate(np.array(sizes, dtype=np.int64), total, minimum=minimum).tolist()
    return found


def test_small_strata_still_give_one_case() -> None:
    assert shares(1, 9, 90, total=10, minimum=1) == [1, 1, 8]


def test_seats_follow_sainte_lagues_divisors() -> None:
    # 53/1, 24/1, 23/1, 53/3=17.7, 53/5=10.6, 24/3=8, 23/3=7.7: the seventh seat goes to 23
    assert shares(53, 24, 23, total=6) == [3, 2, 1]
    assert shares(53, 24, 23, total=7) == [3, 2, 2]


def test_equal_claims_go_to_the_earlier_stratum() -> None:
    assert shares(10, 10, 10, total=4) == [2, 1, 1]
    assert shares(3, 9, total=2) == [1, 1]  # 1/9 first, then 1/3 against 3/9: a tie
    assert shares(9, 3, total=2) == [2, 0]


def test_no_stratum_gives_more_than_it_has() -> None:
    assert shares(2, 5, 0, total=7, minimum=3) == [2, 5, 0]
    assert shares(1, 1, 100, total=101, minimum=1) == [1, 1, 99]


def test_nothing_is_asked_of_no_strata() -> None:
    assert shares(total=0) == []


def test_the_largest_strata_do_not_overflow() -> None:
    assert shares(2**31 - 1, 2**31 - 1, 1, total=2**31, minimum=1) == [2**30, 2**30 - 1, 1]


def test_strata_that_differ_by_one_in_a_billion_are_told_apart() -> None:
    # first seats: 1/(10**9 + 1) is the smaller claim, though its stratum stands last
    assert shares(10**9, 10**9, 10**9 + 1, total=1) == [0, 0, 1]


def test_a_rate_is_rounded_up_and_read_exactly() -> None:
    assert wanted_total(1000, rate=Decimal("0.30")) == 300
    assert wanted_total(1001, rate=Decimal("0.30")) == 301
    assert wanted_total(10, rate=Decimal("0.1")) == 1
    assert wanted_total(0, rate=Decimal("0.3")) == 0


def test_what_the_floor_adds_is_told_from_what_the_rate_gives() -> None:
    # 30 % of 20 is 6: alone 0, 1, 5; with two each from the start the large one keeps 2
    assert quotas({"甲": 1, "乙": 3, "丙": 16}, rate=Decimal("0.3"), minimum=2) == (
        Quota("甲", size=1, minimum=1, alone=0, quota=1),
        Quota("乙", size=3, minimum=2, alone=1, quota=2),
        Quota("丙", size=16, minimum=2, alone=5, quota=3),
    )
    first, second, third = quotas({"甲": 1, "乙": 3, "丙": 16}, rate=Decimal("0.3"), minimum=2)
    assert [(line.random, line.added) for line in (first, second, third)] == [(0, 1), (1, 1), (3, 0)]
    assert [line.inclusion for line in (first, second, third)] == [1, Fraction(2, 3), Fraction(3, 16)]


def test_the_floor_lifts_a_rate_that_is_too_low_for_it() -> None:
    assert [line.quota for line in quotas({"甲": 10, "乙": 30}, rate=Decimal("0.05"), minimum=2)] == [2, 2]


def test_a_floor_beyond_everything_takes_everything() -> None:
    assert [line.quota for line in quotas({"甲": 1, "乙": 3}, rate=Decimal("0.5"), minimum=10**30)] == [1, 3]


def test_a_size_below_the_floors_names_the_fewest_strata_that_clash() -> None:
    with pytest.raises(SampleBelowMinimums) as refusal:
        quotas({"甲": 1, "乙": 9, "丙": 8, "丁": 7}, size=3, minimum=2)
    assert refusal.value.kind is Kind.INFEASIBLE
    assert refusal.value.clash == {
        "conditions": ["size", "minimum"],
        "size": 3,
        "minimum": 2,
        "strata": ["丁", "丙"],
        "need": 4,
        "short": 1,
        "least_size": 7,
    }
    assert str(refusal.value) == (
        "抽样总数定为 3 件，但每层至少 2 件，仅 2 个层就需要 4 件（丁、丙），"
        "两项要求不能同时满足。请把总数提高到至少 7 件，或者降低每层最低件数。"
    )


def test_a_size_above_the_frame_is_infeasible() -> None:
    with pytest.raises(SampleAboveFrame) as refusal:
        quotas({"甲": 2, "乙": 3}, size=6)
    assert refusal.value.clash == {"conditions": ["size", "cases"], "size": 6, "cases": 5}
    assert str(refusal.value) == (
        "抽样总数定为 6 件，但除必查案件外只有 5 件案件可抽。请把总数改为不超过 5 件。"
    )


def test_rate_and_size_exclude_each_other_and_one_is_needed() -> None:
    for both in ({}, {"rate": Decimal("0.3"), "size": 3}):
        with pytest.raises(RateOrSize):
            quotas({"甲": 9}, **both)  # type: ignore[arg-type]


@pytest.mark.parametrize("rate", ["0", "-0.1", "1.01", "NaN", "Infinity"])
def test_a_rate_is_above_nothing_and_at_most_everything(rate: str) -> None:
    with pytest.raises(RateOutOfRange):
        wanted_total(10, rate=Decimal(rate))


def test_counts_make_sense() -> None:
    for size, minimum in ((0, 0), (-1, 0), (1, -1)):
        with pytest.raises(CountOutOfRange):
            quotas({"甲": 9}, size=size, minimum=minimum)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("0.30", "0.3"), ("30%", "0.3"), (" 5 ％ ", "0.05"), ("1", "1"), ("100%", "1"), (".5", "0.5")],
)
def test_a_rate_is_read_as_people_write_it(text: str, rate: str) -> None:
    assert rate_from(text) == Decimal(rate)


@pytest.mark.parametrize(
    "text", ["", "三成", "30", "0", "-0.3", "1e-9", "0.3.0", "101%", "٣%", "0." + "1" * 13]
)
def test_what_is_no_rate_is_refused_as_it_was_written(text: str) -> None:
    with pytest.raises(RateOutOfRange) as refusal:
        rate_from(text)
    assert str(refusal.value) == (
        f"抽样比例须大于 0 且不超过 1（例如 0.30 或 30%），您填写的是“{text}”。请修改。"
    )
