"""Reading a package once and counting every kind of dirt in it (预检). Pure but for reading the package.

Memory grows with the number of cases by their keys and one mark each, and with the distinct codes and names;
never with the rows.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from review.cases.archives import column_letters
from review.cases.checking import CheckedRow, CheckedSource, Checker, CodeTables, OddSpellings
from review.cases.fields import KEY, TABLES
from review.cases.index import CaseIndex
from review.cases.mapping import Reading, SourceMapping, TableMapping, plan_reading
from review.cases.preview import Preview, ProblemCount
from review.cases.problems import BITS, CLASSES, Problem
from review.cases.reading import Package
from review.cases.registry import Registry
from review.cases.spellings import odd_spellings

EXAMPLES = 20
"""Rows shown of each class."""

PROGRESS_EVERY = 1_000
"""Rows between two reports of progress."""

WATCHED_SPELLINGS = 20_000
"""Distinct values above which a column is no list of codes or names, and spellings are not compared."""

Progress = Callable[[int, int | None], None]
"""Told the rows done, and the rows there are if that is known."""


def examine(
    package: Package,
    mapping: SourceMapping,
    codes: CodeTables | None = None,
    *,
    today: date,
    progress: Progress | None = None,
    registry: Registry | None = None,
) -> Preview:
    """Read a whole package once and count every kind of dirt in it. Nothing is repaired or written.

    Args:
        package: What was uploaded.
        mapping: Which column fills which field.
        codes: Known values of fields, by `table.field`; fields without a list are not compared.
        today: The day of the import; what happened cannot lie after it.
        progress: Told every thousand rows.
        registry: Regions, units and handlers known; without it they are not compared.
    """
    return Examination(package, mapping, codes or {}, today, progress, registry).run()


@dataclass
class Tally:
    """A count with its first places and its cases."""

    count: int = 0
    rows: list[tuple[str, int]] = field(default_factory=list)
    """Table and row of the first ones."""
    positions: "array[int]" = field(default_factory=lambda: array("L"))

    def add(self, table: str, number: int, position: int | None) -> None:
        """Count one more."""
        self.count += 1
        if len(self.rows) < EXAMPLES:
            self.rows.append((table, number))
        if position is not None:
            self.positions.append(position)


class Examination:
    """One pass over a package, and what it leaves behind for the import that follows."""

    def __init__(
        self,
        package: Package,
        mapping: SourceMapping,
        codes: CodeTables,
        today: date,
        progress: Progress | None = None,
        registry: Registry | None = None,
    ) -> None:
        self.package, self.codes, self.today, self.registry = package, codes, today, registry
        self.plan = plan_reading(package, mapping)
        self.mapping, self.progress = mapping, progress
        self.index = CaseIndex()
        self.odd: dict[str, OddSpellings] = {}
        """Source → what its checker needs to know of rarer spellings."""
        self._marks = array("Q")
        self._counts: Counter[str] = Counter()
        self._columns: dict[str, Counter[str]] = defaultdict(Counter)
        self._examples: dict[str, list[Problem]] = defaultdict(list)
        self._rows: Counter[str] = Counter()
        self._source_rows: Counter[str] = Counter()
        self._regions: Counter[str] = Counter()
        self._units: Counter[str] = Counter()
        self._first: date | None = None
        self._last: date | None = None
        self._forms: dict[str, dict[tuple[str, str], Tally]] = defaultdict(dict)
        self._done = 0

    def run(self) -> Preview:
        """Read everything once."""
        for reading in self.plan:
            self.read(reading)
        if self.progress:
            self.progress(self._done, self._done)
        return self.preview()

    def read(self, reading: Reading) -> None:
        """Read one source to its end."""
        for problem in header_problems(reading):
            self.note(problem, None)
        checker = Checker(reading, self.index, self.codes, self.today, registry=self.registry)
        waiting: list[tuple[CheckedRow, Problem]] = []
        spellings: dict[str, dict[str, Tally]] = defaultdict(dict)
        for row in reading.source.rows(self.mapping.header_row):
            found = checker.check(row)
            self._source_rows[reading.source.name] += 1
            for one in found.rows:
                waiting.extend(self.take(one, checker))
            self.watch(found, spellings, self._forms[reading.source.name])
            self.tell_progress()
        for one, problem in waiting:
            position = self.index.find(one.key)
            self.note_all(one.problems if position is not None else [*one.problems, problem], position)
        self.judge_spellings(checker, spellings)
        self.judge_forms(reading, self._forms[reading.source.name])

    def take(self, one: CheckedRow, checker: Checker) -> Iterator[tuple[CheckedRow, Problem]]:
        """Count one table's row; a child whose case has not come yet is given back to wait."""
        self._rows[one.table] += 1
        if one.fresh:
            self._marks.append(0)
            self.note_case(one)
        if one.position is None and one.key is not None:
            problem = orphan(one, checker.reading)
            if checker.home:
                yield one, problem
                return
            one.problems.append(problem)
        self.note_all(one.problems, one.position)

    def note_case(self, one: CheckedRow) -> None:
        """Count a case by its region, unit and day of closing."""
        self._regions[str(one.values.get("region_name") or "")] += 1
        self._units[str(one.values.get("office_name") or one.values.get("office_code") or "")] += 1
        day = one.values.get("finish_date")
        if isinstance(day, date) and day <= self.today:
            self._first = min(self._first or day, day)
            self._last = max(self._last or day, day)

    def note_all(self, problems: list[Problem], position: int | None) -> None:
        """Count a row's problems and mark its case."""
        for problem in problems:
            self.note(problem, position)

    def note(self, problem: Problem, position: int | None) -> None:
        """Count one problem."""
        self._counts[problem.code] += 1
        self._columns[problem.code][problem.column] += 1
        if len(self._examples[problem.code]) < EXAMPLES:
            self._examples[problem.code].append(problem)
        if position is not None:
            self._marks[position] |= BITS[problem.code]

    def watch(
        self,
        found: CheckedSource,
        spellings: dict[str, dict[str, Tally]],
        forms: dict[tuple[str, str], Tally],
    ) -> None:
        """Remember where each spelling and each way of writing days was seen."""
        if not found.rows:
            return
        first = found.rows[0]
        for column, text in found.spellings.items():
            if text in spellings[column] or len(spellings[column]) < WATCHED_SPELLINGS:
                spellings[column].setdefault(text, Tally()).add(first.table, first.number, first.position)
        for column, form in found.forms.items():
            forms.setdefault((column, form), Tally()).add(first.table, first.number, first.position)

    def judge_spellings(self, checker: Checker, spellings: dict[str, dict[str, Tally]]) -> None:
        """Tell the rarer spellings, now that every column is known."""
        odd: dict[str, dict[str, str]] = {}
        for column, tallies in spellings.items():
            if len(tallies) < WATCHED_SPELLINGS:
                odd[column] = odd_spellings({text: tally.count for text, tally in tallies.items()})
        self.odd[checker.reading.source.origin] = odd
        told = []
        for column, usual in odd.items():
            for text, instead in usual.items():
                tally = spellings[column][text]
                told += [checker.variant(table, row, column, text, instead) for table, row in tally.rows]
                self.count_late("case_variants", column, tally)
        self.show_late("case_variants", told)

    def judge_forms(self, reading: Reading, forms: dict[tuple[str, str], Tally]) -> None:
        """Tell the days that are not written in the source's most frequent way."""
        totals: Counter[str] = Counter()
        for (_, form), tally in forms.items():
            totals[form] += tally.count
        if len(totals) < 2:
            return
        usual = max(totals, key=lambda form: (totals[form], form))
        told = []
        for (column, form), tally in forms.items():
            if form != usual:
                told += [form_problem(reading, table, row, column, form, usual) for table, row in tally.rows]
                self.count_late("mixed_date_forms", column, tally)
        self.show_late("mixed_date_forms", told)

    def count_late(self, code: str, column: str, tally: Tally) -> None:
        """Count what only the whole column could show."""
        self._counts[code] += tally.count
        self._columns[code][column] += tally.count
        for position in tally.positions:
            self._marks[position] |= BITS[code]

    def show_late(self, code: str, told: list[Problem]) -> None:
        """Show the first of them."""
        if told:
            shown = self._examples[code] + sorted(told, key=lambda one: (one.row, one.column))
            self._examples[code] = shown[:EXAMPLES]

    def tell_progress(self) -> None:
        """Report every thousand rows; the whole is known only where every source is a sheet."""
        self._done += 1
        if self.progress and self._done % PROGRESS_EVERY == 0:
            totals = [one.source.rows_total for one in self.plan]
            known = [total for total in totals if total is not None]
            self.progress(self._done, sum(known) if len(known) == len(totals) else None)

    def preview(self) -> Preview:
        """What was found."""
        marks = Counter(self._marks)
        used = {reading.source.origin for reading in self.plan}
        return Preview(
            name=self.package.name,
            kind=self.package.kind,
            sha256=self.package.sha256,
            encodings={one.origin: one.encoding_shown for one in self.package.tables if one.encoding},
            headers={reading.source.name: reading.headers for reading in self.plan},
            source_rows=dict(self._source_rows),
            rows=dict(self._rows),
            cases=len(self.index),
            problems=tuple(
                ProblemCount(
                    code,
                    self._counts[code],
                    sum(count for mark, count in marks.items() if mark & BITS[code]),
                    dict(self._columns[code]),
                    tuple(self._examples[code]),
                )
                for code in CLASSES
                if self._counts[code]
            ),
            date_forms=nested(self._forms),
            finished=(self._first, self._last) if self._first and self._last else None,
            regions=dict(self._regions),
            units=dict(self._units),
            combinations={codes_of(mark): count for mark, count in marks.items()},
            unused=tuple(one.name for one in self.package.tables if one.origin not in used),
        )


def nested(forms: Mapping[str, Mapping[tuple[str, str], Tally]]) -> dict[str, dict[str, dict[str, int]]]:
    """Source → column → way of writing days → cells."""
    whole: dict[str, dict[str, dict[str, int]]] = {}
    for source, tallies in forms.items():
        for (column, form), tally in tallies.items():
            whole.setdefault(source, {}).setdefault(column, {})[form] = tally.count
    return whole


def codes_of(mark: int) -> tuple[str, ...]:
    """The classes whose bits a case carries."""
    return tuple(code for code, bit in BITS.items() if mark & bit)


def header_problems(reading: Reading) -> Iterator[Problem]:
    """Columns that nothing takes, and required fields that no column fills."""
    source = reading.source.name
    for column in reading.unknown:
        letters = column_letters(reading.headers.index(column) + 1)
        yield Problem("unknown_column", reading.keeper, source, 1, column, letters, column)
    for one in reading.tables:
        for name in missing_fields(one):
            yield Problem("missing_column", one.table, source, 1, name, "", "")


def missing_fields(one: TableMapping) -> list[str]:
    """Required fields of a table that a mapping leaves out."""
    wanted = [field_.name for field_ in TABLES[one.table].fields if field_.required]
    return [name for name in wanted if name != KEY and name not in one.fields]


def orphan(one: CheckedRow, reading: Reading) -> Problem:
    """A child row whose case is not in the cases' table."""
    drawn = next(table for table in reading.tables if table.table == one.table)
    letters = column_letters(reading.headers.index(drawn.key) + 1)
    cell = f"{letters}{one.number}"
    return Problem("orphan_child", one.table, reading.source.name, one.number, drawn.key, cell, one.key or "")


def form_problem(reading: Reading, table: str, row: int, column: str, form: str, usual: str) -> Problem:
    """A day that is not written in the usual way."""
    cell = f"{column_letters(reading.headers.index(column) + 1)}{row}"
    facts: dict[str, Any] = {"form": form, "usual": usual}
    return Problem("mixed_date_forms", table, reading.source.name, row, column, cell, "", facts)
