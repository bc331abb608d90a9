"""Working days (工作日) by the holiday table; a year without a table counts Monday to Friday and says so. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from review.catalogue.tables import Holidays

SATURDAY = 5
"""`date.weekday()` of the first day of the weekend."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Counted:
    """A count of working days, and the years for which only weekends were left out."""

    days: int
    uncovered: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reached:
    """The day a term ends, and the years for which only weekends were left out."""

    day: date
    uncovered: tuple[int, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """The working days of a holiday table."""

    holidays: Holidays

    @cached_property
    def years(self) -> frozenset[int]:
        """Years that the table covers."""
        return frozenset(year.year for year in self.holidays.years)

    @cached_property
    def days_off(self) -> frozenset[date]:
        """Days off by the arrangement, weekends within it included."""
        return frozenset(day for year in self.holidays.years for day in year.days_off)

    @cached_property
    def make_up(self) -> frozenset[date]:
        """Days of a weekend on which people work."""
        return frozenset(day for year in self.holidays.years for day in year.make_up)

    def is_workday(self, day: date) -> bool:
        """Whether people work on `day` (by weekday alone where the year has no table)."""
        if day in self.days_off:
            return False
        return day in self.make_up or day.weekday() < SATURDAY

    def add_workdays(self, day: date, n: int) -> Reached:
        """The `n`-th working day after `day`; `day` itself does not count. With `n` 0, `day`."""
        if n < 0:
            raise ValueError(n)
        reached = day
        for _ in range(n):
            reached = next(later for later in days_after(reached) if self.is_workday(later))
        return Reached(reached, self.uncovered(day, reached))

    def workdays_between(self, first: date, last: date) -> Counted:
        """Working days after `first` up to and with `last`; negative if `last` comes first."""
        if last < first:
            back = self.workdays_between(last, first)
            return Counted(-back.days, back.uncovered)
        count = sum(self.is_workday(first + DAY * step) for step in range(1, (last - first).days + 1))
        return Counted(count, self.uncovered(first, last))

    def uncovered(self, first: date, last: date) -> tuple[int, ...]:
        """Years between two days, both with, that the table does not cover."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)


def days_after(day: date) -> Iterator[date]:
    """The days that follow, without end."""
    while True:
        day += DAY
        yield day
