"""The cases met so far while a package streams by (案号索引). Holds keys and hashes, never the rows. Pure."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Meeting:
    """How a row of the cases' table meets its case."""

    position: int
    """Which case it is, from 0 in the file's order."""
    first_row: int
    fresh: bool
    """Whether this row is the first of its case."""
    differing: tuple[int, ...] = ()
    """Which of the compared fields differ from the first row's."""


class CaseIndex:
    """Case keys in the order of their first rows."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._first_rows = array("L")
        self._prints: list[array[int]] = []

    def __len__(self) -> int:
        return len(self._places)

    def find(self, key: str | None) -> int | None:
        """Which case has this key; `None` if none had it yet."""
        return None if key is None else self._places.get(key)

    def first_row(self, position: int) -> int:
        """The row on which a case first stood."""
        return self._first_rows[position]

    def meet(self, key: str, row: int, values: Iterable[object]) -> Meeting:
        """Note a row of the cases' table; compare its values with those of its case's first row.

        Values are compared by 64-bit hashes of this process, so memory stays bounded.
        """
        prints = array("q", map(hash, values))
        position = self._places.get(key)
        if position is None:
            position = self._places[key] = len(self._places)
            self._first_rows.append(row)
            self._prints.append(prints)
            return Meeting(position, row, fresh=True)
        pairs = enumerate(zip(prints, self._prints[position], strict=True))
        differing = tuple(at for at, (mine, first) in pairs if mine != first)
        return Meeting(position, self._first_rows[position], fresh=False, differing=differing)
