"""Whether assignments keep every condition, checked from the lists alone (核验). Pure.

Shares no code with the solver: it looks at each assignment as a person would.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from review.assignment.conditions import Condition, Mode
from review.assignment.roster import Assigned, CaseToAssign, Conflict, ConflictKind, Reviewer


@dataclass(frozen=True, slots=True)
class Violation:
    """One condition broken; a case or a reviewer is "" where the condition does not concern one."""

    condition: Condition
    case_id: str
    reviewer_id: str


def violations(
    cases: Iterable[CaseToAssign],
    reviewers: Iterable[Reviewer],
    conflicts: Iterable[Conflict],
    assignments: Iterable[Assigned],
    *,
    mode: Mode = Mode.CROSS_REGION,
    anti_reciprocity: bool = False,
) -> list[Violation]:
    """Every condition that `assignments` break, in the order of cases, then reviewers, then regions.

    An assignment of an unknown case or to an unknown reviewer counts as a place not rightly filled.
    """
    of_case = {case.case_id: case for case in cases}
    of_reviewer = {reviewer.reviewer_id: reviewer for reviewer in reviewers}
    kept_apart = {(conflict.reviewer_id, conflict.kind, conflict.target) for conflict in conflicts}
    taken: defaultdict[str, list[Assigned]] = defaultdict(list)
    for assigned in assignments:
        taken[assigned.case_id].append(assigned)
    found = []
    for case_id in sorted({*of_case, *taken}):
        if case_id not in of_case:
            found += [Violation(Condition.ALL_FILLED, case_id, a.reviewer_id) for a in taken[case_id]]
            continue
        case, meets = of_case[case_id], taken[case_id]
        found += broken_in_case(case, meets, of_reviewer)
        for assigned in meets:
            if assigned.reviewer_id in of_reviewer:
                pair = broken_by_pair(case, of_reviewer[assigned.reviewer_id], kept_apart, mode)
                found += [Violation(condition, case_id, assigned.reviewer_id) for condition in pair]
    known = [a for all_of_case in taken.values() for a in all_of_case if a.reviewer_id in of_reviewer]
    loads = Counter(assigned.reviewer_id for assigned in known)
    over = sorted(r for r in loads if loads[r] > of_reviewer[r].capacity)
    found += [Violation(Condition.CAPACITY, "", reviewer_id) for reviewer_id in over]
    if anti_reciprocity:
        pairs = {
            (of_reviewer[a.reviewer_id].region, of_case[a.case_id].region)
            for a in known
            if a.case_id in of_case
        }
        found += [Violation(Condition.ANTI_RECIPROCITY, a, b) for a, b in reciprocal(pairs)]
    return found


def broken_in_case(
    case: CaseToAssign, meets: list[Assigned], of_reviewer: dict[str, Reviewer]
) -> list[Violation]:
    """What is wrong with a case's reviewers taken together."""
    slots = sorted(assigned.slot for assigned in meets)
    known = [of_reviewer[a.reviewer_id] for a in meets if a.reviewer_id in of_reviewer]
    found = []
    if slots != list(range(1, case.k + 1)) or len(known) < len(meets):
        found.append(Violation(Condition.ALL_FILLED, case.case_id, ""))
    if len({reviewer.unit for reviewer in known}) < len(known):
        found.append(Violation(Condition.DIFFERENT_UNITS, case.case_id, ""))
    return found


def broken_by_pair(
    case: CaseToAssign, reviewer: Reviewer, kept_apart: set[tuple[str, ConflictKind, str]], mode: Mode
) -> list[Condition]:
    """What forbids this reviewer this case."""
    me = reviewer.reviewer_id
    forbids = {
        Condition.OTHER_REGION: mode is Mode.CROSS_REGION and reviewer.region == case.region,
        Condition.OTHER_UNIT: reviewer.unit == case.unit,
        Condition.NOT_HANDLER: me == case.handler,
        Condition.CASE_CONFLICT: (me, ConflictKind.CASE, case.case_id) in kept_apart,
        Condition.HANDLER_CONFLICT: (me, ConflictKind.HANDLER, case.handler) in kept_apart,
        Condition.UNIT_CONFLICT: (me, ConflictKind.UNIT, case.unit) in kept_apart,
    }
    return [condition for condition, forbidden in forbids.items() if forbidden]


def reciprocal(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Two regions that review each other, each two once; `pairs` are (reviewing region, reviewed region)."""
    known = set(pairs)
    return sorted((a, b) for a, b in known if a < b and (b, a) in known)
