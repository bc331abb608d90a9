"""Opening a package (数据包) and reading its rows one by one: XLSX, CSV, a ZIP or a folder of CSV files.

What kind of file it is, its bytes say, never its name. Nothing is repaired here: cells arrive as written.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal, cast
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from review.cases.archives import ArchiveBroken, FileTooLarge, Limits, check_archive, column_letters
from review.cases.decoding import SHOWN, NotText, UnreadableText, find_encoding
from review.errors import N_, ReviewError

Cell = str | float | bool | date | datetime | time | timedelta
PackageKind = Literal["csv", "folder", "zip", "xlsx"]

ZIP_MARK = b"PK\x03\x04"
EMPTY_ZIP_MARK = b"PK\x05\x06"
OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0"

LONGEST_CELL = 1 << 20
"""Characters one CSV cell may have before the file counts as broken."""

IGNORED = ("__MACOSX/", ".")
"""What the Mac adds to its archives."""


class OldWorkbook(ReviewError):
    """An .xls of before 2007, or a workbook with a password."""

    sentence = N_("文件「%(name)s」是旧版 Excel 格式或设有密码。请另存为 XLSX（无密码）后重新上传。")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class WorkbookBroken(ReviewError):
    """A workbook that cannot be read."""

    sentence = N_("工作簿「%(name)s」无法读取。请用 Excel 打开并另存为 XLSX 后重新上传。")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NothingInside(ReviewError):
    """A package without a single table."""

    sentence = N_("文件「%(name)s」中没有数据表。请提供含「案件」工作表的 XLSX，或 CSV 文件。")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoHeader(ReviewError):
    """The header row is missing or blank."""

    sentence = N_("「%(source)s」第 %(row)d 行没有列名。请检查表头所在的行。")

    def __init__(self, source: str, row: int) -> None:
        super().__init__(source=source, row=row)


class HeaderTwice(ReviewError):
    """Two columns with one name, so no one could say which is meant."""

    sentence = N_("「%(source)s」第 %(row)d 行的列名「%(column)s」出现了两次。请改名后重新上传。")

    def __init__(self, source: str, row: int, column: str) -> None:
        super().__init__(source=source, row=row, column=column)


class TableTooLarge(ReviewError):
    """More rows or columns than an import takes."""

    sentence = N_("「%(source)s」超过 %(rows)d 行或 %(columns)d 列的上限。请拆分后分批导入。")

    def __init__(self, source: str, limits: Limits) -> None:
        super().__init__(source=source, rows=limits.rows, columns=limits.columns)


class RowBroken(ReviewError):
    """A CSV row whose quotes do not close or whose cell has no end."""

    sentence = N_("「%(source)s」第 %(row)d 行附近的引号或分隔符有误，无法继续读取。请修正后重新上传。")

    def __init__(self, source: str, row: int) -> None:
        super().__init__(source=source, row=row)


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written in a cell but blanks."""
    return isinstance(cell, str) and not cell.strip()


@dataclass(frozen=True)
class SourceRow:
    """One row as it stands in the file; `number` counts the header and blank rows, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class SourceTable:
    """One sheet or CSV file. Every look at its rows reads it afresh, in bounded memory."""

    name: str
    """The sheet's name, or the file's without its ending."""
    origin: str
    """The sheet's name, or the path inside the package."""
    limits: Limits
    encoding: str | None
    """Codec of a CSV file; `None` for a sheet."""
    rows_total: int | None
    """Rows of a sheet, header included; unknown for a CSV file."""
    open_rows: Callable[[], Iterator[SourceRow]]

    @property
    def encoding_shown(self) -> str:
        """The encoding found, as an officer knows it; blank for a sheet."""
        return SHOWN[self.encoding] if self.encoding else ""

    def headers(self, header_row: int = 1) -> tuple[str, ...]:
        """The columns' names. A column without one is called after its letter: `(C)`."""
        for row in self.open_rows():
            if row.number == header_row:
                return named(self.name, row)
        raise NoHeader(self.name, header_row)

    def rows(self, header_row: int = 1) -> Iterator[SourceRow]:
        """The rows below the header that are not blank."""
        for row in self.open_rows():
            if row.number > self.limits.rows or len(row.cells) > self.limits.columns:
                raise TableTooLarge(self.name, self.limits)
            if row.number > header_row and not all(map(is_blank, row.cells)):
                yield row


@dataclass(frozen=True)
class Package:
    """What one upload holds, with the hash that the import keeps."""

    name: str
    kind: PackageKind
    sha256: str
    tables: tuple[SourceTable, ...]

    def table(self, name: str) -> SourceTable | None:
        """The sheet or file of that name; upper and lower case are one."""
        for table in self.tables:
            if name.casefold() in (table.name.casefold(), table.origin.casefold()):
                return table
        return None


def open_package(path: Path, limits: Limits | None = None, *, name: str | None = None) -> Package:
    """Look at a file or folder and find its tables; no row is read yet.

    Args:
        path: A file of any name, or a folder of CSV files.
        limits: What is too large; the page's limits if not given.
        name: What the officer calls the file, if `path` is only where it was put.
    """
    limits, name = limits or Limits(), name or path.name
    if path.is_dir():
        return open_folder(path, limits, name)
    if (size := path.stat().st_size) > limits.size:
        raise FileTooLarge(size, limits.size)
    with path.open("rb") as stream:
        start = stream.read(4)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest() if not stream.seek(0) else ""
    if start == OLD_EXCEL_MARK:
        raise OldWorkbook(name)
    if start in (ZIP_MARK, EMPTY_ZIP_MARK):
        check_archive(path, limits)
        return open_workbook(path, limits, name, sha256) or open_zip(path, limits, name, sha256)
    try:
        table = csv_table(PurePosixPath(name), lambda: path.open("rb"), limits)
    except (NotText, UnreadableText) as fault:
        if name.lower().endswith(".xlsx"):
            raise WorkbookBroken(name) from fault
        raise
    return Package(name, "csv", sha256, (table,))


def open_folder(folder: Path, limits: Limits, name: str) -> Package:
    """The CSV files right inside a folder; its hash is that of the sorted names and hashes of the files."""
    digest = hashlib.sha256()
    tables = []
    for path in sorted(folder.glob("*.[cC][sS][vV]")):
        if (size := path.stat().st_size) > limits.unpacked:
            raise FileTooLarge(size, limits.unpacked)
        with path.open("rb") as stream:
            digest.update(f"{path.name}\n{hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
        tables.append(csv_table(PurePosixPath(path.name), opener(path), limits))
    if not tables:
        raise NothingInside(name)
    return Package(name, "folder", digest.hexdigest(), tuple(tables))


def opener(path: Path) -> Callable[[], BinaryIO]:
    """How to open `path` again and again."""
    return lambda: path.open("rb")


def open_zip(path: Path, limits: Limits, name: str, sha256: str) -> Package:
    """The CSV files of an archive that `check_archive` has let through."""
    with ZipFile(path, metadata_encoding="gb18030") as archive:
        names = [member.filename for member in archive.infolist() if not member.is_dir()]
    wanted = [
        name_ for name_ in sorted(names) if name_.lower().endswith(".csv") and not name_.startswith(IGNORED)
    ]
    if not wanted:
        raise NothingInside(name)
    tables = tuple(csv_table(PurePosixPath(one), member_opener(path, one), limits) for one in wanted)
    return Package(name, "zip", sha256, tables)


def member_opener(path: Path, member: str) -> Callable[[], BinaryIO]:
    """How to open one member again and again; the archive closes with it."""

    def open_member() -> BinaryIO:
        archive = ZipFile(path, metadata_encoding="gb18030")
        stream = archive.open(member)
        archive.close()  # the stream keeps the file open until it is closed itself
        return cast(BinaryIO, stream)

    return open_member


def csv_table(where: PurePosixPath, open_bytes: Callable[[], BinaryIO], limits: Limits) -> SourceTable:
    """One CSV file as a table, its encoding found by reading it once."""
    with closing(open_bytes()) as stream:
        encoding = find_encoding(stream, where.name)

    def open_rows() -> Iterator[SourceRow]:
        with closing(open_bytes()) as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
            yield from csv_rows(text, where.stem)

    return SourceTable(where.stem, str(where), limits, encoding, None, open_rows)


def csv_rows(text: io.TextIOWrapper, source: str) -> Iterator[SourceRow]:
    """The records of a CSV text; its separator is the commonest of comma, tab and semicolon in line one."""
    first_line = text.readline()
    text.seek(0)
    separator = max(",\t;", key=first_line.count)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(text, delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield SourceRow(number, tuple(cells))
    except csv.Error as fault:
        raise RowBroken(source, number + 1) from fault


def open_workbook(path: Path, limits: Limits, name: str, sha256: str) -> Package | None:
    """The filled sheets of an XLSX workbook; `None` if the archive is not one."""
    with ZipFile(path, metadata_encoding="gb18030") as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return None
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = [(one, book.get_sheet_by_name(one).end) for one in book.sheet_names]
    except CalamineError as fault:
        raise WorkbookBroken(name) from fault
    tables = tuple(sheet_table(path, sheet, end[0] + 1, limits) for sheet, end in sheets if end is not None)
    if not tables:
        raise NothingInside(name)
    return Package(name, "xlsx", sha256, tables)


def sheet_table(path: Path, sheet: str, height: int, limits: Limits) -> SourceTable:
    """One sheet as a table; numbers stay numbers, so that damaged ones can be told."""

    def open_rows() -> Iterator[SourceRow]:
        try:
            with CalamineWorkbook.from_path(path) as book:
                area = book.get_sheet_by_name(sheet)
                left = ("",) * (area.start[1] if area.start else 0)
                for number, cells in enumerate(area.iter_rows(), start=1):
                    yield SourceRow(number, left + tuple(cells))
        except CalamineError as fault:
            raise ArchiveBroken(path.name) from fault

    return SourceTable(sheet, sheet, limits, None, height, open_rows)


def named(source: str, row: SourceRow) -> tuple[str, ...]:
    """The header row's cells as names, each once."""
    names: list[str] = []
    for number, cell in enumerate(row.cells, start=1):
        label = str(cell).strip() or f"({column_letters(number)})"
        if label in names:
            raise HeaderTwice(source, row.number, label)
        names.append(label)
    if all(map(is_blank, row.cells)):
        raise NoHeader(source, row.number)
    return tuple(names)
