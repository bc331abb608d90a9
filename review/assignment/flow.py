"""Maximum flow of maximum gain: successive shortest paths, many at a time. Pure.

Gains are small integers, so path lengths take few values. For each value in turn, all paths of that length are
filled at once by Dinic's blocking flows; distances and levels are found by sweeps over dense tables, which
NumPy does fast for the sizes of a city (1,400 cases × 200 reviewers).

Source:
    Ford & Fulkerson (1962), primal-dual method; Dinic (1970); Ahuja, Magnanti & Orlin, Network Flows (1993), ch. 9.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from review.assignment.network import Counts, Mask, Network, Reach

Length = NDArray[np.int32]
FAR = np.int32(1 << 28)
"""Longer than any path."""

Node = tuple[int, int, int]
"""A place on a path: (GROUP, g, 0), (GATE, g, u) or (REVIEWER, j, 0)."""
GROUP, GATE, REVIEWER = range(3)


@dataclass(slots=True)
class Flow:
    """Slots under way; `push` adds to it. A reviewer's load never falls while it grows."""

    at_pair: Counts  # (G, J)
    at_gate: Counts  # (G, U)
    left: Counts  # (G,) slots still at their group
    spare: Counts  # (J,) room still with the reviewer

    @property
    def short(self) -> int:
        """Slots that have found no reviewer."""
        return int(self.left.sum())


def no_flow(network: Network, spare: Counts) -> Flow:
    """A flow before its first slot."""
    return Flow(
        at_pair=np.zeros_like(network.pair),
        at_gate=np.zeros_like(network.gate),
        left=network.supply.copy(),
        spare=spare.astype(np.int64),
    )


def push(network: Network, flow: Flow, gain: Length | None = None) -> Reach:
    """Send all that can be sent, at the largest total gain for the amount sent.

    Args:
        network: Where slots may go.
        flow: What is under way, changed in place; it must have the largest gain for its amount and loads.
        gain: Gain of a slot at each pair, shape (G, J), small integers; `None`: only the amount counts.

    Returns:
        What the slots left over reach; empty masks if none is left over.
    """
    if not network.pair.size:
        return Reach(
            flow.left > 0, np.zeros_like(flow.at_gate, np.bool_), np.zeros_like(flow.spare, np.bool_)
        )
    gains = np.zeros(network.pair.shape, dtype=np.int32) if gain is None else gain.astype(np.int32)
    while True:
        lengths = distances(network, flow, gains)
        ends = (flow.spare > 0) & (lengths.reviewer < FAR)
        if not ends.any():
            return Reach(lengths.group < FAR, lengths.gate < FAR, lengths.reviewer < FAR)
        ends &= lengths.reviewer == lengths.reviewer[ends].min()
        fill_shortest(network, flow, gains, lengths, ends)


@dataclass(frozen=True, slots=True)
class Lengths:
    """Shortest residual path from any slot left over; the length of a way is minus its gain."""

    group: Length
    gate: Length
    reviewer: Length


def distances(network: Network, flow: Flow, gain: Length) -> Lengths:
    """Shortest residual paths to every place (Bellman–Ford in sweeps); there are no negative circles."""
    group = np.where(flow.left > 0, np.int32(0), FAR)
    gate = np.full(network.gate.shape, FAR, dtype=np.int32)
    reviewer = np.full(len(network.unit), FAR, dtype=np.int32)
    gate_open, gate_used = flow.at_gate < network.gate, flow.at_gate > 0
    ahead = np.where(flow.at_pair < network.pair, -gain, FAR)
    used = flow.at_pair > 0
    back_rows, back_columns = np.nonzero(used)
    back_gain, back_unit = gain[used], network.unit[back_columns]
    while True:
        nearer = np.minimum(gate, np.where(gate_open, group[:, None], FAR))
        np.minimum.at(nearer, (back_rows, back_unit), capped(reviewer[back_columns] + back_gain))
        new_reviewer = np.minimum(reviewer, capped((nearer[:, network.unit] + ahead).min(axis=0)))
        new_group = np.minimum(group, np.where(gate_used, nearer, FAR).min(axis=1))
        if (
            np.array_equal(nearer, gate)
            and np.array_equal(new_reviewer, reviewer)
            and np.array_equal(new_group, group)
        ):
            return Lengths(group, gate, reviewer)
        gate, reviewer, group = nearer, new_reviewer, new_group


def capped(lengths: Length) -> Length:
    """FAR plus or minus something is still FAR."""
    return np.where(lengths > FAR // 2, FAR, lengths).astype(np.int32)


def fill_shortest(network: Network, flow: Flow, gain: Length, lengths: Lengths, ends: Mask) -> None:
    """Fill every path of the shortest length, until none is left."""
    tight_gate = (lengths.gate == lengths.group[:, None]) & (lengths.gate < FAR)
    tight_pair = (lengths.reviewer[None, :] == lengths.gate[:, network.unit] - gain) & (
        lengths.reviewer < FAR
    )
    while True:
        layers = Layers(network, flow, tight_gate, tight_pair, ends)
        if not layers.found:
            return
        layers.fill()


class Layers:
    """Dinic's layered network over the ways of shortest paths, and its blocking flow."""

    def __init__(self, network: Network, flow: Flow, tight_gate: Mask, tight_pair: Mask, ends: Mask) -> None:
        self.network, self.flow = network, flow
        self.tight_gate, self.tight_pair = tight_gate, tight_pair
        self.starts = network.starts
        self.stops = np.append(self.starts[1:], len(network.unit))
        self.group = np.where(flow.left > 0, 0, -1)
        self.gate = np.full(network.gate.shape, -1)
        self.reviewer = np.full(len(network.unit), -1)
        self.found = self._sweep(ends)

    def _sweep(self, ends: Mask) -> bool:
        """Number the layers breadth first, as far as the first that has an end; then drop what leads to none."""
        flow, unit = self.flow, self.network.unit
        enter = self.tight_gate & (flow.at_gate < self.network.gate)
        leave = self.tight_gate & (flow.at_gate > 0)
        ahead = self.tight_pair & (flow.at_pair < self.network.pair)
        back = self.tight_pair & (flow.at_pair > 0)
        ends = ends & (flow.spare > 0)
        depth = 0
        while True:
            groups, gates, reviewers = self.group == depth, self.gate == depth, self.reviewer == depth
            if not (groups.any() or gates.any() or reviewers.any()):
                return False
            depth += 1
            new_gate = groups[:, None] & enter
            if reviewers.any():
                new_gate |= np.logical_or.reduceat(back & reviewers, self.starts, axis=1)
            self.gate[new_gate & (self.gate < 0)] = depth
            if gates.any():
                self.group[(gates & leave).any(axis=1) & (self.group < 0)] = depth
                self.reviewer[(gates[:, unit] & ahead).any(axis=0) & (self.reviewer < 0)] = depth
            if (ends & (self.reviewer == depth)).any():
                break
        self._prune(depth, ends, enter, leave, ahead, back)
        return True

    def _prune(self, depth: int, ends: Mask, enter: Mask, leave: Mask, ahead: Mask, back: Mask) -> None:
        """Backwards from the last layer, drop every place without a way to an end."""
        unit = self.network.unit
        self.group[self.group == depth] = -1
        self.gate[self.gate == depth] = -1
        self.reviewer[(self.reviewer == depth) & ~ends] = -1
        self.last = depth
        for d in range(depth - 1, -1, -1):
            groups, gates, reviewers = self.group == d + 1, self.gate == d + 1, self.reviewer == d + 1
            useful = np.logical_or.reduceat(ahead & reviewers, self.starts, axis=1)
            useful |= leave & groups[:, None]
            self.gate[(self.gate == d) & ~useful] = -1
            self.group[(self.group == d) & ~(enter & gates).any(axis=1)] = -1
            if (self.reviewer == d).any():
                self.reviewer[(self.reviewer == d) & ~(back & gates[:, unit]).any(axis=0)] = -1

    def fill(self) -> None:
        """Send slots along layered paths, depth first; a place that leads nowhere is left for good."""
        for g in np.flatnonzero(self.flow.left > 0).tolist():
            while self.flow.left[g] > 0 and self.group[g] == 0 and (path := self._path((GROUP, g, 0))):
                self._send(path)

    def _path(self, source: Node) -> list[Node]:
        path = [source]
        while path:
            kind, at, _ = path[-1]
            last = kind == REVIEWER and self.reviewer[at] == self.last
            if last and self.flow.spare[at] > 0:
                return path
            onward = None if last else self._onward(path[-1])
            if onward is None:
                self._close(path.pop())
            else:
                path.append(onward)
        return []

    def _onward(self, node: Node) -> Node | None:
        """A place one layer further on, by a way that still has room."""
        if node[0] == GROUP:
            return self._from_group(node[1])
        if node[0] == GATE:
            return self._from_gate(node[1], node[2])
        return self._from_reviewer(node[1])

    def _from_group(self, g: int) -> Node | None:
        room = self.tight_gate[g] & (self.flow.at_gate[g] < self.network.gate[g])
        room &= self.gate[g] == self.group[g] + 1
        return (GATE, g, int(room.argmax())) if room.any() else None

    def _from_gate(self, g: int, u: int) -> Node | None:
        depth = self.gate[g, u] + 1
        span = slice(self.starts[u], self.stops[u])
        room = self.tight_pair[g, span] & (self.flow.at_pair[g, span] < self.network.pair[g, span])
        room &= self.reviewer[span] == depth
        if room.any():
            return REVIEWER, int(self.starts[u] + room.argmax()), 0
        back = self.group[g] == depth and self.tight_gate[g, u] and self.flow.at_gate[g, u] > 0
        return (GROUP, g, 0) if back else None

    def _from_reviewer(self, j: int) -> Node | None:
        u = int(self.network.unit[j])
        room = self.tight_pair[:, j] & (self.flow.at_pair[:, j] > 0)
        room &= self.gate[:, u] == self.reviewer[j] + 1
        return (GATE, int(room.argmax()), u) if room.any() else None

    def _close(self, node: Node) -> None:
        kind, a, b = node
        if kind == GROUP:
            self.group[a] = -1
        elif kind == GATE:
            self.gate[a, b] = -1
        else:
            self.reviewer[a] = -1

    def _send(self, path: list[Node]) -> None:
        """Send as much along `path` as its narrowest way takes."""
        flow, net = self.flow, self.network
        source, end = path[0][1], path[-1][1]
        ways = [way_of(here, there) for here, there in pairwise(path)]
        amount = min(int(flow.left[source]), int(flow.spare[end]))
        for gate, forward, at in ways:
            carried = flow.at_gate if gate else flow.at_pair
            width = net.gate if gate else net.pair
            amount = min(amount, int(width[at] - carried[at]) if forward else int(carried[at]))
        for gate, forward, at in ways:
            carried = flow.at_gate if gate else flow.at_pair
            carried[at] += amount if forward else -amount
        flow.left[source] -= amount
        flow.spare[end] -= amount


def way_of(here: Node, there: Node) -> tuple[bool, bool, tuple[int, int]]:
    """The way between two neighbours on a path: into a gate or not, forward or back, and its indices."""
    if here[0] == GROUP:
        return True, True, (here[1], there[2])
    if there[0] == GROUP:
        return True, False, (there[1], here[2])
    if there[0] == REVIEWER:
        return False, True, (here[1], there[1])
    return False, False, (there[1], here[1])
