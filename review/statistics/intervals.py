"""Intervals of a proportion (置信区间): exact in one stratum, effective-size for the stratified whole. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from review.statistics.beta import beta_quantile, student_quantile

CONFIDENCE = 0.95
"""Share of samples whose interval holds the truth, at least."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, shares from 0 to 1, both included."""

    low: float
    high: float

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two have a point in common."""
        return self.low <= other.high and other.low <= self.high


def clopper_pearson(problems: float, size: float, confidence: float = CONFIDENCE) -> Interval:
    """The exact binomial interval; `problems` and `size` may be effective, not whole, numbers.

    Source:
        Clopper & Pearson, Biometrika 26 (1934), by quantiles of the beta distribution.
    """
    tail = (1 - confidence) / 2
    low = 0.0 if problems <= 0 else beta_quantile(tail, problems, size - problems + 1)
    high = 1.0 if problems >= size else beta_quantile(1 - tail, problems + 1, size - problems)
    return Interval(low, high)


def hypergeometric(problems: int, drawn: int, cases: int, confidence: float = CONFIDENCE) -> Interval:
    """The exact interval of one stratum of `cases`, of which `drawn` were drawn and `problems` have a problem.

    Every number of problem cases is kept that both one-sided tests leave possible. Where all cases were drawn it is
    one point.

    Source:
        Inversion of the hypergeometric test: Cochran, Sampling Techniques (1977), §3.6.
    """
    tail = (1 - confidence) / 2
    few, many = problems, cases - (drawn - problems)
    low = _first(few, many, lambda count: 1 - _up_to(problems - 1, count, drawn, cases) > tail)
    high = _last(few, many, lambda count: _up_to(problems, count, drawn, cases) > tail)
    return Interval(low / cases, high / cases)


def _up_to(found: int, count: int, drawn: int, cases: int) -> float:
    """The chance of at most `found` problem cases among `drawn`, where `count` of all `cases` are problem cases."""
    least = max(0, drawn - (cases - count))
    if found < least:
        return 0.0
    x = np.arange(least, min(drawn, count), dtype=np.float64)
    # each chance from the one before it, in logarithms, so that no sum of a large stratum is out of range
    steps = np.log((count - x) * (drawn - x)) - np.log((x + 1) * (cases - count - drawn + x + 1))
    weights = np.concatenate(([0.0], np.cumsum(steps)))
    chances = np.exp(weights - weights.max())
    return float(chances[: found - least + 1].sum() / chances.sum())


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number from `low` on for which `holds`, which from there on always does."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _last(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The last number up to `high` for which `holds`, which up to there always does."""
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def korn_graubard(
    rate: float, variance: float, drawn: int, strata: int, *, most: float, confidence: float = CONFIDENCE
) -> Interval:
    """The interval of a rate estimated from a stratified sample: binomial, with the effective size.

    Args:
        rate: The design-weighted estimate.
        variance: Its design-based variance; 0 where the rate is 0 or 1, then the effective size is `drawn`.
        drawn: Cases the rate rests on.
        strata: Strata they come from; `drawn - strata` are the degrees of freedom, at least 1.
        most: The effective size is never above this, so that a lucky stratum does not promise too much.

    Source:
        Korn & Graubard, Survey Methodology 24 (1998), 193-201; degrees of freedom and the cut-off as in the NCHS
        Data Presentation Standards for Proportions (Series 2, No. 175, 2017).
    """
    size = float(drawn)
    if 0 < rate < 1:
        tail = 1 - (1 - confidence) / 2
        ratio = student_quantile(tail, max(1, drawn - 1)) / student_quantile(tail, max(1, drawn - strata))
        size = min(rate * (1 - rate) / variance * ratio**2 if variance > 0 else most, most)
    return clopper_pearson(rate * size, size, confidence)
