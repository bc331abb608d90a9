"""A random walk among equally good plans (混合). Pure.

A step changes one, two or three slots: a slot is handed to another reviewer, two slots change reviewers, three
rotate theirs. A step that would break a condition, leave the bounds of a load or change the number of matches is
not taken. Every step is as likely as its reverse, so the walk forgets where the solver left it and tends to the
uniform distribution over all plans that such steps reach; rotations are needed because pairs alone do not
reach every plan. The walk treats like cases alike, so it keeps their equal chances.
"""

from collections import defaultdict

from review.assignment.chance import Chance
from review.assignment.deal import Dealt
from review.assignment.groups import Groups
from review.assignment.network import Counts

STEPS_PER_SLOT = 24
"""Steps tried for each slot of the plan."""


def mix(groups: Groups, dealt: Dealt, least: Counts, most: Counts, chance: Chance) -> None:
    """Walk among the plans with loads from `least` to `most`, shapes (J,), and as many matches as now."""
    size = len(dealt.case)
    if not size:
        return
    walk = Walk(groups, dealt, least, most)
    steps = STEPS_PER_SLOT * size
    kinds = chance.below(3, steps).tolist()
    columns = chance.below(len(groups.columns), steps).tolist()
    first, second, third = (chance.below(size, steps).tolist() for _ in range(3))
    for kind, column, a, b, c in zip(kinds, columns, first, second, third, strict=True):
        if kind == 0:
            walk.hand_over(a, column)
        elif kind == 1:
            walk.rotate((a, b))
        else:
            walk.rotate((a, b, c))


class Walk:
    """The plan as plain lists, which a step reads fastest."""

    def __init__(self, groups: Groups, dealt: Dealt, least: Counts, most: Counts) -> None:
        self.case, self.group, self.column = dealt.case, dealt.group, dealt.column
        self.may = [row.tobytes() for row in groups.eligible]
        self.match = [row.tobytes() for row in groups.matches]
        self.unit: list[int] = groups.unit.tolist()
        self.least: list[int] = least.tolist()
        self.most: list[int] = most.tolist()
        self.load = [0] * len(self.unit)
        for column in self.column:
            self.load[column] += 1
        together: defaultdict[int, list[int]] = defaultdict(list)
        for s, case in enumerate(self.case):
            together[case].append(s)
        self.beside = [[t for t in together[case] if t != s] for s, case in enumerate(self.case)]

    def hand_over(self, s: int, to: int) -> None:
        """Hand slot `s` to another reviewer, if loads, matches and conditions allow."""
        now, g = self.column[s], self.group[s]
        if now == to or self.load[now] == self.least[now] or self.load[to] == self.most[to]:
            return
        if self.match[g][now] != self.match[g][to] or not self.fits(s, to):
            return
        self.column[s] = to
        self.load[now] -= 1
        self.load[to] += 1

    def rotate(self, slots: tuple[int, ...]) -> None:
        """Give each slot the reviewer of the next one, if matches and conditions allow."""
        if len({self.case[s] for s in slots}) < len(slots):
            return
        now = [self.column[s] for s in slots]
        then = now[1:] + now[:1]
        if not all(self.fits(s, to) for s, to in zip(slots, then, strict=True)):
            return
        match, group = self.match, self.group
        gained = sum(match[group[s]][to] for s, to in zip(slots, then, strict=True))
        if gained == sum(match[group[s]][at] for s, at in zip(slots, now, strict=True)):
            for s, to in zip(slots, then, strict=True):
                self.column[s] = to

    def fits(self, s: int, to: int) -> bool:
        """Whether the reviewer may have this slot beside the case's other reviewers."""
        if not self.may[self.group[s]][to]:
            return False
        unit = self.unit[to]
        return all(self.unit[self.column[t]] != unit for t in self.beside[s])
