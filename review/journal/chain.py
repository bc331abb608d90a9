"""The chain of journal entries (链): canonical text, hash, verification. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

DOMAIN = b"pingcha-journal-1\n"
"""Separates these hashes from every other use of SHA-256."""

BEGINNING = "0" * 64
"""The hash that the first entry follows."""

SIGNED = ("seq", "at", "actor", "sealed", "acting_as", "act", "object", "facts", "previous")
"""The parts of an entry that its hash covers, in the order in which an export shows them."""


def canonical(parts: Mapping[str, Any]) -> bytes:
    """One text for one content: keys sorted, no blanks, UTF-8."""
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def entry_hash(parts: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the signed parts of an entry."""
    return hashlib.sha256(DOMAIN + canonical({key: parts[key] for key in SIGNED})).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain does not hold, and why."""

    seq: int
    why: str  # missing | changed | moved


def first_break(entries: Iterable[Mapping[str, Any]]) -> Break | None:
    """The first entry, in order of `seq`, that was changed, or before which one is missing or was put in.

    Args:
        entries: Each with the parts of `SIGNED` and `hash`, ascending by `seq`, from the first.
    """
    previous, expected = BEGINNING, 1
    for entry in entries:
        if entry["seq"] != expected:
            return Break(expected, "missing")
        if entry["previous"] != previous:
            return Break(expected, "moved")
        if entry_hash(entry) != entry["hash"]:
            return Break(expected, "changed")
        previous, expected = entry["hash"], expected + 1
    return None
