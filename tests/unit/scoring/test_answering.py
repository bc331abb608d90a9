"""What may be said of one rule."""

from decimal import Decimal as D

import pytest

from review.scoring.answering import (
    Anchor,
    DeductionOutOfReach,
    Said,
    SeverityUnknown,
    TextTooLong,
    rungs,
    settle,
)
from review.scoring.models import Result
from tests.builders.small_catalogue import small_catalogue

CATALOGUE = small_catalogue()
RULE = CATALOGUE.by_code


def test_a_problem_takes_severity_and_deduction_from_its_rule() -> None:
    settled = settle(Said(Result.PROBLEM, reason="超期"), RULE["CX-004"], CATALOGUE)
    assert settled == Said(Result.PROBLEM, "ordinary", D("2.5"), "超期")


def test_another_severity_brings_its_own_deduction() -> None:
    settled = settle(Said(Result.PROBLEM, severity="serious"), RULE["CX-004"], CATALOGUE)
    assert settled.deduction == D(10)


def test_a_deduction_may_be_lower_but_not_higher_than_its_severity() -> None:
    lower = settle(Said(Result.PROBLEM, deduction=D("1.5")), RULE["CX-001"], CATALOGUE)
    assert lower.deduction == D("1.5")
    with pytest.raises(DeductionOutOfReach) as refusal:
        settle(Said(Result.PROBLEM, deduction=D("3.5")), RULE["CX-001"], CATALOGUE)
    assert str(refusal.value) == "此项扣分须在 0 至 3 分之间，您填写的是 3.5 分。请修改。"


def test_only_a_rule_that_knows_a_veto_offers_one() -> None:
    assert [level.id for level in rungs(CATALOGUE, RULE["CX-001"])] == [
        "notice",
        "minor",
        "ordinary",
        "serious",
    ]
    assert [level.id for level in rungs(CATALOGUE, RULE["CX-003"])][-1] == "fatal"
    with pytest.raises(SeverityUnknown):
        settle(Said(Result.PROBLEM, severity="fatal"), RULE["CX-001"], CATALOGUE)


@pytest.mark.parametrize("result", [Result.CLEAR, Result.NOT_APPLICABLE, Result.MATERIAL_MISSING, None])
def test_anything_but_a_problem_deducts_nothing(result: Result | None) -> None:
    settled = settle(
        Said(result, severity="serious", deduction=D(10), reason="说明"), RULE["CX-001"], CATALOGUE
    )
    assert settled == Said(result, None, D(0), "说明")


def test_a_reason_has_its_length() -> None:
    with pytest.raises(TextTooLong):
        settle(Said(Result.PROBLEM, reason="长" * 2001), RULE["CX-001"], CATALOGUE)
    with pytest.raises(TextTooLong):
        settle(Said(Result.PROBLEM, anchor=Anchor("D01", 1, "引" * 501)), RULE["CX-001"], CATALOGUE)
