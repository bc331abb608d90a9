"""Every kind of dirt an import can show (问题类别), what it means, and what the officer may decide. Pure.

Nothing is repaired. A class that is merely worth knowing is `info`; any other needs the officer's decision
before the import: leave those cases out, or take them as they are, marked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from review.errors import N_


class Severity(StrEnum):
    """How much a problem spoils its row."""

    REFUSE = "refuse"  # the row cannot be used
    KEEP = "keep"  # usable, but marked
    INFO = "info"  # worth knowing; nothing to decide


class Choice(StrEnum):
    """What the officer decides for one class of problems."""

    QUARANTINE = "quarantine"  # leave those cases out and list them
    KEEP = "keep"  # import as they are, marked on the case


@dataclass(frozen=True)
class ProblemClass:
    """One kind of dirt; `sentence` says of one cell what is wrong and takes a problem's facts."""

    code: str
    title: str
    severity: Severity
    sentence: str

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be decided, first the careful choice; nothing for what is only worth knowing."""
        if self.severity is Severity.REFUSE:
            return (Choice.QUARANTINE,)
        return (Choice.QUARANTINE, Choice.KEEP) if self.severity is Severity.KEEP else ()


REFUSE, KEEP, INFO = Severity.REFUSE, Severity.KEEP, Severity.INFO

CLASSES: dict[str, ProblemClass] = {
    one.code: one
    for one in (
        ProblemClass("blank_key", N_("案号空白"), REFUSE, N_("没有部门受案号，无法确定是哪一件案件。")),
        ProblemClass("duplicate_key", N_("案号重复"), REFUSE, N_("案号与第 %(first)s 行相同。")),
        ProblemClass("orphan_child", N_("找不到所属案件"), REFUSE, N_("「案件」表中没有这个案号。")),
        ProblemClass("ragged_row", N_("列数不符"), REFUSE, N_("本行有 %(found)s 列，表头有 %(due)s 列。")),
        ProblemClass(
            "damaged_number",
            N_("编号被当作数字"),
            REFUSE,
            N_("文本列中是数字，可能已丢失前导零或末尾数位。请将该列设为文本格式后重新填写。"),
        ),
        ProblemClass("too_long", N_("内容过长"), REFUSE, N_("有 %(found)s 个字符，上限 %(limit)s 个。")),
        ProblemClass(
            "conflicting_rows",
            N_("同案各行不一致"),
            KEEP,
            N_("与同一案件第 %(first)s 行的内容不同；案件取第 %(first)s 行的内容。"),
        ),
        ProblemClass("blank_handler", N_("承办人空白"), KEEP, N_("没有承办检察官。")),
        ProblemClass("blank_unit", N_("承办单位空白"), REFUSE, N_("没有承办单位，无法确定谁应当回避。")),
        ProblemClass("blank_region", N_("地区空白"), KEEP, N_("没有地区。")),
        ProblemClass("blank_required", N_("必填项空白"), KEEP, N_("必填项空白。")),
        ProblemClass("unreadable_date", N_("日期无法识别"), KEEP, N_("不是可以识别的日期写法。")),
        ProblemClass("impossible_date", N_("日期不可能"), KEEP, N_("日历上没有这一天。")),
        ProblemClass("order_of_dates", N_("日期先后颠倒"), KEEP, N_("早于「%(earlier)s」的 %(day)s。")),
        ProblemClass("unreadable_number", N_("数字无法识别"), KEEP, N_("不是可以使用的数字。")),
        ProblemClass("impossible_number", N_("数字不可能"), KEEP, N_("不能是负数。")),
        ProblemClass("unreadable_flag", N_("是否项无法识别"), KEEP, N_("应填「是」或「否」。")),
        ProblemClass("unknown_code", N_("代码表外的值"), KEEP, N_("不在代码表内。")),
        ProblemClass("unknown_region", N_("地区未登记"), KEEP, N_("系统中没有登记这个地区。")),
        ProblemClass(
            "unknown_unit", N_("单位未登记"), KEEP, N_("系统中没有登记这个单位，或者同名单位不止一个。")
        ),
        ProblemClass(
            "foreign_unit",
            N_("单位不在管辖范围内"),
            REFUSE,
            N_("该单位不在导入单位的管辖范围内，应由其所在地区导入。"),
        ),
        ProblemClass(
            "unknown_handler",
            N_("承办人未登记"),
            KEEP,
            N_("系统中没有登记这名承办人，或者该单位同名人员不止一人。"),
        ),
        ProblemClass("inner_blanks", N_("编码或名称中有连续空格"), KEEP, N_("中间有连续两个以上空格。")),
        ProblemClass("outer_blanks", N_("首尾有空格"), KEEP, N_("开头或结尾有空格。")),
        ProblemClass(
            "case_variants",
            N_("同一内容写法不一"),
            KEEP,
            N_("与更常见的写法「%(usual)s」仅大小写、全半角或空格不同。"),
        ),
        ProblemClass(
            "formula_like", N_("像公式的内容"), KEEP, N_("以公式符号开头，在表格软件中可能被执行。")
        ),
        ProblemClass(
            "mixed_date_forms",
            N_("日期写法不一"),
            INFO,
            N_("写法为 %(form)s，本表最常见的写法为 %(usual)s。"),
        ),
        ProblemClass("unknown_column", N_("未对应的列"), INFO, N_("没有对应的项目，原样保留。")),
        ProblemClass("missing_column", N_("缺少的列"), INFO, N_("必填项没有对应的列。")),
    )
}
"""Every class by its code, in the order of the preview."""

OUT_OF_TIME = N_("年份早于 1900 年或日期晚于导入当日。")
"""The other way a date is impossible."""

BITS = {code: 1 << position for position, code in enumerate(CLASSES)}
"""One bit per class, to mark a case with."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one cell, placed as the officer sees it in the file."""

    code: str
    table: str
    source: str
    """Sheet or file."""
    row: int
    """Row of the spreadsheet, the header counted."""
    column: str
    """Name of the column."""
    cell: str
    """The place in the spreadsheet, such as D4."""
    value: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""
    """What is wrong, to be translated; blank: the sentence of its class."""

    def explained(self) -> tuple[str, Mapping[str, Any]]:
        """The sentence to translate, and the facts to put in."""
        return self.sentence or CLASSES[self.code].sentence, self.facts

    def __str__(self) -> str:
        sentence, facts = self.explained()
        return sentence % facts


SHOWN_VALUE = 200
"""Characters of a value that a list of problems shows."""
