"""The list of errors: one line per problem, and no cell a spreadsheet would run."""

from review.cases.error_list import error_csv, error_lines, safe_cell
from review.cases.problems import Problem

PROBLEM = Problem(
    "order_of_dates", "cases", "导出", 5, "审结", "P5", "2025-02-01", {"earlier": "受理", "day": "2025-03-01"}
)


def test_a_line_says_where_what_and_why() -> None:
    assert list(error_lines([PROBLEM])) == [
        ("表", "来源", "行", "位置", "列", "值", "问题", "说明"),
        ("案件", "导出", "5", "P5", "审结", "2025-02-01", "日期先后颠倒", "早于「受理」的 2025-03-01。"),
    ]


def test_the_file_begins_with_a_mark_for_excel() -> None:
    assert "".join(error_csv([])) == "\ufeff表,来源,行,位置,列,值,问题,说明\r\n"


def test_formulas_are_written_as_text_and_numbers_stay() -> None:
    assert [safe_cell(text) for text in ("=1+1", "＝1", "@x", "-2", "+86", "-a", "\tx", "张某")] == [
        "'=1+1",
        "'＝1",
        "'@x",
        "-2",
        "+86",
        "'-a",
        "'\tx",
        "张某",
    ]
