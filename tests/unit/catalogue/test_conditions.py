"""Names in conditions are found, each in the table where it stands."""

import pytest

from review.catalogue.conditions import slips_in, template_expressions
from tests.unit.catalogue.shipped import shipped


def slips(condition: str) -> list[str]:
    """What is wrong with a condition, in words."""
    found = slips_in(condition, shipped().dictionary, shipped().codes)
    return [slip.sentence % slip.facts for slip in found]


@pytest.mark.parametrize(
    "condition",
    [
        "decision_date > add_days(accept_date, 3) AND NOT is_blank(decision)",
        "doc_any(signed_date > c.finish_date)",
        "doc_min(served_date, type_code = 'judgment') IS NOT NULL",
        "matches(flags, '引发信访|国家赔偿')",
        "CASE WHEN plea = TRUE THEN 15 ELSE 0 END > 3",
        "doc_n(type_code IN ('indictment', 'judgment')) <> ev_n(kind = '退回补充侦查')",
    ],
)
def test_a_right_condition_has_no_slip(condition: str) -> None:
    assert slips(condition) == []


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("accept > decision_date", "表 cases 没有“accept”这一列。"),
        ("doc_any(accept_date IS NULL)", "表 documents 没有“accept_date”这一列。"),
        ("doc_any(c.signed_date IS NULL)", "表 cases 没有“signed_date”这一列。"),
        ("read_text('x') = 'y'", "不认识的函数“read_text”。"),
        ("file_any(plea = TRUE)", "不认识的函数“file_any”。"),
        ("d.accept_date IS NULL", "不认识的名称“d.accept_date”。"),
        ("doc_any(ev_any(kind = '改变管辖'))", "子表函数“ev_any”不能写在另一个子表函数之内。"),
        ("decision = '起诉'", "代码表 decisions 没有“起诉”这个值。"),
        ("decision IN ('提起公诉', '起诉')", "代码表 decisions 没有“起诉”这个值。"),
        ("(plea = TRUE", "条件中的括号没有配对。"),
        ("plea = TRUE)", "条件中的括号没有配对。"),
        ("accept_date；", "条件第 12 个字符“；”不在规则语言之内。"),
        ("plea -- comment", "表 cases 没有“comment”这一列。"),
    ],
)
def test_a_slip_is_said_in_words(condition: str, sentence: str) -> None:
    assert slips(condition) == [sentence]


def test_a_condition_has_a_longest_length() -> None:
    assert slips("plea = TRUE OR " * 400) == ["条件超过 4000 个字符。"]


def test_the_expressions_of_a_template_stand_between_braces() -> None:
    assert template_expressions("{accept_date} 受理，超 {days_between(due_date, decision_date)} 日") == (
        "accept_date",
        "days_between(due_date, decision_date)",
    )
