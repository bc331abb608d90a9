"""What is done to a round before its freeze (起草): begin it, edit its plan, name its reviewers, leave cases out."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from review.cases.models import Case
from review.errors import N_, Kind, ReviewError
from review.journal.actions import Event, note
from review.people.models import Person, RoleGrant, Unit
from review.people.roles import Role
from review.people.viewer import Viewer
from review.rounds.models import Exclusion, Round, RoundReviewer, StepTaken
from review.rounds.sections import SECTION_OF, Basics, Part, Scope
from review.rounds.steps import Step, StepOutOfTurn


class OutOfReach(ReviewError):
    """Also where the office does not exist."""

    sentence = N_("您不能为所选单位组织评查。请选择您管辖范围内的单位。")
    kind = Kind.FORBIDDEN


class PlanChanged(ReviewError):
    sentence = N_(
        "方案在您填写期间已由他人修改（您打开的是第 %(seen)d 版，现为第 %(now)d 版），您的修改没有保存。"
        "请核对当前内容后重新保存。"
    )
    kind = Kind.CONFLICT

    def __init__(self, seen: int, now: int) -> None:
        super().__init__(seen=seen, now=now)


class NotAReviewer(ReviewError):
    sentence = N_("所选人员中有人没有评查员角色或已停用。请刷新页面后重新选择。")


class CapacityOutOfBounds(ReviewError):
    sentence = N_("评查员承办上限须为 1 至 500 件，您填写的是 %(capacity)d 件。请修改。")

    def __init__(self, capacity: int) -> None:
        super().__init__(capacity=capacity)


class ReasonMissing(ReviewError):
    sentence = N_("请写明排除该案的理由（2 至 300 字），理由将记入方案并可查阅。")


class AlreadyExcluded(ReviewError):
    sentence = N_("案件“%(key)s”已被排除，无需重复办理。")
    kind = Kind.CONFLICT

    def __init__(self, key: str) -> None:
        super().__init__(key=key)


@dataclass(frozen=True, slots=True)
class RoundStarted(Event):
    object_kind = "round"
    unit: str


@dataclass(frozen=True, slots=True)
class PlanEdited(Event):
    object_kind = "round"
    section: str
    version: int


@dataclass(frozen=True, slots=True)
class PoolSet(Event):
    object_kind = "round"
    reviewers: int
    capacity: int
    version: int


@dataclass(frozen=True, slots=True)
class PoolExtended(Event):
    object_kind = "round"
    reviewers: int
    capacity: int


@dataclass(frozen=True, slots=True)
class CaseExcluded(Event):
    object_kind = "round"
    case: str
    version: int


@dataclass(frozen=True, slots=True)
class CaseIncluded(Event):
    object_kind = "round"
    case: str
    version: int


def start_round(session: Session, unit: Unit, *, basics: Basics, by: Viewer, at: datetime) -> Round:
    """Begin a round of `unit` as a draft (新建轮次).

    Raises:
        OutOfReach: The unit does not lie in the officer's subtree.
        NameMissing: The round has no name.
    """
    if not by.covers(unit.path, Role.OFFICER):
        raise OutOfReach
    basics.check()
    round_ = Round(
        name=basics.name.strip(), basis=basics.basis.strip(), kind=basics.kind, unit=unit, by_id=by.id, at=at
    )
    session.add(round_)
    session.flush()
    record_step(session, round_, RoundStarted(round_.public_id, unit.public_id), did={}, by=by, at=at)
    return round_


def take_step(
    session: Session,
    round_: Round,
    to: Step,
    event: Event,
    *,
    did: Mapping[str, Any],
    by: Viewer | None,
    at: datetime,
) -> StepTaken:
    """Go on to the next step, and keep what it did and where the journal tells of it.

    Raises:
        StepOutOfTurn: `to` is not the next step.
    """
    round_.advance(to)
    return record_step(session, round_, event, did=did, by=by, at=at)


def record_step(
    session: Session, round_: Round, event: Event, *, did: Mapping[str, Any], by: Viewer | None, at: datetime
) -> StepTaken:
    """Keep that the round has come to the step it is at."""
    entry = note(session, event, by=by, at=at)
    taken = StepTaken(
        round_id=round_.id,
        step=round_.step,
        did=dict(did),
        journal_seq=entry.seq,
        by_id=by.id if by else None,
        at=at,
    )
    session.add(taken)
    session.flush()
    return taken


def edit_plan(
    session: Session, round_: Round, part: Part, *, version: int, by: Viewer, at: datetime
) -> Round:
    """Save one section of the draft (保存方案); `version` is the one the officer saw.

    Raises:
        PlanChanged: Somebody else saved in the meantime.
        StepOutOfTurn: The plan is frozen.
        ReviewError: A value is out of its bounds; each has its own sentence.
    """
    part.check()
    next_version(session, round_, version)
    for name, value in columns(part).items():
        setattr(round_, name, value)
    note(
        session,
        PlanEdited(round_.public_id, SECTION_OF[type(part)].value, round_.version),
        by=by,
        at=at,
    )
    return round_


def columns(part: Part) -> dict[str, Any]:
    """The columns of `Round` that a section sets."""
    if isinstance(part, Scope):
        return {"window_from": part.window_from, "window_to": part.window_to, "filters": part.filters}
    values = {one.name: getattr(part, one.name) for one in fields(part)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def set_pool(
    session: Session,
    round_: Round,
    capacities: Mapping[int, int],
    *,
    version: int,
    by: Viewer,
    at: datetime,
) -> Round:
    """Name the round's reviewers, by person, with the most cases each may get (评查员库).

    Raises:
        NotAReviewer: Somebody is not, or no longer, an active reviewer of the province.
        CapacityOutOfBounds, PlanChanged, StepOutOfTurn.
    """
    _accept(session, round_, capacities)
    next_version(session, round_, version)
    session.execute(delete(RoundReviewer).where(RoundReviewer.round_id == round_.id))
    session.add_all(
        RoundReviewer(round_id=round_.id, person_id=person_id, capacity=capacity)
        for person_id, capacity in sorted(capacities.items())
    )
    total = sum(capacities.values())
    note(session, PoolSet(round_.public_id, len(capacities), total, round_.version), by=by, at=at)
    return round_


def extend_pool(
    session: Session, round_: Round, capacities: Mapping[int, int], *, by: Viewer, at: datetime
) -> Round:
    """Add reviewers, or raise what one may get, after the freeze (增派); nobody is taken out.

    Raises:
        StepOutOfTurn: The plan is still a draft (edit it), or the results are out.
        NotAReviewer, CapacityOutOfBounds.
    """
    hold(session, round_)
    if round_.step is Step.DRAFT or round_.step.reached(Step.PUBLISHED):
        raise StepOutOfTurn(round_.step, Step.ASSIGNED)
    _accept(session, round_, capacities)
    known = {
        line.person_id: line
        for line in session.scalars(select(RoundReviewer).where(RoundReviewer.round_id == round_.id))
    }
    for person_id, capacity in sorted(capacities.items()):
        if person_id in known:
            known[person_id].capacity = max(known[person_id].capacity, capacity)
        else:
            session.add(RoundReviewer(round_id=round_.id, person_id=person_id, capacity=capacity))
    event = PoolExtended(round_.public_id, len(capacities), sum(capacities.values()))
    note(session, event, by=by, at=at)
    return round_


def _accept(session: Session, round_: Round, capacities: Mapping[int, int]) -> None:
    """Let only active reviewers with a sensible capacity pass."""
    for capacity in capacities.values():
        if not 1 <= capacity <= 500:
            raise CapacityOutOfBounds(capacity)
    if not capacities.keys() <= set(session.scalars(_reviewers(session, round_))):
        raise NotAReviewer


def _reviewers(session: Session, round_: Round) -> Any:
    """Ids of the active reviewers of the province the organising office belongs to."""
    root = session.get_one(Unit, round_.unit_id).path.split("/")[1]
    return (
        select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(
            Person.active,
            RoleGrant.role == Role.REVIEWER,
            Unit.path.startswith(f"/{root}/", autoescape=True),
        )
    )


def exclude_case(
    session: Session, round_: Round, case: Case, *, reason: str, version: int, by: Viewer, at: datetime
) -> Exclusion:
    """Leave a case out of the frame, in writing (排除).

    Raises:
        ReasonMissing, AlreadyExcluded, PlanChanged, StepOutOfTurn.
    """
    if not 2 <= len(reason.strip()) <= 300:
        raise ReasonMissing
    next_version(session, round_, version)
    if session.scalar(_exclusion_of(round_, case)):
        raise AlreadyExcluded(case.key)
    exclusion = Exclusion(round_id=round_.id, case_id=case.id, reason=reason.strip(), by_id=by.id, at=at)
    session.add(exclusion)
    note(session, CaseExcluded(round_.public_id, case.public_id, round_.version), by=by, at=at)
    return exclusion


def include_case(
    session: Session, round_: Round, case: Case, *, version: int, by: Viewer, at: datetime
) -> None:
    """Take an exclusion back (恢复)."""
    next_version(session, round_, version)
    exclusion = session.scalar(_exclusion_of(round_, case))
    if exclusion:
        session.delete(exclusion)
        note(session, CaseIncluded(round_.public_id, case.public_id, round_.version), by=by, at=at)


def _exclusion_of(round_: Round, case: Case) -> Any:
    return select(Exclusion).where(Exclusion.round_id == round_.id, Exclusion.case_id == case.id)


def next_version(session: Session, round_: Round, seen: int) -> None:
    """Count a change of the draft, if it is still a draft and still the version the officer saw.

    Raises:
        StepOutOfTurn: The plan is frozen.
        PlanChanged: Somebody else saved in the meantime.
    """
    hold(session, round_)
    if round_.step is not Step.DRAFT:
        raise StepOutOfTurn(round_.step, Step.DRAFT)
    if round_.version != seen:
        raise PlanChanged(seen, round_.version)
    round_.version += 1


def hold(session: Session, round_: Round) -> None:
    """Keep everybody else from changing the round until this transaction ends, and see it as it now is."""
    session.refresh(round_, ["version", "step"], with_for_update=True)
