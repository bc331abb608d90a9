"""Reading the ledger (查阅台账): each role inside its own reach."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from review.cases.models import Case
from review.grading.models import Conclusion, Finding
from review.grading.queries import headed_by
from review.people.models import Person, Unit
from review.people.queries import units_within
from review.people.roles import Role
from review.people.viewer import Viewer
from review.rectification.models import Correction, CorrectionMove, CorrectionState
from review.rounds.models import Round
from review.sampling.models import SampledCase


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One row of the ledger."""

    public_id: str
    number: str
    round_name: str
    catalogue_hash: str
    grade_scheme: str
    rule_code: str
    severity: str
    task: str
    case_number: str
    unit_name: str
    owner_name: str
    due_on: date
    state: CorrectionState


@dataclass(frozen=True, slots=True)
class Filter:
    """What the ledger is narrowed to; empty means all."""

    state: str = ""
    unit: str = ""
    round: str = ""
    words: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit to filter by."""

    public_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The figures above the ledger."""

    total: int
    open: int
    submitted: int
    returned: int
    struck: int
    overdue: int


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move of a correction, for its timeline."""

    to: CorrectionState
    text: str
    by_name: str
    on: date


UNFINISHED = Correction.state != CorrectionState.STRUCK
MAY_SUBMIT = (Role.HEAD, Role.OFFICER)
"""Who may say what was done where the case has no owner with an account."""


def in_reach(viewer: Viewer) -> Select[Correction]:
    """The corrections this viewer may see: own, of the own department, of the own subtree."""
    mine: list[ColumnElement[bool]] = [false()]
    if viewer.holds(Role.HANDLER):
        mine.append(Correction.owner_id == viewer.id)
    if viewer.holds(Role.HEAD):
        mine.append(headed_by(viewer))
    if viewer.holds(Role.OFFICER):
        mine.append(units_within(viewer, Role.OFFICER))
    return (
        select(Correction)
        .join(Correction.finding)
        .join(Conclusion, Conclusion.id == Finding.conclusion_id)
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Round, Round.id == Correction.round_id)
        .join(Unit, Unit.id == Correction.unit_id)
        .outerjoin(Person, Person.id == Correction.owner_id)
        .where(or_(*mine))
    )


def narrowed(reach: Select[Correction], wanted: Filter, *, today: date) -> Select[Correction]:
    """The reach, narrowed to what the filter asks."""
    if wanted.state in set(CorrectionState):
        reach = reach.where(Correction.state == wanted.state)
    if wanted.unit:
        reach = reach.where(Unit.public_id == wanted.unit)
    if wanted.round:
        reach = reach.where(Round.public_id == wanted.round)
    if wanted.overdue:
        reach = reach.where(UNFINISHED, Correction.due_on < today)
    if wanted.words:
        reach = reach.where(
            or_(
                *(
                    column.contains(wanted.words, autoescape=True)
                    for column in (
                        Correction.number,
                        Correction.task,
                        Finding.rule_code,
                        Finding.reason,
                        Case.key,
                        Person.name,
                    )
                )
            )
        )
    return reach


def correction_lines(
    session: Session, reach: Select[Correction], *, sort: str = "", limit: int, offset: int
) -> tuple[list[CorrectionLine], int]:
    """One page of the ledger and how many rows there are; unfinished first, then by term."""
    total = session.scalar(reach.with_only_columns(func.count())) or 0
    columns = {
        "number": Correction.number,
        "due": Correction.due_on,
        "unit": Unit.name,
        "state": Correction.state,
    }
    chosen = columns.get(sort.removeprefix("-"))
    first = () if chosen is None else (chosen.desc() if sort.startswith("-") else chosen.asc(),)
    rows = session.execute(
        reach.with_only_columns(
            Correction.public_id,
            Correction.number,
            Round.name.label("round_name"),
            func.coalesce(Round.catalogue_hash, "").label("catalogue_hash"),
            Round.grade_scheme,
            Finding.rule_code,
            Finding.severity,
            Correction.task,
            Case.key.label("case_number"),
            Unit.name.label("unit_name"),
            func.coalesce(Person.name, Case.handler_name).label("owner_name"),
            Correction.due_on,
            Correction.state,
        )
        .order_by(*first, ~UNFINISHED, Correction.due_on, Correction.number)
        .limit(limit)
        .offset(offset)
    ).all()
    return [CorrectionLine(**row._mapping) for row in rows], total


def ledger_figures(session: Session, reach: Select[Correction], *, today: date) -> Ledger:
    """The figures of a reach, in one question to the database."""
    of_state = [func.count().filter(Correction.state == state).label(state) for state in CorrectionState]
    row = session.execute(
        reach.with_only_columns(
            func.count().label("total"),
            *of_state,
            func.count().filter(and_(UNFINISHED, Correction.due_on < today)).label("overdue"),
        )
    ).one()
    return Ledger(**row._mapping)


def units_of(session: Session, reach: Select[Correction]) -> list[UnitChoice]:
    """The units that occur in a reach."""
    rows = session.execute(
        reach.with_only_columns(Unit.public_id, Unit.name, Unit.path).distinct().order_by(Unit.path)
    ).all()
    return [UnitChoice(row.public_id, row.name) for row in rows]


def correction_for(session: Session, viewer: Viewer, public_id: str) -> Correction | None:
    """One correction with its finding, conclusion, case and moves, if it is in the viewer's reach."""
    finding = joinedload(Correction.finding).joinedload(Finding.conclusion)
    return session.scalars(
        in_reach(viewer)
        .where(Correction.public_id == public_id)
        .options(
            finding.joinedload(Conclusion.sampled_case).joinedload(SampledCase.case).joinedload(Case.unit),
            finding.joinedload(Conclusion.sampled_case).joinedload(SampledCase.case).joinedload(Case.handler),
            selectinload(Correction.moves),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def people_of(session: Session, correction: Correction) -> dict[int, str]:
    """The names of those who moved a correction, by id."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(CorrectionMove, CorrectionMove.by_id == Person.id)
        .where(CorrectionMove.correction_id == correction.id)
        .distinct()
    ).all()
    return {row.id: row.name for row in rows}


def corrections_of_findings(session: Session, finding_ids: list[int]) -> dict[int, Correction]:
    """The corrections of these findings, by finding."""
    found = session.scalars(select(Correction).where(Correction.finding_id.in_(finding_ids)))
    return {correction.finding_id: correction for correction in found}


def count_unfinished(session: Session, round_: Round) -> tuple[int, int]:
    """Corrections of the round that are not struck off, and all of them."""
    row = session.execute(
        select(func.count().filter(UNFINISHED), func.count()).where(Correction.round_id == round_.id)
    ).one()
    return row[0], row[1]
