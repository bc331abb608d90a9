"""Reading rounds (查阅轮次): lists within a viewer's reach, a round with its life, its draft, pool and exclusions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from review.cases.models import Case
from review.people.models import Person, Region, RoleGrant, Unit
from review.people.queries import units_within
from review.people.roles import Role
from review.people.viewer import Viewer
from review.rounds.models import Exclusion, Round, RoundReviewer, StepTaken
from review.rounds.plan import Draft, Excluded, Organiser, Pool
from review.rounds.sections import Basics, Reviewing, Rules, Sampling, Scope, Terms
from review.rounds.steps import Step


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of rounds is narrowed to."""

    words: str = ""
    step: Step | None = None


def rounds_page(
    session: Session, viewer: Viewer, wanted: Wanted, *, limit: int, offset: int
) -> tuple[Sequence[Round], int]:
    """Rounds organised within the viewer's reach, newest first, and how many match in all."""
    conditions: list[ColumnElement[bool]] = [units_within(viewer, Role.OFFICER)]
    if wanted.words:
        conditions.append(
            or_(
                Round.name.contains(wanted.words, autoescape=True),
                Round.basis.contains(wanted.words, autoescape=True),
                Unit.name.contains(wanted.words, autoescape=True),
            )
        )
    if wanted.step:
        conditions.append(Round.step == wanted.step)
    rows = session.scalars(
        select(Round)
        .join(Round.unit)
        .options(contains_eager(Round.unit), defer(Round.plan), defer(Round.protocol))
        .where(*conditions)
        .order_by(Round.at.desc(), Round.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    count = session.scalar(select(func.count()).select_from(Round).join(Round.unit).where(*conditions)) or 0
    return rows, count


def steps_in_reach(session: Session, viewer: Viewer) -> dict[Step, int]:
    """How many rounds within the viewer's reach stand at each step."""
    rows = session.execute(
        select(Round.step, func.count())
        .join(Round.unit)
        .where(units_within(viewer, Role.OFFICER))
        .group_by(Round.step)
    )
    counts = {row[0]: row[1] for row in rows}
    return {step: counts[step] for step in Step if step in counts}


def round_of(session: Session, viewer: Viewer, public_id: str) -> Round | None:
    """The round of that name, with its unit; None where it is not there or out of the viewer's reach."""
    return session.scalar(
        select(Round)
        .join(Round.unit)
        .options(contains_eager(Round.unit))
        .where(Round.public_id == public_id, units_within(viewer, Role.OFFICER))
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A step the round took, with the name of who took it."""

    taken: StepTaken
    by: str  # "" where the machine did


def life_of(session: Session, round_id: int) -> Sequence[Told]:
    """The steps taken, in order."""
    rows = session.execute(
        select(StepTaken, Person.name)
        .outerjoin(Person, Person.id == StepTaken.by_id)
        .where(StepTaken.round_id == round_id)
        .order_by(StepTaken.at, StepTaken.id)
    )
    return [Told(taken, name or "") for taken, name in rows]


def step_taken(session: Session, round_id: int, step: Step) -> StepTaken | None:
    """The record of one step, if it was taken."""
    return session.scalar(select(StepTaken).where(StepTaken.round_id == round_id, StepTaken.step == step))


def draft_of(session: Session, round_: Round) -> Draft:
    """The round's plan as it stands, all sections together."""
    unit = session.get_one(Unit, round_.unit_id)
    scope = scope_of(round_)
    return Draft(
        organiser=Organiser(unit.code, unit.name),
        basics=Basics(round_.name, round_.basis, round_.kind),
        scope=scope,
        unit_codes=codes_of(session, scope.unit_ids),
        sampling=sampling_of(round_),
        rules=Rules(round_.catalogue_version, round_.grade_scheme, round_.points_gap),
        reviewing=Reviewing(round_.mode, round_.reviewers_per_case, round_.anti_reciprocity),
        terms=Terms(
            round_.review_due_on,
            round_.hearing_days,
            round_.correction_days,
            round_.hide_handler,
            round_.hide_reviewer,
        ),
        pool=pool_counts(session, round_.id),
        excluded=[
            Excluded(key, reason)
            for key, reason in session.execute(
                select(Case.key, Exclusion.reason)
                .join(Exclusion.case)
                .where(Exclusion.round_id == round_.id)
                .order_by(Case.key)
            )
        ],
    )


def scope_of(round_: Round) -> Scope:
    """Which cases the draft reaches."""
    return Scope(
        window_from=round_.window_from,
        window_to=round_.window_to,
        families=tuple(round_.filters.get("families", ())),
        causes=tuple(round_.filters.get("causes", ())),
        unit_ids=tuple(round_.filters.get("unit_ids", ())),
    )


def sampling_of(round_: Round) -> Sampling:
    """How the draft samples."""
    return Sampling(round_.rate, round_.minimum, tuple(round_.strata), tuple(round_.must_kinds))


def codes_of(session: Session, unit_ids: Sequence[int]) -> list[str]:
    """The codes of units, in order."""
    if not unit_ids:
        return []
    return list(session.scalars(select(Unit.code).where(Unit.id.in_(unit_ids)).order_by(Unit.code)))


def units_of_subtree(session: Session, unit_id: int) -> Sequence[Unit]:
    """The organising office and every office below it, in the order of the tree."""
    top = session.get_one(Unit, unit_id)
    return session.scalars(
        select(Unit).where(Unit.path.startswith(top.path, autoescape=True), Unit.active).order_by(Unit.path)
    ).all()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewer who may be taken into the pool, or is in it."""

    person_id: int
    public_id: str
    name: str
    unit_name: str
    region_name: str
    specialities: list[str]
    usual_capacity: int
    capacity: int | None  # in this round; None: not in the pool


def candidates(session: Session, round_: Round) -> Sequence[Candidate]:
    """Every active reviewer of the province the organising office belongs to, by unit and staff number (评查员库)."""
    root = session.get_one(Unit, round_.unit_id).path.split("/")[1]
    reviewers = select(RoleGrant.person_id).where(RoleGrant.role == Role.REVIEWER)
    rows = session.execute(
        select(Person, Unit.name, Region.name, RoundReviewer.capacity)
        .join(Unit, Unit.id == Person.unit_id)
        .join(Region, Region.id == Unit.region_id)
        .outerjoin(
            RoundReviewer, (RoundReviewer.person_id == Person.id) & (RoundReviewer.round_id == round_.id)
        )
        .where(
            Unit.path.startswith(f"/{root}/", autoescape=True),
            or_(Person.active & Person.id.in_(reviewers), RoundReviewer.id.is_not(None)),
        )
        .order_by(Unit.path, Person.staff_no)
    )
    return [
        Candidate(
            person_id=person.id,
            public_id=person.public_id,
            name=person.name,
            unit_name=unit_name,
            region_name=region_name,
            specialities=list(person.specialities),
            usual_capacity=person.capacity,
            capacity=capacity,
        )
        for person, unit_name, region_name, capacity in rows
    ]


def pool_counts(session: Session, round_id: int) -> Pool:
    """How many reviewers of how many units with how much capacity are in the pool."""
    reviewers, units, capacity = session.execute(
        select(
            func.count(),
            func.count(Person.unit_id.distinct()),
            func.coalesce(func.sum(RoundReviewer.capacity), 0),
        )
        .join(Person, Person.id == RoundReviewer.person_id)
        .where(RoundReviewer.round_id == round_id)
    ).one()
    return Pool(reviewers, units, int(capacity))


def pool_of(session: Session, round_id: int) -> Sequence[RoundReviewer]:
    """The pool with people, their units and regions."""
    return session.scalars(
        select(RoundReviewer)
        .options(
            joinedload(RoundReviewer.person).joinedload(Person.unit).joinedload(Unit.region),
        )
        .join(Person, Person.id == RoundReviewer.person_id)
        .where(RoundReviewer.round_id == round_id)
        .order_by(Person.staff_no)
    ).all()


@dataclass(frozen=True, slots=True)
class ExclusionLine:
    """A case taken out of the frame, and why."""

    case_public_id: str
    key: str
    name: str
    unit_name: str
    reason: str
    by: str
    at: datetime


def exclusions(
    session: Session, round_id: int, *, limit: int, offset: int = 0
) -> tuple[Sequence[ExclusionLine], int]:
    """Exclusions of a round by case, and how many there are."""
    rows = session.execute(
        select(Case.public_id, Case.key, Case.name, Unit.name, Exclusion.reason, Person.name, Exclusion.at)
        .join(Exclusion.case)
        .join(Unit, Unit.id == Case.unit_id)
        .join(Person, Person.id == Exclusion.by_id)
        .where(Exclusion.round_id == round_id)
        .order_by(Case.key)
        .limit(limit)
        .offset(offset)
    )
    count = session.scalar(select(func.count()).where(Exclusion.round_id == round_id)) or 0
    return [ExclusionLine(*row) for row in rows], count


def case_in_reach(session: Session, round_: Round, key: str) -> Case | None:
    """The current case of that key in the organising office's subtree."""
    top = session.get_one(Unit, round_.unit_id)
    return session.scalar(
        select(Case)
        .join(Case.unit)
        .where(Case.current, Case.key == key, Unit.path.startswith(top.path, autoescape=True))
    )
