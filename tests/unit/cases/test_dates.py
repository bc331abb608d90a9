"""Days in every form that exports write them."""

from datetime import date, datetime

import pytest

from review.cases.dates import Fault, FormatRefused, ReadDay, compiled, read_day, suggest_formats

FIRST_OF_MARCH = date(2025, 3, 1)
US = "%m/%d/%Y %I:%M:%S %p"


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("2025-03-01", "YYYY-MM-DD"),
        ("2025-3-1", "YYYY-MM-DD"),
        ("2025-03-01 00:00:00", "YYYY-MM-DD"),
        ("2025-03-01T00:00", "YYYY-MM-DD"),
        ("2025/3/1", "YYYY/M/D"),
        ("2025.3.1", "YYYY.M.D"),
        ("2025年3月1日", "YYYY年M月D日"),
        ("20250301", "YYYYMMDD"),
        ("45717", "excel_serial"),
        (45717.0, "excel_serial"),
        (FIRST_OF_MARCH, "excel_date"),
    ],
)
def test_the_first_of_march_is_read_in_every_form(cell: object, form: str) -> None:
    assert read_day(cell) == ReadDay(FIRST_OF_MARCH, form)


def test_a_time_of_day_is_noticed() -> None:
    assert read_day("2025-03-01 22:55") == ReadDay(FIRST_OF_MARCH, "YYYY-MM-DD", timed=True)
    assert read_day(datetime(2025, 3, 1, 9)) == ReadDay(FIRST_OF_MARCH, "excel_date", timed=True)


def test_the_american_form_is_read_only_where_the_mapping_says_so() -> None:
    assert read_day("3/1/2025 12:00:00 AM") == ReadDay(None, fault=Fault.UNREADABLE)
    assert read_day("3/1/2025 12:00:00 AM", [US]) == ReadDay(FIRST_OF_MARCH, US)
    assert read_day("3/1/2025 12:30:00 PM", [US]) == ReadDay(FIRST_OF_MARCH, US, timed=True)
    assert read_day("2025-03-01", [US]) == ReadDay(FIRST_OF_MARCH, "YYYY-MM-DD")


@pytest.mark.parametrize("cell", ["2025-02-31", "2025/13/1", "2025年2月30日", "20250231", "2025-03-01 25:00"])
def test_a_day_that_is_in_no_calendar_is_told_apart_from_a_day_that_cannot_be_read(cell: str) -> None:
    assert read_day(cell).fault is Fault.NO_SUCH_DAY


@pytest.mark.parametrize(
    "cell", ["2025", 2025.0, "25-3-1", "三月一日", "2025-03", "２０２５-03-01", True, "1e5"]
)
def test_nothing_is_guessed(cell: object) -> None:
    assert read_day(cell).day is None
    assert read_day(cell).fault is Fault.UNREADABLE


@pytest.mark.parametrize("form", ["%m/%d", "%d/%m/%y", "%Y-%m-%d %Z", "%Y%Y%m%d", "", "%Y-%m-%d%"])
def test_a_format_that_names_no_whole_day_is_refused(form: str) -> None:
    with pytest.raises(FormatRefused):
        compiled(form)


def test_a_format_is_suggested_only_when_one_alone_fits() -> None:
    assert suggest_formats(["4/8/2019 12:00:00 AM", "2019-01-01"]) == (US,)
    assert suggest_formats(["4/13/2019", ""]) == ("%m/%d/%Y",)
    assert suggest_formats(["4/8/2019"]) == ()
    assert suggest_formats(["2019-01-01"]) == ()
