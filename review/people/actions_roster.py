"""Lists taken in (名册导入): people with their accounts, roles for people, units. Wholly or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.errors import N_, ReviewError
from review.journal.actions import Event, note
from review.people.actions_accounts import open_account
from review.people.actions_grants import grant_role
from review.people.actions_people import Particulars, people_with_numbers, register_person
from review.people.actions_units import region_of, register_department, register_unit
from review.people.models import Department, RoleGrant, Unit
from review.people.queries import units_within
from review.people.roles import Role
from review.people.roster import Roster, RosterLine
from review.people.unit_list import UnitList
from review.people.viewer import Viewer


class ListHasFaults(ReviewError):
    sentence = N_("名册有 %(faults)d 处问题，没有导入任何内容。请按错误清单修改后重新上传。")

    def __init__(self, faults: int) -> None:
        super().__init__(faults=faults)


@dataclass(frozen=True, slots=True)
class RosterTaken(Event):
    object_kind = "file"
    people: int
    accounts: int


@dataclass(frozen=True, slots=True)
class GrantsTaken(Event):
    object_kind = "file"
    people: int
    grants: int


@dataclass(frozen=True, slots=True)
class UnitListTaken(Event):
    object_kind = "file"
    units: int


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A new account's one-time password. Shown once, kept nowhere."""

    staff_no: str
    name: str
    unit: str
    password: str


def take_roster(
    session: Session,
    roster: Roster,
    *,
    file_hash: str,
    accounts: bool,
    by: Viewer,
    at: datetime,
) -> list[NewAccount]:
    """Register everybody on the list, with accounts where wanted (导入人员). New departments are made.

    Args:
        file_hash: SHA-256 of the file, kept in the journal.

    Raises:
        ListHasFaults: A single fault keeps everybody out.
    """
    _refuse_faults(len(roster.faults))
    units = _units_by_code(session, roster.lines, by, Role.SYSTEM)
    departments = _departments(session, units, roster.lines, by=by, at=at)
    made: list[NewAccount] = []
    for line in roster.lines:
        unit = units[line.unit_code]
        person = register_person(
            session,
            staff_no=line.staff_no,
            unit=unit,
            particulars=Particulars(
                line.name,
                departments.get((unit.id, line.department)),
                line.rank,
                line.specialities,
                line.capacity,
            ),
            by=by,
            at=at,
        )
        if accounts:
            password = open_account(session, person, by=by, at=at)
            made.append(NewAccount(line.staff_no, line.name, unit.name, password))
    note(session, RosterTaken(file_hash, len(roster.lines), len(made)), by=by, at=at)
    return made


def take_grants(session: Session, roster: Roster, *, file_hash: str, by: Viewer, at: datetime) -> int:
    """Give the roles of the list, each over the person's line's unit (批量授权). Roles held already stay. Gives how many.

    Raises:
        ListHasFaults: A single fault and nobody gets any.
        OwnGrant, RoleOfAnotherEstate: As for one grant.
    """
    _refuse_faults(len(roster.faults))
    units = _units_by_code(session, roster.lines, by, Role.SECURITY)
    people = people_with_numbers(session, [line.staff_no for line in roster.lines])
    held = {
        (grant.person_id, grant.role, grant.unit_id) for grant in session.scalars(select(RoleGrant)).all()
    }
    given = 0
    for line in roster.lines:
        person, unit = people[line.staff_no], units[line.unit_code]
        for role in line.roles:
            if (person.id, role, unit.id) not in held:
                grant_role(session, person, role=role, unit=unit, by=by, at=at)
                given += 1
    note(session, GrantsTaken(file_hash, len(roster.lines), given), by=by, at=at)
    return given


def take_units(session: Session, units: UnitList, *, file_hash: str, by: Viewer, at: datetime) -> int:
    """Register every unit of the list, with new regions (导入机构). Gives how many.

    Raises:
        ListHasFaults: A single fault keeps all out.
    """
    _refuse_faults(len(units.faults))
    known = {
        unit.code: unit for unit in session.scalars(select(Unit).where(units_within(by, Role.SYSTEM))).all()
    }
    for line in units.lines:
        region = region_of(
            session, code=line.region_code, name=line.region_name or line.region_code, by=by, at=at
        )
        known[line.code] = register_unit(
            session,
            code=line.code,
            name=line.name,
            level=line.level,
            region=region,
            parent=known[line.parent],
            by=by,
            at=at,
        )
    note(session, UnitListTaken(file_hash, len(units.lines)), by=by, at=at)
    return len(units.lines)


def _refuse_faults(faults: int) -> None:
    if faults:
        raise ListHasFaults(faults)


def _units_by_code(session: Session, lines: Sequence[RosterLine], by: Viewer, role: Role) -> dict[str, Unit]:
    wanted = {line.unit_code for line in lines}
    found = session.scalars(select(Unit).where(units_within(by, role))).all()
    return {unit.code: unit for unit in found if unit.code in wanted}


def _departments(
    session: Session,
    units: Mapping[str, Unit],
    lines: Sequence[RosterLine],
    *,
    by: Viewer,
    at: datetime,
) -> dict[tuple[int, str], Department]:
    """Every department the list names, by unit and name; new ones get the next free number as their code."""
    ids = [unit.id for unit in units.values()]
    known = session.scalars(select(Department).where(Department.unit_id.in_(ids))).all()
    found = {(one.unit_id, one.name): one for one in known}
    codes = {(one.unit_id, one.code) for one in known}
    for line in lines:
        unit = units[line.unit_code]
        if line.department and (unit.id, line.department) not in found:
            number = 1
            while (unit.id, f"{number:02d}") in codes:
                number += 1
            codes.add((unit.id, f"{number:02d}"))
            found[unit.id, line.department] = register_department(
                session, unit, code=f"{number:02d}", name=line.department, by=by, at=at
            )
    return found
