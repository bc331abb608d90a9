"""Where a table's fields get their cells from (取数), and where a problem is told. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from review.cases.archives import column_letters
from review.cases.fields import CASE_KEY, CASES, TABLES, Field, Table
from review.cases.mapping import ColumnRule, TableMapping
from review.cases.problems import SHOWN_VALUE, Problem
from review.cases.reading import Cell, is_blank
from review.cases.values import Flaw, Taken, as_text, take

REMEMBERED = 5_000
"""Cells per column whose reading is kept, because codes and days come again and again."""

BLANK = Taken(None)


class Slot:
    """One field of one table with its column; remembers what cells meant."""

    def __init__(self, field_: Field, rule: ColumnRule, at: int | None, today: date) -> None:
        self.field, self.rule, self.at, self.today = field_, rule, at, today
        self.column = rule.column or ""
        self._known: dict[tuple[type, Cell], Taken] = {}
        self._constant = BLANK if rule.constant is None else take(field_, rule, rule.constant, today)

    def take(self, cells: tuple[Cell, ...]) -> Taken:
        """What this field gets from a row."""
        if self.at is None:
            return self._constant
        cell = cells[self.at]
        if is_blank(cell):
            return BLANK
        known = self._known.get((type(cell), cell))
        if known is None:
            known = take(self.field, self.rule, cell, self.today)
            if len(self._known) < REMEMBERED:
                self._known[type(cell), cell] = known
        return known


class Drawn:
    """One table as it is drawn from a source: its slots, in the mapping's order."""

    def __init__(self, mapping: TableMapping, headers: tuple[str, ...], today: date) -> None:
        self.mapping = mapping
        self.table: Table = TABLES[mapping.table]
        self.is_cases = mapping.table == CASES.name
        self.key_at = headers.index(mapping.key)
        self.key_slot = Slot(CASE_KEY, ColumnRule(mapping.key), self.key_at, today)
        self.where_at = headers.index(mapping.where.column) if mapping.where else 0
        self.slots = [
            Slot(
                self.table.field(name),
                rule,
                None if rule.column is None else headers.index(rule.column),
                today,
            )
            for name, rule in mapping.fields.items()
        ]
        self.by_name = {slot.field.name: slot for slot in self.slots}

    def takes(self, cells: tuple[Cell, ...]) -> bool:
        """Whether this row is one of the table's."""
        if self.mapping.where is None:
            return True
        text = as_text(cells[self.where_at])
        return text in self.mapping.where.values if self.mapping.where.values else bool(text.strip())


@dataclass(frozen=True)
class Place:
    """Where a row stands, to tell problems in its cells; tells each kind once per cell."""

    source: str
    table: str
    number: int
    headers: tuple[str, ...]
    cells: tuple[Cell, ...]
    seen: set[tuple[str, str]]

    def tell(self, code: str, column: str, *, sentence: str = "", **facts: Any) -> Iterator[Problem]:
        """One problem of one cell, unless it is told already; a row's problem has no column."""
        if (code, column) in self.seen:
            return
        self.seen.add((code, column))
        at = self.headers.index(column) if column else None
        value = as_text(self.cells[at])[:SHOWN_VALUE] if at is not None else ""
        cell = f"{column_letters(at + 1)}{self.number}" if at is not None else str(self.number)
        yield Problem(code, self.table, self.source, self.number, column, cell, value, facts, sentence)

    def tell_flaw(self, flaw: Flaw, column: str) -> Iterator[Problem]:
        """The problem that a cell's flaw is."""
        return self.tell(flaw.code, column, sentence=flaw.sentence, **flaw.facts)
