"""Reading people (人员查询): who is signed in, and which units a viewer's roles reach."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session, joinedload

from review.people.models import Account, Person, RoleGrant, SignIn, Unit
from review.people.roles import Role
from review.people.viewer import Grant, Viewer
from review.settings import Settings


@dataclass(frozen=True, slots=True)
class Known:
    """A viewer found by the cookie's token, with what the page frame needs."""

    viewer: Viewer
    sign_in_id: int
    must_change: bool
    language: str
    large_text: bool
    shortcuts: bool
    stale: bool  # seen more than a minute ago: worth noting again


def token_hash(token: str) -> str:
    """How a sign-in's token is kept."""
    return hashlib.sha256(b"pingcha-sign-in\n" + token.encode()).hexdigest()


def viewer_of_token(session: Session, token: str, *, at: datetime, settings: Settings) -> Known | None:
    """Whoever holds `token`, if the sign-in has neither ended nor run out and the account is in use."""
    row = session.execute(
        select(SignIn, Account, Person)
        .join(Account, Account.person_id == SignIn.person_id)
        .join(Person, Person.id == SignIn.person_id)
        .options(joinedload(Person.unit))
        .where(
            SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None), Account.disabled_at.is_(None)
        )
    ).first()
    if row is None:
        return None
    sign_in, account, person = row
    idle = at - sign_in.seen_at > timedelta(minutes=settings.session_idle_minutes)
    old = at - sign_in.began_at > timedelta(hours=settings.session_hours)
    if idle or old:
        return None
    return Known(
        viewer=viewer_of(session, person),
        sign_in_id=sign_in.id,
        must_change=account.must_change,
        language=account.language,
        large_text=account.large_text,
        shortcuts=account.shortcuts,
        stale=at - sign_in.seen_at > timedelta(minutes=1),
    )


def person_of(session: Session, person_id: int) -> Person:
    """The person with their unit, as `viewer_of` wants it."""
    return session.scalars(
        select(Person).options(joinedload(Person.unit)).where(Person.id == person_id)
    ).one()


def viewer_of(session: Session, person: Person) -> Viewer:
    """The viewer that `person` is, with grants; `person.unit` must be loaded."""
    grants = session.execute(
        select(RoleGrant.role, RoleGrant.unit_id, Unit.path)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.person_id == person.id)
        .order_by(RoleGrant.id)
    ).all()
    return Viewer(
        id=person.id,
        public_id=person.public_id,
        name=person.name,
        staff_no=person.staff_no,
        unit_id=person.unit_id,
        unit_name=person.unit.name,
        unit_path=person.unit.path,
        region_id=person.unit.region_id,
        department_id=person.department_id,
        journal_alias=person.journal_alias,
        grants=tuple(Grant(row.role, row.unit_id, row.path) for row in grants),
    )


def units_within(viewer: Viewer, *roles: Role) -> ColumnElement[bool]:
    """The condition on `Unit` that it lies in a subtree over which the viewer holds one of `roles` (管辖范围)."""
    tops = viewer.paths(*roles)
    if not tops:
        return false()
    return or_(*(Unit.path.startswith(top, autoescape=True) for top in tops))
