"""Why no plan keeps every condition (无解说明): which cases, which reviewers, how many short, what would mend it. Pure.

The clash is a smallest minimum cut: the named cases can only go to the named reviewers, and these cannot take
them all. The *blame ladder* tells the shortfall again with each condition left out in turn.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any, ClassVar

import numpy as np

from review.assignment.chance import Chance
from review.assignment.conditions import MODES, Condition, Table, Terms
from review.assignment.flow import no_flow, push
from review.assignment.groups import Groups, group_cases
from review.assignment.roster import ConflictKind, Roster
from review.errors import N_, Kind, ReviewError

NAMED_REGIONS = 3
"""Regions a sentence names before it breaks off."""

Ladder = Mapping[Condition, int]


@dataclass(frozen=True, slots=True)
class Cut:
    """The cases that clash, all reviewers with capacity who could take them, the slots short; ids in order."""

    short: int
    cases: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    most_wanted: int = 0  # largest k among the cases
    fewest_units: int = 0  # units of reviewers that the worst-off case could have
    reviewers: tuple[str, ...] = ()
    extra: Mapping[str, int] | None = None  # capacity that would mend it, by reviewer, where capacity can


class AssignmentInfeasible(ReviewError):
    """No plan keeps every condition; the subclasses say which clash."""

    kind = Kind.INFEASIBLE
    condition: ClassVar[Condition]
    sentence = N_("没有一种分派能满足全部条件，尚缺 %(short)d 人次。请调整条件后重新分派。")

    def __init__(self, cut: Cut, ladder: Ladder, **facts: Any) -> None:
        named = "、".join(cut.regions[:NAMED_REGIONS]) + ("…" if len(cut.regions) > NAMED_REGIONS else "")
        super().__init__(
            short=cut.short, cases=len(cut.cases), reviewers=len(cut.reviewers), where=named, **facts
        )
        self.cut = cut
        self.ladder = ladder

    @property
    def clash(self) -> dict[str, Any]:
        """The clash as plain values, for files and pages."""
        return {
            "condition": self.condition.value,
            "short": self.cut.short,
            "cases": list(self.cut.cases),
            "reviewers": list(self.cut.reviewers),
            "shortfall_without": {condition.value: short for condition, short in self.ladder.items()},
            "raise_capacity": dict(self.cut.extra or {}),
        }


class TooLittleCapacity(AssignmentInfeasible):
    """The only reviewers for some cases cannot take them all."""

    condition = Condition.CAPACITY
    sentence = N_(
        "仅有 %(reviewers)d 名评查员可评 %(where)s 的 %(cases)d 件案件，尚缺 %(short)d 人次。"
        "请将这些评查员的承办上限合计提高 %(short)d 件，或增派 %(more)d 名可评这些案件的评查员。"
    )


class TooLittleCapacityForSeveral(TooLittleCapacity):
    """The same where cases have several reviewers, so fewer of them would help too."""

    sentence = N_(
        "仅有 %(reviewers)d 名评查员可评 %(where)s 的 %(cases)d 件案件，尚缺 %(short)d 人次。"
        "请将这些评查员的承办上限合计提高 %(short)d 件，或增派 %(more)d 名可评这些案件的评查员，"
        "或降低这些案件的每案评查人数。"
    )


class NobodyEligible(AssignmentInfeasible):
    """Some cases have no reviewer at all who keeps every condition."""

    condition = Condition.ALL_FILLED
    sentence = N_(
        "%(where)s 有 %(cases)d 件案件（如 %(example)s）没有一名符合条件的评查员，尚缺 %(short)d 人次。"
        "请增派其他单位的评查员，或核对这些案件的回避登记。"
    )


class TooFewUnits(AssignmentInfeasible):
    """Some cases have reviewers of fewer units than they want reviewers."""

    condition = Condition.DIFFERENT_UNITS
    sentence = N_(
        "%(where)s 有 %(cases)d 件案件（如 %(example)s）须由最多 %(k)d 名不同单位的评查员评查，"
        "而符合条件的单位最少的仅有 %(units)d 个，尚缺 %(short)d 人次。"
        "请增派其他单位的评查员，核对回避登记，或降低这些案件的每案评查人数。"
    )


class ReciprocityUnavoidable(AssignmentInfeasible):
    """No orientation of the regions was found that the reviewers can carry."""

    condition = Condition.ANTI_RECIPROCITY
    sentence = N_(
        "在任何两地不得互评的条件下，未找到可行的分派：仅有 %(reviewers)d 名评查员可评 %(where)s 的 "
        "%(cases)d 件案件，尚缺 %(short)d 人次；取消该条件即可分派。"
        "请提高这些评查员的承办上限，增派评查员，或取消不得互评的条件。"
    )


class CapUnreachable(AssignmentInfeasible):
    """The cap on pair probability leaves too little room."""

    condition = Condition.PAIR_CAP
    sentence = N_(
        "在每名评查员遇到同一案件的概率不超过 %(cap)s 的条件下无法分派：仅有 %(reviewers)d 名评查员可评 "
        "%(where)s 的 %(cases)d 件案件，尚缺 %(short)d 人次。请提高概率上限，或增派评查员。"
    )


def explain(roster: Roster, terms: Terms, allowed: Table | None, chance: Chance) -> AssignmentInfeasible:
    """Name the clash of a roster that has no plan; `allowed` is the orientation of regions, if terms want one."""
    ladder = {
        condition: measure(roster, terms, allowed, chance, condition).short
        for condition in in_play(roster, terms)
    }
    optional = [c for c in (Condition.ANTI_RECIPROCITY, Condition.PAIR_CAP) if c in ladder]
    bare = measure(roster, terms, allowed, chance, *optional)
    if bare.short:
        unlimited = measure(roster, terms, allowed, chance, *optional, Condition.CAPACITY)
        return too_few(unlimited, ladder) if unlimited.short else too_little(roster, bare, ladder)
    cut = measure(roster, terms, allowed, chance)
    if terms.anti_reciprocity and (terms.cap is None or ladder[Condition.PAIR_CAP]):
        return ReciprocityUnavoidable(cut, ladder)
    return CapUnreachable(cut, ladder, cap=str(terms.cap))


def too_few(cut: Cut, ladder: Ladder) -> AssignmentInfeasible:
    """Cases that would find too few reviewers even if nobody's capacity counted."""
    if not cut.fewest_units and cut.most_wanted == 1:
        return NobodyEligible(cut, ladder, example=cut.cases[0])
    return TooFewUnits(cut, ladder, example=cut.cases[0], k=cut.most_wanted, units=cut.fewest_units)


def too_little(roster: Roster, cut: Cut, ladder: Ladder) -> AssignmentInfeasible:
    """Cases whose reviewers have too little capacity; as many more are wanted as the largest of these saves."""
    of = {reviewer.reviewer_id: reviewer.capacity for reviewer in roster.reviewers}
    largest = max([of[reviewer_id] for reviewer_id in cut.reviewers], default=0)
    refusal = TooLittleCapacityForSeveral if cut.most_wanted > 1 else TooLittleCapacity
    return refusal(cut, ladder, more=ceil(Fraction(cut.short, max(largest, 1))))


def in_play(roster: Roster, terms: Terms) -> list[Condition]:
    """Conditions that this roster and these terms can break."""
    kinds = {conflict.kind for conflict in roster.conflicts}
    several = any(case.k > 1 for case in roster.cases)
    asked = {
        Condition.OTHER_REGION: Condition.OTHER_REGION in MODES[terms.mode],
        Condition.OTHER_UNIT: True,
        Condition.NOT_HANDLER: True,
        Condition.CASE_CONFLICT: ConflictKind.CASE in kinds,
        Condition.HANDLER_CONFLICT: ConflictKind.HANDLER in kinds,
        Condition.UNIT_CONFLICT: ConflictKind.UNIT in kinds,
        Condition.DIFFERENT_UNITS: several,
        Condition.ALL_FILLED: several,
        Condition.CAPACITY: True,
        Condition.ANTI_RECIPROCITY: terms.anti_reciprocity,
        Condition.PAIR_CAP: terms.cap is not None,
    }
    return [condition for condition, is_asked in asked.items() if is_asked]


def measure(roster: Roster, terms: Terms, allowed: Table | None, chance: Chance, *without: Condition) -> Cut:
    """The smallest clash when the conditions `without` are left out.

    Leaving out `CAPACITY` lets everybody take everything; leaving out `ALL_FILLED` asks one reviewer per case.
    """
    if Condition.CAPACITY in without:
        roomy = [replace(r, capacity=max(roster.wanted, 1)) for r in roster.reviewers]
        roster = replace(roster, reviewers=tuple(roomy))
    if Condition.ALL_FILLED in without:
        roster = replace(roster, cases=tuple(replace(case, k=1) for case in roster.cases))
    groups = group_cases(roster, terms.mode, chance.branch("explain"), frozenset(without), idle=True)
    if allowed is not None and Condition.ANTI_RECIPROCITY not in without:
        groups = groups.within(allowed)
    return cut_of(roster, groups, None if Condition.PAIR_CAP in without else terms.cap)


def shortfall(groups: Groups, cap: Fraction | None) -> int:
    """Slots that find no reviewer."""
    network = groups.network(cap)
    parts = cap.denominator if cap else 1
    flow = no_flow(network, groups.capacity * parts)
    push(network, flow)
    return ceil(Fraction(flow.short, parts))


def cut_of(roster: Roster, groups: Groups, cap: Fraction | None = None) -> Cut:
    """The smallest minimum cut of the groups, in ids."""
    network = groups.network(cap)
    parts = cap.denominator if cap else 1
    flow = no_flow(network, groups.capacity * parts)
    reach = push(network, flow)
    short = ceil(Fraction(flow.short, parts))
    if not short:
        return Cut(0)
    rows = np.flatnonzero(reach.group).tolist()
    cases = [roster.cases[i] for g in rows for i in groups.members[g].tolist()]
    columns = np.flatnonzero(groups.eligible[rows].any(axis=0) & (groups.capacity > 0))
    units = [len(np.unique(groups.unit[groups.eligible[g]])) for g in rows]
    for willing in (groups.capacity > 0, groups.capacity == 0):
        flow.spare[willing] += network.supply.sum()
        push(network, flow)
    over = flow.at_pair.sum(axis=0) - groups.capacity * parts
    return Cut(
        short=short,
        cases=tuple(sorted(case.case_id for case in cases)),
        regions=tuple(by_frequency([case.region for case in cases])),
        most_wanted=int(groups.wants[rows].max()),
        fewest_units=min(units),
        reviewers=tuple(sorted(roster.reviewers[groups.columns[j]].reviewer_id for j in columns)),
        extra={
            roster.reviewers[groups.columns[j]].reviewer_id: ceil(Fraction(int(over[j]), parts))
            for j in sorted(np.flatnonzero(over > 0).tolist(), key=lambda j: int(groups.columns[j]))
        },
    )


def by_frequency(names: Iterable[str]) -> Sequence[str]:
    """Names, the most frequent first, equals in order."""
    counts: defaultdict[str, int] = defaultdict(int)
    for name in names:
        counts[name] += 1
    return sorted(counts, key=lambda name: (-counts[name], name))
