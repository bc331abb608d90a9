"""Aliases (代号): what a case is called for one reviewer, and a reviewer for the officer. Pure."""

import hmac
from collections.abc import Callable
from hashlib import sha256

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 letters that are not read for one another."""

GROUPS = 5
"""Groups of four letters in a case's alias: 100 random bits."""


def case_alias(below: Callable[[int], int]) -> str:
    """A new alias such as P-7K3M-Q2XD-9T4W-HB6Z-R8CJ, from a source of random integers below a bound."""
    groups = ("".join(LETTERS[below(len(LETTERS))] for _ in range(4)) for _ in range(GROUPS))
    return "-".join(("P", *groups))


def reviewer_alias(secret: bytes, round_id: str, person_id: str) -> str:
    """What the officer calls a reviewer in one round, such as R-7K3M-Q2XD: the same there, another elsewhere."""
    digest = hmac.new(secret, f"reviewer-alias\n{round_id}\n{person_id}".encode(), sha256).digest()
    letters = [LETTERS[byte % len(LETTERS)] for byte in digest[:8]]
    return f"R-{''.join(letters[:4])}-{''.join(letters[4:])}"
