"""The first run of an installation (首次启用): its top unit and the three administrators, once and never again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from review.errors import N_, Kind, ReviewError
from review.journal.actions import Event, note
from review.people.actions_accounts import open_account
from review.people.actions_grants import grant_role
from review.people.actions_people import Particulars, register_person
from review.people.actions_units import region_of, register_unit
from review.people.models import Level, Person
from review.people.queries_sign_ins import any_account
from review.people.queries_units import top_unit
from review.people.roles import ESTATE_OF, Role

ADMINISTRATORS = (Role.SYSTEM, Role.SECURITY, Role.AUDITOR)


class FirstRunOver(ReviewError):
    sentence = N_("系统已经启用，不能再次初始化。请直接登录；忘记密码请联系系统管理员。")
    kind = Kind.CONFLICT


class SamePersonTwice(ReviewError):
    sentence = N_("三名管理员必须是三个人，工号不能相同。请修改。")


@dataclass(frozen=True, slots=True)
class Installed(Event):
    object_kind = "unit"
    level: str


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who becomes one of the three."""

    role: Role
    staff_no: str
    name: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one administrator needs to sign in for the first time. Shown once, kept nowhere."""

    role: Role
    staff_no: str
    name: str
    password: str


def install(
    session: Session,
    *,
    unit_name: str,
    unit_code: str,
    level: Level,
    region_name: str,
    administrators: tuple[Administrator, ...],
    at: datetime,
) -> list[Credentials]:
    """Make the top unit and the three administrators, each with a one-time password (首次启用).

    Raises:
        FirstRunOver: An account exists.
        SamePersonTwice: Two of the three have one staff number.
    """
    if any_account(session) or top_unit(session) is not None:
        raise FirstRunOver
    if len({person.staff_no for person in administrators}) != len(ADMINISTRATORS):
        raise SamePersonTwice
    region = region_of(session, code=unit_code, name=region_name, by=None, at=at)
    unit = register_unit(
        session, code=unit_code, name=unit_name, level=level, region=region, parent=None, by=None, at=at
    )
    note(session, Installed(unit.public_id, level), by=None, at=at)
    made = []
    for who in administrators:
        person: Person = register_person(
            session,
            staff_no=who.staff_no,
            unit=unit,
            particulars=Particulars(who.name, None, "", (), 30),
            estate=ESTATE_OF[who.role],
            by=None,
            at=at,
        )
        grant_role(session, person, role=who.role, unit=unit, by=None, at=at)
        password = open_account(session, person, by=None, at=at)
        made.append(Credentials(who.role, who.staff_no, who.name, password))
    return made
