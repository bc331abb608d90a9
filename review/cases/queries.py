"""Reading cases (案件查询): who may see which, the list with its filters, one case with all its tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, String, and_, cast, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from review.cases.models import Case, CaseImport
from review.cases.searching import FIELDS, Search
from review.people.models import Department, Person, Unit
from review.people.queries import units_within
from review.people.roles import Role
from review.people.viewer import Viewer

SORTS = {
    "key": Case.key,
    "name": Case.name,
    "unit": Case.unit_id,
    "handler": Case.handler_name,
    "cause": Case.cause_decided,
    "accepted": Case.accept_date,
    "finished": Case.finish_date,
}
"""Name in the address → column."""

SEARCHED: dict[str, tuple[ColumnElement[str], ...]] = {
    "number": (Case.key.expression, Case.unified_no.expression),
    "handler": (Case.handler_name.expression, Case.handler_no.expression),
    "cause": (Case.cause_decided.expression, Case.cause_transferred.expression),
    "name": (Case.name.expression,),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is not filled in lets everything pass."""

    search: Search = field(default_factory=Search)
    unit: str = ""
    """Public id; its subtree is meant."""
    family: str = ""
    decision: str = ""
    first: date | None = None
    last: date | None = None
    problems: bool | None = None
    brought: str = ""
    """Public id of an import."""


def cases_within(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `Case` that the viewer may see it: as officer the subtree, as handler the own cases,
    as head those of the own department."""
    conditions: list[ColumnElement[bool]] = [false()]
    if viewer.holds(Role.OFFICER):
        conditions.append(Case.unit_id.in_(select(Unit.id).where(units_within(viewer, Role.OFFICER))))
    if viewer.holds(Role.HANDLER):
        conditions.append(Case.handler_id == viewer.id)
    if viewer.holds(Role.HEAD) and viewer.department_id is not None:
        own = Department.id == viewer.department_id
        named = Case.department_name == select(Department.name).where(own).scalar_subquery()
        colleagues = select(Person.id).where(Person.department_id == viewer.department_id)
        conditions.append(and_(Case.unit_id == viewer.unit_id, or_(named, Case.handler_id.in_(colleagues))))
    return or_(*conditions)


def passes(wanted: Wanted) -> ColumnElement[bool]:
    """The condition that a case is one of those looked for."""
    conditions: list[ColumnElement[bool]] = [true()]
    for name, word in wanted.search.terms:
        columns = SEARCHED[name] if name else tuple(column for one in FIELDS for column in SEARCHED[one])
        conditions.append(or_(*(column.contains(word, autoescape=True) for column in columns)))
    if wanted.unit:
        top = select(Unit.path).where(Unit.public_id == wanted.unit).scalar_subquery()
        conditions.append(Case.unit_id.in_(select(Unit.id).where(Unit.path.startswith(top))))
    if wanted.family:
        conditions.append(Case.family == wanted.family)
    if wanted.decision:
        conditions.append(Case.decision == wanted.decision)
    if wanted.first:
        conditions.append(Case.finish_date >= wanted.first)
    if wanted.last:
        conditions.append(Case.finish_date <= wanted.last)
    if wanted.problems is not None:
        clean = cast(Case.problems, String) == "[]"
        conditions.append(~clean if wanted.problems else clean)
    if wanted.brought:
        brought = select(CaseImport.id).where(CaseImport.public_id == wanted.brought)
        conditions.append(Case.import_id.in_(brought))
    return and_(*conditions)


def cases_page(
    session: Session,
    scope: ColumnElement[bool],
    wanted: Wanted,
    *,
    sort: str = "-finished",
    limit: int,
    offset: int = 0,
) -> tuple[Sequence[Case], int]:
    """Present versions within `scope` with their units, and how many there are in all: two queries."""
    which = and_(Case.current, scope, passes(wanted))
    column = SORTS.get(sort.removeprefix("-"), Case.finish_date)
    order = column.desc() if sort.startswith("-") else column.asc()
    numbers = select(Case.id).where(which).order_by(order, Case.id).limit(limit).offset(offset)
    query = (
        select(Case)
        .where(Case.id.in_(numbers.scalar_subquery()))
        .options(joinedload(Case.unit))
        .order_by(order, Case.id)
    )
    total = session.scalar(select(func.count()).select_from(Case).where(which)) or 0
    return session.scalars(query).all(), total


def decisions_of(session: Session, scope: ColumnElement[bool]) -> Sequence[str]:
    """The results (审结处理结果) that cases within `scope` have, the most frequent first."""
    return session.scalars(
        select(Case.decision)
        .where(Case.current, scope, Case.decision != "")
        .group_by(Case.decision)
        .order_by(func.count().desc(), Case.decision)
        .limit(100)
    ).all()


def case_in(session: Session, public_id: str, scope: ColumnElement[bool]) -> Case | None:
    """One version of a case with all its tables, if it lies within `scope`: one query per table."""
    tables = (Case.parties, Case.measures, Case.events, Case.documents, Case.notices, Case.workflow)
    return session.scalars(
        select(Case)
        .where(Case.public_id == public_id, scope)
        .options(
            joinedload(Case.unit).joinedload(Unit.region),
            joinedload(Case.handler),
            *(selectinload(table) for table in tables),
        )
    ).first()


def versions_of(session: Session, key: str, scope: ColumnElement[bool]) -> Sequence[tuple[Case, CaseImport]]:
    """Every version of a case that lies within `scope`, the latest first, with the import that brought it."""
    rows = session.execute(
        select(Case, CaseImport)
        .join(CaseImport, CaseImport.id == Case.import_id)
        .where(Case.key == key, scope)
        .order_by(Case.version.desc())
    ).all()
    return [(case, import_) for case, import_ in rows]
