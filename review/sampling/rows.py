"""CSV and text files of the commands (文件): read row by row, refused with row and column, written whole.

CSV with header in UTF-8, with or without BOM. Rows are counted as a spreadsheet shows them: the header
is row 1. Nothing is repaired silently but for NFC, in which keys are compared everywhere.
"""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from review.errors import N_, ReviewError
from review.sampling.strata import canonical


class FileFault(ReviewError):
    """Something in a file cannot be taken; `row` and `column` say where, as far as there is a where."""

    def __init__(self, file: str, row: int | None = None, column: str | None = None, **facts: object) -> None:
        super().__init__(file=file, row=row, column=column, **facts)


class FileUnreadable(FileFault):
    """It is not there, or may not be read."""

    sentence = N_("文件“%(file)s”无法读取：%(cause)s。请检查路径和权限。")


class FileEmpty(FileFault):
    """Not even a header."""

    sentence = N_("文件“%(file)s”是空的，至少应有一行列名。")


class NotUtf8(FileFault):
    """Saved in another encoding."""

    sentence = N_("文件“%(file)s”第 %(row)d 行不是 UTF-8 编码。请另存为 UTF-8 编码的 CSV 后重试。")


class RowMalformed(FileFault):
    """Not CSV: quotes that do not match, a field without end."""

    sentence = N_("文件“%(file)s”第 %(row)d 行不符合 CSV 格式（引号不配对或字段过长）。请修正该行。")


class RowUneven(FileFault):
    """More or fewer fields than the header."""

    sentence = N_("文件“%(file)s”第 %(row)d 行有 %(found)d 个字段，表头有 %(expected)d 个。请修正该行。")


class ColumnMissing(FileFault):
    """A column that is needed is not in the header."""

    sentence = N_("文件“%(file)s”缺少“%(column)s”列，现有的列是：%(present)s。请补上该列或改用现有的列。")


class ColumnTwice(FileFault):
    """Two columns have one name."""

    sentence = N_("文件“%(file)s”的表头中“%(column)s”列出现了两次。请删除或改名其中一列。")


class KeyEmpty(FileFault):
    """A row without key."""

    sentence = N_("文件“%(file)s”第 %(row)d 行的“%(column)s”列是空的。每件案件都要有编号。")


class KeyTwice(FileFault):
    """A key that an earlier row has already."""

    sentence = N_(
        "文件“%(file)s”第 %(row)d 行“%(column)s”列的“%(key)s”与第 %(earlier)d 行重复。请删除重复行。"
    )


class FileUnwritable(FileFault):
    """The folder is not there, is full, or may not be written to."""

    sentence = N_("文件“%(file)s”无法写入：%(cause)s。请检查目录、权限和磁盘空间。")


def read_header(path: Path) -> list[str]:
    """The column names of a CSV file."""
    with opened(path) as file:
        return _header(path, reader_of(path, file))


def keyed_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str], str]]:
    """Row, record and key of each line; keys in NFC, never empty, never twice."""
    rows: dict[str, int] = {}
    for row, record in rows_of(path, columns):
        key = canonical(record["key"])
        if not key.strip():
            raise KeyEmpty(path.name, row, "key")
        if key in rows:
            raise KeyTwice(path.name, row, "key", key=key, earlier=rows[key])
        rows[key] = row
        yield row, record, key


LONGEST_FIELD = 131_072
"""Characters of one field; a longer one is an unmatched quote."""


def reader_of(path: Path, file: IO[bytes]) -> Any:
    """A CSV reader that refuses fields beyond `LONGEST_FIELD`, whatever was read before in this process."""
    csv.field_size_limit(LONGEST_FIELD)
    return csv.reader(decoded(path, file), strict=True)


def rows_of(path: Path, columns: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its number, as column → value; the file is never in memory as a whole."""
    with opened(path) as file:
        reader = reader_of(path, file)
        header = _header(path, reader)
        for column in columns:
            if column not in header:
                raise ColumnMissing(path.name, 1, column, present="、".join(header))
        for row, fields in _rows(path, reader):
            if len(fields) != len(header):
                raise RowUneven(path.name, row, None, found=len(fields), expected=len(header))
            yield row, dict(zip(header, fields, strict=True))


def _rows(path: Path, reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """The rows after the header, numbered from 2; blank lines count but are passed over."""
    row = 2
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise RowMalformed(path.name, row) from fault
        if fields:
            yield row, fields
        row += 1


def _header(path: Path, reader: Iterator[list[str]]) -> list[str]:
    """The column names; each once."""
    try:
        header = next(reader, [])
    except csv.Error as fault:
        raise RowMalformed(path.name, 1) from fault
    if not header:
        raise FileEmpty(path.name)
    for column in header:
        if header.count(column) > 1:
            raise ColumnTwice(path.name, 1, column)
    return header


def decoded(path: Path, file: IO[bytes]) -> Iterator[str]:
    """The lines of a file as text, without BOM; an undecodable line is named."""
    for line, raw in enumerate(file, 1):
        try:
            yield raw.decode("utf-8-sig" if line == 1 else "utf-8")
        except UnicodeDecodeError as fault:
            raise NotUtf8(path.name, line) from fault


def opened(path: Path) -> IO[bytes]:
    """The file, open for reading."""
    try:
        return path.open("rb")
    except OSError as fault:
        raise FileUnreadable(path.name, cause=fault.strerror or "") from fault


def write_whole(path: Path, parts: Iterable[str]) -> None:
    """Write a text file so that a reader sees the old one or the new one, never half of it."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
        unfinished.replace(path)
    except OSError as fault:
        unfinished.unlink(missing_ok=True)
        raise FileUnwritable(path.name, cause=fault.strerror or "") from fault
