"""Percentages, places and cells of a table."""

from review.statistics.intervals import Interval
from review.statistics.ranking import Place, places
from review.statistics.shares import percentages
from review.statistics.small_cells import hidden_cells


def test_thirds_still_add_up_to_a_hundred() -> None:
    assert percentages([1, 1, 1]) == [33.4, 33.3, 33.3]


def test_the_missing_tenth_goes_to_the_largest_remainder() -> None:
    # 7, 1359 and 1 of 1367: 0.512…, 99.414…, 0.073… per cent; one tenth is missing
    assert percentages([7, 1359, 1]) == [0.5, 99.4, 0.1]


def test_nothing_has_no_shares() -> None:
    assert percentages([0, 0]) == [0.0, 0.0]


def test_a_place_is_certain_only_without_overlap() -> None:
    found = places([Interval(0.0, 0.1), Interval(0.3, 0.4), Interval(0.35, 0.5), None])
    assert found == [Place(1, 1), Place(2, 3), Place(2, 3), None]
    assert [place.certain for place in found if place] == [True, False, False]


def test_a_small_cell_takes_the_next_smallest_along() -> None:
    assert hidden_cells([12, 3, 9, 7], least=5) == {1, 3}


def test_two_small_cells_that_hold_enough_together_suffice() -> None:
    assert hidden_cells([12, 3, 4, 9], least=5) == {1, 2}


def test_two_tiny_cells_hide_a_third() -> None:
    assert hidden_cells([12, 1, 2, 9], least=5) == {1, 2, 3}


def test_large_cells_and_empty_ones_are_shown() -> None:
    assert hidden_cells([12, 0, 5], least=5) == frozenset()
