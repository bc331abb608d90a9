"""One reviewer for one open slot (递补): after a recusal, or as a third. Pure.

Nothing else changes: no other assignment is touched, so no review that has begun is disturbed. Among those whom
every condition allows and who have room, the lightest load for the own capacity comes first, then speciality,
then chance, from the seed alone.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from review.assignment.chance import Chance
from review.assignment.conditions import Condition, Mode, eligible
from review.assignment.infeasible import AssignmentInfeasible, Cut
from review.assignment.roster import CaseToAssign, Conflict, Reviewer, roster_of
from review.errors import N_


class NobodyLeft(AssignmentInfeasible):
    """The slot stays open until the officer adds reviewers or capacity."""

    condition = Condition.ALL_FILLED
    sentence = N_(
        "%(where)s 的案件“%(example)s”没有符合条件且尚有余量的评查员，该名额暂缺。"
        "请增派其他单位的评查员、提高承办上限，或核对回避登记后补派。"
    )


def successor(
    case: CaseToAssign,
    reviewers: Sequence[Reviewer],
    conflicts: Sequence[Conflict],
    *,
    loads: Mapping[str, int],
    met: Collection[str],
    units: Collection[str],
    against: Collection[str] = (),
    mode: Mode,
    seed: str,
) -> str:
    """The id of the reviewer who takes the open slot of `case`.

    Args:
        case: The case with the open slot.
        reviewers: All of the round's pool, with their whole capacity.
        conflicts: The conflict ledger.
        loads: Slots each reviewer has in this round; absent: none.
        met: Ids of those who have, or had, this case already.
        units: Units of its present reviewers.
        against: Regions that may not review this case's, because it reviews them.
        mode: Who reviews whom.
        seed: Secret; decides among equals.

    Raises:
        NobodyLeft: Nobody keeps every condition.
    """
    roster = roster_of([case], reviewers, conflicts)
    may = eligible(roster, mode)[0]
    free = [
        reviewer
        for allowed, reviewer in zip(may.tolist(), roster.reviewers, strict=True)
        if allowed
        and reviewer.capacity > loads.get(reviewer.reviewer_id, 0)
        and reviewer.reviewer_id not in met
        and reviewer.unit not in units
        and reviewer.region not in against
    ]
    if not free:
        raise NobodyLeft(Cut(1, (case.case_id,), (case.region,)), {}, example=case.case_id)
    lot = Chance(seed, f"successor/{case.case_id}").permutation(len(free)).tolist()

    def claim(place: int) -> tuple[Fraction, bool, int]:
        one = free[place]
        share = Fraction(2 * loads.get(one.reviewer_id, 0) + 1, one.capacity)
        return share, case.case_type not in one.specialities, lot[place]

    return free[min(range(len(free)), key=claim)].reviewer_id
