"""Which key-case kinds a case belongs to."""

import json

from review.catalogue.tables import KeyCases
from review.sampling.key_cases import chosen_kinds, fields_of, kind_of, listed_kinds

KINDS = KeyCases.model_validate_json(
    json.dumps(
        {
            "version": "1",
            "date": "2026-01-01",
            "source": "测试",
            "lists": [
                {
                    "id": "city",
                    "zh": "市清单",
                    "en": "City",
                    "kinds": [
                        {
                            "id": "arrested",
                            "zh": "捕后不起诉",
                            "en": "Not prosecuted after arrest",
                            "when": [
                                {"field": "decision", "in": ("相对不起诉", "存疑不起诉")},
                                {"field": "flags", "contains": "捕后"},
                            ],
                        },
                        {
                            "id": "acquitted",
                            "zh": "宣告无罪",
                            "en": "Acquitted",
                            "when": [{"field": "trial_result", "in": ("宣告无罪",)}],
                        },
                        {"id": "marked", "zh": "由人标注", "en": "Marked by a person"},
                    ],
                },
                {"id": "empty", "zh": "待填", "en": "To be filled", "kinds": []},
            ],
        }
    )
)
ALL = ("city/acquitted", "city/arrested", "city/marked")


def test_kinds_are_named_by_list_and_id_in_the_catalogues_order() -> None:
    assert [one.name for one in listed_kinds(KINDS)] == ["city/arrested", "city/acquitted", "city/marked"]


def test_a_kind_that_only_a_person_marks_finds_nothing_by_itself() -> None:
    assert [one.name for one in chosen_kinds(KINDS, ALL)] == ["city/arrested", "city/acquitted"]


def test_the_columns_looked_at_are_those_of_the_chosen_kinds() -> None:
    assert fields_of(chosen_kinds(KINDS, ["city/arrested"])) == ["decision", "flags"]


def test_every_condition_of_a_kind_must_hold() -> None:
    kinds = chosen_kinds(KINDS, ALL)
    facts = {"decision": "相对不起诉", "flags": ["督办", "捕后"], "trial_result": ""}
    assert kind_of(facts, kinds) == "city/arrested"
    assert kind_of(facts | {"flags": ["捕后撤案"]}, kinds) == ""
    assert kind_of(facts | {"decision": "起诉"}, kinds) == ""


def test_a_case_of_two_kinds_is_listed_under_the_first() -> None:
    facts = {"decision": "存疑不起诉", "flags": ["捕后"], "trial_result": "宣告无罪"}
    assert kind_of(facts, chosen_kinds(KINDS, ALL)) == "city/arrested"


def test_a_missing_value_meets_no_condition() -> None:
    assert kind_of({"decision": None}, chosen_kinds(KINDS, ALL)) == ""
