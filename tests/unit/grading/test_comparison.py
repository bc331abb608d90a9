"""Reviews side by side."""

from review.grading.comparison import compare
from review.grading.models import Finding
from review.scoring.models import Answer, Result, Review

ORDER = {"ZJ-001": 0, "CX-001": 1, "CX-002": 2, "WS-001": 3}


def review(**results: Result | str) -> Review:
    answers = [
        Answer(
            rule_code=code.replace("_", "-"),
            result=Result.PROBLEM if said in ("minor", "serious") else said,
            severity=said if said in ("minor", "serious") else None,
        )
        for code, said in results.items()
    ]
    return Review(answers=answers)


def test_differing_items_come_first_problems_before_other_differences() -> None:
    one = review(ZJ_001=Result.CLEAR, CX_001="minor", CX_002="serious", WS_001=Result.CLEAR)
    other = review(ZJ_001=Result.NOT_APPLICABLE, CX_001="minor", CX_002="minor", WS_001=Result.CLEAR)
    found = compare([one, other], [], ORDER)
    assert [line.rule_code for line in found.differing] == ["CX-002", "ZJ-001"]
    assert [line.rule_code for line in found.agreed] == ["CX-001"]
    assert found.alike == 1


def test_what_the_conclusion_does_not_hold_can_be_adopted() -> None:
    held = Finding(rule_code="CX-001", withdrawn_at=None)
    found = compare([review(CX_001="minor", CX_002="minor")], [held], ORDER)
    assert [(line.rule_code, line.adoptable) for line in found.agreed] == [
        ("CX-001", False),
        ("CX-002", True),
    ]
