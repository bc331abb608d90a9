"""Rows of a package read and checked one by one (逐行检查). Pure: rows in, values and problems out.

A cell that feeds several fields is reported once for each kind of problem, so counts are counts of cells.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from unicodedata import normalize

from review.cases.archives import column_letters
from review.cases.fields import STANDINGS, FieldKind
from review.cases.index import CaseIndex
from review.cases.mapping import Reading
from review.cases.problems import SHOWN_VALUE, Problem
from review.cases.reading import Cell, SourceRow, is_blank
from review.cases.registry import Registry
from review.cases.slots import BLANK, Drawn, Place
from review.cases.values import Taken, Value, as_text

CodeTables = Mapping[str, Collection[str]]
"""`table.field` → the values that are known, such as `cases.type_code`."""

OddSpellings = Mapping[str, Mapping[str, str]]
"""Column → rarer spelling → usual spelling."""


@dataclass
class CheckedRow:
    """One row of one table, read and checked."""

    table: str
    key: str | None
    number: int
    values: dict[str, Value]
    extra: dict[str, str]
    """Columns that no field takes, and the raw text of cells that a field could not wholly take."""
    problems: list[Problem]
    position: int | None = None
    """Which case it belongs to, if it is known by now."""
    fresh: bool = False
    """Whether it is the first row of its case in the cases' table."""


@dataclass
class CheckedSource:
    """One source row: the table rows drawn from it, and what was seen of spellings and dates."""

    rows: list[CheckedRow] = field(default_factory=list)
    spellings: dict[str, str] = field(default_factory=dict)
    """Column of codes or names → its text."""
    forms: dict[str, str] = field(default_factory=dict)
    """Column of days → how the day was written."""


class Checker:
    """Checks the rows of one source, one after the other."""

    def __init__(
        self,
        reading: Reading,
        index: CaseIndex,
        codes: CodeTables,
        today: date,
        odd: OddSpellings | None = None,
        registry: Registry | None = None,
    ) -> None:
        self.registry = registry
        self.reading, self.index, self.codes, self.odd = reading, index, codes, odd or {}
        self.headers = reading.headers
        self.drawn = [Drawn(one, reading.headers, today) for one in reading.tables]
        self.home = any(one.is_cases for one in self.drawn)
        """Whether the cases themselves come from this source."""
        self.unknown = [(name, self.headers.index(name)) for name in reading.unknown]

    def check(self, row: SourceRow) -> CheckedSource:
        """Everything drawn from one source row."""
        short = len(self.headers) - len(row.cells)
        cells = row.cells + ("",) * short
        seen: set[tuple[str, str]] = set()
        found = CheckedSource()
        for one in self.drawn:
            if one.takes(cells):
                found.rows.append(self.check_table(one, row.number, cells, seen, found))
        if found.rows:
            found.rows[0].problems.extend(self.check_shape(found.rows[0].table, row, seen))
            found.rows[0].problems.extend(self.check_spellings(found, row.number))
        return found

    def check_table(
        self,
        one: Drawn,
        number: int,
        cells: tuple[Cell, ...],
        seen: set[tuple[str, str]],
        found: CheckedSource,
    ) -> CheckedRow:
        """One table's row."""
        place = Place(self.reading.source.name, one.table.name, number, self.headers, cells, seen)
        taken = {slot.field.name: slot.take(cells) for slot in one.slots}
        key = one.key_slot.take(cells)
        row = CheckedRow(
            table=one.table.name,
            key=None if key.value is None else normalize("NFC", str(key.value)),
            number=number,
            values={name: one_taken.value for name, one_taken in taken.items()},
            extra={slot.column: raw for slot in one.slots if (raw := taken[slot.field.name].raw) is not None},
            problems=[],
        )
        self.note_cells(one, taken, cells, found)
        self.keep_unknown(row, cells)
        problems = [*self.check_key(one, key, place), *self.check_cells(one, taken, place)]
        problems += check_order(one, taken, place)
        problems += self.place_in_case(one, row, taken, place)
        row.problems.extend(problems)
        return row

    def note_cells(
        self, one: Drawn, taken: Mapping[str, Taken], cells: tuple[Cell, ...], found: CheckedSource
    ) -> None:
        """Remember how codes are spelt and days are written."""
        for slot in one.slots:
            form = taken[slot.field.name].form
            if form is not None:
                found.forms[slot.column] = form
            elif slot.at is not None and slot.field.kind is FieldKind.CODE and not is_blank(cells[slot.at]):
                found.spellings[slot.column] = as_text(cells[slot.at])

    def keep_unknown(self, row: CheckedRow, cells: tuple[Cell, ...]) -> None:
        """Keep the columns that no field takes with the one table that takes every row."""
        if row.table == self.reading.keeper:
            row.extra.update(
                (name, as_text(cells[at])) for name, at in self.unknown if not is_blank(cells[at])
            )

    def check_key(self, one: Drawn, key: Taken, place: Place) -> Iterator[Problem]:
        """The case's number: there, undamaged, without stray blanks."""
        if key is BLANK:
            yield from place.tell("blank_key", one.mapping.key)
        for flaw in key.flaws:
            yield from place.tell_flaw(flaw, one.mapping.key)

    def check_cells(self, one: Drawn, taken: Mapping[str, Taken], place: Place) -> Iterator[Problem]:
        """Each cell by itself, and the groups of which one must be filled."""
        for slot in one.slots:
            got = taken[slot.field.name]
            if got is BLANK and slot.field.required:
                yield from place.tell("blank_required", slot.column)
            for flaw in got.flaws:
                yield from place.tell_flaw(flaw, slot.column)
            known = self.codes.get(f"{one.table.name}.{slot.field.name}")
            if known is not None and slot.at is not None and not is_known(got.value, known):
                yield from place.tell("unknown_code", slot.column)
        if one.is_cases:
            for code, standing in STANDINGS.items():
                asked = [one.by_name[name] for name in standing.asked if name in one.by_name]
                given = (taken.get(name, BLANK) for name in (*standing.asked, *standing.instead))
                if asked and all(got is BLANK for got in given):
                    yield from place.tell(code, asked[0].column)
            yield from self.check_strangers(one, taken, place)

    def check_strangers(self, one: Drawn, taken: Mapping[str, Taken], place: Place) -> Iterator[Problem]:
        """Regions, units and handlers that are not registered, where the registry is known."""
        if self.registry is not None:
            case = {name: got.value for name, got in taken.items()}
            for code, name in self.registry.strangers(case):
                yield from place.tell(code, one.by_name[name].column)

    def place_in_case(
        self, one: Drawn, row: CheckedRow, taken: Mapping[str, Taken], place: Place
    ) -> Iterator[Problem]:
        """Find or make the row's case; tell rows that repeat or contradict it."""
        if not one.is_cases or row.key is None:
            row.position = self.index.find(row.key)
            return
        compared = ((got.value, got.raw) for got in taken.values()) if one.mapping.several_rows else ()
        met = self.index.meet(row.key, row.number, compared)
        row.position, row.fresh = met.position, met.fresh
        if not met.fresh and not one.mapping.several_rows:
            yield from place.tell("duplicate_key", one.mapping.key, first=met.first_row)
        for at in met.differing:
            yield from place.tell("conflicting_rows", one.slots[at].column, first=met.first_row)

    def check_shape(self, table: str, row: SourceRow, seen: set[tuple[str, str]]) -> Iterator[Problem]:
        """A row with more or fewer cells than the header: its values may stand in wrong columns."""
        width, due = len(row.cells), len(self.headers)
        too_wide = width > due and not all(map(is_blank, row.cells[due:]))
        if too_wide or width < due:
            place = Place(self.reading.source.name, table, row.number, self.headers, row.cells, seen)
            yield from place.tell("ragged_row", "", found=width, due=due)

    def check_spellings(self, found: CheckedSource, number: int) -> Iterator[Problem]:
        """Spellings known to be the rarer ones, once the whole column has been seen."""
        for column, text in found.spellings.items():
            usual = self.odd.get(column, {}).get(text)
            if usual is not None:
                yield self.variant(found.rows[0].table, number, column, text, usual)

    def variant(self, table: str, number: int, column: str, text: str, usual: str) -> Problem:
        """The problem of one rarer spelling."""
        cell = f"{column_letters(self.headers.index(column) + 1)}{number}"
        source = self.reading.source.name
        return Problem(
            "case_variants", table, source, number, column, cell, text[:SHOWN_VALUE], {"usual": usual}
        )


def is_known(value: Value, known: Collection[str]) -> bool:
    """Whether a value, or each value of a list, is in its code table; blank is."""
    parts = value if isinstance(value, tuple) else (value,)
    return all(part is None or part in known for part in parts)


def check_order(one: Drawn, taken: Mapping[str, Taken], place: Place) -> Iterator[Problem]:
    """Days that run backwards along the table's chains; days out of time are not compared."""
    for chain in one.table.chains:
        days = [
            (one.by_name[name], got.value)
            for name in chain
            if (got := taken.get(name)) is not None and isinstance(got.value, date) and got.sound
        ]
        for (before, earlier), (after, later) in pairwise(days):
            if later < earlier:
                yield from place.tell(
                    "order_of_dates", after.column, earlier=before.column or before.field.zh, day=earlier
                )
