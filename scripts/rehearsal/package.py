"""The made-up cases as the package that an office would hand in (数据包): a ZIP of CSV files, and what was planted."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from review.cases.fields import KEY, TABLES
from review.people.models import Person
from scripts.rehearsal.dossiers import dossier
from scripts.rehearsal.names import CITIES
from scripts.rehearsal.province import Province
from scripts.rehearsal.shapes import Dossier, Office, Row

DEMO_CITY_CASES = 4_560
"""Closed in a year: 30 % of it are 1,368."""

OTHER_CITY_CASES = 60
WEEKS = 52


@dataclass(frozen=True)
class Year:
    """The weeks in which the cases were finished, and the day on which their package was handed in."""

    first: date
    last: date
    handed_in: date

    def quarter(self, part: int) -> tuple[date, date]:
        """First and last day of one of its eight parts, from 0."""
        days = (self.last - self.first).days + 1
        begin, end = (self.first + timedelta(days=days * n // 8) for n in (part, part + 1))
        return begin, end - timedelta(days=1)


def year_before(today: date) -> Year:
    """The year of cases that the rehearsal begins with, some weeks back, so that rounds lie behind `today`."""
    handed_in = today - timedelta(days=75)
    last = handed_in - timedelta(days=40)
    return Year(last - timedelta(weeks=WEEKS), last, handed_in)


def made_cases(province: Province, year: Year, chance: Random) -> Iterator[Dossier]:
    """Every closed case of the province, the demo city's first."""
    serial = 0
    for city in CITIES:
        handlers = province.handlers[city]
        for turn in range(DEMO_CITY_CASES if city == CITIES[0] else OTHER_CITY_CASES):
            serial += 1
            office = office_of(handlers[turn % len(handlers)], city)
            day, last = working_day(year, chance), year.handed_in - timedelta(days=1)
            yield dossier(chance, serial, office, day, last)


def working_day(year: Year, chance: Random) -> date:
    """Some weekday of the year."""
    day = year.first + timedelta(days=chance.randrange((year.last - year.first).days + 1))
    return day - timedelta(days=max(0, day.weekday() - 4))


def office_of(handler: Person, city: str) -> Office:
    department = handler.department
    assert department is not None
    unit = handler.unit
    return Office(unit.code, unit.name, city, department.name, handler.staff_no, handler.name)


def write_package(province: Province, year: Year, chance: Random, folder: Path) -> Path:
    """Write the package and the list of what was planted; give the package's path."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    planted: list[tuple[object, str]] = []
    for made in made_cases(province, year, chance):
        key = made.case[KEY]
        rows["cases"].append(made.case)
        for table in list(TABLES)[1:]:
            rows[table] += [{KEY: key, **row} for row in getattr(made, table)]
        if made.planted:
            planted.append((key, made.planted))
    package = folder / f"{year.first:%Y%m%d}至{year.last:%Y%m%d}办结案件.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for table, lines in rows.items():
            archive.writestr(f"{table}.csv", as_csv(table, lines))
    with (folder / "planted.csv").open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([(KEY, "planted"), *planted])
    return package


def as_csv(table: str, lines: list[Row]) -> bytes:
    """A table with Chinese labels as its header, in UTF-8 with its mark."""
    fields = TABLES[table].fields
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field.zh for field in fields])
    writer.writerows([line.get(field.name, "") for field in fields] for line in lines)
    return out.getvalue().encode("utf-8-sig")
