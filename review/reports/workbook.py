"""Sheets → an Excel workbook (电子表格): text is never run, numbers stay numbers, nobody's name in its properties."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from review.reports.sheets import Column, Kind, Sheet, Value

AUTHOR = "案件质量评查系统"
"""What every exported file says of its author."""

MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""When every exported file says it was made: equal content gives equal bytes."""

WIDTHS = {Kind.TEXT: 20, Kind.LONG: 48, Kind.NUMBER: 12, Kind.SHARE: 11, Kind.DAY: 12}
FORMATS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"valign": "top"},
    Kind.LONG: {"valign": "top", "text_wrap": True},
    Kind.NUMBER: {"valign": "top"},
    Kind.SHARE: {"valign": "top", "num_format": "0.00%"},
    Kind.DAY: {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"},
}
LONGEST_CELL = 32_767


def as_xlsx(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """The workbook as bytes: one sheet each, head row frozen and filtered."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {"title": title, "author": AUTHOR, "company": "", "created": MADE.replace(tzinfo=None)}
    )
    head = book.add_format({"bold": True, "bg_color": "#E9F1FB", "border": 1, "border_color": "#B6BFCA"})
    formats = {kind: book.add_format(look) for kind, look in FORMATS.items()}
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        _write_head(page, sheet.columns, head, formats)
        for number, row in enumerate(sheet.rows, start=1):
            for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
                _write(page, number, place, value, formats[column.kind])
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)
        page.set_landscape()
        page.repeat_rows(0)
        page.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()


def _write_head(page: Any, columns: Sequence[Column], head: Any, formats: dict[Kind, Any]) -> None:
    for place, column in enumerate(columns):
        page.set_column(place, place, WIDTHS[column.kind], formats[column.kind])
        page.write_string(0, place, column.words, head)


def _write(page: Any, row: int, place: int, value: Value, look: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(row, place, value[:LONGEST_CELL], look)
    elif isinstance(value, date):
        page.write_datetime(row, place, datetime.combine(value, datetime.min.time()), look)
    else:
        page.write_number(row, place, float(value), look)
