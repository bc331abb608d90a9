"""Assigning, recusing, calling a third (分派、回避、第三人): by the machine, from a sealed seed; nobody picks."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.assignment.aliases import case_alias, reviewer_alias
from review.assignment.infeasible import AssignmentInfeasible
from review.assignment.models import Assignment, AssignmentRun, DeclaredConflict, End, Recusal
from review.assignment.plan import Plan, assign
from review.assignment.queries import (
    Gathered,
    gather,
    levels_held,
    loads_of,
    met_of,
    open_slots,
    region_labels,
    ways_in_use,
)
from review.assignment.roster import ConflictKind
from review.assignment.successor import successor
from review.cases.models import Case
from review.errors import N_, Kind, ReviewError
from review.journal.actions import Event, note, seal
from review.people.models import Level, Person, Unit
from review.people.viewer import Viewer
from review.rounds.actions import hold, take_step
from review.rounds.models import Round
from review.rounds.steps import Step, StepOutOfTurn
from review.sampling.models import SampledCase

LEAST_TIME = timedelta(days=5)
"""Whoever takes a case over late gets at least this long."""


class CountyMayNotAssign(ReviewError):
    sentence = N_("县级院案管人员不能办理分派。请由上级院案管人员登录后办理。")
    kind = Kind.FORBIDDEN


class AssignmentOver(ReviewError):
    sentence = N_("该评查任务已经结束，不能再申请回避。请返回任务列表查看。")
    kind = Kind.CONFLICT


class RecusalUnfit(ReviewError):
    sentence = N_("请选择回避的范围（本案、承办人或者承办单位），并写明 2 至 300 字的理由。")


@dataclass(frozen=True, slots=True)
class AssignmentSeedCommitted(Event):
    object_kind = "round"
    commitment: str


@dataclass(frozen=True, slots=True)
class CasesAssigned(Event):
    object_kind = "round"
    commitment: str
    cases: int
    slots: int
    reviewers: int
    violations: int
    assignments_hash: str


@dataclass(frozen=True, slots=True)
class ReviewerRecused(Event):
    object_kind = "assignment"
    kind: str


@dataclass(frozen=True, slots=True)
class ReviewerReplaced(Event):
    """Object is the new assignment."""

    object_kind = "assignment"
    round: str
    slot: int
    commitment: str


@dataclass(frozen=True, slots=True)
class SlotLeftOpen(Event):
    object_kind = "sampled_case"
    round: str


def assign_cases(session: Session, round_: Round, *, by: Viewer, at: datetime) -> AssignmentRun:
    """Assign every sampled case to its reviewers, from a secret seed committed before (分派).

    Raises:
        StepOutOfTurn: The sample is not drawn, or is assigned already.
        CountyMayNotAssign: The officer belongs to a county office only.
        AssignmentInfeasible: No plan keeps every condition; it names the clash.
    """
    hold(session, round_)
    if round_.step is not Step.DRAWN:
        raise StepOutOfTurn(round_.step, Step.ASSIGNED)
    path = session.get_one(Unit, round_.unit_id).path
    if levels_held(session, by, path) <= {Level.COUNTY}:
        raise CountyMayNotAssign
    seed = secrets.token_hex(32)
    promised = sha256(seed.encode()).hexdigest()
    note(session, AssignmentSeedCommitted(round_.public_id, promised), by=None, at=at)
    gathered = gather(session, round_, at=at)
    plan = assign(
        gathered.cases,
        gathered.reviewers,
        gathered.conflicts,
        seed=seed,
        mode=gathered.rule,
        anti_reciprocity=round_.anti_reciprocity,
    )
    run = AssignmentRun(
        round_id=round_.id,
        commitment=promised,
        sealed_seed=seal(session, seed),
        certificate=_certificate(session, round_, plan, gathered, seed),
        at=at,
    )
    session.add(run)
    session.add_all(_assignments(round_, plan, gathered, at))
    facts = run.certificate
    take_step(
        session,
        round_,
        Step.ASSIGNED,
        CasesAssigned(
            round_.public_id,
            promised,
            facts["cases"],
            facts["slots"],
            facts["reviewers"],
            facts["violations"],
            facts["sha256"]["assignments"],
        ),
        did={
            "cases": facts["cases"],
            "slots": facts["slots"],
            "reviewers": facts["reviewers"],
            "violations": facts["violations"],
            "commitment": promised,
        },
        by=by,
        at=at,
    )
    return run


def _certificate(
    session: Session, round_: Round, plan: Plan, gathered: Gathered, seed: str
) -> dict[str, Any]:
    """The certificate as it may be shown: reviewers under their aliases, no ways from region to region.

    With few reviewers in a region, the ways would tell who reviews whose cases; and the bare hash of a small
    list of assignments could be found by trying them all, so the secret seed goes in before it.
    """
    told = plan.certificate.as_json()
    told.pop("region_ways")
    told["sha256"]["assignments"] = sha256((seed + told["sha256"]["assignments"]).encode()).hexdigest()
    public = {
        row.staff_no: row.public_id
        for row in session.execute(
            select(Person.staff_no, Person.public_id).where(Person.id.in_(gathered.people.values()))
        )
    }
    secret = session.info["secret"]
    for load in told["loads"]:
        load["reviewer_id"] = reviewer_alias(secret, round_.public_id, public[load["reviewer_id"]])
    told["loads"].sort(key=lambda load: load["reviewer_id"])
    return told


def _assignments(round_: Round, plan: Plan, gathered: Gathered, at: datetime) -> Iterable[Assignment]:
    """The rows of a plan, in random order, so that their numbers tell nothing."""
    rows = list(plan.assignments)
    secrets.SystemRandom().shuffle(rows)
    for one in rows:
        yield Assignment(
            round_id=round_.id,
            sampled_case_id=gathered.sampled[one.case_id],
            reviewer_id=gathered.people[one.reviewer_id],
            slot=one.slot,
            alias=case_alias(secrets.randbelow),
            due_on=due_on(round_, at),
            assigned_at=at,
        )


def due_on(round_: Round, at: datetime) -> date:
    """When a review assigned now is due: the round's day, or later where that leaves too little time."""
    soonest = (at + LEAST_TIME).date()
    return max(round_.review_due_on, soonest) if round_.review_due_on else soonest


def recuse(
    session: Session, assignment: Assignment, *, kind: str, reason: str, by: Viewer, at: datetime
) -> Assignment | None:
    """End an assignment for a conflict, remember it, and deal the case to another reviewer at once (回避).

    `kind` says how far the conflict reaches: case, handler or unit. The recusal holds even where nobody can take
    over: then the result is None and the officer sees the open slot. The page must not tell the two apart to the
    reviewer, and must refuse before this where the review is handed in.

    Raises:
        AssignmentOver: It has ended already.
        RecusalUnfit: No such kind, or no reason.
    """
    session.refresh(assignment, ["ended_at"], with_for_update=True)
    if assignment.ended_at is not None:
        raise AssignmentOver
    if kind not in list(ConflictKind) or not 2 <= len(reason.strip()) <= 300:
        raise RecusalUnfit
    assignment.ended_at, assignment.end = at, End.RECUSED
    session.add(Recusal(assignment_id=assignment.id, kind=kind, reason=reason.strip(), at=at))
    _declare(session, assignment, ConflictKind(kind), at)
    note(session, ReviewerRecused(assignment.public_id, kind), by=by, at=at)
    try:
        return _place(session, assignment.sampled_case_id, slot=assignment.slot, at=at)
    except AssignmentInfeasible:
        sampled, round_ = _of(session, assignment.sampled_case_id)
        note(session, SlotLeftOpen(sampled.public_id, round_.public_id), by=None, at=at)
        return None


def _declare(session: Session, assignment: Assignment, kind: ConflictKind, at: datetime) -> None:
    """Write the conflict into the ledger, once."""
    key, handler, unit = session.execute(
        select(Case.key, Case.handler_no, Unit.code)
        .join(SampledCase, SampledCase.case_id == Case.id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(SampledCase.id == assignment.sampled_case_id)
    ).one()
    if kind is ConflictKind.HANDLER and not handler:
        kind = ConflictKind.CASE  # nobody is named in the file, so the conflict reaches no further
    target = {ConflictKind.CASE: key, ConflictKind.HANDLER: handler, ConflictKind.UNIT: unit}[kind]
    known = select(DeclaredConflict.id).where(
        DeclaredConflict.reviewer_id == assignment.reviewer_id,
        DeclaredConflict.kind == kind,
        DeclaredConflict.target == target,
    )
    if session.scalar(known) is None:
        session.add(
            DeclaredConflict(
                reviewer_id=assignment.reviewer_id, kind=kind.value, target=target, source="recusal", at=at
            )
        )


def call_third(session: Session, sampled_case: SampledCase, *, at: datetime) -> Assignment:
    """Call one more reviewer to a case whose two reviews differ, by the machine (第三人评查).

    Raises:
        AssignmentInfeasible: Nobody is eligible.
    """
    return _place(session, sampled_case.id, slot=3, at=at)


def fill_open_slots(session: Session, round_: Round, *, at: datetime) -> tuple[int, int]:
    """Deal every open slot for which somebody is eligible (补派): how many were filled, how many stay open."""
    hold(session, round_)
    if not round_.step.reached(Step.ASSIGNED) or round_.step.reached(Step.PUBLISHED):
        raise StepOutOfTurn(round_.step, Step.ASSIGNED)
    filled = left = 0
    for case in open_slots(session, round_):
        for _ in range(case.missing):
            taken = met_of(session, case.sampled_case_id).slots
            slot = next(n for n in range(1, round_.reviewers_per_case + 1) if n not in taken)
            try:
                _place(session, case.sampled_case_id, slot=slot, at=at)
                filled += 1
            except AssignmentInfeasible:
                left += 1
    return filled, left


def _of(session: Session, sampled_case_id: int) -> tuple[SampledCase, Round]:
    """The sampled case and its round."""
    sampled = session.get_one(SampledCase, sampled_case_id)
    return sampled, session.get_one(Round, sampled.round_id)


def _place(session: Session, sampled_case_id: int, *, slot: int, at: datetime) -> Assignment:
    """Fill one slot of one case.

    Raises:
        AssignmentInfeasible: Nobody is eligible.
    """
    sampled, round_ = _of(session, sampled_case_id)
    session.flush()
    gathered = gather(session, round_, at=at, only=sampled.id)
    met = met_of(session, sampled.id)
    seed = secrets.token_hex(32)
    chosen = successor(
        gathered.cases[0],
        gathered.reviewers,
        gathered.conflicts,
        loads=loads_of(session, round_.id),
        met=met.everybody,
        units=met.units,
        against=_against(session, round_, gathered.cases[0].region),
        mode=gathered.rule,
        seed=seed,
    )
    placed = Assignment(
        round_id=round_.id,
        sampled_case_id=sampled.id,
        reviewer_id=gathered.people[chosen],
        slot=slot,
        alias=case_alias(secrets.randbelow),
        due_on=due_on(round_, at),
        assigned_at=at,
    )
    session.add(placed)
    session.flush()
    promised = sha256(seed.encode()).hexdigest()
    note(session, ReviewerReplaced(placed.public_id, round_.public_id, slot, promised), by=None, at=at)
    return placed


def _against(session: Session, round_: Round, region: str) -> set[str]:
    """Regions that the case's own region reviews, where no two may review each other."""
    if not round_.anti_reciprocity:
        return set()
    labels = region_labels(session)
    return {labels[place] for home, place in ways_in_use(session, round_.id) if labels[home] == region}
