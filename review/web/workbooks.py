"""Tables given out as XLSX (工作簿下载): text stays text, numbers stay numbers, nothing runs as a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from flask import Response, send_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | float | Decimal | date | None


def workbook_download(
    name: str, sheet: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, width: int = 18
) -> Response:
    """One sheet with a frozen header, as a file to save."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(sheet)
        bold, day = (
            book.add_format({"bold": True, "bottom": 1}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        page.freeze_panes(1, 0)
        page.set_column(0, max(0, len(header) - 1), width)
        for column, words in enumerate(header):
            page.write_string(0, column, words, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, day)
                elif isinstance(cell, int | float | Decimal):
                    page.write_number(number, column, cell)
                elif cell:
                    page.write_string(number, column, cell)
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name=name)
