"""The CSV formats of an assignment (分派文件): UTF-8 with header; refusals name file, row and column.

Ids and names are taken as they stand, to the last space, so that the result can be joined to its sources.
Columns not named here are ignored.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from review.assignment.roster import Assigned, CaseToAssign, Conflict, ConflictKind, Reviewer
from review.errors import N_
from review.sampling.rows import FileFault, rows_of, write_whole

CASES = ("case_id", "region", "unit", "handler", "case_type", "hours", "k")
REVIEWERS = ("reviewer_id", "region", "unit", "capacity", "specialities")
CONFLICTS = ("reviewer_id", "kind", "target")
DROPOUTS = ("reviewer_id",)
ASSIGNMENTS = ("case_id", "reviewer_id", "slot")

MOST_CAPACITY = 100_000
"""Slots; more is a slip of the pen, and keeps all sums exact in 64 bits."""

MOST_REVIEWERS_PER_CASE = 100
"""Largest k that is taken for meant."""


T = TypeVar("T")


class CellRefused(FileFault):
    """One cell cannot be taken."""

    def __init__(self, row: "Row", column: str, **facts: object) -> None:
        super().__init__(row.file, row.number, column, value=row.cells[column], **facts)


class CellBlank(CellRefused):
    """A cell that must say something is empty."""

    sentence = N_("文件“%(file)s”第 %(row)d 行的“%(column)s”列是空的。请填写。")


class CellNotCount(CellRefused):
    """A cell is not a whole number within its bounds."""

    sentence = N_(
        "文件“%(file)s”第 %(row)d 行“%(column)s”列须为 %(least)d 至 %(most)d 之间的整数，"
        "现为“%(value)s”。请改正。"
    )


class CellNotHours(CellRefused):
    """A cell is not a number of hours."""

    sentence = N_("文件“%(file)s”第 %(row)d 行“%(column)s”列须为不小于 0 的小时数，现为“%(value)s”。请改正。")


class CellNotKind(CellRefused):
    """A conflict has an unknown kind."""

    sentence = N_(
        "文件“%(file)s”第 %(row)d 行“%(column)s”列须为 case、handler 或 unit，现为“%(value)s”。请改正。"
    )


class CellNotMark(CellRefused):
    """A mark is neither 0 nor 1."""

    sentence = N_("文件“%(file)s”第 %(row)d 行“%(column)s”列须为 0 或 1，现为“%(value)s”。请改正。")


class CellRepeated(CellRefused):
    """An id stands in an earlier row already."""

    sentence = N_(
        "文件“%(file)s”第 %(row)d 行“%(column)s”列的“%(value)s”与第 %(earlier)d 行重复。请删去其中一行。"
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, by column name."""

    file: str
    number: int  # as a spreadsheet counts: the header is row 1
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """What the cell says; it must say something."""
        if not self.cells[column].strip():
            raise CellBlank(self, column)
        return self.cells[column]

    def count(self, column: str, least: int, most: int) -> int:
        """A whole number within bounds, in plain digits."""
        value = self.cells[column].strip()
        if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
            raise CellNotCount(self, column, least=least, most=most)
        return int(value)

    def hours(self, column: str) -> Decimal:
        """A number of hours, zero if empty."""
        value = self.cells[column].strip() or "0"
        try:
            hours = Decimal(value)
        except InvalidOperation:
            raise CellNotHours(self, column) from None
        if not hours.is_finite() or hours < 0:
            raise CellNotHours(self, column)
        return hours


def read_cases(path: Path) -> list[CaseToAssign]:
    """Cases to assign (cases.csv); ids are unique."""

    def case_in(row: Row) -> CaseToAssign:
        return CaseToAssign(
            case_id=row.text("case_id"),
            region=row.text("region"),
            unit=row.text("unit"),
            handler=row.text("handler"),
            case_type=row.cells["case_type"],
            hours=row.hours("hours"),
            k=row.count("k", 1, MOST_REVIEWERS_PER_CASE),
        )

    return read_each(path, CASES, case_in, unique=("case_id",))


def read_reviewers(path: Path) -> list[Reviewer]:
    """Reviewers (reviewers.csv); ids are unique, specialities joined by "|"."""

    def reviewer_in(row: Row) -> Reviewer:
        return Reviewer(
            reviewer_id=row.text("reviewer_id"),
            region=row.text("region"),
            unit=row.text("unit"),
            capacity=row.count("capacity", 0, MOST_CAPACITY),
            specialities=frozenset(s for s in row.cells["specialities"].split("|") if s),
        )

    return read_each(path, REVIEWERS, reviewer_in, unique=("reviewer_id",))


def read_conflicts(path: Path) -> list[Conflict]:
    """The conflict ledger (conflicts.csv)."""

    def conflict_in(row: Row) -> Conflict:
        kind = row.text("kind").strip()
        if kind not in list(ConflictKind):
            raise CellNotKind(row, "kind")
        return Conflict(row.text("reviewer_id"), ConflictKind(kind), row.text("target"))

    return read_each(path, CONFLICTS, conflict_in)


def read_dropouts(path: Path) -> list[str]:
    """Ids of reviewers who have dropped out (dropouts.csv)."""
    return read_each(path, DROPOUTS, lambda row: row.text("reviewer_id"))


@dataclass(frozen=True, slots=True)
class Previous:
    """Assignments so far, and those among them whose review has begun."""

    assignments: tuple[Assigned, ...]
    begun: frozenset[Assigned]


def read_previous(path: Path) -> Previous:
    """Assignments so far (assignments.csv), with an optional column `begun` of 0 and 1; without it none has."""

    def assigned_in(row: Row) -> tuple[Assigned, bool]:
        begun = row.cells.get("begun", "0").strip() or "0"
        if begun not in ("0", "1"):
            raise CellNotMark(row, "begun")
        slot = row.count("slot", 1, MOST_REVIEWERS_PER_CASE)
        return Assigned(row.text("case_id"), row.text("reviewer_id"), slot), begun == "1"

    rows = read_each(path, ASSIGNMENTS, assigned_in, unique=("case_id", "slot"))
    return Previous(tuple(a for a, _ in rows), frozenset(a for a, begun in rows if begun))


def write_assignments(path: Path, assignments: Iterable[Assigned]) -> None:
    """Write assignments (assignments.csv), LF line ends; the file is there whole or not at all."""
    write_whole(path, assignment_lines(assignments))


def assignment_lines(assignments: Iterable[Assigned]) -> Iterator[str]:
    """Assignments as lines of CSV."""
    yield ",".join(ASSIGNMENTS) + "\n"
    for a in assignments:
        yield f"{quoted(a.case_id)},{quoted(a.reviewer_id)},{a.slot}\n"


def quoted(cell: str) -> str:
    """A cell in quotes where CSV needs them."""
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\r\n') else cell


def read_each(
    path: Path, columns: Sequence[str], row_in: Callable[[Row], T], *, unique: Sequence[str] = ()
) -> list[T]:
    """Every row of a file as a value; the cells of `unique` taken together stand in one row only."""
    rows: dict[tuple[str, ...], int] = {}
    values = []
    for number, cells in rows_of(path, columns):
        row = Row(path.name, number, cells)
        values.append(row_in(row))
        key = tuple(cells[column] for column in unique)
        if unique and key in rows:
            raise CellRepeated(row, unique[0], earlier=rows[key])
        rows[key] = number
    return values
