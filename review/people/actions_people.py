"""What is done to people (人员): registered and changed. Accounts and roles have files of their own."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.errors import N_, Kind, ReviewError
from review.journal.actions import Event, note
from review.people.actions import end_sign_ins
from review.people.models import Department, Person, Unit
from review.people.roles import Estate
from review.people.viewer import Viewer

CAPACITY_MOST = 500
"""Cases a round may give one reviewer at the very most."""


class StaffNumberTaken(ReviewError):
    sentence = N_("工号 %(staff_no)s 已登记给另一人。请核对后修改。")
    kind = Kind.CONFLICT

    def __init__(self, staff_no: str) -> None:
        super().__init__(staff_no=staff_no)


class DepartmentElsewhere(ReviewError):
    sentence = N_("部门“%(department)s”不属于%(unit)s。请重新选择部门。")

    def __init__(self, department: Department, unit: Unit) -> None:
        super().__init__(department=department.name, unit=unit.name)


@dataclass(frozen=True, slots=True)
class PersonRegistered(Event):
    object_kind = "person"
    unit: str
    estate: str


@dataclass(frozen=True, slots=True)
class PersonChanged(Event):
    object_kind = "person"
    columns: str


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of a person besides number and unit (人员信息)."""

    name: str
    department: Department | None
    rank: str
    specialities: tuple[str, ...]
    capacity: int
    active: bool = True


def register_person(
    session: Session,
    *,
    staff_no: str,
    unit: Unit,
    particulars: Particulars,
    estate: Estate = Estate.BUSINESS,
    by: Viewer | None,
    at: datetime,
) -> Person:
    """Add a person to `unit` (登记人员). The estate is for good.

    Raises:
        StaffNumberTaken: Somebody has this number.
        DepartmentElsewhere: The department is another unit's.
    """
    if session.scalar(select(Person.id).where(Person.staff_no == staff_no)) is not None:
        raise StaffNumberTaken(staff_no)
    _fits(particulars.department, unit)
    person = Person(
        staff_no=staff_no,
        name=particulars.name,
        estate=estate,
        unit_id=unit.id,
        department_id=particulars.department.id if particulars.department else None,
        rank=particulars.rank,
        specialities=list(particulars.specialities),
        capacity=particulars.capacity,
        journal_alias=f"a-{secrets.token_hex(8)}",
    )
    session.add(person)
    session.flush()
    note(session, PersonRegistered(person.public_id, unit.public_id, estate), by=by, at=at)
    return person


def change_person(
    session: Session, person: Person, *, unit: Unit, particulars: Particulars, by: Viewer, at: datetime
) -> None:
    """Change what is known of a person (修改人员). The journal says which columns, not what stood in them."""
    _fits(particulars.department, unit)
    wanted = {
        "name": particulars.name,
        "unit_id": unit.id,
        "department_id": particulars.department.id if particulars.department else None,
        "rank": particulars.rank,
        "specialities": list(particulars.specialities),
        "capacity": particulars.capacity,
        "active": particulars.active,
    }
    changed = [column for column, value in wanted.items() if getattr(person, column) != value]
    if not changed:
        return
    for column in changed:
        setattr(person, column, wanted[column])
    if not person.active:
        end_sign_ins(session, person.id, at=at)
    note(session, PersonChanged(person.public_id, ",".join(changed)), by=by, at=at)


def people_with_numbers(session: Session, numbers: Sequence[str]) -> dict[str, Person]:
    """The people who have these staff numbers, by number."""
    found: dict[str, Person] = {}
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        for person in session.scalars(select(Person).where(Person.staff_no.in_(part))):
            found[person.staff_no] = person
    return found


def _fits(department: Department | None, unit: Unit) -> None:
    if department is not None and department.unit_id != unit.id:
        raise DepartmentElsewhere(department, unit)
