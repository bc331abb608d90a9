"""Reading what an assignment brings together, and what came of it (分派查询)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from review.assignment.conditions import Mode as Rule
from review.assignment.models import Assignment, AssignmentRun, DeclaredConflict, End
from review.assignment.roster import CaseToAssign, Conflict, ConflictKind, Reviewer
from review.cases.models import Case
from review.people.models import Level, Person, Region, Unit
from review.people.roles import Role
from review.people.viewer import Viewer
from review.rounds.models import Mode, Round, RoundReviewer
from review.sampling.models import SampledCase

EARLIER_REVIEW = timedelta(days=365)
"""Whoever reviewed a handler's case within this time does not get the same handler again."""

HOURS_PER_CASE = Decimal(4)
"""Working hours reckoned for a case; only reported."""

RULES = {Mode.CROSS_REGION: Rule.CROSS_REGION, Mode.CROSS: Rule.CROSS_UNIT, Mode.VERTICAL: Rule.CROSS_UNIT}
"""The assignment's rule for each mode of review; vertical review adds conflicts with units of the same level."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A round's cases, reviewers and conflicts as the pure assignment takes them, and the rows behind the ids."""

    cases: tuple[CaseToAssign, ...]
    reviewers: tuple[Reviewer, ...]
    conflicts: tuple[Conflict, ...]
    sampled: dict[str, int]  # case key → sampled case
    people: dict[str, int]  # staff number → person
    rule: Rule


def gather(session: Session, round_: Round, *, at: datetime, only: int | None = None) -> Gathered:
    """Everything an assignment of the round looks at; `only` narrows the cases to one sampled case."""
    labels = region_labels(session)
    sampled: dict[str, int] = {}
    cases, team = [], []
    for row in _cases(session, round_.id, only):
        sampled[row.key] = row.id
        cases.append(
            CaseToAssign(
                case_id=row.key,
                region=labels[row.region_id],
                unit=row.code,
                handler=row.handler_no,
                case_type=row.family,
                hours=HOURS_PER_CASE,
                k=round_.reviewers_per_case,
            )
        )
        team += [(number, row.key) for number in row.team]
    people: dict[str, int] = {}
    reviewers, levels = [], {}
    for member in _pool(session, round_.id):
        people[member.staff_no] = member.id
        levels[member.staff_no] = member.level
        specialities = frozenset(member.specialities)
        reviewers.append(
            Reviewer(member.staff_no, labels[member.region_id], member.code, member.capacity, specialities)
        )
    conflicts = [
        *(Conflict(number, ConflictKind.CASE, key) for number, key in team if number in people),
        *_declared(session, people),
        *_earlier(session, round_, people, at),
    ]
    if round_.mode is Mode.VERTICAL:
        conflicts += _same_level(session, levels)
    return Gathered(tuple(cases), tuple(reviewers), tuple(conflicts), sampled, people, RULES[round_.mode])


def region_labels(session: Session) -> dict[int, str]:
    """A name for every region that no other has."""
    rows = session.execute(select(Region.id, Region.name, Region.code)).all()
    times = Counter(row.name for row in rows)
    return {row.id: row.name if times[row.name] == 1 else f"{row.name}（{row.code}）" for row in rows}


def _cases(session: Session, round_id: int, only: int | None) -> Sequence[Any]:
    wanted = [SampledCase.round_id == round_id]
    if only is not None:
        wanted.append(SampledCase.id == only)
    return session.execute(
        select(SampledCase.id, Case.key, Case.handler_no, Case.family, Case.team, Unit.code, Unit.region_id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(*wanted)
    ).all()


def _pool(session: Session, round_id: int) -> Sequence[Any]:
    return session.execute(
        select(
            Person.id,
            Person.staff_no,
            Person.specialities,
            Unit.code,
            Unit.region_id,
            Unit.level,
            RoundReviewer.capacity,
        )
        .join(Person, Person.id == RoundReviewer.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(RoundReviewer.round_id == round_id, Person.active)
    ).all()


def _declared(session: Session, people: dict[str, int]) -> list[Conflict]:
    """The conflict ledger, as far as it concerns the pool."""
    number = {person_id: staff_no for staff_no, person_id in people.items()}
    rows = session.scalars(select(DeclaredConflict))
    return [
        Conflict(number[row.reviewer_id], ConflictKind(row.kind), row.target)
        for row in rows
        if row.reviewer_id in number
    ]


def _earlier(session: Session, round_: Round, people: dict[str, int], at: datetime) -> list[Conflict]:
    """Handlers whom a reviewer reviewed in another round of late."""
    number = {person_id: staff_no for staff_no, person_id in people.items()}
    rows = session.execute(
        select(Assignment.reviewer_id, Case.handler_no)
        .join(SampledCase, SampledCase.id == Assignment.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .where(
            Assignment.round_id != round_.id,
            Assignment.assigned_at > at - EARLIER_REVIEW,
            Assignment.end.is_distinct_from(End.RECUSED),
            Case.handler_no != "",
        )
        .distinct()
    )
    return [
        Conflict(number[row.reviewer_id], ConflictKind.HANDLER, row.handler_no)
        for row in rows
        if row.reviewer_id in number
    ]


def _same_level(session: Session, levels: dict[str, Level]) -> list[Conflict]:
    """Units of the reviewer's own level, which vertical review (上下互评) keeps apart."""
    units: defaultdict[Level, list[str]] = defaultdict(list)
    for row in session.execute(select(Unit.code, Unit.level)):
        units[row.level].append(row.code)
    return [
        Conflict(number, ConflictKind.UNIT, code) for number, level in levels.items() for code in units[level]
    ]


def levels_held(session: Session, viewer: Viewer, path: str) -> set[Level]:
    """The levels of the offices over which the viewer is an officer and that cover `path`."""
    held = [grant.unit_id for grant in viewer.grants if grant.role is Role.OFFICER]
    rows = session.execute(select(Unit.level, Unit.path).where(Unit.id.in_(held)))
    return {row.level for row in rows if path.startswith(row.path)}


def run_of(session: Session, round_id: int) -> AssignmentRun | None:
    """The latest run of the assignment."""
    return session.scalar(
        select(AssignmentRun)
        .where(AssignmentRun.round_id == round_id)
        .order_by(AssignmentRun.id.desc())
        .limit(1)
    )


def loads_of(session: Session, round_id: int) -> dict[str, int]:
    """Open and finished assignments of each reviewer in the round, by staff number; ended ones do not count."""
    rows = session.execute(
        select(Person.staff_no, func.count())
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.reviewer_id)
        .where(Assignment.round_id == round_id, Assignment.ended_at.is_(None))
        .group_by(Person.staff_no)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Met:
    """Who has, or had, one case."""

    everybody: frozenset[str]  # staff numbers, ended assignments too
    units: frozenset[str]  # of the present reviewers
    slots: frozenset[int]  # taken now


def met_of(session: Session, sampled_case_id: int) -> Met:
    """Who has met one sampled case, and which of its slots are taken."""
    rows = session.execute(
        select(Person.staff_no, Unit.code, Assignment.slot, Assignment.ended_at)
        .join(Person, Person.id == Assignment.reviewer_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Assignment.sampled_case_id == sampled_case_id)
    ).all()
    present = [row for row in rows if row.ended_at is None]
    return Met(
        frozenset(row.staff_no for row in rows),
        frozenset(row.code for row in present),
        frozenset(row.slot for row in present),
    )


def ways_in_use(session: Session, round_id: int) -> set[tuple[int, int]]:
    """(reviewing region, reviewed region) of every assignment that has not ended."""
    home, place = aliased(Unit), aliased(Unit)
    rows = session.execute(
        select(home.region_id, place.region_id)
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.reviewer_id)
        .join(home, home.id == Person.unit_id)
        .join(SampledCase, SampledCase.id == Assignment.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(place, place.id == Case.unit_id)
        .where(Assignment.round_id == round_id, Assignment.ended_at.is_(None))
        .distinct()
    )
    return {(row[0], row[1]) for row in rows}


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A sampled case that has fewer reviewers than it wants; nobody who has it is named."""

    sampled_case_id: int
    sampled_public_id: str
    key: str
    case_name: str
    unit_name: str
    missing: int


def open_slots(session: Session, round_: Round) -> list[OpenSlot]:
    """Cases that want a reviewer, by unit and key (空缺名额); none before the assignment."""
    held = (
        select(Assignment.sampled_case_id, func.count().label("held"))
        .where(Assignment.round_id == round_.id, Assignment.ended_at.is_(None))
        .group_by(Assignment.sampled_case_id)
        .subquery()
    )
    missing = round_.reviewers_per_case - func.coalesce(held.c.held, 0)
    rows = session.execute(
        select(SampledCase.id, SampledCase.public_id, Case.key, Case.name, Unit.name, missing)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(held, held.c.sampled_case_id == SampledCase.id)
        .where(SampledCase.round_id == round_.id, missing > 0)
        .order_by(Unit.path, Case.key)
    )
    return [OpenSlot(*row) for row in rows]
