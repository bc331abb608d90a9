"""The rules of 2026.1 themselves: grounded in law, spread over the work, complete."""

import pytest

from review.cases.fields import TABLES, FieldKind
from review.catalogue.applicability import CaseFacts, applicable
from review.catalogue.check import check
from review.catalogue.check_rules import cited_text
from review.catalogue.loader import load, read_folder, versions
from review.catalogue.schema import Automation, Expect, Rule
from review.catalogue.tables import KeyCaseList
from tests.unit.catalogue.shipped import FOLDER, shipped

RULES = shipped().rules

KINDS = {
    FieldKind.DATE: "date",
    FieldKind.NUMBER: "number",
    FieldKind.MONEY: "number",
    FieldKind.INTEGER: "integer",
    FieldKind.FLAG: "boolean",
}


def test_the_shipped_catalogue_has_no_fault() -> None:
    assert [str(fault) for fault in check(read_folder(FOLDER)).faults] == []


def test_every_shipped_version_loads_under_its_own_name() -> None:
    assert [load(version).version for version in versions()] == list(versions())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_verified_basis_says_what_is_cited(rule: Rule) -> None:
    for citation in rule.basis:
        if citation.verified:
            law = shipped().statutes.law(citation.law or "")
            article = shipped().article(citation)
            assert law is not None
            assert article is not None
            assert citation.subject in cited_text(law, article.text, citation.paragraph)
            assert citation.subject in article.subjects


def test_every_rule_has_at_least_one_verified_basis() -> None:
    assert [rule.code for rule in RULES if not any(basis.verified for basis in rule.basis)] == []


def test_the_nine_categories_stand_in_their_order() -> None:
    assert [(one.id, one.zh) for one in shipped().categories] == [
        ("evidence", "证据采信"),
        ("facts", "事实认定"),
        ("law", "法律适用"),
        ("procedure", "办案程序"),
        ("documents", "文书制作和使用"),
        ("reasoning", "释法说理"),
        ("effect", "办案效果"),
        ("responsibility", "司法责任制落实"),
        ("system", "系统规范使用"),
    ]
    positions = [[one.id for one in shipped().categories].index(rule.category) for rule in RULES]
    assert positions == sorted(positions)


def test_every_category_and_every_family_has_real_content() -> None:
    report = check(read_folder(FOLDER))
    assert report.rules >= 64
    assert [name for name, count in report.by_category.items() if count < 8] == []
    assert [name for name, count in report.by_family.items() if count < 6] == []


@pytest.mark.parametrize(
    ("type_code", "least"),
    [
        ("0301", 60),
        ("0201", 35),
        ("1722", 60),
        ("1602", 18),
        ("0701C", 22),
        ("0701A", 22),
        ("GY01", 22),
        ("0901", 20),
    ],
)
def test_a_case_of_each_kind_meets_enough_rules(type_code: str, least: int) -> None:
    assert len(applicable(shipped(), CaseFacts(type_code=type_code))) >= least


def test_a_machine_rule_is_shown_violated_satisfied_and_not_applicable() -> None:
    wanted = {Expect.VIOLATED, Expect.SATISFIED, Expect.NOT_APPLICABLE}
    machine = [rule for rule in RULES if rule.automation is Automation.A]
    assert [rule.code for rule in machine if not wanted <= {one.expect for one in rule.examples}] == []


def test_from_serious_on_a_problem_needs_an_anchor() -> None:
    assert [(level.zh, level.anchor, level.fatal) for level in shipped().severities.levels] == [
        ("提示", False, False),
        ("轻微", False, False),
        ("一般", False, False),
        ("严重", True, False),
        ("否决", True, True),
    ]


def test_both_grade_schemes_ask_every_criterion_of_the_two_best_grades() -> None:
    best = {
        scheme.id: [(grade.zh, grade.every_criterion) for grade in scheme.grades]
        for scheme in shipped().grades.schemes
    }
    assert best == {
        "2026": [("优质", True), ("合格", True), ("基本合格", False), ("不合格", False)],
        "2018": [("优质", True), ("合格", True), ("瑕疵", False), ("不合格", False)],
    }


def test_only_the_qualified_grade_stays_with_the_deputy_chief() -> None:
    for scheme in shipped().grades.schemes:
        approvers = {grade.id: grade.approvers for grade in scheme.grades}
        assert approvers.pop("qualified") == ("deputy_chief",)
        assert set(approvers.values()) == {("chief", "committee")}


def test_the_starter_lists_have_their_sizes_and_the_named_slot_is_empty() -> None:
    def size(key_list: KeyCaseList) -> int:
        return len(key_list.kinds)

    assert {one.id: size(one) for one in shipped().key_cases.lists} == {
        "shanghai-16": 16,
        "hubei-20": 20,
        "national-six-2025": 0,
    }


def test_the_dictionary_names_exactly_the_fields_of_the_package() -> None:
    package = {
        (table.name, field.name): (field.zh, KINDS.get(field.kind, "text"), field.required)
        for table in TABLES.values()
        for field in table.fields
    }
    dictionary = {
        (name, column_name): (column.zh, column.type.value, column.required)
        for name, table in shipped().dictionary.tables.items()
        for column_name, column in table.columns.items()
    }
    assert dictionary == package
