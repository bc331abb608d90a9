"""Passwords (口令): how long, which are refused, and how they are kept. Pure but for the salt."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from review.errors import N_, ReviewError

SHORTEST = 12
"""Characters a password has at least (R12)."""

LONGEST = 128
"""Characters a password has at most; longer input is refused before it is hashed."""

COMMON = frozenset(
    {
        "123456789012",
        "password1234",
        "qwertyuiop12",
        "administrator",
        "jianchayuan1",
        "1qaz2wsx3edc",
        "abcd12345678",
        "zhongguo1234",
        "woaizhongguo",
        "pingcha12345",
        "111111111111",
        "000000000000",
        "qwerty123456",
        "iloveyou1234",
        "admin1234567",
        "letmein12345",
        "welcome12345",
        "password12345",
        "p@ssw0rd1234",
        "jcy123456789",
    }
)
"""Words too well known to protect anything."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_LIGHT = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


class PasswordTooWeak(ReviewError):
    sentence = N_(
        "新密码须为 %(shortest)d 至 %(longest)d 个字符，不能是常用密码，也不能包含工号或姓名。请另设一个。"
    )

    def __init__(self) -> None:
        super().__init__(shortest=SHORTEST, longest=LONGEST)


def accept(password: str, *, staff_no: str, name: str) -> None:
    """Let a new password pass, or refuse it.

    Raises:
        PasswordTooWeak: Too short, too long, well known, one repeated character, or made of the own name.
    """
    plain = password.lower()
    made_of_self = any(own and own.lower() in plain for own in (staff_no, name))
    if not SHORTEST <= len(password) <= LONGEST or plain in COMMON or len(set(plain)) < 5 or made_of_self:
        raise PasswordTooWeak


def keep(password: str) -> str:
    """The password as it is stored: Argon2id with its salt and costs."""
    return _HASHER.hash(password)


def keep_one_time(password: str) -> str:
    """A one-time password as it is stored. Its 79 random bits need no costly hash, so a long list is quick."""
    return _LIGHT.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether `password` is the one kept. For nobody (None) it takes as long and says no."""
    try:
        if kept is not None and _HASHER.check_needs_rehash(kept):
            _HASHER.hash(
                password[: LONGEST + 1]
            )  # a light hash answers too fast: take as long as for any other
        _HASHER.verify(kept or _NOBODY, password[: LONGEST + 1])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


def one_time() -> str:
    """A one-time password for a new or forgotten account: 16 characters that are easy to read out."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
