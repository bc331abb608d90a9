"""Assign a city's round and the same round by OR-tools in one run: time, violations, spread, matches.

    python -m scripts.bench.assignment [--quick]

OR-tools gets the individual network with unit gates, our fair shares as bounds on loads (so it need not find
them), and matches as gains: it has to find the same number of matches. Its time is that of `solve` alone, without
building the network; ours is the whole of `assign`, from the lists to the certificate.
"""

import random
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from review.assignment.conditions import Mode, eligible, matching
from review.assignment.plan import Plan, assign
from review.assignment.reassign import reassign
from review.assignment.roster import CaseToAssign, Conflict, ConflictKind, Reviewer, roster_of

CASES, REGIONS, HANDLERS, TYPES = 1_367, 13, 172, 12
"""A city's round, shaped like Yangzhou's, in a province of 13 cities."""

FILLED = 1_000_000
"""Gain of a slot below the rounded-down share: more than all matches together."""

Town = tuple[list[CaseToAssign], list[Reviewer], list[Conflict]]


def town(reviewers: int, k: int) -> Town:
    """A made-up round with a ledger of a few hundred conflicts."""
    draw = random.Random(f"{reviewers}/{k}")
    units = [(f"市{n % REGIONS}", f"院{n}") for n in range(60)]
    types = [f"类{n}" for n in range(TYPES)]
    handlers = [f"承办人{n}" for n in range(HANDLERS)]
    cases = []
    for n in range(CASES):
        handler, (region, unit) = draw.choice(handlers), draw.choice(units)
        cases.append(CaseToAssign(f"案{n:04}", region, unit, handler, draw.choice(types), Decimal(2), k))
    capacity = ceil(CASES * k / reviewers * 1.15)
    asked = []
    for n in range(reviewers):
        (region, unit), knows = draw.choice(units), draw.sample(types, draw.randint(1, 3))
        asked.append(Reviewer(f"员{n:03}", region, unit, capacity + draw.randint(0, 3), frozenset(knows)))
    ids = [reviewer.reviewer_id for reviewer in asked]
    ledger = [Conflict(draw.choice(ids), ConflictKind.HANDLER, draw.choice(handlers)) for _ in range(200)]
    ledger += [Conflict(draw.choice(ids), ConflictKind.UNIT, draw.choice(units)[1]) for _ in range(40)]
    ledger += [Conflict(draw.choice(ids), ConflictKind.CASE, draw.choice(cases).case_id) for _ in range(100)]
    return cases, asked, ledger


def peer(made: Town, plan: Plan) -> tuple[float, int]:
    """OR-tools on the same bounds: seconds of CPU in `solve`, and matches."""
    roster = roster_of(*made)
    may, knows = eligible(roster, Mode.CROSS_REGION), matching(roster.cases, roster.reviewers)
    units = sorted({reviewer.unit for reviewer in roster.reviewers})
    of_unit = {u: [j for j, r in enumerate(roster.reviewers) if r.unit == u] for u in units}
    solver = SimpleMinCostFlow()
    source, sink, first_case = 0, 1, 2
    first_reviewer = first_case + len(roster.cases)
    gate = first_reviewer + len(roster.reviewers)
    gains = []
    for i, case in enumerate(roster.cases):
        solver.add_arc_with_capacity_and_unit_cost(source, first_case + i, case.k, 0)
        for members in of_unit.values():
            open_to = [j for j in members if may[i, j]]
            if open_to:
                solver.add_arc_with_capacity_and_unit_cost(first_case + i, gate, 1, 0)
                for j in open_to:
                    arc = solver.add_arc_with_capacity_and_unit_cost(
                        gate, first_reviewer + j, 1, -int(knows[i, j])
                    )
                    gains.append((arc, int(knows[i, j])))
                gate += 1
    for j, load in enumerate(plan.certificate.loads):
        share = load.fair_share or Fraction(0)
        least, most = floor(share), ceil(share)
        solver.add_arc_with_capacity_and_unit_cost(first_reviewer + j, sink, least, -FILLED)
        solver.add_arc_with_capacity_and_unit_cost(first_reviewer + j, sink, most - least, 0)
    solver.set_node_supply(source, roster.wanted)
    solver.set_node_supply(sink, -roster.wanted)
    solve: Callable[[], int] = solver.solve
    start = time.process_time()
    assert solve() == solver.OPTIMAL
    took = time.process_time() - start
    return took, sum(solver.flow(arc) * known for arc, known in gains)


def timed(work: Callable[[], Plan]) -> tuple[float, Plan]:
    """Seconds of CPU and the plan."""
    start = time.process_time()
    plan = work()
    return time.process_time() - start, plan


def measure(reviewers: int, k: int) -> None:
    """One line: ours beside OR-tools, then the variants of ours."""
    made = town(reviewers, k)
    ours, plan = timed(lambda: assign(*made, seed="31415"))
    theirs, matches = peer(made, plan)
    one_way, turned = timed(lambda: assign(*made, seed="31415", anti_reciprocity=True))
    capped, bounded = timed(lambda: assign(*made, seed="31415", cap=Fraction(1, 2)))
    start = time.process_time()
    change = reassign(plan.assignments, *made, seed="27182", dropouts=["员001"], movable=plan.assignments)
    mended = time.process_time() - start
    facts = plan.certificate
    broken = facts.violations + turned.certificate.violations + bounded.certificate.violations
    print(
        f"{CASES} x {reviewers}, k={k}: {ours:.2f} s, OR-tools {theirs:.2f} s (ratio {ours / theirs:.2f}); "
        f"violations {broken + change.certificate.violations}; "
        f"farthest from fair {float(facts.farthest_from_fair or 0):.3f}; "
        f"matches {facts.matches} / OR-tools {matches}; "
        f"anti-reciprocity {one_way:.2f} s, {len(turned.certificate.reciprocal_regions)} reciprocal; "
        f"cap 1/2 {capped:.2f} s; "
        f"drop-out {mended:.2f} s, {len(change.released)} forced, {len(change.moved)} moved"
    )


def main() -> None:
    """Print one line per size."""
    sizes = [(60, 1)] if "--quick" in sys.argv[1:] else product((60, 120, 200), (1, 2))
    for reviewers, k in sizes:
        measure(reviewers, k)


if __name__ == "__main__":
    main()
