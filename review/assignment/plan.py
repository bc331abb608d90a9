"""The assignment of a round, whole (分派): the exact method for a county or a city. Pure.

Every hard condition holds or `AssignmentInfeasible` says which clash forbids it. Among the plans that keep them:
every load is the fair share rounded down or up (`fairness`), then the number of matches is the largest possible,
then chance decides, from the seed alone (`mixing`, or `rounding` under a cap).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from review.assignment.certificate import Certificate, PairBound, certify
from review.assignment.chance import Chance
from review.assignment.conditions import Mode, Table, Terms
from review.assignment.deal import Dealt, deal, number_slots
from review.assignment.fairness import fair_shares
from review.assignment.flow import no_flow, push
from review.assignment.groups import Groups, group_cases
from review.assignment.infeasible import explain, shortfall
from review.assignment.mixing import mix
from review.assignment.network import Counts, Network
from review.assignment.orientation import orient
from review.assignment.roster import Assigned, CaseToAssign, Conflict, Reviewer, roster_of
from review.assignment.rounding import round_at_random


@dataclass(frozen=True, slots=True)
class Plan:
    """Every case with its reviewers, by case and slot, and what can be proved of it."""

    assignments: tuple[Assigned, ...]
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Best:
    """The largest number of matches with fair loads, and slots by group and reviewer that reach it."""

    shares: list[Fraction]  # fair share of each column, in slots
    least: Counts  # (J,) shares rounded down
    most: Counts  # (J,) shares rounded up
    counts: Counts  # (G, J) in parts of a slot
    matches: Fraction


def assign(
    cases: Iterable[CaseToAssign],
    reviewers: Iterable[Reviewer],
    conflicts: Iterable[Conflict],
    *,
    seed: str,
    mode: Mode = Mode.CROSS_REGION,
    anti_reciprocity: bool = False,
    cap: Fraction | None = None,
) -> Plan:
    """Assign every case to its k reviewers (分派).

    Args:
        cases: Sampled cases, ids unique, in any order; the order decides nothing.
        reviewers: Those who may be asked, ids unique; who has capacity 0 gets nothing.
        conflicts: The conflict ledger; lines that concern nobody here are ignored.
        seed: Secret until opened; decides among equally good plans, the same on every machine.
        mode: Who reviews whom.
        anti_reciprocity: No two regions review each other.
        cap: Most probability of any one case meeting any one reviewer; matches are then the largest possible
            in expectation, and the plan is one draw.

    Raises:
        AssignmentInfeasible: No plan keeps every condition; it names the clash.
    """
    roster = roster_of(cases, reviewers, conflicts)
    terms = Terms(mode, anti_reciprocity, cap)
    chance = Chance(seed, "assign")
    groups = group_cases(roster, mode, chance.branch("order"))
    allowed = choose_orientation(groups, terms, chance)
    if allowed is not None:
        groups = groups.within(allowed)
    network = groups.network(cap)
    parts = cap.denominator if cap else 1
    if shortfall(groups, cap):
        raise explain(roster, terms, allowed, chance)
    best = best_counts(groups, network, parts)
    dealt = draw_plan(groups, network, best, parts, chance)
    return Plan(
        assignments := number_slots(roster, groups, dealt, chance.branch("slots")),
        certify(
            roster,
            assignments,
            terms,
            seed,
            shares={
                roster.reviewers[j].reviewer_id: s for j, s in zip(groups.columns, best.shares, strict=True)
            },
            most_matches=floor(best.matches),
            pair_bound=PairBound("cap", cap) if cap else alike_bound(groups, best.most),
        ),
    )


def choose_orientation(groups: Groups, terms: Terms, chance: Chance) -> Table | None:
    """Which region may review which, where the terms ask for it; carries the plan if one that does was found."""
    if not terms.anti_reciprocity:
        return None
    return orient(
        groups,
        lambda allowed: shortfall(groups.within(allowed), terms.cap),
        chance.branch("orientation"),
    )


def best_counts(groups: Groups, network: Network, parts: int) -> Best:
    """Fair loads first, then the most matches: a flow up to the rounded-down shares, then on to the rounded-up.

    The first stage fills every reviewer to the share rounded down, and later slots never take from a load, so the
    second ends at the most matches of all flows with loads between the two.
    """
    shares = [share / parts for share in fair_shares(network, groups.capacity * parts)]
    least = np.array([floor(share) for share in shares], dtype=np.int64)
    most = np.array([ceil(share) for share in shares], dtype=np.int64)
    gain = groups.matches.astype(np.int32)
    flow = no_flow(network, least * parts)
    push(network, flow, gain)
    flow.spare += (most - least) * parts
    push(network, flow, gain)
    return Best(shares, least, most, flow.at_pair, Fraction(int((flow.at_pair * gain).sum()), parts))


def draw_plan(groups: Groups, network: Network, best: Best, parts: int, chance: Chance) -> Dealt:
    """One plan at random: rounded from parts of slots under a cap, else mixed among the equally good."""
    if parts > 1:
        whole = round_at_random(network, best.counts, parts, chance.branch("rounding"))
        return deal(groups, whole, chance.branch("deal"))
    dealt = deal(groups, best.counts, chance.branch("deal"))
    mix(groups, dealt, best.least, best.most, chance.branch("mixing"))
    return dealt


def alike_bound(groups: Groups, most: Counts) -> PairBound:
    """Bound on pair probabilities from the equal chances of like cases."""
    bounds = [
        Fraction(min(size, int(most[row].max(initial=0))), size)
        for size, row in zip(groups.sizes.tolist(), groups.eligible, strict=True)
    ]
    return PairBound("alike", max(bounds, default=Fraction(0)))
