"""Files that are taken away: nothing runs, nobody is named, equal content gives equal bytes."""

import io
from datetime import date
from decimal import Decimal

from openpyxl import load_workbook

from review.reports.sheets import Column, Kind, Sheet, as_csv
from review.reports.word_file import as_docx
from review.reports.workbook import as_xlsx
from tests.unit.reports.papers import PAPER

SHEET = Sheet(
    "清单",
    (Column("说明"), Column("件数", Kind.NUMBER), Column("率", Kind.SHARE), Column("日期", Kind.DAY)),
    (
        ("=1+1", 3, 0.25, date(2026, 3, 2)),
        ("＝HYPERLINK(1)", Decimal("2.5"), None, None),
        ("-5", 0, 1 / 3, date(2025, 12, 31)),
    ),
)


def test_csv_runs_nothing_and_keeps_numbers() -> None:
    assert as_csv(SHEET) == (
        "\ufeff说明,件数,率,日期\r\n"
        "'=1+1,3,0.25,2026-03-02\r\n"
        "'＝HYPERLINK(1),2.5,,\r\n"
        "-5,0,0.333333,2025-12-31\r\n"
    )


def test_a_workbook_keeps_text_as_text_and_numbers_as_numbers() -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx([SHEET], title="清单")))["清单"]
    assert [cell.data_type for cell in sheet["A"]] == ["s", "s", "s", "s"]
    assert [cell.value for cell in sheet["B"]] == ["件数", 3, 2.5, 0]
    assert sheet["C2"].number_format == "0.00%"
    assert sheet.freeze_panes == "A2"


def test_a_workbook_names_nobody_and_is_the_same_twice() -> None:
    content = as_xlsx([SHEET], title="清单")
    about = load_workbook(io.BytesIO(content)).properties
    assert (about.creator, about.title, str(about.created)) == (
        "案件质量评查系统",
        "清单",
        "2000-01-01 00:00:00",
    )
    assert content == as_xlsx([SHEET], title="清单")


def test_a_word_file_is_the_same_twice() -> None:
    assert as_docx(PAPER, mark="导出") == as_docx(PAPER, mark="导出")
