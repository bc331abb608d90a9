"""The made-up cases as the package that an office would hand in (数据包): a ZIP of CSV files, and what was planted."""

import csv
import io
import zipfile
from collections.abc import Iterator
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
FIRST_DAY = date(2025, 11, 3)
LAST_DAY = date(2026, 10, 30)


def made_cases(province: Province, chance: Random) -> Iterator[Dossier]:
    """Every closed case of the province, the demo city's first."""
    serial = 0
    for city in CITIES:
        handlers = province.handlers[city]
        for turn in range(DEMO_CITY_CASES if city == CITIES[0] else OTHER_CITY_CASES):
            serial += 1
            yield dossier(
                chance, serial, office_of(handlers[turn % len(handlers)], city), working_day(chance)
            )


def working_day(chance: Random) -> date:
    """Some weekday of the year."""
    day = FIRST_DAY + timedelta(days=chance.randrange((LAST_DAY - FIRST_DAY).days + 1))
    return day - timedelta(days=max(0, day.weekday() - 4))


def office_of(handler: Person, city: str) -> Office:
    department = handler.department
    assert department is not None
    unit = handler.unit
    return Office(unit.code, unit.name, city, department.name, handler.staff_no, handler.name)


def write_package(province: Province, chance: Random, folder: Path) -> Path:
    """Write the package and the list of what was planted; give the package's path."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    planted: list[tuple[object, str]] = []
    for made in made_cases(province, chance):
        key = made.case[KEY]
        rows["cases"].append(made.case)
        for table in list(TABLES)[1:]:
            rows[table] += [{KEY: key, **row} for row in getattr(made, table)]
        if made.planted:
            planted.append((key, made.planted))
    package = folder / "2025年11月至2026年10月办结案件.zip"
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
