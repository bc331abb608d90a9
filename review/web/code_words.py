"""The words of the code tables (代码表) in the viewer's language: case types, causes, decisions, kinds of document."""

from collections.abc import Iterator
from functools import cache

from review.catalogue.loader import versions
from review.catalogue.queries import shipped
from review.web.context import g


def coded(value: object) -> object:
    """A word of a code table in the viewer's language; anything else as it stands.

    Case data is kept as it was imported, so its words are Chinese; where the newest catalogue
    knows one, it is said in English too.
    """
    if getattr(g, "language", "zh") == "zh" or not isinstance(value, str):
        return value
    return english().get(value, value)


@cache
def english() -> dict[str, str]:
    """Chinese → English of every word in the newest catalogue's code tables; the first table that has it."""
    known: dict[str, str] = {}
    for zh, en in _words():
        known.setdefault(zh, en)
    return known


def _words() -> Iterator[tuple[str, str]]:
    codes = shipped(versions()[-1]).codes
    yield from ((one.zh, one.en) for one in codes.case_types)
    yield from ((one.zh, one.en) for table in codes.tables.values() for one in table)
