"""The network that slots flow through: groups of cases → units → reviewers. Pure.

A *group* is a set of cases that look alike. Its `supply` of slots passes through (group, unit) gates, so that
no case gets two reviewers of one unit, and on to the reviewers. Every number is an integer; where shares of a
slot are needed, the whole network is `scaled`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Network:
    """Slots on offer and the width of every way; reviewers (columns) of one unit stand side by side."""

    supply: Counts  # (G,) slots of each group
    gate: Counts  # (G, U) most slots of a group in one unit
    pair: Counts  # (G, J) most slots of a group at one reviewer; 0: may not review
    unit: NDArray[np.intp]  # (J,) unit of each reviewer, ascending, 0 … U - 1

    @property
    def starts(self) -> NDArray[np.intp]:
        """First reviewer of each unit, shape (U,)."""
        return np.flatnonzero(np.diff(self.unit, prepend=-1))

    def scaled(self, by: int) -> "Network":
        """The same network in slots cut into `by` parts."""
        return Network(self.supply * by, self.gate * by, self.pair * by, self.unit)

    def part(self, supply: Counts, gate: Counts, pair: Counts, columns: Mask) -> "Network":
        """The network of some reviewers, with its own numbers for supply and widths."""
        rows = supply > 0
        units, unit = np.unique(self.unit[columns], return_inverse=True)
        return Network(supply[rows], gate[np.ix_(rows, units)], pair[rows][:, columns], unit)


@dataclass(frozen=True, slots=True)
class Reach:
    """What slots left over can still reach once nothing more flows: the side of a minimum cut they stand on.

    It is the smallest such side: all reviewers in it are full, every way out of it is used to its width.
    """

    group: Mask  # (G,)
    gate: Mask  # (G, U)
    reviewer: Mask  # (J,)


def split(network: Network, reach: Reach) -> tuple[Network, Network]:
    """Cut a network in two along a minimum cut: what was reached, and the rest.

    Every way from the reached side to the rest carries its full width, no way back carries anything, so each
    side can be solved alone.
    """
    reached_gate = reach.gate[:, network.unit]
    out_by_pair = np.where(reached_gate & ~reach.reviewer, network.pair, 0)
    out_of_unit = np.add.reduceat(out_by_pair, network.starts, axis=1)
    out_by_gate = np.where(reach.group[:, None] & ~reach.gate, network.gate, 0)
    leaving = out_of_unit.sum(axis=1) + out_by_gate.sum(axis=1)
    inside = network.part(
        supply=np.where(reach.group, network.supply - leaving, 0),
        gate=np.where(reach.gate, network.gate - out_of_unit, 0),
        pair=np.where(reached_gate & reach.reviewer, network.pair, 0),
        columns=reach.reviewer,
    )
    outside = network.part(
        supply=np.where(reach.group, leaving, network.supply),
        gate=np.where(reach.gate, out_of_unit, network.gate),
        pair=np.where(reach.reviewer, 0, network.pair),
        columns=~reach.reviewer,
    )
    return inside, outside
