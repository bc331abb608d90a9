"""What is done to roles (授权): granted over a subtree of units, taken back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.errors import N_, Kind, ReviewError
from review.journal.actions import Event, note
from review.people.actions import end_sign_ins
from review.people.models import Person, RoleGrant, Unit
from review.people.roles import ESTATE_NAMES, ESTATE_OF, ROLE_NAMES, Estate, Role
from review.people.viewer import Viewer


class RoleOfAnotherEstate(ReviewError):
    """The three administrators and the business stay apart (三员分立)."""

    sentence = N_(
        "“%(role)s”属于%(wanted)s，而 %(name)s 属于%(own)s。系统管理、安全管理、审计管理和业务岗位互不兼任，请为其他人员授权。"
    )

    def __init__(self, person: Person, role: Role) -> None:
        super().__init__(
            role=ROLE_NAMES[role],
            wanted=ESTATE_NAMES[ESTATE_OF[role]],
            name=person.name,
            own=ESTATE_NAMES[person.estate],
        )


class GrantThere(ReviewError):
    sentence = N_("%(name)s 在 %(unit)s 已有“%(role)s”角色，不必重复授权。")
    kind = Kind.CONFLICT

    def __init__(self, person: Person, role: Role, unit: Unit) -> None:
        super().__init__(name=person.name, unit=unit.name, role=ROLE_NAMES[role])


class OwnGrant(ReviewError):
    sentence = N_("不能给自己授予或收回角色。请由另一名安全管理员办理。")
    kind = Kind.FORBIDDEN


class LastAdministrator(ReviewError):
    sentence = N_("这是最后一名%(role)s，收回后将无人办理其职责。请先授权给另一人。")
    kind = Kind.CONFLICT

    def __init__(self, role: Role) -> None:
        super().__init__(role=ROLE_NAMES[role])


@dataclass(frozen=True, slots=True)
class RoleGranted(Event):
    object_kind = "person"
    role: str
    unit: str
    sign_ins_ended: int


@dataclass(frozen=True, slots=True)
class RoleRevoked(Event):
    object_kind = "person"
    role: str
    unit: str
    sign_ins_ended: int


def grant_role(
    session: Session, person: Person, *, role: Role, unit: Unit, by: Viewer | None, at: datetime
) -> RoleGrant:
    """Give `person` a role over `unit` and everything below it (授权). Open sign-ins end, so that nothing lingers.

    Raises:
        OwnGrant: To oneself.
        RoleOfAnotherEstate: The role belongs to another estate than the person.
        GrantThere: Held already.
    """
    if by is not None and person.id == by.id:
        raise OwnGrant
    if ESTATE_OF[role] is not person.estate:
        raise RoleOfAnotherEstate(person, role)
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id, RoleGrant.role == role, RoleGrant.unit_id == unit.id
    )
    if session.scalar(held) is not None:
        raise GrantThere(person, role, unit)
    grant = RoleGrant(person_id=person.id, estate=person.estate, role=role, unit_id=unit.id, granted_at=at)
    session.add(grant)
    ended = end_sign_ins(session, person.id, at=at)
    note(session, RoleGranted(person.public_id, role, unit.public_id, ended), by=by, at=at)
    return grant


def revoke_role(session: Session, grant: RoleGrant, *, by: Viewer, at: datetime) -> None:
    """Take a role back (收回授权). `grant.person` and `grant.unit` must be loaded.

    Raises:
        OwnGrant: One's own.
        LastAdministrator: Nobody else would hold this administrator's role.
    """
    if grant.person_id == by.id:
        raise OwnGrant
    if ESTATE_OF[grant.role] is not Estate.BUSINESS:
        others = select(RoleGrant.id).where(
            RoleGrant.role == grant.role, RoleGrant.person_id != grant.person_id
        )
        if session.scalar(others.limit(1)) is None:
            raise LastAdministrator(grant.role)
    session.delete(grant)
    ended = end_sign_ins(session, grant.person_id, at=at)
    note(
        session,
        RoleRevoked(grant.person.public_id, grant.role, grant.unit.public_id, ended),
        by=by,
        at=at,
    )
