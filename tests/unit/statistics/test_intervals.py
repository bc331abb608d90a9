"""Exact intervals against values worked out by hand."""

from fractions import Fraction
from math import comb, isclose

from review.statistics.intervals import Interval, clopper_pearson, hypergeometric, korn_graubard


def test_no_problem_in_ten_cases_still_allows_thirty_per_cent() -> None:
    # 1 − 0.025^(1/10)
    interval = clopper_pearson(0, 10)
    assert interval.low == 0
    assert isclose(interval.high, 1 - 0.025**0.1, rel_tol=1e-12)


def test_half_of_ten_cases_has_the_interval_of_the_tables() -> None:
    interval = clopper_pearson(5, 10)
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.1871, 0.8129)


def test_an_interval_is_the_mirror_of_its_complement() -> None:
    one, other = clopper_pearson(2, 9), clopper_pearson(7, 9)
    assert isclose(one.low, 1 - other.high, rel_tol=1e-12)


def test_five_clean_cases_of_ten_leave_at_most_three_problem_cases() -> None:
    # none of 5 drawn: C(7,5)/C(10,5) = 21/252 = 8.3 % with three problem cases, C(6,5)/252 = 2.4 % with four
    assert hypergeometric(0, 5, 10) == Interval(0.0, 0.3)


def test_five_problem_cases_of_five_drawn_from_ten_are_the_mirror() -> None:
    assert hypergeometric(5, 5, 10) == Interval(0.7, 1.0)


def test_a_census_leaves_nothing_open() -> None:
    assert hypergeometric(3, 10, 10) == Interval(0.3, 0.3)


def test_two_of_four_drawn_from_eight() -> None:
    # below: K=2 gives 2 of 2 with C(6,2)/C(8,4) = 15/70; so 2 is possible; above by symmetry 6
    assert hypergeometric(2, 4, 8) == Interval(0.25, 0.75)


def exact_up_to(found: int, count: int, drawn: int, cases: int) -> Fraction:
    """The same chance by whole numbers."""
    ways = sum(comb(count, x) * comb(cases - count, drawn - x) for x in range(found + 1))
    return Fraction(ways, comb(cases, drawn))


def test_a_large_stratum_has_the_bounds_that_whole_numbers_give() -> None:
    interval = hypergeometric(5, 300, 1000)
    low, high = round(interval.low * 1000), round(interval.high * 1000)
    tail = Fraction(25, 1000)
    assert 1 - exact_up_to(4, low, 300, 1000) > tail >= 1 - exact_up_to(4, low - 1, 300, 1000)
    assert exact_up_to(5, high, 300, 1000) > tail >= exact_up_to(5, high + 1, 300, 1000)


def test_with_one_stratum_and_simple_variance_the_effective_size_is_the_size() -> None:
    # p(1 − p)/v = 40 and equal degrees of freedom leave 40 · (t₃₉/t₃₉)²
    assert korn_graubard(0.25, 0.25 * 0.75 / 40, 40, 1, most=1e9) == clopper_pearson(10.0, 40.0)


def test_a_rate_of_zero_takes_the_plain_size() -> None:
    assert korn_graubard(0.0, 0.0, 30, 3, most=50) == clopper_pearson(0, 30)


def test_intervals_that_touch_overlap() -> None:
    assert Interval(0.1, 0.2).overlaps(Interval(0.2, 0.3))
    assert not Interval(0.1, 0.2).overlaps(Interval(0.21, 0.3))
