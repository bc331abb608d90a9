"""The standard package's workbook to fill in (导入模板). Pure: bytes out.

All cells are formatted as text: a number typed into a spreadsheet loses leading zeros and, above fifteen
digits, its end.
"""

import io

import xlsxwriter

from review.cases.error_list import Say
from review.cases.fields import TABLES, Field, FieldKind, Table
from review.errors import N_

GUIDE = "填写说明"
"""The sheet that lists every field; no table bears its name, so the import leaves it aside."""

GUIDE_HEADERS = (N_("表"), N_("列名"), N_("英文名"), N_("必填"), N_("怎样填写"), N_("最多字符"))

HOW: dict[FieldKind, str] = {
    FieldKind.TEXT: N_("文字"),
    FieldKind.CODE: N_("代码或名称，同一内容写法须一致"),
    FieldKind.DATE: N_("日期，如 2025-03-01、2025/3/1、2025年3月1日"),
    FieldKind.NUMBER: N_("数字"),
    FieldKind.MONEY: N_("金额（元）"),
    FieldKind.INTEGER: N_("不小于 0 的整数"),
    FieldKind.FLAG: N_("是 或 否"),
    FieldKind.LIST: N_("可填多项，用顿号或分号隔开"),
}

WIDTH = 18
"""Characters a column is wide."""


def template_workbook(say: Say = str) -> bytes:
    """An XLSX workbook with one sheet per table, Chinese headers, and a sheet that explains the fields.

    Args:
        say: Translates the explanations; sheets and headers stay Chinese, as the import expects them.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    text = book.add_format({"num_format": "@"})
    optional = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
    required = book.add_format({"bold": True, "num_format": "@", "bottom": 1, "font_color": "#B00020"})
    for table in TABLES.values():
        sheet = book.add_worksheet(table.zh)
        sheet.set_column(0, len(table.fields) - 1, WIDTH, text)
        sheet.freeze_panes(1, 0)
        for column, field in enumerate(table.fields):
            sheet.write_string(0, column, field.zh, required if field.required else optional)
    guide = book.add_worksheet(GUIDE)
    guide.set_column(0, len(GUIDE_HEADERS) - 1, WIDTH, text)
    guide.freeze_panes(1, 0)
    for row, line in enumerate(guide_lines(say)):
        for column, cell in enumerate(line):
            guide.write_string(row, column, cell, optional if row == 0 else text)
    book.close()
    return target.getvalue()


def guide_lines(say: Say) -> list[tuple[str, ...]]:
    """The explaining sheet's rows, header first."""
    lines = [guide_line(table, one, say) for table in TABLES.values() for one in table.fields]
    return [tuple(say(header) for header in GUIDE_HEADERS), *lines]


def guide_line(table: Table, field: Field, say: Say) -> tuple[str, ...]:
    """What the explaining sheet says of one field."""
    must = say(N_("必填")) if field.required else ""
    return (table.zh, field.zh, field.name, must, say(HOW[field.kind]), str(field.longest))
