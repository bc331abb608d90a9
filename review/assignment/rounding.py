"""Shares of slots to whole slots, every pair keeping its expected value (随机取整). Pure.

Source:
    Gandhi et al., Dependent rounding and its applications (2006); for reviewers and papers: Jecmen et al.,
    Mitigating manipulation in peer review via randomized reviewer assignments (2020). Fractional ways of a flow
    contain a circle; moving along it, one way or the other with the probabilities that keep every expected value,
    makes at least one more way whole.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from review.assignment.chance import Chance
from review.assignment.network import Counts, Network

Place = tuple[str, int, int]
"""A place the ways connect: a group, a gate, a reviewer, or the common end."""
Way = tuple[Place, Place]

END: Place = ("end", 0, 0)


def round_at_random(network: Network, counts: Counts, parts: int, chance: Chance) -> Counts:
    """Round a flow in parts of a slot to whole slots, keeping every supply, every width and every expectation.

    Args:
        network: Its network; supplies and gates are whole slots, that is multiples of `parts`.
        counts: Parts of slots at each pair, shape (G, J).
        parts: Parts of a slot.
        chance: Decides.

    Returns:
        Whole slots at each pair, shape (G, J); each is the exact share rounded down or up, and so are loads.
    """
    broken = Fractions(parts)
    by_gate = np.add.reduceat(counts, network.starts, axis=1)
    for g, u in zip(*(at.tolist() for at in np.nonzero(by_gate % parts)), strict=True):
        broken.add(("group", g, 0), ("gate", g, u), int(by_gate[g, u]))
    for g, j in zip(*(at.tolist() for at in np.nonzero(counts % parts)), strict=True):
        broken.add(("gate", g, int(network.unit[j])), ("reviewer", j, 0), int(counts[g, j]))
    loads = counts.sum(axis=0)
    for j in np.flatnonzero(loads % parts).tolist():
        broken.add(("reviewer", j, 0), END, int(loads[j]))
    whole = counts // parts
    while broken.amount:
        broken.shift(broken.circle(), chance)
        for (tail, head), amount in broken.settle():
            if head[0] == "reviewer":
                whole[tail[1], head[1]] = amount // parts
    return whole


@dataclass(slots=True)
class Fractions:
    """The ways that carry a broken number of slots; every place on them has at least two."""

    parts: int
    amount: dict[Way, int] = field(default_factory=dict)
    ways: defaultdict[Place, dict[Way, None]] = field(default_factory=lambda: defaultdict(dict))
    touched: list[Way] = field(default_factory=list)

    def add(self, tail: Place, head: Place, amount: int) -> None:
        """One more broken way."""
        self.amount[tail, head] = amount
        self.ways[tail][tail, head] = self.ways[head][tail, head] = None

    def circle(self) -> list[tuple[Way, int]]:
        """A circle of broken ways, each with +1 if walked forward, -1 if backward."""
        path = [next(iter(self.amount))[0]]
        walked: list[Way] = []
        seen = {path[0]: 0}
        while True:
            way = next(way for way in self.ways[path[-1]] if not walked or way != walked[-1])
            there = way[1] if way[0] == path[-1] else way[0]
            walked.append(way)
            path.append(there)
            if there in seen:
                start = seen[there]
                steps = zip(walked[start:], pairwise(path[start:]), strict=True)
                return [(way, 1 if way == step else -1) for way, step in steps]
            seen[there] = len(path) - 1

    def shift(self, circle: list[tuple[Way, int]], chance: Chance) -> None:
        """Move along the circle or against it, until a way is whole; expected values stay as they are."""
        over = [self.amount[way] % self.parts for way, _ in circle]
        signs = [sign for _, sign in circle]
        along = min(self.parts - o if sign > 0 else o for o, sign in zip(over, signs, strict=True))
        against = min(o if sign > 0 else self.parts - o for o, sign in zip(over, signs, strict=True))
        move = along if chance.one(along + against) < against else -against
        for way, sign in circle:
            self.amount[way] += sign * move
        self.touched = [way for way, _ in circle]

    def settle(self) -> list[tuple[Way, int]]:
        """Take out the ways that have become whole, with their slots in parts."""
        done = [(way, self.amount[way]) for way in self.touched if self.amount[way] % self.parts == 0]
        for (tail, head), _ in done:
            del self.amount[tail, head], self.ways[tail][tail, head], self.ways[head][tail, head]
        return done
