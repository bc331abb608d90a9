"""Quantiles against closed forms and printed tables."""

from math import isclose

import pytest

from review.statistics.beta import beta_quantile, beta_share, student_quantile


@pytest.mark.parametrize("x", [0.1, 0.5, 0.9])
def test_with_both_parameters_one_the_beta_distribution_is_uniform(x: float) -> None:
    assert isclose(beta_share(1, 1, x), x, rel_tol=1e-13)


def test_the_share_of_a_whole_numbered_beta_is_a_binomial_tail() -> None:
    # I_x(2, 3) = P(at least 2 of 4) with chance x: 1 − 0.7⁴ − 4·0.3·0.7³ at x = 0.3
    assert isclose(beta_share(2, 3, 0.3), 1 - 0.7**4 - 4 * 0.3 * 0.7**3, rel_tol=1e-13)


def test_the_share_is_symmetric() -> None:
    assert isclose(beta_share(7.5, 2.25, 0.81), 1 - beta_share(2.25, 7.5, 0.19), rel_tol=1e-13)


def test_nothing_lies_below_zero_and_everything_below_one() -> None:
    assert (beta_share(2, 5, 0), beta_share(2, 5, 1)) == (0.0, 1.0)


def test_a_quantile_is_where_the_share_is_reached() -> None:
    assert isclose(beta_share(25, 1343, beta_quantile(0.975, 25, 1343)), 0.975, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("df", "printed"), [(1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)]
)
def test_students_quantiles_are_those_of_the_printed_table(df: int, printed: float) -> None:
    assert round(student_quantile(0.975, df), 3) == printed
