"""Cases that are alike, gathered, and the network they make. Pure.

Two cases are alike if the same reviewers may review them, the same of these know their type best, they lie in
one region and want equally many reviewers. Only groups enter the network; `deal` tells their cases apart again.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from review.assignment.chance import Chance
from review.assignment.conditions import Condition, Mode, Table, eligible, matching
from review.assignment.network import Counts, Network
from review.assignment.roster import Roster


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of like cases (rows) and reviewers who take part (columns), both in random order."""

    members: tuple[NDArray[np.intp], ...]  # G arrays: positions in `roster.cases`
    wants: Counts  # (G,) reviewers wanted by each case of the group
    region: NDArray[np.intp]  # (G,) position of the cases' region in `regions`
    eligible: Table  # (G, J)
    matches: Table  # (G, J) eligible, and the type is a speciality
    columns: NDArray[np.intp]  # (J,) positions in `roster.reviewers`
    unit: NDArray[np.intp]  # (J,) ascending; reviewers of one unit stand side by side
    home: NDArray[np.intp]  # (J,) position of the reviewer's region in `regions`
    capacity: Counts  # (J,)
    regions: tuple[str, ...]  # all regions of cases and reviewers, by name

    @property
    def sizes(self) -> Counts:
        """Cases of each group, shape (G,)."""
        return np.array([len(group) for group in self.members], dtype=np.int64)

    def network(self, cap: Fraction | None = None) -> Network:
        """The groups' network; with a cap, in slots cut into `cap.denominator` parts."""
        sizes = self.sizes
        pair = sizes[:, None] * self.eligible
        supply = sizes * self.wants
        gate = np.zeros((len(sizes), int(self.unit.max(initial=-1)) + 1), dtype=np.int64)
        if gate.shape[1]:
            starts = np.flatnonzero(np.diff(self.unit, prepend=-1))
            gate = sizes[:, None] * np.logical_or.reduceat(self.eligible, starts, axis=1)
        if cap is None:
            return Network(supply, gate, pair, self.unit)
        parts = cap.denominator
        return Network(supply * parts, gate * parts, pair * cap.numerator, self.unit)

    def within(self, allowed: Table) -> "Groups":
        """The same groups where region c may be reviewed by region r only if `allowed[c, r]`."""
        table = self.eligible & allowed[np.ix_(self.region, self.home)]
        return replace(self, eligible=table, matches=self.matches & table)


def group_cases(
    roster: Roster,
    mode: Mode,
    chance: Chance,
    without: frozenset[Condition] = frozenset(),
    *,
    idle: bool = False,
) -> Groups:
    """Gather like cases; the conditions in `without` are left out of account, `idle`: see `columns_by_unit`."""
    columns, unit = columns_by_unit(roster, chance, Condition.DIFFERENT_UNITS in without, idle)
    may = eligible(roster, mode, without)[:, columns]
    return gather(
        roster, may, np.array([case.k for case in roster.cases], dtype=np.int64), columns, unit, chance
    )


def gather(
    roster: Roster,
    may: Table,
    wants: Counts,
    columns: NDArray[np.intp],
    unit: NDArray[np.intp],
    chance: Chance,
) -> Groups:
    """Gather like cases, given who may review which, shape (cases, J); cases that want nobody stay out."""
    regions = tuple(sorted({case.region for case in roster.cases} | {r.region for r in roster.reviewers}))
    at = {region: position for position, region in enumerate(regions)}
    reviewers = [roster.reviewers[j] for j in columns]
    knows = matching(roster.cases, reviewers) & may
    looks = np.packbits(np.concatenate([may, knows], axis=1), axis=1)
    alike: defaultdict[tuple[str, int, bytes], list[int]] = defaultdict(list)
    for i, case in enumerate(roster.cases):
        if wants[i]:
            alike[case.region, int(wants[i]), looks[i].tobytes()].append(i)
    keys = list(alike)
    keys = [keys[g] for g in chance.permutation(len(keys))]
    firsts = np.array([alike[key][0] for key in keys], dtype=np.intp)
    return Groups(
        members=tuple(np.array(alike[key], dtype=np.intp) for key in keys),
        wants=wants[firsts],
        region=np.array([at[key[0]] for key in keys], dtype=np.intp),
        eligible=may[firsts],
        matches=knows[firsts],
        columns=columns,
        unit=unit,
        home=np.array([at[reviewer.region] for reviewer in reviewers], dtype=np.intp),
        capacity=np.array([reviewer.capacity for reviewer in reviewers], dtype=np.int64),
        regions=regions,
    )


def columns_by_unit(
    roster: Roster, chance: Chance, apart: bool = False, idle: bool = False
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Reviewers with capacity, units in random order and reviewers within.

    `apart`: each is a unit of its own; `idle`: those without capacity too, to see what they could do.
    """
    order = chance.permutation(len(roster.reviewers))
    able = [int(j) for j in order if idle or roster.reviewers[j].capacity > 0]
    rank: dict[str, int] = {}
    for j in able:
        rank.setdefault(roster.reviewers[j].reviewer_id if apart else roster.reviewers[j].unit, len(rank))
    of = [rank[roster.reviewers[j].reviewer_id if apart else roster.reviewers[j].unit] for j in able]
    columns = np.array(able, dtype=np.intp)
    unit = np.array(of, dtype=np.intp)
    sort = np.argsort(unit, kind="stable")
    return columns[sort], unit[sort]
