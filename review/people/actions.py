"""What is done to sign-ins (登录): begin, see again, end. Accounts and grants have files of their own."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload, sessionmaker

from review.db import transaction
from review.errors import N_, ReviewError
from review.journal.actions import Event, note
from review.people.models import Account, Person, SignIn, SignInFailure
from review.people.passwords import fits
from review.people.queries import token_hash, viewer_of
from review.people.viewer import Viewer

FAILURES_ALLOWED = 5
FAILURE_WINDOW = timedelta(minutes=15)
"""After so many failures of one account from one address within this time, both wait that long."""


class SignInRefused(ReviewError):
    """The same sentence whatever was wrong."""

    sentence = N_("工号或密码不正确。请核对后重新输入。")


class SignInPaused(ReviewError):
    sentence = N_("连续输入错误次数过多，请于 %(minutes)d 分钟后再试。如忘记密码，请联系本院系统管理员重置。")

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes=minutes)


@dataclass(frozen=True, slots=True)
class SignedIn(Event):
    object_kind = "person"


@dataclass(frozen=True, slots=True)
class SignedOut(Event):
    object_kind = "person"


@dataclass(frozen=True, slots=True)
class SignInFailed(Event):
    """The object is a keyed hash of the staff number as typed: attempts on one account can be told together."""

    object_kind = "sign_in"


def sign_in(
    session: Session, *, staff_no: str, password: str, address: str, browser: str, at: datetime
) -> str:
    """Begin a sign-in and give its token (登录). A refusal is counted in `count_failure`, by the page.

    Raises:
        SignInPaused: Too many failures of this account from this address.
        SignInRefused: Unknown, disabled, or the wrong password; nobody can tell which.
    """
    refuse_while_paused(session, staff_no=staff_no, address=address, at=at)
    account = session.scalar(
        select(Account)
        .join(Person, Person.id == Account.person_id)
        .options(joinedload(Account.person).joinedload(Person.unit))
        .where(Person.staff_no == staff_no, Person.active, Account.disabled_at.is_(None))
    )
    if not fits(password, account.password_hash if account else None) or account is None:
        raise SignInRefused
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=account.person_id,
            began_at=at,
            seen_at=at,
            address=address,
            browser=browser[:200],
        )
    )
    viewer = viewer_of(session, account.person)
    note(session, SignedIn(viewer.public_id), by=viewer, at=at)
    return token


def refuse_while_paused(session: Session, *, staff_no: str, address: str, at: datetime) -> None:
    """Refuse where this account has failed too often from this address of late; known or not, all the same.

    Raises:
        SignInPaused: Too many failures; tells the minutes left.
    """
    failures, latest = session.execute(
        select(func.count(), func.max(SignInFailure.at)).where(
            SignInFailure.staff_no == staff_no[:40],
            SignInFailure.address == address,
            SignInFailure.at > at - FAILURE_WINDOW,
        )
    ).one()
    if failures >= FAILURES_ALLOWED:
        left = FAILURE_WINDOW - (at - latest)
        raise SignInPaused(max(1, -(-int(left.total_seconds()) // 60)))


def end_sign_in(session: Session, sign_in_id: int, *, by: Viewer, at: datetime) -> None:
    """End this one sign-in (退出)."""
    session.execute(
        update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(ended_at=at)
    )
    note(session, SignedOut(by.public_id), by=by, at=at)


def count_failure(session: Session, *, staff_no: str, address: str, at: datetime) -> None:
    """Remember a refused attempt. The journal gets no more than a keyed hash of what was typed as the number."""
    session.add(SignInFailure(staff_no=staff_no[:40], address=address, at=at))
    typed = hmac.new(session.info["secret"], staff_no[:40].encode(), hashlib.sha256).hexdigest()[:22]
    note(session, SignInFailed(typed), by=None, at=at)


def see_again(sessions: sessionmaker[Session], sign_in_id: int, *, at: datetime) -> None:
    """Note that the sign-in is in use, in a transaction of its own, so that it does not run idle."""
    with sessions() as session, transaction(session):
        mark_seen(session, sign_in_id, at=at)


def mark_seen(session: Session, sign_in_id: int, *, at: datetime) -> None:
    """Note in this transaction that the sign-in is in use."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))


def end_sign_ins(session: Session, person_id: int, *, at: datetime, except_id: int | None = None) -> int:
    """End a person's sign-ins at once (下线): at disabling, password or role change. Gives how many."""
    ended = session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.id.is_not(except_id))
        .values(ended_at=at)
    )
    return ended.rowcount  # type: ignore[attr-defined, no-any-return]
