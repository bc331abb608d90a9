"""Fair shares on networks small enough to share out by hand."""

import numpy as np

from review.assignment.chance import Chance
from review.assignment.fairness import fair_shares, level_loads
from review.assignment.network import Network
from tests.unit.assignment.province import fractions


def network(supply: list[int], may: list[list[int]], unit: list[int] | None = None, k: int = 1) -> Network:
    """Groups of `supply` cases with k reviewers each; every reviewer of an own unit unless told."""
    sizes = np.array(supply, dtype=np.int64)
    units = np.arange(len(may[0])) if unit is None else np.array(unit)
    pair = sizes[:, None] * np.array(may, dtype=np.int64)
    starts = np.flatnonzero(np.diff(units, prepend=-1))
    gate = sizes[:, None] * np.logical_or.reduceat(pair > 0, starts, axis=1)
    return Network(sizes * k, gate, pair, units)


def test_where_all_may_review_all_shares_follow_capacity() -> None:
    assert fair_shares(network([7], [[1, 1, 1]]), np.array([2, 3, 9])) == fractions("1", "3/2", "9/2")


def test_a_reviewer_who_alone_may_take_a_case_is_busier() -> None:
    # 4 cases only for the first, 2 for the two others
    shares = fair_shares(network([4, 2], [[1, 0, 0], [1, 1, 1]]), np.array([5, 5, 5]))
    assert shares == fractions("4", "1", "1")


def test_a_reviewer_who_may_take_little_is_less_busy() -> None:
    # the third may take only the one case of the second group
    shares = fair_shares(network([9, 1], [[1, 1, 0], [1, 1, 1]]), np.array([9, 9, 9]))
    assert shares == fractions("9/2", "9/2", "1")


def test_shares_fall_into_as_many_levels_as_conditions_force() -> None:
    shares = fair_shares(network([5, 3, 1], [[1, 0, 0], [1, 1, 0], [1, 1, 1]]), np.array([6, 6, 6]))
    assert shares == fractions("5", "3", "1")


def test_a_unit_cannot_carry_more_than_one_reviewer_of_each_case() -> None:
    # 2 cases want 2 reviewers of different units; the unit with two reviewers gives 1 each at most
    shares = fair_shares(network([2], [[1, 1, 1]], unit=[0, 0, 1], k=2), np.array([4, 4, 4]))
    assert shares == fractions("1", "1", "2")


def test_new_slots_go_to_those_whose_load_is_lightest_for_their_capacity() -> None:
    # kept 4 of 8, 1 of 4, 0 of 2: claims 9/8 | 3/4, 5/4, 7/4 | 1/2, 3/2; the four smallest win
    given = level_loads(network([4], [[1, 1, 1]]), np.array([4, 1, 0]), np.array([4, 3, 2]), Chance("s", "l"))
    assert given.tolist() == [1, 2, 1]
