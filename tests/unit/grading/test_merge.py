"""Reviews of one case become one conclusion."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from review.grading.merge import Opinion, Praise, Problem, differences, merge
from review.scoring.answering import Anchor

GRADES = ["excellent", "qualified", "basic", "unqualified"]
ORDER = {"ZJ-001": 0, "CX-001": 1, "CX-002": 2, "WS-001": 3}
NOWHERE = Anchor()


def problem(code: str, deduction: int, reason: str, *, fatal: bool = False, quote: str = "") -> Problem:
    anchor = Anchor("D01", 2, quote) if quote else NOWHERE
    return Problem(code, 1, "procedure", "minor", fatal, Decimal(deduction), reason, anchor)


def opinion(points: int, grade: str = "qualified", *problems: Problem, words: str = "同意") -> Opinion:
    return Opinion(Decimal(points), grade, words, problems)


def hundred_less(problems: Sequence[Problem], _praises: Sequence[Praise]) -> Decimal:
    return 100 - sum((one.deduction for one in problems), Decimal(0))


def together(*opinions: Opinion) -> tuple[Decimal, str, list[str]]:
    merged = merge(opinions, order=ORDER, grades=GRADES, points_of=hundred_less)
    return merged.points, merged.grade, [one.rule_code for one in merged.problems]


def test_one_review_stands_as_it_is() -> None:
    late, early = problem("CX-002", 3, "迟延"), problem("ZJ-001", 1, "遗漏")
    only = opinion(96, "excellent", late, early, words="总体规范")
    merged = merge([only], order=ORDER, grades=GRADES, points_of=hundred_less)
    assert (merged.points, merged.grade, merged.words) == (Decimal(96), "excellent", "总体规范")
    assert merged.problems == (early, late)


def test_two_reviews_that_agree_hold_what_either_found() -> None:
    one = opinion(97, "qualified", problem("CX-001", 3, "超期"))
    other = opinion(99, "qualified", problem("WS-001", 1, "错字"))
    assert together(one, other) == (Decimal(96), "qualified", ["CX-001", "WS-001"])


def test_of_two_findings_under_one_rule_the_costlier_is_kept_with_both_reasons() -> None:
    mild = problem("CX-001", 1, "告知迟延一日", quote="三日内")
    grave = problem("CX-001", 3, "告知迟延两日")
    merged = merge(
        [opinion(99, "qualified", mild), opinion(97, "qualified", grave)],
        order=ORDER,
        grades=GRADES,
        points_of=hundred_less,
    )
    assert merged.problems == (
        replace(grave, reason="告知迟延一日\n告知迟延两日", anchor=Anchor("D01", 2, "三日内")),
    )


def test_the_same_words_are_said_once() -> None:
    same = problem("CX-001", 1, "告知迟延")
    merged = merge(
        [opinion(99, "qualified", same, words="规范"), opinion(99, "qualified", same, words="规范 ")],
        order=ORDER,
        grades=GRADES,
        points_of=hundred_less,
    )
    assert (merged.words, merged.problems) == ("规范", (same,))


def test_of_three_reviews_the_majority_is_held_and_the_middle_grade_proposed() -> None:
    late = problem("CX-001", 3, "超期")
    one = opinion(97, "qualified", late)
    two = opinion(58, "unqualified", late, problem("ZJ-001", 41, "非法证据", fatal=True))
    three = opinion(79, "basic", problem("WS-001", 1, "错字"))
    assert together(one, two, three) == (Decimal(97), "basic", ["CX-001"])


def test_of_two_different_grades_the_worse_is_put_to_the_leader() -> None:
    assert together(opinion(96, "excellent"), opinion(90, "qualified"))[1] == "qualified"


def test_the_order_of_the_reviews_changes_neither_points_nor_findings() -> None:
    one = opinion(97, "qualified", problem("CX-001", 3, "超期"), problem("WS-001", 1, "错字"))
    other = opinion(99, "qualified", problem("CX-001", 1, "超期"))
    assert together(one, other) == together(other, one)


def test_a_highlight_seen_twice_is_kept_once_with_both_texts() -> None:
    seen = Praise("reasoning", Decimal(3), "说理充分", NOWHERE)
    again = replace(seen, text="逐项回应辩解")
    merged = merge(
        [
            Opinion(Decimal(100), "excellent", "", (), (seen,)),
            Opinion(Decimal(100), "excellent", "", (), (again,)),
        ],
        order=ORDER,
        grades=GRADES,
        points_of=hundred_less,
    )
    assert merged.praises == (replace(seen, text="说理充分\n逐项回应辩解"),)


def test_reviews_differ_by_grade_veto_or_more_points_than_the_plan_allows() -> None:
    veto = problem("ZJ-001", 0, "非法证据", fatal=True)
    assert differences(opinion(95), opinion(85), gap=10) == ()
    assert differences(opinion(95), opinion(84), gap=10) == ("points",)
    assert differences(opinion(90), opinion(90, "basic"), gap=10) == ("grade",)
    assert differences(opinion(90), opinion(90, "qualified", veto), gap=10) == ("fatal",)
    assert differences(opinion(95), opinion(50, "basic", veto), gap=10) == ("grade", "fatal", "points")
