"""Slots counted by group and reviewer, dealt to the single cases at random. Pure.

Source:
    McNaughton, Scheduling with deadlines and loss functions (1959): the wrap-around rule. A group of n cases is
    a circle of n places; laying the slots along it, unit after unit, gives no case two reviewers of one unit,
    because no unit has more than n slots.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from review.assignment.chance import Chance
from review.assignment.groups import Groups
from review.assignment.network import Counts
from review.assignment.roster import Assigned, Roster


@dataclass(slots=True)
class Dealt:
    """Every slot with its case and its reviewer; `mixing` changes the reviewers in place."""

    case: list[int]  # position in `roster.cases`
    group: list[int]  # row of the groups
    column: list[int]  # column of the groups


def deal(groups: Groups, counts: Counts, chance: Chance) -> Dealt:
    """Deal `counts` slots, shape (G, J), so that like cases have like chances and no unit meets a case twice."""
    dealt = Dealt([], [], [])
    for g, members in enumerate(groups.members):
        line = np.repeat(np.arange(len(groups.columns)), counts[g])
        line = line[unit_after_unit(groups.unit[line], chance)]
        places = members[chance.permutation(len(members))]
        dealt.case += places[np.arange(len(line)) % len(members)].tolist()
        dealt.column += line.tolist()
        dealt.group += [g] * len(line)
    return dealt


def unit_after_unit(unit: NDArray[np.intp], chance: Chance) -> NDArray[np.intp]:
    """A random order of slots in which those of one unit stand side by side."""
    if not len(unit):
        return np.empty(0, dtype=np.intp)
    rank = chance.permutation(int(unit.max()) + 1)
    return np.lexsort((chance.permutation(len(unit)), rank[unit]))


def number_slots(roster: Roster, groups: Groups, dealt: Dealt, chance: Chance) -> tuple[Assigned, ...]:
    """Give every case's reviewers the slots 1 … k in random order, and sort by case and slot."""
    given = [0] * len(roster.cases)
    result = []
    for s in chance.permutation(len(dealt.case)).tolist():
        i, reviewer = dealt.case[s], roster.reviewers[groups.columns[dealt.column[s]]]
        given[i] += 1
        result.append(Assigned(roster.cases[i].case_id, reviewer.reviewer_id, given[i]))
    return tuple(sorted(result, key=lambda assigned: (assigned.case_id, assigned.slot)))
