"""The cases to be loaded (入库记录), one by one in the file's order, with their children and their hash.

The package is read twice: once as in the preview, once into small files on disk, a block of cases in each,
so that children are put to their cases without ever holding more than one block. Nothing is decided here:
the officer's decisions only say which records are left out.
"""

import hashlib
import json
import pickle
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from review.cases.checking import CheckedRow, Checker, CodeTables
from review.cases.examination import Examination, Progress, header_problems, orphan
from review.cases.fields import CASES, KEY, TABLES
from review.cases.index import CaseIndex
from review.cases.mapping import SourceMapping
from review.cases.preview import Decisions, check_decisions
from review.cases.problems import CLASSES, Choice, Problem, Severity
from review.cases.reading import Package
from review.cases.registry import Registry
from review.cases.values import Value

BLOCK = 2_000
"""Cases put together at a time."""

HELD_ROWS = 4_000
"""Rows held for all blocks before they are written down."""


@dataclass(frozen=True)
class ChildRecord:
    """One row of a child table."""

    fields: Mapping[str, Value]
    extra: Mapping[str, str]
    row: int


@dataclass(frozen=True)
class CaseRecord:
    """One case as it will be stored."""

    key: str
    row: int
    """The first row of the case in its file."""
    fields: Mapping[str, Value]
    extra: Mapping[str, str]
    """Columns that no field takes, and raw texts a field could not wholly take."""
    children: Mapping[str, tuple[ChildRecord, ...]]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    """Classes for which the officer chose to leave such cases out; blank: to be loaded."""

    @property
    def marks(self) -> tuple[str, ...]:
        """Classes of its problems, in the preview's order, to mark the case with."""
        found = {problem.code for problem in self.problems}
        return tuple(code for code in CLASSES if code in found)

    @property
    def record_hash(self) -> str:
        """SHA-256 of what is stored, over canonical JSON: names sorted, blanks left out, days in ISO form."""
        whole = {
            "case": plain(self.fields),
            "children": {
                name: [{"extra": dict(row.extra), "fields": plain(row.fields)} for row in rows]
                for name, rows in self.children.items()
                if rows
            },
            "extra": dict(self.extra),
        }
        text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def plain(fields: Mapping[str, Value]) -> dict[str, object]:
    """Fields as JSON holds them, without the blank ones."""
    return {name: plain_value(value) for name, value in fields.items() if value is not None}


def plain_value(value: Value) -> object:
    """One value as JSON holds it; equal amounts (1.50 and 1.5) are written alike."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def select_records(
    package: Package,
    mapping: SourceMapping,
    decisions: Decisions,
    codes: CodeTables | None = None,
    *,
    today: date,
    progress: Progress | None = None,
    registry: Registry | None = None,
) -> Iterator[CaseRecord]:
    """Every case of the package in the file's order; those left out say for which classes.

    Raises:
        DecisionMissing, ChoiceNotOffered: before the first record, if the package needs other decisions.
    """
    examination = Examination(package, mapping, codes or {}, today, progress, registry)
    check_decisions(examination.run(), decisions)
    return records_of(examination, decisions)


def records_of(examination: Examination, decisions: Decisions) -> Iterator[CaseRecord]:
    """The cases of a package that has been examined, by decisions that have been checked."""
    dropped = {code for code, choice in decisions.items() if choice == Choice.QUARANTINE}
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        blocks = Blocks(Path(folder))
        for row in second_pass(examination):
            if row.position is not None:
                blocks.add(row.position, row)
        for rows in blocks.read():
            yield from put_together(rows, dropped)


def every_problem(
    package: Package, mapping: SourceMapping, codes: CodeTables | None = None, *, today: date
) -> Iterator[Problem]:
    """All problems of a package in the order of its rows, but for ways of writing days."""
    examination = Examination(package, mapping, codes or {}, today)
    examination.run()
    yield from problems_again(examination)


def problems_again(examination: Examination) -> Iterator[Problem]:
    """The problems that an examination has counted, one by one, in the order of the rows."""
    for reading in examination.plan:
        yield from header_problems(reading)
    for row in second_pass(examination):
        yield from sorted(row.problems, key=lambda problem: list(CLASSES).index(problem.code))


def second_pass(examination: Examination) -> Iterator[CheckedRow]:
    """Read the package again, knowing now every case and every spelling."""
    index = CaseIndex()
    for reading in examination.plan:
        odd = examination.odd[reading.source.origin]
        checker = Checker(reading, index, examination.codes, examination.today, odd, examination.registry)
        for source_row in reading.source.rows(examination.mapping.header_row):
            for row in checker.check(source_row).rows:
                row.position = examination.index.find(row.key)
                if row.position is None and row.key is not None:
                    row.problems.append(orphan(row, reading))
                yield row


class Blocks:
    """Rows on disk, in blocks of cases. The files are this process's own and live as long as their folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[int, list[CheckedRow]] = defaultdict(list)
        self._count = 0
        self._last = -1

    def add(self, position: int, row: CheckedRow) -> None:
        """Put a row to the block of its case."""
        block = position // BLOCK
        self._held[block].append(row)
        self._last = max(self._last, block)
        self._count += 1
        if self._count >= HELD_ROWS:
            self.write()

    def write(self) -> None:
        """Write down what is held."""
        for block, rows in self._held.items():
            with self.path(block).open("ab") as stream:
                pickle.dump(rows, stream, pickle.HIGHEST_PROTOCOL)
        self._held.clear()
        self._count = 0

    def read(self) -> Iterator[list[CheckedRow]]:
        """The blocks one after the other, the rows of each in the order they came."""
        self.write()
        for block in range(self._last + 1):
            rows: list[CheckedRow] = []
            with self.path(block).open("rb") as stream:
                end = stream.seek(0, 2)
                stream.seek(0)
                while stream.tell() < end:
                    rows.extend(pickle.load(stream))
            self.path(block).unlink()
            yield rows

    def path(self, block: int) -> Path:
        """Where a block lies."""
        return self._folder / f"{block:06d}"


def put_together(rows: list[CheckedRow], dropped: set[str]) -> Iterator[CaseRecord]:
    """The cases of one block, each with its children, in the order of their first rows."""
    by_case: dict[int, list[CheckedRow]] = defaultdict(list)
    for row in rows:
        if row.position is not None:
            by_case[row.position].append(row)
    for position in sorted(by_case):
        yield record_of(by_case[position], dropped)


def record_of(rows: list[CheckedRow], dropped: set[str]) -> CaseRecord:
    """One case of its rows: its own fields from its first row, every other row a child or a contradiction."""
    first = next(row for row in rows if row.fresh)
    children: dict[str, list[ChildRecord]] = {name: [] for name in TABLES if name != CASES.name}
    for row in rows:
        if row.table != CASES.name:
            children[row.table].append(ChildRecord(row.values, row.extra, row.number))
    problems = tuple(problem for row in rows for problem in row.problems)
    found = {problem.code for problem in problems}
    return CaseRecord(
        key=first.key or "",
        row=first.number,
        fields={KEY: first.key, **first.values},
        extra=first.extra,
        children={name: tuple(held) for name, held in children.items() if held},
        problems=problems,
        left_out=tuple(
            code
            for code in CLASSES
            if code in found and code in dropped and CLASSES[code].severity is not Severity.INFO
        ),
    )
