"""What always holds for a round (健全性核查): journeys end with it, and an operator may run it at any time.

Every fault is a sentence that names the case or entry. A sound round has none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy.orm import Session

from review.catalogue.catalogue import Catalogue
from review.catalogue.queries import pinned
from review.errors import N_
from review.grading.basis import reckoning_of
from review.grading.models import Approval, Conclusion, Stage
from review.journal.queries import verify_chain
from review.reports.queries_soundness import (
    AssignmentRow,
    assignment_rows,
    capacities,
    conclusions_of,
    last_approvals,
    review_rows,
    sampled_rows,
    uncorrected,
    unstruck,
)
from review.rounds.models import Mode, Round
from review.rounds.steps import Step
from review.sampling.draw import draw
from review.sampling.queries import draw_plan, frame_cases
from review.sampling.strata import frame_hash

CHAIN_BROKEN = N_("留痕第 %(seq)d 条与前后不符（%(why)s）。")
FRAME_CHANGED = N_("抽样框与冻结时的校验值不符。")
SAMPLE_DIFFERS = N_("样本案件“%(key)s”与按种子重新抽取的结果不符。")
CONCLUSIONS = N_("样本案件“%(key)s”有 %(n)d 份评查结论，应当恰有一份。")
SLOTS = N_("案件“%(key)s”有 %(n)d 名评查员在办，应当为 %(wanted)d 名。")
HOME_UNIT = N_("案件“%(key)s”的第 %(slot)d 名评查员与承办单位同院。")
HOME_REGION = N_("案件“%(key)s”的第 %(slot)d 名评查员与承办单位同地区。")
OWN_CASE = N_("案件“%(key)s”的第 %(slot)d 名评查员是本案承办人。")
SAME_UNIT_TWICE = N_("案件“%(key)s”的评查员来自同一个院。")
OVERLOADED = N_("第 %(n)d 名评查员承担 %(load)d 件，超过上限 %(capacity)d 件。")
OUTSIDE_POOL = N_("案件“%(key)s”的第 %(slot)d 名评查员不在本轮次评查员库中。")
GRADE_UNREASONED = N_("案件“%(key)s”的评查员拟定等次与系统建议不一致，没有写明理由。")
POINTS_DIFFER = N_("%(number)s 的得分为 %(points)s，按问题和亮点重新计算为 %(again)s。")
GRADE_UNKNOWN = N_("%(number)s 的等次不在本轮次的等次方案中。")
APPROVAL_MISSING = N_("%(number)s 已定级而没有相应的审批。")
CHANGE_UNREASONED = N_("%(number)s 的审批等次与拟定等次不一致，没有写明理由。")
APPROVED_BY_HANDLER = N_("%(number)s 由本案承办人审批。")
NOT_PUBLISHED = N_("%(number)s 没有随本轮次公布。")
NO_CORRECTION = N_("%(number)s 有成立的问题没有对应的整改。")
NOT_STRUCK = N_("整改 %(number)s 没有销号，轮次却已归档。")

DONE = (Stage.APPROVED, Stage.PUBLISHED)


def faults(session: Session, round_: Round) -> list[str]:
    """All that does not hold for `round_` (健全性核查), as far as its step has come; nothing where it is sound."""
    found = [*_journal(session)]
    if round_.step.reached(Step.FROZEN):
        found += _frame(session, round_)
    if round_.step.reached(Step.DRAWN):
        found += _sample(session, round_)
    if round_.step.reached(Step.ASSIGNED):
        found += _assignments(session, round_)
    if round_.step.reached(Step.OPENED):
        found += _conclusions(session, round_)
    if round_.step.reached(Step.PUBLISHED):
        found += (NO_CORRECTION % {"number": number} for number in uncorrected(session, round_.id))
    if round_.step.reached(Step.CLOSED):
        found += (NOT_STRUCK % {"number": number} for number in unstruck(session, round_.id))
    return found


def _journal(session: Session) -> Iterator[str]:
    broken = verify_chain(session)
    if broken:
        yield CHAIN_BROKEN % {"seq": broken.seq, "why": broken.why}


def _frame(session: Session, round_: Round) -> Iterator[str]:
    if frame_hash(frame_cases(session, round_.id)) != round_.frame_hash:
        yield FRAME_CHANGED


def _sample(session: Session, round_: Round) -> Iterator[str]:
    """The sample is what frame, plan and seed give."""
    again = {
        (line.key, line.stratum, line.layer.value, line.ticket, line.rank, line.quota, line.stratum_size)
        for line in draw(frame_cases(session, round_.id), draw_plan(round_)).lines
    }
    kept = {
        (row.key, row.stratum, row.layer, row.ticket, row.rank, row.quota, row.stratum_size)
        for row in sampled_rows(session, round_.id)
    }
    for key in sorted({line[0] for line in again ^ kept}):
        yield SAMPLE_DIFFERS % {"key": key}


def _assignments(session: Session, round_: Round) -> Iterator[str]:
    """Nobody reviews at home, every place is filled, nobody carries more than the capacity."""
    rows = assignment_rows(session, round_.id)
    pool = capacities(session, round_.id)
    of_case: dict[int, list[AssignmentRow]] = defaultdict(list)
    for row in rows:
        of_case[row.case_id].append(row)
        yield from _pair(row, round_.mode, pool)
    for members in of_case.values():
        if len({row.reviewer_unit for row in members}) < len(members):
            yield SAME_UNIT_TWICE % {"key": members[0].key}
    loads = Counter(row.reviewer_id for row in rows)
    for n, reviewer in enumerate(sorted(loads), start=1):
        if loads[reviewer] > pool.get(reviewer, loads[reviewer]):
            yield OVERLOADED % {"n": n, "load": loads[reviewer], "capacity": pool[reviewer]}


def _pair(row: AssignmentRow, mode: Mode, pool: dict[int, int]) -> Iterator[str]:
    facts = {"key": row.key, "slot": row.slot}
    if row.reviewer_unit == row.case_unit:
        yield HOME_UNIT % facts
    if mode is Mode.CROSS_REGION and row.reviewer_region == row.case_region:
        yield HOME_REGION % facts
    if row.reviewer_id == row.handler_id:
        yield OWN_CASE % facts
    if row.reviewer_id not in pool:
        yield OUTSIDE_POOL % facts


def _conclusions(session: Session, round_: Round) -> Iterator[str]:
    """One conclusion per sampled case; grades follow from findings, and whoever departs from that says why."""
    for row in sampled_rows(session, round_.id):
        if row.conclusions != 1:
            yield CONCLUSIONS % {"key": row.key, "n": row.conclusions}
    for review in review_rows(session, round_.id):
        if review.grade != review.computed_grade and not review.grade_reason.strip():
            yield GRADE_UNREASONED % {"key": review.key}
    catalogue = pinned(session, round_.catalogue_hash or "")
    approvals = last_approvals(session, round_.id)
    slots = Counter(row.case_id for row in assignment_rows(session, round_.id))
    for conclusion in conclusions_of(session, round_.id):
        yield from _places(conclusion, slots[conclusion.sampled_case_id], round_)
        if conclusion.stage is not Stage.REVIEWING:
            yield from _points(conclusion, catalogue, round_)
        if conclusion.stage in DONE:
            yield from _grade(conclusion, approvals.get(conclusion.id), catalogue, round_)
        if round_.step.reached(Step.PUBLISHED) and conclusion.stage is not Stage.PUBLISHED:
            yield NOT_PUBLISHED % {"number": conclusion.number}


def _places(conclusion: Conclusion, slots: int, round_: Round) -> Iterator[str]:
    wanted = round_.reviewers_per_case + int(conclusion.third_called)
    # while a case is under review a recused reviewer's place may be open for a while
    if slots > wanted or (slots < wanted and conclusion.stage is not Stage.REVIEWING):
        yield SLOTS % {"key": conclusion.sampled_case.case.key, "n": slots, "wanted": wanted}


def _points(conclusion: Conclusion, catalogue: Catalogue, round_: Round) -> Iterator[str]:
    if conclusion.third_called:
        return  # of three reviews the middle points count, not those of what was merged
    again = reckoning_of(conclusion, catalogue, round_.grade_scheme).points
    if conclusion.points != again:
        yield POINTS_DIFFER % {"number": conclusion.number, "points": conclusion.points, "again": again}


def _grade(
    conclusion: Conclusion, approval: Approval | None, catalogue: Catalogue, round_: Round
) -> Iterator[str]:
    facts = {"number": conclusion.number}
    if catalogue.scheme(round_.grade_scheme).grade(conclusion.final_grade or "") is None:
        yield GRADE_UNKNOWN % facts
    if approval is None or approval.grade != conclusion.final_grade:
        yield APPROVAL_MISSING % facts
    elif conclusion.final_grade != conclusion.proposed_grade and not approval.reason.strip():
        yield CHANGE_UNREASONED % facts
    handler = conclusion.sampled_case.case.handler_id
    if approval and handler is not None and approval.by_id == handler:
        yield APPROVED_BY_HANDLER % facts
