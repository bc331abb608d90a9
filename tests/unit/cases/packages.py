"""Small packages for the tests, written as offices write them."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from review.cases.examination import examine
from review.cases.mapping import SourceMapping
from review.cases.preview import Preview
from review.cases.reading import Package, open_package
from review.cases.suggesting import standard_mapping

TODAY = date(2026, 6, 1)

CLEAN = {
    "统一受案号": "TY2025001",
    "部门受案号": "BM2025001",
    "案件名称": "张某盗窃案",
    "案件类别编码": "0301",
    "案件类别名称": "一审公诉案件",
    "业务条线": "普通犯罪检察",
    "承办单位编码": "330102",
    "承办单位名称": "东湖区人民检察院",
    "承办部门名称": "第一检察部",
    "承办检察官编号": "D001",
    "承办检察官姓名": "陈敏",
    "移送单位": "东湖区公安局",
    "移送案由": "盗窃",
    "审结案由": "盗窃",
    "受理日期": "2025-03-01",
    "审结日期": "2025-04-01",
    "办结日期": "2025-04-02",
    "审结处理结果": "起诉",
}
"""A case with every required field and nothing wrong."""


def case_lines(*changes: dict[str, str]) -> list[list[str]]:
    """Header and one line per change of the clean case; keys are BM2025001, BM2025002, … unless changed."""
    columns = list(dict.fromkeys([*CLEAN, *(name for change in changes for name in change)]))
    lines = [columns]
    for number, change in enumerate(changes, start=1):
        row = {**CLEAN, "部门受案号": f"BM{2025000 + number}", **change}
        lines.append([row.get(name, "") for name in columns])
    return lines


def csv_text(lines: Sequence[Sequence[str]]) -> str:
    """Lines as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()


def csv_folder(folder: Path, **tables: Sequence[Sequence[str]]) -> Package:
    """A folder of CSV files, one per table."""
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_bytes(csv_text(lines).encode())
    return open_package(folder)


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    """An XLSX workbook; text stays text, numbers and days are cells of their kind."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                sheet.write(row, column, cell)
    book.close()
    path.write_bytes(target.getvalue())
    return path


def preview_of(package: Package, mapping: SourceMapping | None = None, **options: Any) -> Preview:
    """The preview on the day of the tests, by the standard mapping unless another is given."""
    return examine(package, mapping or standard_mapping(package), today=TODAY, **options)


def counts(preview: Preview) -> dict[str, int]:
    """Class → count."""
    return {one.code: one.count for one in preview.problems}
