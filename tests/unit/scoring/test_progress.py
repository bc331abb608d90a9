"""Progress without small numbers: what is merged cannot be worked out again from the total."""

from review.scoring.queries_progress import Progress, merge_small

REST = "合并显示"


def lines(*totals: int) -> list[Progress]:
    return [Progress(f"院{place}", total, 1, 0) for place, total in enumerate(totals)]


def test_large_lines_stay_as_they_are() -> None:
    assert merge_small(lines(5, 9), least=5, rest=REST) == lines(5, 9)


def test_small_lines_are_put_together() -> None:
    assert merge_small(lines(9, 3, 4), least=5, rest=REST) == [*lines(9), Progress(REST, 7, 2, 0)]


def test_one_small_line_takes_the_smallest_other_along() -> None:
    merged = merge_small(lines(9, 6, 3), least=5, rest=REST)
    assert merged == [*lines(9), Progress(REST, 9, 2, 0)]


def test_small_lines_that_are_too_few_even_together_take_another_along() -> None:
    assert merge_small(lines(9, 7, 1, 1), least=5, rest=REST) == [*lines(9), Progress(REST, 9, 3, 0)]


def test_where_all_is_small_one_line_is_left() -> None:
    assert merge_small(lines(2, 1), least=5, rest=REST) == [Progress(REST, 3, 2, 0)]


def test_nothing_stays_nothing() -> None:
    assert merge_small([], least=5, rest=REST) == []
