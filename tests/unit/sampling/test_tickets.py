"""Tickets are Rivest's, digit for digit."""

import numpy as np
import pytest

from review.sampling.tickets import CHUNK, leading_digits, ticket, tickets
from tests.unit.sampling.rivest import first_ticket


def test_the_ticket_of_rivests_own_example_is_found() -> None:
    expected = "0.26299714122838008416507544297546663599715395525154425586041245287750224561854"
    assert ticket("01382438112797316654", "AB-130") == expected
    assert tickets("01382438112797316654", ["AB-130"]) == [expected]


@pytest.mark.parametrize(
    "key",
    [
        "",
        " ",
        "  前后有空格  ",
        "扬检刑诉〔2025〕12号",
        "🙂👨‍👩‍👧",
        "e\u0301",
        "a\nb\0c",
        "长" * 200,
        "0" * 200,
    ],
)
@pytest.mark.parametrize("seed", ["", "31415", "种子 🎲", "9" * 300])
def test_tickets_are_those_of_the_independent_implementation(seed: str, key: str) -> None:
    expected = first_ticket(key, seed)
    assert ticket(seed, key) == expected
    assert tickets(seed, [key]) == [expected]


@pytest.mark.parametrize("count", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_many_cases_at_once_get_the_same_tickets_as_one_by_one(count: int) -> None:
    keys = [f"案{n}" for n in range(count)]
    one_by_one = [ticket("31415", key) for key in keys]
    assert tickets("31415", keys) == one_by_one
    assert leading_digits("31415", keys).tolist() == [int(text[2:18]) for text in one_by_one]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("71547", "0.546355612446606909703304319902303128578108845370024198589212428880103208"),
        ("120984", "0.150765245792416397390006929797448289776529755971755213278223468050808589"),
    ],
)
def test_a_rare_short_number_is_written_in_full(key: str, expected: str) -> None:
    assert tickets("31415", ["1", key, "2"]) == [ticket("31415", "1"), expected, ticket("31415", "2")]
    assert first_ticket(key, "31415") == expected


def test_a_hundred_thousand_tickets_spread_evenly() -> None:
    digits = leading_digits("31415", [str(n) for n in range(100_000)])
    tenths = np.bincount(digits // 10**15, minlength=10)
    assert tenths.sum() == 100_000
    assert (abs(tenths - 10_000) < 400).all()
