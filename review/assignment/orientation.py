"""Which region reviews which, so that no two review each other (互评回避). Pure.

Of every two regions whose reviewers could review each other's cases, one is let review the other. For up to six
regions all such orientations are weighed; beyond, tournaments on a circle are drawn: each region is reviewed by
those on the half circle after it, a region taking as much of the circle as it has cases and capacity, so every
half can carry the other. Orientations whose busiest region group would be least busy come first, equals at random.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from review.assignment.chance import Chance
from review.assignment.conditions import Table
from review.assignment.flow import no_flow, push
from review.assignment.groups import Groups
from review.assignment.network import Counts, Mask, Network

ALL_TRIED_UP_TO = 6
"""Regions up to which every orientation is weighed."""

TRIALS = 60
"""Promising orientations tried on the exact network before giving up."""

LOTS = 4
"""Lots of tournaments drawn before giving up."""

DRAWN = 32
"""Tournaments drawn at a time when there are too many orientations to weigh them all."""

FLIPS = 60
"""Pairs turned round, one at a time, to mend the best tournament drawn."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """One choice of who reviews whom, with the proportion of capacity that its busiest regions would use."""

    allowed: Table  # (regions, regions): whether region c's cases may go to region r's reviewers
    busiest: float  # above 1: cannot be carried


def orient(groups: Groups, shortfall: Callable[[Table], int], chance: Chance) -> Table:
    """Choose who reviews whom.

    Args:
        groups: Cases and reviewers; only pairs of regions that could review each other are decided.
        shortfall: Slots that find no reviewer under an orientation, on the exact network.
        chance: Decides among equals.

    Returns:
        Whether region c's cases may go to region r's reviewers, shape (regions, regions): the first that leaves
        nothing short, or else the one found with the smallest shortfall.
    """
    best: tuple[int, Table] | None = None
    trials = 0
    for candidate in orientations(groups, chance):
        if best and candidate.busiest > 1:
            continue
        short = shortfall(candidate.allowed)
        if best is None or short < best[0]:
            best = short, candidate.allowed
        trials += 1
        if not short or trials == TRIALS:
            break
    return best[1] if best else np.ones((len(groups.regions),) * 2, dtype=np.bool_)


def orientations(groups: Groups, chance: Chance) -> Iterator[Orientation]:
    """Orientations worth trying, the most promising first."""
    possible = possible_ways(groups)
    pairs = [(a, b) for a, b in combinations(range(len(possible)), 2) if possible[a, b] and possible[b, a]]
    if len(possible) <= ALL_TRIED_UP_TO:
        return all_orientations(groups, possible, pairs, chance)
    return circles(groups, possible, pairs, chance)


def possible_ways(groups: Groups) -> Table:
    """Whether any case of region c may go to any reviewer of region r."""
    possible = np.zeros((len(groups.regions),) * 2, dtype=np.bool_)
    rows, columns = np.nonzero(groups.eligible)
    possible[groups.region[rows], groups.home[columns]] = True
    return possible


def masses(groups: Groups) -> tuple[Counts, Counts]:
    """Slots wanted and capacity of every region."""
    wanted = np.zeros(len(groups.regions), dtype=np.int64)
    np.add.at(wanted, groups.region, groups.sizes * groups.wants)
    room = np.zeros(len(groups.regions), dtype=np.int64)
    np.add.at(room, groups.home, groups.capacity)
    return wanted, room


def all_orientations(
    groups: Groups, possible: Table, pairs: list[tuple[int, int]], chance: Chance
) -> Iterator[Orientation]:
    """Every orientation of a few regions, by the proportion of its busiest group of regions, equals at random.

    Orientations that capacities or the number of units cannot carry come last, so that a shortfall has a figure.
    """
    count, regions = 1 << len(pairs), len(possible)
    chosen = np.arange(count)
    reviewed_by = np.tile(bits(possible), (count, 1))
    for place, (a, b) in enumerate(pairs):
        first = (chosen >> place) & 1 == 1
        reviewed_by[first, a] &= ~(1 << b)
        reviewed_by[~first, b] &= ~(1 << a)
    busiest = busiest_proportion(groups, reviewed_by)
    for o in np.lexsort((chance.permutation(count), busiest)).tolist():
        yield Orientation((reviewed_by[o][:, None] >> np.arange(regions)) & 1 == 1, float(busiest[o]))


def busiest_proportion(groups: Groups, reviewed_by: NDArray[np.int64]) -> NDArray[np.float64]:
    """Largest (slots wanted / capacity to take them) over all sets of regions, for every orientation.

    Infinite where a set has nobody, or a region fewer units than its cases want.
    """
    wanted, room = masses(groups)
    regions = len(wanted)
    sets = np.arange(1 << regions)
    room_of = sum(((sets >> r) & 1) * room[r] for r in range(regions))
    units = [len(np.unique(groups.unit[groups.home == r])) for r in range(regions)]
    units_of = sum(((sets >> r) & 1) * units[r] for r in range(regions))
    most_wanted = [int(groups.wants[groups.region == r].max(initial=0)) for r in range(regions)]
    neighbours = np.zeros((len(reviewed_by), len(sets)), dtype=np.int64)
    demand = np.zeros(len(sets), dtype=np.int64)
    for subset in range(1, len(sets)):
        low = (subset & -subset).bit_length() - 1
        neighbours[:, subset] = neighbours[:, subset & (subset - 1)] | reviewed_by[:, low]
        demand[subset] = demand[subset & (subset - 1)] + wanted[low]
    capacity = np.asarray(room_of)[neighbours]
    proportion = np.where(demand == 0, 0.0, demand / np.maximum(capacity, 1))
    proportion[(capacity == 0) & (demand > 0)] = np.inf
    few = np.asarray(units_of)[reviewed_by] < np.array(most_wanted)
    proportion[few.any(axis=1)] = np.inf
    return np.asarray(proportion.max(axis=1))


def bits(table: Table) -> NDArray[np.int64]:
    """Each row as an integer with the bits of its columns."""
    return np.asarray((table.astype(np.int64) << np.arange(table.shape[1])).sum(axis=1))


def circles(
    groups: Groups, possible: Table, pairs: list[tuple[int, int]], chance: Chance
) -> Iterator[Orientation]:
    """Tournaments on random circles, the best of each lot first, each lot followed by its best one mended."""
    wanted, room = masses(groups)
    mass = wanted * int(room.sum()) + room * int(wanted.sum()) + 1
    for _ in range(LOTS):
        drawn = [half_circles(possible, pairs, mass, chance) for _ in range(DRAWN)]
        lot = [Orientation(allowed, float(weigh(wanted, room, allowed)[0])) for allowed in drawn]
        lot.sort(key=lambda orientation: orientation.busiest)
        yield from lot
        allowed = mended(wanted, room, lot[0].allowed, pairs, chance)
        yield Orientation(allowed, float(weigh(wanted, room, allowed)[0]))


def half_circles(possible: Table, pairs: list[tuple[int, int]], mass: Counts, chance: Chance) -> Table:
    """A tournament: regions laid on a circle at random, each reviewed by those on the half after its middle."""
    order = chance.permutation(len(mass))
    double_middle = np.empty(len(mass), dtype=object)
    before = 0
    for r in order.tolist():
        double_middle[r] = 2 * before + int(mass[r])
        before += int(mass[r])
    allowed = possible.copy()
    for a, b in pairs:
        after = (double_middle[b] - double_middle[a]) % (2 * before)
        allowed[(b, a) if after < before else (a, b)] = False
    return allowed


def weigh(wanted: Counts, room: Counts, allowed: Table) -> tuple[Fraction, Mask, Mask]:
    """Busiest proportion under an orientation, and the regions reviewed and reviewing at which it arises."""
    regions = len(wanted)
    wide = int(wanted.sum()) + 1
    network = Network(wanted, np.where(allowed, wide, 0), np.where(allowed, wide, 0), np.arange(regions))
    proportion = Fraction(int(wanted.sum()), max(int(room.sum()), 1))
    reviewed, reviewing = wanted > 0, room > 0
    while True:
        fine = network.scaled(proportion.denominator)
        flow = no_flow(fine, room * proportion.numerator)
        reach = push(fine, flow)
        if not flow.short:
            return proportion, reviewed, reviewing
        reviewed, reviewing = reach.group, reach.reviewer
        if not room[reviewing].sum():
            return Fraction(wide), reviewed, reviewing
        proportion = Fraction(int(wanted[reviewed].sum()), int(room[reviewing].sum()))


def mended(
    wanted: Counts, room: Counts, allowed: Table, pairs: list[tuple[int, int]], chance: Chance
) -> Table:
    """Turn round single pairs into the busiest part of a tournament, as long as none gets busier."""
    contested = {*pairs, *((b, a) for a, b in pairs)}
    now, reviewed, reviewing = weigh(wanted, room, allowed)
    for _ in range(FLIPS):
        ways = np.argwhere(reviewed[:, None] & ~reviewing[None, :]).tolist()
        turns = [(c, r) for c, r in ways if (c, r) in contested and not allowed[c, r]]
        if not turns:
            break
        c, r = turns[chance.one(len(turns))]
        turned = allowed.copy()
        turned[c, r], turned[r, c] = True, False
        then, *where = weigh(wanted, room, turned)
        if then <= now:
            now, allowed, (reviewed, reviewing) = then, turned, where
    return allowed
