"""The words of the code tables in both languages (代码表用语)."""

from flask import Flask, g

from review.web.code_words import coded


def test_in_english_a_case_type_a_role_and_a_decision_are_said_in_english(app: Flask) -> None:
    with app.test_request_context():
        g.language = "en"
        assert [coded(word) for word in ("一审公诉案件", "犯罪嫌疑人", "逮捕")] == [
            "First-instance prosecution",
            "Suspect or defendant",
            "Arrest",
        ]


def test_in_chinese_and_where_no_table_has_it_a_value_stays_as_it_is(app: Flask) -> None:
    with app.test_request_context():
        g.language = "zh"
        assert coded("一审公诉案件") == "一审公诉案件"
        g.language = "en"
        assert [coded(value) for value in ("张某盗窃一案", "", None, 3)] == ["张某盗窃一案", "", None, 3]
