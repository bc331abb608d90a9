"""Design-weighted rates (加权问题率): from counts per stratum to a rate with its interval. Pure.

Within a stratum the layers `random` and `minimum` are one simple random sample (`sampling/draw.py`): each of its cases
stands for size / quota cases. Must-review cases are no sample at all and never enter a rate; they are counted apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from review.statistics.intervals import Interval, hypergeometric, korn_graubard


@dataclass(frozen=True, slots=True)
class Stratum:
    """What was drawn from one stratum, and what was found in the part that the rate is about."""

    size: int  # cases of the frame, N_h
    drawn: int  # cases drawn, n_h
    looked_at: int  # drawn cases that belong to the part: all of them, for the whole
    problems: int  # of these, cases with a problem


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with all that is said beside it."""

    rate: float
    interval: Interval
    method: str  # census | hypergeometric | korn_graubard
    drawn: int  # n: cases the rate rests on
    problems: int  # of these with a problem
    cases: float  # N: cases of the frame they stand for
    strata: int


def weighted_rate(strata: Iterable[Stratum]) -> Rate | None:
    """The share of cases with a problem, each drawn case weighted by its stratum; None where none was looked at.

    A whole stratum gets the exact interval; several, or a part of one, the effective-size interval with Taylor's
    variance of a ratio and the finite-population correction. A stratum with a single drawn case has no variance of
    its own and borrows the rate's.

    Source:
        Särndal, Swensson & Wretman, Model Assisted Survey Sampling (1992), §5.8 (ratio, domain).
    """
    used = [stratum for stratum in strata if stratum.looked_at]
    if not used:
        return None
    size, drawn, looked_at, problems = np.array(
        [(s.size, s.drawn, s.looked_at, s.problems) for s in used], dtype=np.float64
    ).T
    weight = size / drawn
    cases = float((weight * looked_at).sum())
    rate = float((weight * problems).sum() / cases)
    n, found = int(looked_at.sum()), int(problems.sum())
    if bool((size == drawn).all()):
        return Rate(rate, Interval(rate, rate), "census", n, found, cases, len(used))
    if len(used) == 1 and used[0].looked_at == used[0].drawn:
        exact = hypergeometric(found, n, used[0].size)
        return Rate(rate, exact, "hypergeometric", n, found, cases, 1)
    left = 1 - drawn / size
    # linearised values: (1 − p)·w with a problem, −p·w without, 0 outside the part
    squares = problems * (1 - rate) ** 2 + (looked_at - problems) * rate**2
    mean = (problems - looked_at * rate) / drawn
    spread = np.where(
        drawn > 1, (squares - drawn * mean**2) / np.maximum(drawn - 1, 1), looked_at * rate * (1 - rate)
    )
    variance = float((left * weight**2 * drawn * spread).sum()) / cases**2
    most = n / max(1 - n / cases, 1 / cases)  # what a simple random sample of this size is worth
    interval = korn_graubard(rate, variance, n, len(used), most=most)
    return Rate(rate, interval, "korn_graubard", n, found, cases, len(used))
