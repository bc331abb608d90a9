"""What holds of points, whatever is found."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from review.scoring.answering import Anchor
from review.scoring.points import reckon
from review.scoring.sheet import Praise, Problem
from tests.builders.small_catalogue import small_catalogue

DEDUCTIONS = st.decimals(min_value=0, max_value=41, places=1)
PROBLEMS = st.lists(
    st.builds(
        lambda category, severity, deduction: Problem("CX-001", category, severity, deduction, "", Anchor()),
        st.sampled_from(["procedure", "documents"]),
        st.sampled_from(["notice", "minor", "ordinary", "serious", "fatal"]),
        DEDUCTIONS,
    ),
    max_size=12,
)
PRAISES = st.lists(
    st.builds(lambda bonus: Praise("x", "reasoning", Decimal(bonus), "", Anchor()), st.integers(0, 5)),
    max_size=4,
)
GRADES = ["excellent", "qualified", "basic", "unqualified"]


@given(PROBLEMS, PRAISES)
def test_points_stay_between_nothing_and_all_with_the_bonus(
    problems: list[Problem], praises: list[Praise]
) -> None:
    points = reckon(small_catalogue(), "2026", problems, praises).points
    assert 70 <= points <= 105  # the caps leave 100 − 20 − 10 at least, 100 + 5 at most


@given(PROBLEMS, PRAISES, st.randoms())
def test_the_order_of_what_was_found_changes_nothing(
    problems: list[Problem], praises: list[Praise], chance: st.DataObject
) -> None:
    shuffled = list(problems)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reckon(small_catalogue(), "2026", shuffled, praises) == reckon(
        small_catalogue(), "2026", problems, praises
    )


@given(PROBLEMS, PRAISES)
def test_one_problem_more_never_betters_points_or_grade(
    problems: list[Problem], praises: list[Praise]
) -> None:
    fewer = reckon(small_catalogue(), "2026", problems[1:], praises)
    more = reckon(small_catalogue(), "2026", problems, praises)
    assert more.points <= fewer.points
    assert GRADES.index(more.grade) >= GRADES.index(fewer.grade)
