"""Terms in working days, around the Spring Festival and beyond the holiday table."""

from datetime import date, timedelta

import pytest

from review.catalogue.workdays import Calendar, Counted, Reached
from tests.unit.catalogue.shipped import shipped

CALENDAR = Calendar(shipped().holidays)


def test_five_working_days_before_the_spring_festival_of_2026_end_after_it() -> None:
    # Wednesday 11 February: 12th, 13th, 14th (a Saturday worked), then off from the 15th to the 23rd, 24th, 25th
    assert CALENDAR.add_workdays(date(2026, 2, 11), 5) == Reached(date(2026, 2, 25))


def test_the_days_between_are_counted_the_same_way() -> None:
    assert CALENDAR.workdays_between(date(2026, 2, 11), date(2026, 2, 25)) == Counted(5)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 14), True),  # Saturday, worked for the festival
        (date(2026, 2, 16), False),  # Monday, New Year's Eve
        (date(2026, 2, 23), False),  # Monday, last day off
        (date(2026, 2, 28), True),  # Saturday, worked for the festival
        (date(2026, 3, 1), False),  # Sunday
        (date(2025, 10, 8), False),  # Wednesday, National Day and Mid-Autumn together
        (date(2024, 2, 9), True),  # New Year's Eve of 2024 was no day off by the arrangement
    ],
)
def test_a_day_is_worked_or_not_by_the_arrangement(day: date, worked: bool) -> None:
    assert CALENDAR.is_workday(day) is worked


def test_no_working_day_later_is_the_day_itself() -> None:
    assert CALENDAR.add_workdays(date(2026, 2, 16), 0) == Reached(date(2026, 2, 16))


def test_a_year_without_table_counts_weekdays_and_says_so() -> None:
    # Thursday 31 December 2026 is the last day of the table; 1 January 2027 is a Friday like any other
    assert CALENDAR.add_workdays(date(2026, 12, 31), 2) == Reached(date(2027, 1, 4), (2027,))
    assert CALENDAR.workdays_between(date(2026, 12, 31), date(2027, 1, 4)) == Counted(2, (2027,))


def test_backwards_the_count_is_negative() -> None:
    assert CALENDAR.workdays_between(date(2026, 2, 25), date(2026, 2, 11)) == Counted(-5)


def test_a_negative_term_is_a_programming_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_workdays(date(2026, 1, 5), -1)


@pytest.mark.parametrize("n", range(1, 30))
def test_adding_and_counting_agree(n: int) -> None:
    first = date(2025, 9, 20) + timedelta(days=n)
    assert CALENDAR.workdays_between(first, CALENDAR.add_workdays(first, n).day) == Counted(n)


def test_the_working_days_of_2026_are_248() -> None:
    # 261 weekdays, less 19 weekdays off, and 6 weekend days worked
    assert CALENDAR.workdays_between(date(2025, 12, 31), date(2026, 12, 31)) == Counted(248)
