"""The independent implementation (PyPI `consistent_sampler`), typed."""

from collections.abc import Sequence

import consistent_sampler


def first_ticket(key: str, seed: str) -> str:
    """The first ticket of a key, all digits."""
    return str(consistent_sampler.first_fraction(key, seed))  # type: ignore[no-untyped-call]


def in_order(keys: Sequence[str], seed: str) -> list[str]:
    """All keys in the order in which they are sampled without replacement."""
    return list(consistent_sampler.sampler(keys, seed=seed, output="id"))  # type: ignore[no-untyped-call]
