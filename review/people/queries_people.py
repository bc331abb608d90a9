"""Reading people (人员查询): the list, one person, and how each stands to the system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from review.people.models import Account, Person, RoleGrant, SignIn, Unit
from review.people.roles import Estate, Role


class Standing(StrEnum):
    """Whether somebody can sign in."""

    IN_USE = "in_use"
    ONE_TIME = "one_time"  # has not yet chosen an own password
    DISABLED = "disabled"
    NO_ACCOUNT = "no_account"


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    words: str = ""  # part of a name or staff number
    unit: Unit | None = None  # and everything below it
    role: Role | None = None
    standing: Standing | None = None
    roleless: bool = False


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the list."""

    person: Person
    standing: Standing
    roles: tuple[Role, ...]
    last_sign_in: datetime | None


ORDERS = {
    "staff_no": (Person.staff_no,),
    "name": (Person.name, Person.staff_no),
    "unit": (Unit.path, Person.staff_no),
}
"""Columns the list may be sorted by."""


def people_page(
    session: Session,
    scope: ColumnElement[bool],
    wanted: PersonFilter,
    *,
    sort: str = "unit",
    limit: int,
    offset: int,
) -> tuple[list[PersonLine], int]:
    """People within `scope` who match, and how many match in all. `sort` with a leading "-" turns round."""
    which = and_(scope, _narrowed(wanted))
    base = (
        select(Person, Account)
        .join(Unit, Unit.id == Person.unit_id)
        .join(Account, Account.person_id == Person.id, isouter=True)
        .where(which)
    )
    columns = ORDERS.get(sort.removeprefix("-"), ORDERS["unit"])
    order = [column.desc() if sort.startswith("-") else column for column in columns]
    rows = session.execute(
        base.options(joinedload(Person.unit), joinedload(Person.department))
        .order_by(*order, Person.id)
        .limit(limit)
        .offset(offset)
    ).all()
    total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
    ids = [person.id for person, _ in rows]
    roles, seen = _roles_of(session, ids), _last_sign_ins(session, ids)
    return [
        PersonLine(person, standing_of(account), roles.get(person.id, ()), seen.get(person.id))
        for person, account in rows
    ], total


def person_in(session: Session, public_id: str, scope: ColumnElement[bool]) -> Person | None:
    """One person with unit and department, if the unit lies within `scope`."""
    return session.scalars(
        select(Person)
        .join(Unit, Unit.id == Person.unit_id)
        .options(joinedload(Person.unit), joinedload(Person.department))
        .where(Person.public_id == public_id, scope)
    ).first()


def account_of(session: Session, person_id: int) -> Account | None:
    """The person's account, if there is one."""
    return session.get(Account, person_id)


def grants_of(session: Session, person_id: int) -> Sequence[RoleGrant]:
    """The person's roles with person and unit, in the order of the units."""
    return session.scalars(
        select(RoleGrant)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .options(joinedload(RoleGrant.unit), joinedload(RoleGrant.person))
        .where(RoleGrant.person_id == person_id)
        .order_by(Unit.path, RoleGrant.role)
    ).all()


def grant_in(session: Session, person_id: int, grant_id: int, scope: ColumnElement[bool]) -> RoleGrant | None:
    """One role of the person, if its unit lies within `scope`."""
    return session.scalars(
        select(RoleGrant)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .options(joinedload(RoleGrant.unit), joinedload(RoleGrant.person))
        .where(RoleGrant.id == grant_id, RoleGrant.person_id == person_id, scope)
    ).first()


def staff_numbers(session: Session) -> dict[str, Estate]:
    """Every staff number with its holder's estate."""
    return {row.staff_no: row.estate for row in session.execute(select(Person.staff_no, Person.estate))}


def without_role(session: Session, scope: ColumnElement[bool]) -> int:
    """How many people with an account in use hold no role at all."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Person)
            .join(Unit, Unit.id == Person.unit_id)
            .join(Account, Account.person_id == Person.id)
            .where(scope, Account.disabled_at.is_(None), Person.active, ~_has_role())
        )
        or 0
    )


def unchanged_passwords(session: Session, scope: ColumnElement[bool]) -> int:
    """How many accounts in use still wait for their holder's own password."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Person)
            .join(Unit, Unit.id == Person.unit_id)
            .join(Account, Account.person_id == Person.id)
            .where(scope, _STANDS[Standing.ONE_TIME])
        )
        or 0
    )


def standing_of(account: Account | None) -> Standing:
    """How the account stands; None is no account."""
    if account is None:
        return Standing.NO_ACCOUNT
    if account.disabled_at is not None:
        return Standing.DISABLED
    return Standing.ONE_TIME if account.must_change else Standing.IN_USE


def _narrowed(wanted: PersonFilter) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.words:
        conditions.append(
            or_(
                Person.name.contains(wanted.words, autoescape=True),
                Person.staff_no.contains(wanted.words, autoescape=True),
            )
        )
    if wanted.unit is not None:
        conditions.append(Unit.path.startswith(wanted.unit.path, autoescape=True))
    if wanted.role is not None:
        conditions.append(_has_role(RoleGrant.role == wanted.role))
    if wanted.roleless:
        conditions.append(~_has_role())
    if wanted.standing is not None:
        conditions.append(_STANDS[wanted.standing])
    return and_(*conditions)


_STANDS: dict[Standing, ColumnElement[bool]] = {
    Standing.NO_ACCOUNT: Account.person_id.is_(None),
    Standing.DISABLED: Account.disabled_at.is_not(None),
    Standing.ONE_TIME: and_(Account.disabled_at.is_(None), Account.must_change.is_(True)),
    Standing.IN_USE: and_(Account.disabled_at.is_(None), Account.must_change.is_(False)),
}


def _has_role(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(RoleGrant.id).where(RoleGrant.person_id == Person.id, *conditions))


def _roles_of(session: Session, ids: Sequence[int]) -> dict[int, tuple[Role, ...]]:
    found: dict[int, set[Role]] = {}
    for person_id, role in session.execute(
        select(RoleGrant.person_id, RoleGrant.role).where(RoleGrant.person_id.in_(ids))
    ):
        found.setdefault(person_id, set()).add(role)
    return {person_id: tuple(role for role in Role if role in roles) for person_id, roles in found.items()}


def _last_sign_ins(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    rows = session.execute(
        select(SignIn.person_id, func.max(SignIn.began_at))
        .where(SignIn.person_id.in_(ids))
        .group_by(SignIn.person_id)
    )
    return {row[0]: row[1] for row in rows}
