"""The fair share of every reviewer (公平份额). Pure.

Every reviewer should be busy in the same proportion to the own capacity. Where conditions forbid that, the fair
shares are the loads, in fractions of a slot, whose busiest proportion is the smallest possible, then the second
busiest, and so on. They are unique; they also have the largest smallest proportion, and the smallest sum of
load² / capacity. Whole loads within one of them, the share rounded down or up, always exist.

Source:
    Megiddo, Optimal flows in networks with multiple sources and sinks (1974); Fujishige, Lexicographically
    optimal base of a polymatroid with respect to a weight vector (1980); Frank & Murota, Decreasing minimization
    on M-convex sets (2022) for the rounding.
"""

from fractions import Fraction
from heapq import heapify, heappop, heappush

import numpy as np

from review.assignment.chance import Chance
from review.assignment.flow import no_flow, push
from review.assignment.network import Counts, Network, split


def fair_shares(network: Network, capacity: Counts) -> list[Fraction]:
    """Fair share of every reviewer, in slots of `network`.

    Args:
        network: Where slots may go; all of them must find a place within `capacity`.
        capacity: Most slots of each reviewer, shape (J,), each at least 1.

    Returns:
        Shares, length J, each from 0 to its capacity; they sum to the slots of the network.
    """
    shares = [Fraction(0)] * len(capacity)
    waiting = [(network, np.arange(len(capacity)))]
    while waiting:
        part, columns = waiting.pop()
        slots, room = int(part.supply.sum()), int(capacity[columns].sum())
        if not slots:
            continue
        fine = part.scaled(room)
        flow = no_flow(fine, capacity[columns] * slots)
        reach = push(fine, flow)
        if not flow.short:
            for j in columns.tolist():
                shares[j] = Fraction(slots * int(capacity[j]), room)
            continue
        busier, calmer = split(part, reach)
        waiting.append((busier, columns[reach.reviewer]))
        waiting.append((calmer, columns[~reach.reviewer]))
    return shares


def level_loads(network: Network, base: Counts, room: Counts, chance: Chance) -> Counts:
    """New slots of each reviewer, shape (J,), with the smallest sum of load² / capacity.

    One slot at a time to the reviewer with the lightest claim who can still be reached; a reviewer out of reach
    stays so. `base` is what each keeps, `room` what each can still take.

    Source:
        Federgruen & Groenevelt, The greedy procedure for resource allocation problems (1986).
    """
    flow = no_flow(network, np.zeros_like(room))
    given = np.zeros_like(room)
    ties = chance.permutation(len(room))

    def claim(j: int) -> tuple[Fraction, int, int]:
        return Fraction(2 * int(base[j] + given[j]) + 1, int(base[j] + room[j])), int(ties[j]), j

    waiting = [claim(j) for j in range(len(room)) if room[j]]
    heapify(waiting)
    while waiting and flow.short:
        j = heappop(waiting)[-1]
        flow.spare[j] = 1
        push(network, flow)
        if flow.spare[j]:
            flow.spare[j] = 0
            continue
        given[j] += 1
        if given[j] < room[j]:
            heappush(waiting, claim(j))
    return given
