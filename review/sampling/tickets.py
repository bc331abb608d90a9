"""Tickets (签号): the number that decides whether a case is drawn; from seed and key alone. Pure.

The ticket of a case is the first ticket of Rivest's *consistent sampler*: hash the seed, put the case
key behind the hash's 64 hexadecimal digits, hash again, write the 256-bit number in decimal with at
least 64 digits, and read those digits backwards after "0." (the low digits are the unbiased ones).
Tickets are compared as text; PyPI's `consistent_sampler` prints the same ones.

A million cases cost little more than their hashes: numbers are written in decimal for many cases at
once, with one exact matrix product instead of a long division per case.

Source:
    R. L. Rivest, "Consistent Sampling with Replacement" (2018), arXiv:1808.10016.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

LEAST_DIGITS = 64
"""Decimal digits that a ticket has at least; a shorter number is filled up with leading zeros."""

LEADING_DIGITS = 16
"""Digits of a ticket that `leading_digits` gives as an integer."""

CHUNK = 2048
"""Cases whose numbers are written in decimal at once; keeps the working arrays in the cache."""

_WORDS = 16  # a hash is 16 big-endian words of 16 bits
_LIMBS = 10  # ten limbs of 8 decimal digits hold 256 bits
_LIMB = 10**8

# _POWERS[j, i]: limb j of the weight of word i. Every partial sum of words times limbs stays below
# 16 · 2**16 · 10**8 < 2**53, so the float product is exact in whatever order it is summed.
_POWERS = np.array(
    [[2 ** (16 * (_WORDS - 1 - i)) // _LIMB**j % _LIMB for i in range(_WORDS)] for j in range(_LIMBS)],
    dtype=np.float64,
)
_BACKWARDS = np.array([int(f"{n:04d}"[::-1]) for n in range(10_000)], dtype=np.int64)
_DIGITS = np.frombuffer("".join(f"{n:04d}"[::-1] for n in range(10_000)).encode(), dtype=np.uint32)
_LAST_DIGITS = np.frombuffer(
    "".join(f"{n or '':>4}"[::-1] for n in range(10_000)).encode(), dtype=np.uint32
)  # blanks instead of leading zeros
_HEAD = np.frombuffer(b"  0.", dtype=np.uint32)[0]


def ticket(seed: str, key: str) -> str:
    """The ticket of one case (签号), such as "0.2629…", digit for digit as `consistent_sampler` prints it."""
    seed_hash = sha256(seed.encode()).hexdigest()
    number = int(sha256((seed_hash + key).encode()).hexdigest(), 16)
    return "0." + f"{number:0{LEAST_DIGITS}d}"[::-1]


def tickets(seed: str, keys: Sequence[str]) -> list[str]:
    """The tickets of many cases, in the order of `keys`; each equals `ticket(seed, key)`."""
    found: list[str] = []
    for start, words in _hashed(seed, keys):
        limbs = _limbs(words, _LIMBS)
        found += _texts(limbs)
        for short in np.flatnonzero(limbs[-1] == 0).tolist():  # one case in 100,000
            found[start + short] = ticket(seed, keys[start + short])
    return found


def leading_digits(seed: str, keys: Sequence[str]) -> NDArray[np.int64]:
    """The first 16 digits of each ticket as an integer, shape (N,); sorts like the tickets but for ties."""
    found = np.empty(len(keys), dtype=np.int64)
    for start, words in _hashed(seed, keys):
        low, high = _limbs(words, 2)
        found[start : start + len(words)] = (
            _BACKWARDS[low % 10_000] * 10**12
            + _BACKWARDS[low // 10_000] * 10**8
            + _BACKWARDS[high % 10_000] * 10**4
            + _BACKWARDS[high // 10_000]
        )
    return found


def _hashed(seed: str, keys: Sequence[str]) -> Iterator[tuple[int, NDArray[np.uint16]]]:
    """The hashes of the cases, some thousand at a time: position of the first, words of shape (n, 16)."""
    # The seed's hash fills exactly one block of SHA-256, so a copy of this state saves half the work.
    primed = sha256(sha256(seed.encode()).hexdigest().encode())
    for start in range(0, len(keys), CHUNK):
        digests = []
        for key in keys[start : start + CHUNK]:
            state = primed.copy()
            state.update(key.encode())
            digests.append(state.digest())
        yield start, np.frombuffer(b"".join(digests), dtype=">u2").reshape(-1, _WORDS)


def _limbs(words: NDArray[np.uint16], count: int) -> NDArray[np.int64]:
    """The lowest `count` limbs of 8 decimal digits of each hash, lowest first, shape (count, n)."""
    limbs = (_POWERS[:count] @ words.astype(np.float64).T).astype(np.int64)
    carry = limbs[0] // _LIMB
    limbs[0] -= carry * _LIMB
    for j in range(1, count):
        limbs[j] += carry
        carry = limbs[j] // _LIMB
        limbs[j] -= carry * _LIMB
    return limbs


def _texts(limbs: NDArray[np.int64]) -> list[str]:
    """Each ticket's text; too short where the top limb is 0."""
    narrow = limbs.astype(np.uint32)  # divides faster
    upper = narrow // np.uint32(10_000)
    lower = narrow - upper * np.uint32(10_000)
    rows = np.empty((limbs.shape[1], 1 + 2 * _LIMBS), dtype=np.uint32)
    rows[:, 0] = _HEAD
    rows[:, 1::2] = _DIGITS.take(lower, mode="clip").T
    rows[:, 2::2] = _DIGITS.take(upper, mode="clip").T
    # the number ends in its top limb
    rows[:, -1] = _LAST_DIGITS[upper[-1]]
    rows[:, -2] = np.where(upper[-1] > 0, rows[:, -2], _LAST_DIGITS[lower[-1]])
    return rows.tobytes().decode("ascii").split()
