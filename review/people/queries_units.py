"""Reading the tree of units (机构查询): units, departments and regions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from review.people.models import Department, Person, Region, Unit


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of the tree with what hangs on it."""

    unit: Unit
    depth: int  # below the top of the tree that is shown, from 0
    departments: int
    people: int


def top_unit(session: Session) -> Unit | None:
    """The unit that runs this installation: the first one without a parent."""
    return session.scalars(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)).first()


def unit_lines(session: Session, scope: ColumnElement[bool]) -> list[UnitLine]:
    """Units within `scope` in the order of their paths, each with its departments and active people counted."""
    departments = (
        select(func.count()).select_from(Department).where(Department.unit_id == Unit.id).scalar_subquery()
    )
    people = (
        select(func.count())
        .select_from(Person)
        .where(Person.unit_id == Unit.id, Person.active)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Unit, departments, people).options(joinedload(Unit.region)).where(scope).order_by(Unit.path)
    ).all()
    top = min((unit.path.count("/") for unit, _, _ in rows), default=0)
    return [UnitLine(unit, unit.path.count("/") - top, d, p) for unit, d, p in rows]


def units_of(session: Session, scope: ColumnElement[bool]) -> Sequence[Unit]:
    """Units within `scope` in the order of their paths."""
    return session.scalars(select(Unit).where(scope).order_by(Unit.path)).all()


def unit_in(session: Session, public_id: str, scope: ColumnElement[bool]) -> Unit | None:
    """One unit with region and parent, if it lies within `scope`."""
    return session.scalars(
        select(Unit)
        .options(joinedload(Unit.region), joinedload(Unit.parent))
        .where(Unit.public_id == public_id, scope)
    ).first()


def departments_of(session: Session, unit_ids: Sequence[int]) -> Sequence[Department]:
    """Departments of these units by code."""
    return session.scalars(
        select(Department)
        .where(Department.unit_id.in_(unit_ids))
        .order_by(Department.unit_id, Department.code)
    ).all()


def regions(session: Session) -> Sequence[Region]:
    """All regions by code."""
    return session.scalars(select(Region).order_by(Region.code)).all()


def all_unit_codes(session: Session) -> frozenset[str]:
    """Every unit code there is, within reach or not."""
    return frozenset(session.scalars(select(Unit.code)))


def department_named(session: Session, public_id: str) -> Department | None:
    """The department of that public id."""
    return session.scalars(select(Department).where(Department.public_id == public_id)).first()
