"""The template fills in and comes back as a standard package."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl

from review.cases.fields import TABLES
from review.cases.reading import open_package
from review.cases.suggesting import standard_mapping
from review.cases.template import template_workbook
from tests.unit.cases.packages import CLEAN, counts, preview_of


def test_the_template_has_every_table_and_explains_every_field() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    assert book.sheetnames == [
        "案件",
        "当事人",
        "强制措施",
        "期限事件",
        "文书",
        "告知送达",
        "流转",
        "填写说明",
    ]
    for table in TABLES.values():
        assert [cell.value for cell in book[table.zh][1]] == [field.zh for field in table.fields]
    assert book["填写说明"].max_row == 1 + sum(len(table.fields) for table in TABLES.values())


def test_a_filled_template_imports_without_a_mapping(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    sheet = book["案件"]
    sheet.append([CLEAN.get(str(cell.value)) for cell in sheet[1]])
    book["当事人"].append(["BM2025001", "1", "张某"])
    book.save(tmp_path / "package.xlsx")
    package = open_package(tmp_path / "package.xlsx")
    preview = preview_of(package)
    assert [one.table for one in standard_mapping(package).tables] == list(TABLES)
    assert (counts(preview), preview.rows, preview.unused) == ({}, {"cases": 1, "parties": 1}, ("填写说明",))


def test_columns_are_formatted_as_text(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(template_workbook())
    book = openpyxl.load_workbook(path)
    for table in TABLES.values():
        assert {cell.number_format for cell in book[table.zh][1]} == {"@"}
    with zipfile.ZipFile(path) as archive:
        parties = archive.read("xl/worksheets/sheet2.xml").decode()
    assert len(re.findall(r'<col min="1" max="22" width="[0-9.]+" style="1"', parties)) == 1
