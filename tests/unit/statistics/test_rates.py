"""Weighted rates worked out by hand."""

from math import isclose

from review.statistics.intervals import Interval, clopper_pearson
from review.statistics.rates import Stratum, weighted_rate


def test_each_drawn_case_stands_for_its_strata_share() -> None:
    # 100 cases, 10 drawn, 5 with a problem: 50; 300 cases, 10 drawn, 1: 30; 80 of 400
    rate = weighted_rate([Stratum(100, 10, 10, 5), Stratum(300, 10, 10, 1)])
    assert rate is not None
    assert (rate.rate, rate.drawn, rate.problems, rate.cases, rate.strata) == (0.2, 20, 6, 400.0, 2)


def test_a_single_whole_stratum_gets_the_exact_interval() -> None:
    rate = weighted_rate([Stratum(10, 5, 5, 0)])
    assert rate is not None
    assert (rate.rate, rate.interval, rate.method) == (0.0, Interval(0.0, 0.3), "hypergeometric")


def test_a_census_has_no_sampling_error() -> None:
    rate = weighted_rate([Stratum(4, 4, 4, 1), Stratum(6, 6, 6, 0)])
    assert rate is not None
    assert (rate.rate, rate.interval, rate.method) == (0.1, Interval(0.1, 0.1), "census")


def test_the_effective_size_of_two_strata() -> None:
    # N 100, 100; n 10, 10; y 5, 1: p = 0.3. s² = 10/9·0.25 and 10/9·0.09; (1 − f) = 0.9
    # v = ¼·0.9/10·(0.27778 + 0.1) = 0.0085; n* = 0.21/0.0085 · (t₁₉/t₁₈)², cut off at 20/(1 − 0.1)
    rate = weighted_rate([Stratum(100, 10, 10, 5), Stratum(100, 10, 10, 1)])
    assert rate is not None
    cut = 20 / 0.9
    expected = clopper_pearson(0.3 * cut, cut)
    assert isclose(rate.rate, 0.3, rel_tol=1e-12)
    assert isclose(rate.interval.low, expected.low, rel_tol=1e-9)
    assert isclose(rate.interval.high, expected.high, rel_tol=1e-9)


def test_unequal_weights_cost_effective_cases() -> None:
    even = weighted_rate([Stratum(100, 20, 20, 6), Stratum(100, 20, 20, 6)])
    uneven = weighted_rate([Stratum(180, 20, 20, 6), Stratum(20, 20, 20, 6)])
    assert even is not None
    assert uneven is not None
    assert isclose(even.rate, uneven.rate)
    assert uneven.interval.high - uneven.interval.low > even.interval.high - even.interval.low


def test_a_part_that_was_not_drawn_has_no_rate() -> None:
    assert weighted_rate([Stratum(30, 5, 0, 0)]) is None


def test_a_part_of_a_stratum_is_estimated_as_a_part() -> None:
    rate = weighted_rate([Stratum(40, 10, 4, 1), Stratum(40, 10, 6, 2)])
    assert rate is not None
    assert (rate.rate, rate.cases, rate.method) == (0.3, 40.0, "korn_graubard")


def test_single_drawn_cases_borrow_the_variance_of_the_whole() -> None:
    rate = weighted_rate([Stratum(10, 1, 1, 1), Stratum(10, 1, 1, 0)])
    assert rate is not None
    assert rate.rate == 0.5
    assert rate.interval.low < 0.05
    assert rate.interval.high > 0.95
