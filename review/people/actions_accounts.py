"""What is done to accounts (账号): opened, disabled, enabled, reset, password changed, preferences kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from review.errors import N_, Kind, ReviewError
from review.journal.actions import Event, note
from review.people.actions import end_sign_ins
from review.people.models import Account, Person, SignIn
from review.people.passwords import accept, fits, keep, keep_one_time, one_time
from review.people.viewer import Viewer

LANGUAGES = ("zh", "en")


class DisabledWhy(StrEnum):
    """Why an account is disabled."""

    MOVED = "moved"
    RETIRED = "retired"
    AWAY = "away"
    OTHER = "other"


DISABLED_WHY_NAMES = {
    DisabledWhy.MOVED: N_("调离"),
    DisabledWhy.RETIRED: N_("退休"),
    DisabledWhy.AWAY: N_("长期离岗"),
    DisabledWhy.OTHER: N_("其他"),
}


class OldPasswordWrong(ReviewError):
    sentence = N_("原密码不正确。请重新输入。")


class PasswordUnchanged(ReviewError):
    sentence = N_("新密码与原密码相同。请另设一个。")


class AccountThere(ReviewError):
    sentence = N_("%(name)s（工号 %(staff_no)s）已有账号，不能重复开设。请返回查看。")
    kind = Kind.CONFLICT

    def __init__(self, person: Person) -> None:
        super().__init__(name=person.name, staff_no=person.staff_no)


class AccountMissing(ReviewError):
    sentence = N_("%(name)s（工号 %(staff_no)s）还没有账号。请先开设账号。")
    kind = Kind.CONFLICT

    def __init__(self, person: Person) -> None:
        super().__init__(name=person.name, staff_no=person.staff_no)


class OwnAccount(ReviewError):
    sentence = N_("不能停用、重置或下线您自己的账号。请由另一名系统管理员办理。")
    kind = Kind.FORBIDDEN


@dataclass(frozen=True, slots=True)
class AccountOpened(Event):
    object_kind = "person"


@dataclass(frozen=True, slots=True)
class AccountDisabled(Event):
    object_kind = "person"
    why: str
    sign_ins_ended: int


@dataclass(frozen=True, slots=True)
class AccountEnabled(Event):
    object_kind = "person"


@dataclass(frozen=True, slots=True)
class PasswordReset(Event):
    object_kind = "person"
    sign_ins_ended: int


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    object_kind = "person"
    sign_ins_ended: int


@dataclass(frozen=True, slots=True)
class SignInsEnded(Event):
    object_kind = "person"
    sign_ins_ended: int


def open_account(session: Session, person: Person, *, by: Viewer | None, at: datetime) -> str:
    """Let `person` sign in; gives the one-time password, which is kept nowhere (开设账号).

    Raises:
        AccountThere: The person has one already.
    """
    if session.get(Account, person.id) is not None:
        raise AccountThere(person)
    password = one_time()
    session.add(
        Account(person_id=person.id, password_hash=keep_one_time(password), must_change=True, changed_at=at)
    )
    note(session, AccountOpened(person.public_id), by=by, at=at)
    return password


def disable_account(session: Session, person: Person, *, why: DisabledWhy, by: Viewer, at: datetime) -> None:
    """Keep `person` out from now on and end every sign-in (停用)."""
    account = _account_of_another(session, person, by)
    account.disabled_at = at
    ended = end_sign_ins(session, person.id, at=at)
    note(session, AccountDisabled(person.public_id, why, ended), by=by, at=at)


def enable_account(session: Session, person: Person, *, by: Viewer, at: datetime) -> None:
    """Let `person` in again (启用)."""
    account = _account_of_another(session, person, by)
    account.disabled_at = None
    note(session, AccountEnabled(person.public_id), by=by, at=at)


def reset_password(session: Session, person: Person, *, by: Viewer, at: datetime) -> str:
    """Give `person` a one-time password, to be changed at the next sign-in (重置密码)."""
    account = _account_of_another(session, person, by)
    password = one_time()
    account.password_hash, account.must_change, account.changed_at = keep_one_time(password), True, at
    ended = end_sign_ins(session, person.id, at=at)
    note(session, PasswordReset(person.public_id, ended), by=by, at=at)
    return password


def sign_out_everywhere(session: Session, person: Person, *, by: Viewer, at: datetime) -> int:
    """End every sign-in of `person` at once (强制下线). Gives how many."""
    _account_of_another(session, person, by)
    ended = end_sign_ins(session, person.id, at=at)
    note(session, SignInsEnded(person.public_id, ended), by=by, at=at)
    return ended


def change_password(
    session: Session, *, old: str, new: str, keep_sign_in: int | None, by: Viewer, at: datetime
) -> int:
    """Change the own password; other sign-ins end (修改密码). Gives how many ended.

    Raises:
        OldPasswordWrong: `old` does not fit.
        PasswordUnchanged: `new` is the same.
        PasswordTooWeak: `new` cannot be taken.
    """
    account = session.get_one(Account, by.id)
    if not fits(old, account.password_hash):
        raise OldPasswordWrong
    if new == old:
        raise PasswordUnchanged
    accept(new, staff_no=by.staff_no, name=by.name)
    account.password_hash, account.must_change, account.changed_at = keep(new), False, at
    ended = end_sign_ins(session, by.id, at=at, except_id=keep_sign_in)
    note(session, PasswordChanged(by.public_id, ended), by=by, at=at)
    return ended


def end_own_sign_in(session: Session, public_id: str, *, by: Viewer, at: datetime) -> bool:
    """End one of the own sign-ins (下线). False where there is no such open one."""
    found = session.execute(
        update(SignIn)
        .where(SignIn.public_id == public_id, SignIn.person_id == by.id, SignIn.ended_at.is_(None))
        .values(ended_at=at)
    ).rowcount  # type: ignore[attr-defined]
    if found:
        note(session, SignInsEnded(by.public_id, 1), by=by, at=at)
    return bool(found)


def keep_language(session: Session, person_id: int, language: str) -> None:
    """Remember the language in which a person reads (语言)."""
    session.execute(update(Account).where(Account.person_id == person_id).values(language=language))


def keep_preferences(session: Session, person_id: int, *, large_text: bool, shortcuts: bool) -> None:
    """Remember how a person likes the pages (个人设置)."""
    session.execute(
        update(Account)
        .where(Account.person_id == person_id)
        .values(large_text=large_text, shortcuts=shortcuts)
    )


def _account_of_another(session: Session, person: Person, by: Viewer) -> Account:
    if person.id == by.id:
        raise OwnAccount
    account = session.scalar(select(Account).where(Account.person_id == person.id))
    if account is None:
        raise AccountMissing(person)
    return account
