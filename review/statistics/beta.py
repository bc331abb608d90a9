"""The incomplete beta function and the quantiles that follow from it (贝塔分布). Pure; no SciPy at run time.

Source:
    Continued fraction by Lentz's method: DLMF §8.17(v), 8.17.22; Press et al., Numerical Recipes (2007), §6.4.
    Student's t by the beta distribution: DLMF §8.17(vi); Abramowitz & Stegun 26.7.1.
"""

from collections.abc import Callable
from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt

TINY = 1e-300
EXACT = 1e-15
STEPS = 10_000
"""More terms of the continued fraction than counts of a country need."""


def beta_share(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b): the share of a Beta(a, b) below `x`."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):  # the side on which the fraction converges fast
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    upper = 1.0
    lower = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = lower
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            lower = 1 / _not_zero(1 + term * lower)
            upper = _not_zero(1 + term / upper)
            change = lower * upper
            value *= change
        if abs(change - 1) < EXACT:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY


@lru_cache(maxsize=4096)
def beta_quantile(share: float, a: float, b: float) -> float:
    """The point below which `share` of a Beta(a, b) lies, by bisection; right to about 1e-15."""
    return _bisect(lambda x: beta_share(a, b, x) < share, 0.0, 1.0)


@lru_cache(maxsize=1024)
def student_quantile(share: float, df: float) -> float:
    """The point below which `share` of Student's t with `df` degrees of freedom lies; `share` above one half."""
    # P(|T| > t) = I_x(df/2, 1/2) with x = df / (df + t²), so the tail gives x and x gives t
    x = beta_quantile(2 * (1 - share), df / 2, 0.5)
    return sqrt(df * (1 - x) / x)


def _bisect(below: Callable[[float], bool], low: float, high: float) -> float:
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if below(middle):
            low = middle
        else:
            high = middle
        if high - low < EXACT * high:
            return (low + high) / 2
