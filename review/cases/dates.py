"""Days as people write them (日期): each form is named, none is guessed between day and month. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from review.errors import N_, ReviewError

SERIAL_ORIGIN = date(1899, 12, 30)
"""Day 0 of Excel's serials of the 1900 system, for serials from 61 on."""

SERIALS = range(10_000, 80_000)
"""Serial numbers taken for days: 1927-05-18 to 2119-01-10. Smaller ones may be years (2025), so none is."""

CELL = "excel_date"
SERIAL = "excel_serial"

TIME = r"(?:[T ]+(?P<H>[0-9]{1,2}):(?P<M>[0-9]{1,2})(?::(?P<S>[0-9]{1,2})(?:\.0+)?)?)?"

BUILT_IN: dict[str, re.Pattern[str]] = {
    "YYYY-MM-DD": re.compile(r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})" + TIME),
    "YYYY/M/D": re.compile(r"(?P<Y>[0-9]{4})/(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})" + TIME),
    "YYYY.M.D": re.compile(r"(?P<Y>[0-9]{4})\.(?P<m>[0-9]{1,2})\.(?P<d>[0-9]{1,2})"),
    "YYYY年M月D日": re.compile(r"(?P<Y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日" + TIME),
    "YYYYMMDD": re.compile(r"(?P<Y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
}
"""Forms read in any column without being asked for, by the name shown to the officer."""

DIRECTIVES = {
    "%Y": r"(?P<Y>[0-9]{4})",
    "%m": r"(?P<m>[0-9]{1,2})",
    "%d": r"(?P<d>[0-9]{1,2})",
    "%H": r"(?P<H>[0-9]{1,2})",
    "%I": r"(?P<I>[0-9]{1,2})",
    "%M": r"(?P<M>[0-9]{1,2})",
    "%S": r"(?P<S>[0-9]{1,2})",
    "%p": r"(?P<p>[AaPp][Mm])",
}
"""What a mapping's format may use; no two-digit years, which would have to be guessed."""

OFFERED = (
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
)
"""Formats tried when a mapping is suggested."""


class Fault(StrEnum):
    """Why a cell gave no day."""

    UNREADABLE = "unreadable"  # no known form
    NO_SUCH_DAY = "no_such_day"  # 31 February


class FormatRefused(ReviewError):
    """A format in a mapping that names no whole day or uses an unknown sign."""

    sentence = N_(
        "日期格式「%(form)s」无法使用：须含 %%Y、%%m、%%d，此外只能用 %%H、%%I、%%M、%%S、%%p。"
        "请修改映射文件。"
    )

    def __init__(self, form: str) -> None:
        super().__init__(form=form)


@dataclass(frozen=True)
class ReadDay:
    """What a cell said: a day, or a fault; the form it was written in; whether a time of day was dropped."""

    day: date | None
    form: str | None = None
    fault: Fault | None = None
    timed: bool = False


@lru_cache(maxsize=256)
def compiled(form: str) -> re.Pattern[str]:
    """A mapping's format as a pattern.

    Raises:
        FormatRefused: it lacks year, month or day, repeats a sign, or uses one not in `DIRECTIVES`.
    """
    parts = re.split(r"(%.?)", form)
    signs = parts[1::2]
    if not {"%Y", "%m", "%d"} <= set(signs) <= set(DIRECTIVES) or len(signs) != len(set(signs)):
        raise FormatRefused(form)
    return re.compile("".join(DIRECTIVES.get(part) or re.escape(part) for part in parts))


def read_day(cell: object, formats: Sequence[str] = ()) -> ReadDay:
    """The day a cell names. A mapping's `formats` go first, in order, then the built-in forms.

    Args:
        cell: Text, or what a workbook holds: a date, a moment, or a serial number.
        formats: Formats of the mapping for this column, such as `%m/%d/%Y`.
    """
    if isinstance(cell, datetime):
        return ReadDay(cell.date(), CELL, timed=cell.time() != time())
    if isinstance(cell, date):
        return ReadDay(cell, CELL)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return read_serial(float(cell))
    if not isinstance(cell, str):
        return ReadDay(None, fault=Fault.UNREADABLE)
    text = cell.strip()
    for form in formats:
        if match := compiled(form).fullmatch(text):
            return read_match(match, form)
    for name, pattern in BUILT_IN.items():
        if match := pattern.fullmatch(text):
            return read_match(match, name)
    if re.fullmatch(r"[0-9]{5}", text):
        return read_serial(float(text))
    return ReadDay(None, fault=Fault.UNREADABLE)


def read_serial(serial: float) -> ReadDay:
    """The day of an Excel serial number of the 1900 system (45717 is 2025-03-01)."""
    if int(serial) not in SERIALS:
        return ReadDay(None, SERIAL, Fault.UNREADABLE)
    return ReadDay(SERIAL_ORIGIN + timedelta(days=int(serial)), SERIAL, timed=serial != int(serial))


def read_match(match: re.Match[str], form: str) -> ReadDay:
    """The day a matched pattern names, if there is such a day."""
    part = match.groupdict()
    try:
        day = date(int(part["Y"]), int(part["m"]), int(part["d"]))
        moment = time_of(part)
    except ValueError:
        return ReadDay(None, form, Fault.NO_SUCH_DAY)
    return ReadDay(day, form, timed=moment != time())


def time_of(part: dict[str, str | None]) -> time:
    """The time of day in a matched pattern; midnight where none is written."""
    hour = int(part.get("H") or part.get("I") or 0)
    if part.get("I"):
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if (part.get("p") or "").upper() == "PM" else 0)
    return time(hour, int(part.get("M") or 0), int(part.get("S") or 0))


def suggest_formats(samples: Iterable[str]) -> tuple[str, ...]:
    """The one offered format that reads every sample that the built-in forms do not; none if two do."""
    strange = [text for text in samples if text.strip() and read_day(text).day is None]
    if not strange:
        return ()
    fitting = [form for form in OFFERED if all(read_day(text, [form]).day for text in strange)]
    return tuple(fitting) if len(fitting) == 1 else ()
