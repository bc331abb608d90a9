"""The check finds what a rule must not be, and says where."""

from pathlib import Path

import pytest

from review.catalogue.check import character_pairs, check, likeness
from review.catalogue.check_rules import paragraphs_of
from review.catalogue.loader import read_folder
from tests.unit.catalogue.shipped import copy_with


@pytest.mark.parametrize(
    ("file", "old", "new", "below", "sentence"),
    [
        ("procedure.yaml", "code: CX-002", "code: CX-001", 0, "编号 CX-001 已用于 procedure.yaml:2。"),
        ("procedure.yaml", "code: CX-002", "code: WS-902", 0, "编号 WS-902 应以 CX- 开头。"),
        (
            "procedure.yaml",
            "violated: days_between(accept_date, decision_date) > 7",
            "violated: days_between(accept_day, decision_date) > 7",
            0,
            "表 cases 没有“accept_day”这一列。",
        ),
        (
            "procedure.yaml",
            "violated: ev_n(kind = '退回补充侦查') > 2 OR",
            "violated: ev_n(kind = '退查') > 2 OR",
            0,
            "代码表 event_kinds 没有“退查”这个值。",
        ),
        (
            "procedure.yaml",
            "article: 第九十一条, paragraph: 3, subject: 七日以内",
            "article: 第九十一条, paragraph: 1, subject: 七日以内",
            0,
            "《刑事诉讼法》第九十一条第 1 款中没有“七日以内”。",
        ),
        (
            "procedure.yaml",
            "{law: 人民检察院刑事诉讼规则, article: 第二百八十二条, subject: 七日以内作出是否批准逮捕的决定}",
            "{law: 人民检察院刑事诉讼规则, article: 第二条, subject: 七日}",
            0,
            "法条索引没有《人民检察院刑事诉讼规则》第二条。",
        ),
        (
            "system.yaml",
            'case_types: ["0201", "1701"]',
            'case_types: ["0301"]',
            0,
            "案件类别 0301 不属于本条规则的业务。",
        ),
        (
            "law.yaml",
            "families: [arrest, prosecution]",
            "families: [arrests, prosecution]",
            0,
            "代码表 families 没有“arrests”这个值。",
        ),
        ("law.yaml", "severity: fatal", "severity: deadly", 0, "严重程度“deadly”不在阶梯之内。"),
        ("law.yaml", "  fatal: true\n", "", -1, "否决的规则须同时写 severity: fatal 和 fatal: true。"),
        ("facts.yaml", "amount: 3200", "amount: 很多", 0, "列“amount”须为 number，现为“很多”。"),
        ("grades.yaml", "points_from: 80", "points_from: 85", 0, "等次“合格”的分数段与下一等次没有衔接。"),
        ("key_cases.yaml", "in: [绝对不批准逮捕]", "in: [不捕]", 0, "代码表 decisions 没有“不捕”这个值。"),
        ("scoring.yaml", 'version: "2026.1"', 'version: "2026.2"', 0, "版本与封面（2026.1）不一致。"),
        ("codes.yaml", "family: execution}", "family: prison}", 0, "代码表 families 没有“prison”这个值。"),
    ],
)
def test_a_planted_fault_is_found_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, below: int, sentence: str
) -> None:
    line = copy_with(tmp_path, file, old, new)
    assert f"{file}:{line + below}: {sentence}" in [
        str(fault) for fault in check(read_folder(tmp_path)).faults
    ]


def test_one_planted_fault_is_the_only_one(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "procedure.yaml", 'explain: "{accept_date} 受理', 'explain: "{received} 受理')
    assert [str(fault) for fault in check(read_folder(tmp_path)).faults] == [
        f"procedure.yaml:{line}: 表 cases 没有“received”这一列。"
    ]


def test_questions_that_ask_nearly_the_same_are_named(tmp_path: Path) -> None:
    old = "question: 是否遗漏罪行或者遗漏应当追究刑事责任的同案犯罪嫌疑人？"
    new = "question: 审查认定的基本犯罪事实是否清楚，有无因认定的错误导致定罪或者处理明显不当？"
    line = copy_with(tmp_path, "facts.yaml", old, new)
    assert [str(fault) for fault in check(read_folder(tmp_path)).faults] == [
        f"facts.yaml:{line}: SS-002 与 SS-001 所问几乎相同。"
    ]


def test_a_make_up_day_must_be_a_weekend_and_no_day_off(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "holidays.yaml", "make_up: [2024-02-04", "make_up: [2024-02-05")
    assert [str(fault) for fault in check(read_folder(tmp_path)).faults] == [
        f"holidays.yaml:{line}: 调休上班日 2024-02-05 须为周末，且不是放假日。"
    ]


def test_likeness_counts_common_character_pairs() -> None:
    assert likeness(character_pairs("是否超期"), character_pairs("是否超期？")) == 1.0
    assert likeness(character_pairs("是否超期"), character_pairs("有无送达")) == 0.0
    assert likeness(character_pairs("甲乙丙"), character_pairs("甲乙丁")) == 0.5


def test_items_belong_to_the_paragraph_before_them() -> None:
    assert paragraphs_of("第一款：\n（一）甲；\n（二）乙。\n第二款。") == [
        "第一款：\n（一）甲；\n（二）乙。",
        "第二款。",
    ]


def test_a_catalogue_that_cannot_be_read_still_gives_its_faults(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "law.yaml", "life: 启用", "life: 生效")
    report = check(read_folder(tmp_path))
    assert (report.rules, [(fault.file, fault.line) for fault in report.faults]) == (0, [("law.yaml", line)])
