"""A table before it has a form (表格): columns that know what they hold, rows of values; and as CSV. Pure."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from review.cases.error_list import BOM, safe_cell

Value = str | int | float | Decimal | date | None


class Kind(StrEnum):
    """What a column holds, and so how it is written and set."""

    TEXT = "text"
    LONG = "long"  # text that needs room
    NUMBER = "number"
    SHARE = "share"  # from 0 to 1
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its words and what it holds."""

    words: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its name."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def as_csv(sheet: Sheet) -> str:
    """The table as CSV text, with a byte-order mark; nothing a spreadsheet would run, numbers as they are."""
    text = io.StringIO()
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_cell(column.words) for column in sheet.columns])
    writer.writerows(_cells(row) for row in sheet.rows)
    return text.getvalue()


def _cells(row: Iterable[Value]) -> list[str]:
    return [safe_cell(value) if isinstance(value, str) else plain(value) for value in row]


def plain(value: Value) -> str:
    """A value as text; shares and weights with six digits at most."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)
