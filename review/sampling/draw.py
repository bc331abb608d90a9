"""The draw (抽样): in each stratum the smallest tickets win; the following ones are the reserve. Pure.

Must-review cases (必查案件) are a layer of their own. They are known before the seed (the frame hash
covers them), leave the random frame and are reviewed with certainty; sizes, quotas and ranks of the
random layers are those of the other cases. So whatever is found in them moves no published rate; the
rate of the other cases is estimated without bias, weight size / quota in each stratum; and joining the
two, each with its own weights, gives the whole. Had they stayed in the random frame, each of them that
happened to be drawn would move the rate. For an unchanged list of them samples stay nested.

Within a stratum's quota the first ranks, as many as the rate (or size) alone would give, are `random`;
the ranks beyond are `minimum`. Both are drawn by ticket, so both count in a rate, with the same weight.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, groupby, islice, repeat

import numpy as np
from numpy.typing import NDArray

from review.errors import N_, ReviewError
from review.sampling.allocation import NothingToDraw, Quota, quotas
from review.sampling.strata import FrameCase, Layer
from review.sampling.tickets import LEADING_DIGITS, leading_digits, ticket, tickets

_LEADING_BITS = (10**LEADING_DIGITS - 1).bit_length()


class SeedMissing(ReviewError):
    """The seed is the only source of chance; without one nothing can be drawn."""

    sentence = N_("请填写公开产生的种子（任意文字，不能为空，须为有效的 UTF-8 文本）。")


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides a draw beside the frame: one of `rate` and `size`, the floor, the strata's columns."""

    seed: str
    rate: Decimal | None = None
    size: int | None = None
    minimum: int = 0
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a seed that says nothing or cannot be hashed."""
        if not self.seed.strip() or any("\ud800" <= mark <= "\udfff" for mark in self.seed):
            raise SeedMissing


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One case of the sample, with all that answers "why this one?" (入样说明)."""

    key: str
    stratum: str
    layer: Layer
    ticket: str
    rank: int  # place of the ticket in the stratum's queue, from 1; must-review cases have their own
    quota: int  # cases the stratum gives; for must-review cases all of them
    stratum_size: int  # cases in that queue


@dataclass(frozen=True, slots=True)
class Queue:
    """The cases of one stratum, or its must-review cases, in order of their tickets."""

    stratum: str
    must: bool
    quota: Quota
    places: tuple[int, int]  # from and to in `Draw.order`

    @property
    def layers(self) -> Iterator[Layer]:
        """The layer of each rank within the quota."""
        if self.must:
            return repeat(Layer.MUST, self.quota.quota)
        return chain(repeat(Layer.RANDOM, self.quota.random), repeat(Layer.MINIMUM, self.quota.added))

    def lines(
        self, cases: Iterable[tuple[str, str]], layers: Iterable[Layer], *, after: int = 0
    ) -> Iterator[SampleLine]:
        """The lines of `cases`, (key, ticket) in order, whose ranks follow `after`."""
        for rank, ((key, text), layer) in enumerate(zip(cases, layers, strict=False), after + 1):
            yield SampleLine(key, self.stratum, layer, text, rank, self.quota.quota, self.quota.size)


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample with its quotas and what its reserve follows from."""

    plan: Plan
    quotas: tuple[Quota, ...]  # random strata by name
    lines: tuple[SampleLine, ...]  # by stratum, in it random and minimum by rank, then must by rank
    frame: Sequence[FrameCase] = field(repr=False, compare=False)
    order: NDArray[np.intp] = field(repr=False, compare=False)  # places in `frame`, queue after queue
    queues: tuple[Queue, ...] = field(repr=False)

    @property
    def counts(self) -> dict[Layer, int]:
        """Cases per layer, the reserve too."""
        found = Counter(line.layer for line in self.lines)
        found[Layer.RESERVE] = len(self.frame) - len(self.lines)
        return {layer: found[layer] for layer in Layer}

    def reserve(self, stratum: str) -> Iterator[SampleLine]:
        """The reserve of a stratum (候补): its next cases in order, each with layer `reserve`."""
        for queue in self.queues:
            if queue.stratum == stratum and not queue.must:
                start, stop = queue.places
                places = self.order[start + queue.quota.quota : stop].tolist()
                keys = (self.frame[place].key for place in places)
                cases = ((key, ticket(self.plan.seed, key)) for key in keys)
                yield from queue.lines(cases, repeat(Layer.RESERVE), after=queue.quota.quota)


def draw(frame: Sequence[FrameCase], plan: Plan) -> Draw:
    """Draw the sample (抽样): the same frame, in any order, and the same plan always give the same.

    Args:
        frame: Every case that may be reviewed, keys distinct; must-review cases marked (`mark_must`).
        plan: Seed, rate or size, minimum.

    Raises:
        NothingToDraw: the frame is empty.
        SampleAboveFrame, SampleBelowMinimums: no sample meets the plan; the clash is named.
        RateOrSize, RateOutOfRange, CountOutOfRange: the plan's numbers make no sense.
    """
    if not frame:
        raise NothingToDraw
    strata, codes = _codes(frame)
    sizes = np.bincount(codes, minlength=2 * len(strata)).tolist()
    random = {stratum: size for stratum, size in zip(strata, sizes[::2], strict=True) if size}
    shares = quotas(random, rate=plan.rate, size=plan.size, minimum=plan.minimum)
    queues = _queues(strata, sizes, shares)
    order = _order(frame, plan.seed, codes, 2 * len(strata))
    return Draw(plan, shares, _lines(frame, plan.seed, order, queues), frame, order, queues)


def _codes(frame: Sequence[FrameCase]) -> tuple[list[str], NDArray[np.int64]]:
    """The strata by name, and each case's queue: 2 · number of its stratum, plus 1 if must-review."""
    names = [case.stratum for case in frame]
    strata = sorted(set(names))
    number = {stratum: 2 * n for n, stratum in enumerate(strata)}
    codes = np.fromiter(map(number.__getitem__, names), dtype=np.int64, count=len(names))
    return strata, codes + np.fromiter([case.must for case in frame], dtype=np.int64, count=len(names))


def _queues(strata: Sequence[str], sizes: Sequence[int], shares: Sequence[Quota]) -> tuple[Queue, ...]:
    """The queues by stratum, must-review cases behind the others; a must queue gives all it has."""
    given = {share.stratum: share for share in shares}
    found = []
    start = 0
    for code, size in enumerate(sizes):
        stratum, must = strata[code // 2], code % 2 == 1
        if size:
            quota = Quota(stratum, size, size, size, size) if must else given[stratum]
            found.append(Queue(stratum, must, quota, (start, start + size)))
        start += size
    return tuple(found)


def _order(frame: Sequence[FrameCase], seed: str, codes: NDArray[np.int64], queues: int) -> NDArray[np.intp]:
    """The places of the frame, queue after queue, each by ticket; equal tickets by key."""
    digits = leading_digits(seed, [case.key for case in frame])
    # queue and ticket side by side in one integer: sorts several times faster than two columns
    room = 63 - queues.bit_length()
    ranking = codes << room | digits >> max(0, _LEADING_BITS - room)
    order = np.argsort(ranking)
    _settle_ties(order, ranking, frame, seed)
    return order


def _settle_ties(
    order: NDArray[np.intp], ranking: NDArray[np.int64], frame: Sequence[FrameCase], seed: str
) -> None:
    """Put cases that agree in all digits compared so far in the order of their whole tickets."""
    ranked = ranking[order]
    tied = np.flatnonzero(ranked[1:] == ranked[:-1]).tolist()
    for _, run in groupby(enumerate(tied), lambda line: line[1] - line[0]):
        places = [place for _, place in run]
        start, stop = places[0], places[-1] + 2
        keys = {place: frame[place].key for place in order[start:stop].tolist()}
        order[start:stop] = sorted(keys, key=lambda place: (ticket(seed, keys[place]), keys[place]))


def _lines(
    frame: Sequence[FrameCase], seed: str, order: NDArray[np.intp], queues: Sequence[Queue]
) -> tuple[SampleLine, ...]:
    """The cases within their queue's quota."""
    drawn = [order[queue.places[0] :][: queue.quota.quota] for queue in queues]
    keys = [frame[place].key for place in np.concatenate(drawn).tolist()]
    written = zip(keys, tickets(seed, keys), strict=True)
    return tuple(
        line for queue in queues for line in queue.lines(islice(written, queue.quota.quota), queue.layers)
    )
