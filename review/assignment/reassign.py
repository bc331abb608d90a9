"""New reviewers after drop-outs and recusals, changing as little as possible (重新分派). Pure.

An assignment ends only if it has to: its reviewer has gone, a condition now forbids it, or a smaller capacity no
longer holds it. The open slots go to reviewers with room left. Only if some find none are other assignments
moved, of those marked movable (not begun), and then as few as can be. Among these choices loads are kept in
proportion to capacity (smallest sum of load² / capacity), then matches are the most, then chance decides.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from review.assignment.certificate import Certificate, certify
from review.assignment.chance import Chance
from review.assignment.conditions import Condition, Mode, Table, Terms, eligible
from review.assignment.deal import deal
from review.assignment.fairness import level_loads
from review.assignment.flow import no_flow, push
from review.assignment.groups import Groups, columns_by_unit, gather
from review.assignment.infeasible import AssignmentInfeasible, cut_of, shortfall
from review.assignment.mixing import mix
from review.assignment.orientation import orient
from review.assignment.roster import Assigned, CaseToAssign, Conflict, Reviewer, Roster, roster_of
from review.errors import N_


class NobodyTakesOver(AssignmentInfeasible):
    """Open slots find nobody with room, even by moving all that may be moved."""

    condition = Condition.CAPACITY
    sentence = N_(
        "%(where)s 有 %(cases)d 件案件需要另派评查员，符合条件且尚有余量的评查员不足，尚缺 %(short)d 人次。"
        "请提高评查员的承办上限，增派评查员，或核对回避登记；已开始的评查不会被调整。"
    )


@dataclass(frozen=True, slots=True)
class Change:
    """The assignments from now on, and what became of the previous ones; each list by case and slot."""

    assignments: tuple[Assigned, ...]
    released: tuple[Assigned, ...]  # had to end
    moved: tuple[Assigned, ...]  # were free to stay, and made room for others
    placed: tuple[Assigned, ...]  # new
    certificate: Certificate


def reassign(
    previous: Iterable[Assigned],
    cases: Iterable[CaseToAssign],
    reviewers: Iterable[Reviewer],
    conflicts: Iterable[Conflict],
    *,
    seed: str,
    dropouts: Collection[str] = (),
    movable: Collection[Assigned] = (),
    mode: Mode = Mode.CROSS_REGION,
    anti_reciprocity: bool = False,
) -> Change:
    """Fill what has come open since `previous`, changing as little as possible (重新分派).

    Args:
        previous: The assignments so far; of cases no longer wanted they end.
        cases: All cases of the round, also those added since.
        reviewers: All who may be asked now.
        conflicts: The ledger now, with the new recusals (回避).
        seed: Secret; decides among equally good choices.
        dropouts: Ids of reviewers who give all their cases back.
        movable: Those of `previous` that may be moved if nothing else helps (their review has not begun).
        mode: Who reviews whom.
        anti_reciprocity: No two regions review each other. Ways already in use stay.

    Raises:
        NobodyTakesOver: Open slots are left over.
    """
    gone = set(dropouts)
    asked = roster_of(cases, [r for r in reviewers if r.reviewer_id not in gone], conflicts)
    chance = Chance(seed, "reassign")
    terms = Terms(mode, anti_reciprocity)
    before = sorted(previous, key=lambda a: (a.case_id, a.slot))
    free = set(movable)
    kept = within_capacity(asked, standing(asked, before, mode), free, chance)
    staying = kept
    groups = open_groups(asked, staying, kept, terms, chance)
    if shortfall(groups, None) and free:
        staying = spare_moves(asked, kept, free, terms, chance)
        groups = open_groups(asked, staying, kept, terms, chance)
    if shortfall(groups, None):
        everybody = open_groups(asked, staying, kept, terms, chance, idle=True)
        raise NobodyTakesOver(cut_of(left_of(asked, staying), everybody), {})
    placed = place(asked, staying, groups, chance)
    result = tuple(sorted([*staying, *placed], key=lambda a: (a.case_id, a.slot)))
    return Change(
        assignments=result,
        released=without(before, kept),
        moved=without(kept, staying),
        placed=placed,
        certificate=certify(asked, result, terms, seed),
    )


def without(all_of: Sequence[Assigned], those: Sequence[Assigned]) -> tuple[Assigned, ...]:
    """All but those, in the same order."""
    struck = set(those)
    return tuple(a for a in all_of if a not in struck)


def standing(roster: Roster, previous: Sequence[Assigned], mode: Mode) -> list[Assigned]:
    """The previous assignments that every condition on a pair still allows."""
    may = eligible(roster, mode)
    row = {case.case_id: i for i, case in enumerate(roster.cases)}
    column = {reviewer.reviewer_id: j for j, reviewer in enumerate(roster.reviewers)}
    return [
        a
        for a in previous
        if a.case_id in row and a.reviewer_id in column and may[row[a.case_id], column[a.reviewer_id]]
    ]


def within_capacity(
    roster: Roster, kept: list[Assigned], free: set[Assigned], chance: Chance
) -> list[Assigned]:
    """Release movable assignments, at random, of reviewers whose capacity has become too small."""
    loads = Counter(a.reviewer_id for a in kept)
    over = {r.reviewer_id: loads[r.reviewer_id] - r.capacity for r in roster.reviewers}
    released = set()
    for at in chance.branch("over").permutation(len(kept)).tolist():
        if over[kept[at].reviewer_id] > 0 and kept[at] in free:
            over[kept[at].reviewer_id] -= 1
            released.add(kept[at])
    return [a for a in kept if a not in released]


def open_groups(
    roster: Roster,
    staying: Sequence[Assigned],
    used: Sequence[Assigned],
    terms: Terms,
    chance: Chance,
    *,
    idle: bool = False,
) -> Groups:
    """The open slots as groups: each case apart, without the units it has, capacities less what stays.

    Where regions must not review each other, the ways of `used` are taken as given.
    """
    columns, unit = columns_by_unit(left_of(roster, staying), chance.branch("order"), idle=idle)
    may = eligible(roster, terms.mode)
    row = {case.case_id: i for i, case in enumerate(roster.cases)}
    of = {reviewer.reviewer_id: reviewer for reviewer in roster.reviewers}
    wants = np.array([case.k for case in roster.cases], dtype=np.int64)
    units = np.array([reviewer.unit for reviewer in roster.reviewers], dtype=object)
    for a in staying:
        wants[row[a.case_id]] -= 1
        may[row[a.case_id], units == of[a.reviewer_id].unit] = False
    wants = np.maximum(wants, 0)
    groups = gather(left_of(roster, staying), may[:, columns], wants, columns, unit, chance.branch("groups"))
    return not_reciprocal(roster, groups, used, chance) if terms.anti_reciprocity else groups


def left_of(roster: Roster, staying: Sequence[Assigned]) -> Roster:
    """The roster with each capacity less what the reviewer keeps."""
    loads = Counter(a.reviewer_id for a in staying)
    left = [
        Reviewer(r.reviewer_id, r.region, r.unit, max(r.capacity - loads[r.reviewer_id], 0), r.specialities)
        for r in roster.reviewers
    ]
    return Roster(roster.cases, tuple(left), roster.conflicts)


def not_reciprocal(roster: Roster, groups: Groups, used: Sequence[Assigned], chance: Chance) -> Groups:
    """Forbid ways against those in use, then orient what is still open."""
    region = {case.case_id: case.region for case in roster.cases}
    home = {reviewer.reviewer_id: reviewer.region for reviewer in roster.reviewers}
    at = {name: position for position, name in enumerate(groups.regions)}
    given: Table = np.ones((len(at), len(at)), dtype=np.bool_)
    for a in used:
        reviewed, reviewing = at[region[a.case_id]], at[home[a.reviewer_id]]
        if reviewed != reviewing:
            given[reviewing, reviewed] = False
    groups = groups.within(given)
    allowed = orient(
        groups, lambda table: shortfall(groups.within(table), None), chance.branch("orientation")
    )
    return groups.within(allowed)


def spare_moves(
    roster: Roster, kept: list[Assigned], free: set[Assigned], terms: Terms, chance: Chance
) -> list[Assigned]:
    """What of `kept` can stay when as few movable assignments as possible give way; all of it if none helps."""
    fixed = [a for a in kept if a not in free]
    loose = {(a.case_id, a.reviewer_id): a for a in kept if a in free}
    groups = single_cases(open_groups(roster, fixed, kept, terms, chance))
    network = groups.network()
    stays = np.zeros(network.pair.shape, dtype=np.int32)
    pairs: dict[tuple[int, int], Assigned] = {}
    for g, members in enumerate(groups.members):
        case_id = roster.cases[members[0]].case_id
        for j, column in enumerate(groups.columns.tolist()):
            at = loose.get((case_id, roster.reviewers[column].reviewer_id))
            if at is not None:
                stays[g, j], pairs[g, j] = 1, at
    flow = no_flow(network, groups.capacity)
    push(network, flow, stays)
    if flow.short:
        return kept
    moved = {a for (g, j), a in pairs.items() if not flow.at_pair[g, j]}
    return [a for a in kept if a not in moved]


def single_cases(groups: Groups) -> Groups:
    """The same groups taken apart, one case each."""
    rows = np.repeat(np.arange(len(groups.members)), groups.sizes)
    return Groups(
        members=tuple(np.array([i]) for group in groups.members for i in group.tolist()),
        wants=groups.wants[rows],
        region=groups.region[rows],
        eligible=groups.eligible[rows],
        matches=groups.matches[rows],
        columns=groups.columns,
        unit=groups.unit,
        home=groups.home,
        capacity=groups.capacity,
        regions=groups.regions,
    )


def place(
    roster: Roster, staying: Sequence[Assigned], groups: Groups, chance: Chance
) -> tuple[Assigned, ...]:
    """Fill the open slots: loads first, then matches, then chance."""
    kept = Counter(a.reviewer_id for a in staying)
    base = np.array([kept[roster.reviewers[j].reviewer_id] for j in groups.columns], dtype=np.int64)
    network = groups.network()
    more = level_loads(network, base, groups.capacity, chance.branch("loads"))
    flow = no_flow(network, more)
    push(network, flow, groups.matches.astype(np.int32))
    dealt = deal(groups, flow.at_pair, chance.branch("deal"))
    mix(groups, dealt, more, more, chance.branch("mixing"))
    taken: dict[str, set[int]] = {case.case_id: set() for case in roster.cases}
    for a in staying:
        taken[a.case_id].add(a.slot)
    placed = []
    for s in chance.branch("slots").permutation(len(dealt.case)).tolist():
        case = roster.cases[dealt.case[s]]
        slot = next(n for n in range(1, case.k + 1) if n not in taken[case.case_id])
        taken[case.case_id].add(slot)
        reviewer = roster.reviewers[groups.columns[dealt.column[s]]]
        placed.append(Assigned(case.case_id, reviewer.reviewer_id, slot))
    return tuple(sorted(placed, key=lambda a: (a.case_id, a.slot)))
