"""Which rules a case meets."""

from review.scoring.checklist import checklist
from tests.builders.small_catalogue import small_catalogue


def codes(**case: object) -> list[str]:
    return [rule.code for rule in checklist(small_catalogue(), **case)]  # type: ignore[arg-type]


def test_a_case_meets_the_rules_of_its_family_and_the_general_ones_by_category() -> None:
    assert codes(family="prosecution") == ["CX-001", "CX-002", "CX-003", "CX-004", "WS-001"]
    assert codes(family="arrest") == ["CX-004", "CX-005"]


def test_a_rule_may_ask_only_certain_kinds_and_charges() -> None:
    assert "CX-007" in codes(family="prosecution", type_code="0301", causes=["诈骗罪"])
    assert "CX-007" not in codes(family="prosecution", type_code="0301", causes=["盗窃罪"])
    assert "CX-007" not in codes(family="prosecution", type_code="0303", causes=["诈骗罪"])


def test_a_retired_rule_asks_nothing() -> None:
    assert "CX-006" not in codes(family="prosecution", type_code="0301", causes=["诈骗罪"])
