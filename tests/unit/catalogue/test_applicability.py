"""Which rules a case meets, and why it does not meet the others."""

from datetime import date

from review.catalogue.applicability import CaseFacts, applicable, families_of, why_not
from review.catalogue.catalogue import Catalogue
from review.catalogue.schema import Life, Rule
from tests.unit.catalogue.shipped import shipped

PROSECUTION = CaseFacts(type_code="0301", decided_on=date(2025, 6, 3))


def with_rule(code: str, **changes: object) -> tuple[Catalogue, Rule]:
    """The shipped catalogue with one rule changed, and that rule."""
    changed = shipped().by_code[code].model_copy(update=changes)
    rules = tuple(changed if rule.code == code else rule for rule in shipped().rules)
    return shipped().model_copy(update={"rules": rules}), changed


def reason(code: str, facts: CaseFacts) -> str:
    """Why a rule is not asked, in words."""
    return str(why_not(shipped(), shipped().by_code[code], facts))


def test_a_prosecution_meets_the_general_and_its_own_rules_in_order() -> None:
    asked = applicable(shipped(), PROSECUTION)
    assert {family for rule in asked for family in rule.families} >= {"general", "prosecution"}
    assert all({"general", "prosecution"} & set(rule.families) for rule in asked)
    assert [rule.code for rule in shipped().rules if rule in asked] == [rule.code for rule in asked]


def test_a_juvenile_prosecution_meets_both_sorts_of_rules() -> None:
    assert families_of(shipped(), CaseFacts(type_code="1722")) == {"general", "juvenile", "prosecution"}


def test_a_juvenile_suspect_brings_the_juvenile_rules_into_an_ordinary_case() -> None:
    adult = {rule.code for rule in applicable(shipped(), PROSECUTION)}
    young = {rule.code for rule in applicable(shipped(), CaseFacts(type_code="0301", juvenile=True))}
    assert "CX-022" not in adult
    assert {"CX-022", "CX-024"} <= young


def test_a_juvenile_party_changes_nothing_in_a_civil_case() -> None:
    assert families_of(shipped(), CaseFacts(type_code="0701C", juvenile=True)) == {"general", "civil"}


def test_a_case_of_another_kind_is_told_in_the_rules_own_words() -> None:
    assert reason("CX-001", PROSECUTION) == (
        "本条规则不适用于该类案件：适用于受理时犯罪嫌疑人已被拘留的审查逮捕案件；未被拘留的不适用。"
    )


def test_another_type_of_the_same_family_is_told_too() -> None:
    assert reason("CX-003", CaseFacts(type_code="0306")).startswith("本条规则不适用于该类案件：")


def test_a_type_the_catalogue_does_not_know_is_judged_by_its_family() -> None:
    asked = {rule.code for rule in applicable(shipped(), CaseFacts(type_code="X9", family="prosecution"))}
    assert {"CX-003", "CX-020"} <= asked
    assert "CX-001" not in asked


def test_a_case_of_unknown_kind_meets_the_general_rules_only() -> None:
    assert {rule.families for rule in applicable(shipped(), CaseFacts())} == {("general",)}


def test_an_old_case_is_not_asked_by_a_later_norm() -> None:
    assert reason("CX-032", CaseFacts(type_code="GY01", decided_on=date(2020, 5, 6))) == (
        "2020-05-06 时本条规则所依据的规定没有施行或者已经失效。"
    )
    assert why_not(shipped(), shipped().by_code["CX-032"], CaseFacts(type_code="GY01")) is None


def test_a_citations_own_dates_come_before_those_of_its_law() -> None:
    basis = shipped().by_code["CX-032"].basis[0].model_copy(update={"valid_to": date(2023, 12, 31)})
    catalogue, rule = with_rule("CX-032", basis=(basis,))
    assert why_not(catalogue, rule, CaseFacts(type_code="GY01", decided_on=date(2023, 12, 31))) is None
    assert why_not(catalogue, rule, CaseFacts(type_code="GY01", decided_on=date(2024, 1, 1))) is not None


def test_the_day_of_the_decision_comes_before_that_of_the_acceptance() -> None:
    facts = CaseFacts(accepted_on=date(2021, 1, 1), finished_on=date(2021, 3, 1), decided_on=date(2021, 2, 1))
    assert facts.day == date(2021, 2, 1)
    assert CaseFacts(accepted_on=date(2021, 1, 1)).day == date(2021, 1, 1)


def test_a_rule_of_a_charge_pack_is_asked_only_for_its_charges() -> None:
    catalogue, rule = with_rule("ZJ-006", causes=("危险驾驶罪",))
    theft = CaseFacts(type_code="0301", causes=frozenset({"盗窃罪"}))
    assert str(why_not(catalogue, rule, theft)) == "本条规则只适用于案由为危险驾驶罪的案件。"
    drunk = CaseFacts(type_code="0301", causes=frozenset({"盗窃罪", "危险驾驶罪"}))
    assert why_not(catalogue, rule, drunk) is None


def test_a_retired_rule_is_never_asked() -> None:
    catalogue, rule = with_rule("CX-003", life=Life.RETIRED)
    assert str(why_not(catalogue, rule, PROSECUTION)) == "本条规则已停用。"
    assert rule not in applicable(catalogue, PROSECUTION)


def test_what_a_problem_costs_is_the_rules_own_figure_or_its_severitys() -> None:
    rule = shipped().by_code["CX-007"]
    assert str(shipped().deduction(rule)) == "3"
    assert str(shipped().deduction(rule.model_copy(update={"deduction": 5}))) == "5"


def test_the_grade_scheme_follows_the_day() -> None:
    assert shipped().scheme_at(date(2025, 12, 31)) == shipped().scheme("2018")
    assert shipped().scheme_at(date(2026, 1, 1)) == shipped().scheme("2026")
    assert shipped().scheme_at(date(2017, 12, 31)) is None
