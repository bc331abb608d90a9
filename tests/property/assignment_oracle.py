"""The same questions asked of OR-tools: a second opinion on shortfalls, fair shares and matches.

It reads the lists of cases and reviewers itself and shares no code with the product.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil, floor, lcm

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from ortools.sat.python import cp_model

from review.assignment.roster import CaseToAssign, Conflict, Reviewer


@dataclass(frozen=True)
class Town:
    """One instance."""

    cases: list[CaseToAssign]
    reviewers: list[Reviewer]
    conflicts: list[Conflict]

    @property
    def wanted(self) -> int:
        return sum(case.k for case in self.cases)

    def may(self, case: CaseToAssign, reviewer: Reviewer) -> bool:
        """Whether the reviewer may have the case, across regions."""
        me = reviewer.reviewer_id
        apart = {(c.reviewer_id, c.kind.value, c.target) for c in self.conflicts}
        named = {(me, "case", case.case_id), (me, "handler", case.handler), (me, "unit", case.unit)}
        return (
            case.region != reviewer.region
            and case.unit != reviewer.unit
            and case.handler != me
            and not apart & named
        )


class Model:
    """All plans of a town that fill some of the slots and break no condition, for CP-SAT."""

    def __init__(self, town: Town, *, anti_reciprocity: bool = False) -> None:
        self.town, self.model = town, cp_model.CpModel()
        self.met = {
            (i, j): self.model.new_bool_var(f"{i}/{j}")
            for i, case in enumerate(town.cases)
            for j, reviewer in enumerate(town.reviewers)
            if town.may(case, reviewer)
        }
        for i, case in enumerate(town.cases):
            self.model.add(sum(x for (i2, _), x in self.met.items() if i2 == i) <= case.k)
            for unit in {reviewer.unit for reviewer in town.reviewers}:
                self.model.add_at_most_one(
                    x for (i2, j), x in self.met.items() if i2 == i and town.reviewers[j].unit == unit
                )
        for j, reviewer in enumerate(town.reviewers):
            self.model.add(self.load(j) <= reviewer.capacity)
        if anti_reciprocity:
            self._orient()

    def _orient(self) -> None:
        regions = sorted({c.region for c in self.town.cases} | {r.region for r in self.town.reviewers})
        for a, b in combinations(regions, 2):
            first = self.model.new_bool_var(f"{a}>{b}")
            for (i, j), met in self.met.items():
                way = self.town.reviewers[j].region, self.town.cases[i].region
                if way == (a, b):
                    self.model.add_implication(met, first)
                elif way == (b, a):
                    self.model.add_implication(met, ~first)

    def load(self, j: int) -> cp_model.LinearExprT:
        """Slots of reviewer j."""
        return sum(x for (_, j2), x in self.met.items() if j2 == j)

    def most(self, value: cp_model.LinearExprT) -> int | None:
        """The largest `value` of any plan, or nothing if there is no plan."""
        self.model.maximize(value)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(self.model)
        return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def shortfall(town: Town, *, anti_reciprocity: bool = False) -> int:
    """Slots that stay empty at best."""
    model = Model(town, anti_reciprocity=anti_reciprocity)
    return town.wanted - (model.most(sum(model.met.values())) or 0)


def most_matches(town: Town, shares: dict[str, Fraction]) -> int | None:
    """Most matches of any full plan with loads equal to the shares rounded down or up."""
    model = Model(town)
    model.model.add(sum(model.met.values()) == town.wanted)
    for j, reviewer in enumerate(town.reviewers):
        share = shares[reviewer.reviewer_id]
        model.model.add(model.load(j) >= floor(share))
        model.model.add(model.load(j) <= ceil(share))
    known = [
        x for (i, j), x in model.met.items() if town.cases[i].case_type in town.reviewers[j].specialities
    ]
    return model.most(sum(known))


def least_squares_loads(town: Town, parts: int) -> list[int]:
    """Loads in parts of a slot with the smallest sum of load² / capacity, by min-cost flow with convex costs."""
    solver = SimpleMinCostFlow()
    weight = lcm(*(r.capacity for r in town.reviewers if r.capacity))
    units = sorted({reviewer.unit for reviewer in town.reviewers})
    sink = 1
    nodes = iter(range(2, 10**6))
    at = {reviewer.reviewer_id: next(nodes) for reviewer in town.reviewers}
    for case in town.cases:
        node = next(nodes)
        solver.add_arc_with_capacity_and_unit_cost(0, node, case.k * parts, 0)
        for unit in units:
            gate = next(nodes)
            solver.add_arc_with_capacity_and_unit_cost(node, gate, parts, 0)
            for reviewer in town.reviewers:
                if reviewer.unit == unit and town.may(case, reviewer):
                    solver.add_arc_with_capacity_and_unit_cost(gate, at[reviewer.reviewer_id], parts, 0)
    last: dict[int, int] = {}
    for j, reviewer in enumerate(town.reviewers):
        for part in range(min(reviewer.capacity, town.wanted) * parts):
            cost = (2 * part + 1) * weight // reviewer.capacity
            last[solver.add_arc_with_capacity_and_unit_cost(at[reviewer.reviewer_id], sink, 1, cost)] = j
    solver.set_node_supply(0, town.wanted * parts)
    solver.set_node_supply(sink, -town.wanted * parts)
    solve: Callable[[], int] = solver.solve
    assert solve() == solver.OPTIMAL
    loads = [0] * len(town.reviewers)
    for arc, j in last.items():
        loads[j] += solver.flow(arc)
    return loads
