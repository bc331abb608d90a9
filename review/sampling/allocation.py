"""Quotas (名额): how many cases each stratum gives, by Sainte-Laguë after the minimums. Pure.

Every stratum first gives its minimum (all its cases, if it has fewer). The remaining seats go one by
one to the stratum with the smallest claim (2·given + 1) / size, never beyond its size. That queue does
not depend on the total, so a larger total only ever adds cases: a 5 % sample lies inside the 30 % one.
Integers decide everything; no rounding does.

The total is the size asked for, or, for a rate, the larger of ⌈rate × cases⌉ and the minimums' sum: a
rate promises "no fewer than", so it is rounded up, and a floor may lift it. Must-review cases are not
counted here; they come on top.

Source:
    Sainte-Laguë's divisors 1, 3, 5, …; Balinski & Young, Fair Representation (1982), ch. 8.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import ceil

import numpy as np
from numpy.typing import NDArray

from review.errors import N_, Kind, ReviewError

Counts = NDArray[np.int64]

_STEPS = 2**31
"""A claim is first placed on a grid of this many steps to the unit, then compared exactly."""


class RateOutOfRange(ReviewError):
    """A rate is a share above 0, at most 1."""

    sentence = N_("抽样比例须大于 0 且不超过 1（例如 0.30 或 30%%），您填写的是“%(rate)s”。请修改。")

    def __init__(self, rate: str) -> None:
        super().__init__(rate=rate)


class CountOutOfRange(ReviewError):
    """A size is at least 1, a minimum at least 0."""

    sentence = N_("抽样总数至少为 1 件，每层最低件数不能是负数；您填写的是 %(count)d 件。请修改。")

    def __init__(self, count: int) -> None:
        super().__init__(count=count)


class RateOrSize(ReviewError):
    """A plan names a rate or a size: one of them."""

    sentence = N_("抽样比例和抽样总数须填写其中一项，且只填一项。")


class NothingToDraw(ReviewError):
    """30 % of nothing."""

    sentence = N_("抽样框中没有案件，无法抽样。请检查时间范围和筛选条件。")


class SampleAboveFrame(ReviewError):
    """More cases are asked for than the random frame has."""

    kind = Kind.INFEASIBLE
    sentence = N_(
        "抽样总数定为 %(size)d 件，但除必查案件外只有 %(cases)d 件案件可抽。请把总数改为不超过 %(cases)d 件。"
    )

    def __init__(self, size: int, cases: int) -> None:
        super().__init__(size=size, cases=cases)

    @property
    def clash(self) -> dict[str, object]:
        """The conditions that cannot hold together."""
        return {"conditions": ["size", "cases"], **self.facts}


class SampleBelowMinimums(ReviewError):
    """The strata named need more cases than the size allows; no smaller set of strata does."""

    kind = Kind.INFEASIBLE
    sentence = N_(
        "抽样总数定为 %(size)d 件，但每层至少 %(minimum)d 件，仅 %(count)d 个层就需要 %(need)d 件"
        "（%(names)s），两项要求不能同时满足。请把总数提高到至少 %(low)d 件，或者降低每层最低件数。"
    )
    NAMED = 5
    """Strata spelt out in the sentence; `strata` has all of them."""

    def __init__(self, size: int, minimum: int, need: int, low: int, strata: Sequence[str]) -> None:
        names = "、".join(strata[: self.NAMED]) + ("……" if len(strata) > self.NAMED else "")
        super().__init__(size=size, minimum=minimum, need=need, low=low, count=len(strata), names=names)
        self.strata = tuple(strata)

    @property
    def clash(self) -> dict[str, object]:
        """The conditions that cannot hold together, and the fewest strata that show it."""
        return {
            "conditions": ["size", "minimum"],
            "size": self.facts["size"],
            "minimum": self.facts["minimum"],
            "strata": list(self.strata),
            "need": self.facts["need"],
            "short": self.facts["need"] - self.facts["size"],
            "least_size": self.facts["low"],
        }


@dataclass(frozen=True, slots=True)
class Quota:
    """What one stratum gives, and why."""

    stratum: str
    size: int  # cases of the random frame in this stratum
    minimum: int  # what it gives before seats are dealt
    alone: int  # what rate or size would give without any minimum
    quota: int  # cases drawn

    @property
    def random(self) -> int:
        """Cases of layer `random`: the first ranks, as far as the rate alone reaches."""
        return min(self.alone, self.quota)

    @property
    def added(self) -> int:
        """Cases of layer `minimum`: the ranks beyond, which the floor added."""
        return self.quota - self.random

    @property
    def inclusion(self) -> Fraction:
        """Probability of a case of this stratum to be drawn (入样概率); 1 / inclusion is its weight."""
        return Fraction(self.quota, self.size)


def allocate(sizes: Counts, total: int, *, minimum: int = 0) -> Counts:
    """Share `total` cases over strata in proportion to size, after every stratum's minimum.

    Args:
        sizes: Closed cases per stratum, shape (H,), each below 2³¹.
        total: Cases wanted; from the minimums' sum to the sizes' sum (`quotas` explains other totals).
        minimum: Cases every stratum gives (all of its cases, if it has fewer).

    Returns:
        Cases to draw per stratum, shape (H,); sums to `total`, never above `sizes`.
        A larger total never takes a case away from a stratum, so samples stay nested.
        Equal claims go to the earlier stratum, so the result is repeatable.
    """
    given = np.minimum(sizes, min(minimum, _STEPS))
    if not given.sum() <= total <= sizes.sum():
        raise ValueError(f"total {total} outside [{given.sum()}, {sizes.sum()}]")
    reach = _reach(sizes, given, total)
    seats = _seats_up_to(reach, sizes, given)
    # One more step of the grid serves every stratum at most once; there exact claims decide.
    eager = np.flatnonzero(_seats_up_to(reach + 1, sizes, given) > seats).tolist()
    eager.sort(key=lambda h: _claim(int(seats[h]), int(sizes[h])))  # stable: ties to the earlier stratum
    seats[eager[: total - int(seats.sum())]] += 1
    return seats


def _reach(sizes: Counts, given: Counts, total: int) -> int:
    """The last grid step up to which serving every claim takes no more than `total` cases."""
    low, high = 0, 2 * _STEPS  # every claim is below 2
    while low < high:
        middle = (low + high + 1) // 2
        if int(_seats_up_to(middle, sizes, given).sum()) <= total:
            low = middle
        else:
            high = middle - 1
    return low


def _seats_up_to(step: int, sizes: Counts, given: Counts) -> Counts:
    """Cases per stratum once every claim up to step / 2³¹ is served; integers below 2⁶³ throughout."""
    served = (step * sizes + _STEPS) // (2 * _STEPS)
    return np.clip(served, given, sizes)


def _claim(given: int, size: int) -> int:
    """Where a stratum stands in the queue for its next case, as an exact order: (2·given + 1) / size.

    Claims of strata below 2³¹ cases differ by more than 2⁻⁶², so 64 binary places tell them apart.
    """
    return ((2 * given + 1) << 64) // size


def quotas(
    sizes: Mapping[str, int], *, rate: Decimal | None = None, size: int | None = None, minimum: int = 0
) -> tuple[Quota, ...]:
    """The quota of every stratum (各层名额), in the order of `sizes`; of `rate` and `size` one is given.

    Raises:
        RateOrSize, RateOutOfRange, CountOutOfRange: the plan's numbers make no sense.
        SampleAboveFrame: `size` is above the number of cases.
        SampleBelowMinimums: `size` is below the minimums' sum; the fewest strata that clash are named.
    """
    cases = np.fromiter(sizes.values(), dtype=np.int64, count=len(sizes))
    wanted = wanted_total(int(cases.sum()), rate=rate, size=size)
    if minimum < 0:
        raise CountOutOfRange(minimum)
    floors = np.minimum(cases, min(minimum, _STEPS))
    low = int(floors.sum())
    if size is not None and low > size:
        need, strata = _smallest_clash(sizes, floors.tolist(), size)
        raise SampleBelowMinimums(size, minimum, need, low, strata)
    alone = allocate(cases, wanted)
    drawn = allocate(cases, max(wanted, low), minimum=minimum)
    columns = (cases.tolist(), floors.tolist(), alone.tolist(), drawn.tolist())
    return tuple(Quota(*line) for line in zip(sizes, *columns, strict=True))


def wanted_total(cases: int, *, rate: Decimal | None = None, size: int | None = None) -> int:
    """Cases that the rate (rounded up) or the size alone asks for, before any minimum."""
    if (rate is None) == (size is None):
        raise RateOrSize
    if size is not None:
        if size < 1:
            raise CountOutOfRange(size)
        if size > cases:
            raise SampleAboveFrame(size, cases)
        return size
    assert rate is not None
    if not (rate.is_finite() and 0 < rate <= 1):
        raise RateOutOfRange(str(rate))
    return ceil(Fraction(rate) * cases)


def rate_from(text: str) -> Decimal:
    """The rate that a person wrote: 0.30 or 30%."""
    shape = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,12})?|\.\d{1,12})\s*([%％]?)\s*", text, re.ASCII)
    if shape is None:
        raise RateOutOfRange(text)
    rate = Decimal(shape[1]).scaleb(-2 if shape[2] else 0)
    if not 0 < rate <= 1:
        raise RateOutOfRange(text)
    return rate


def _smallest_clash(sizes: Mapping[str, int], floors: Sequence[int], size: int) -> tuple[int, list[str]]:
    """The fewest strata whose minimums alone exceed `size`: the largest minimums first."""
    ranked = sorted(zip(floors, sizes, strict=True), key=lambda line: (-line[0], line[1]))
    for count, need in enumerate(accumulate(floor for floor, _ in ranked), 1):
        if need > size:
            return need, [stratum for _, stratum in ranked[:count]]
    raise ValueError("the minimums do not exceed the size")
