"""A made-up export with the columns and the kinds of dirt of a county prosecutor's open data.

`cook_like` writes it and tells what dirt it put in; `count_dirt` counts the dirt of any such file with the
plain `csv` module and shares nothing with `review.cases`.
"""

import csv
import io
import re
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

COLUMNS = (
    "case_id",
    "participant_id",
    "offense_category",
    "charge_title",
    "charge_statute",
    "charge_class",
    "charges_in_case",
    "region",
    "unit",
    "handler",
    "police_agency",
    "police_unit",
    "incident_city",
    "arrest_date",
    "received_date",
    "arraignment_date",
    "disposition_date",
    "disposition",
    "disposition_reason",
    "felony_review_result",
    "sentence_type",
    "commitment_term",
    "commitment_unit",
    "length_of_case_in_days",
)

MAPPED_CODES = (
    "offense_category",
    "charge_title",
    "region",
    "unit",
    "handler",
    "police_agency",
    "disposition",
    "felony_review_result",
)
"""Columns that rules/mappings/cook.yaml makes codes or names of."""

MAPPED_WORDS = (*MAPPED_CODES, "case_id", "participant_id", "sentence_type")
"""Columns it makes words of."""

CASE_COLUMNS = (
    "offense_category",
    "charge_title",
    "region",
    "unit",
    "handler",
    "police_agency",
    "received_date",
    "disposition_date",
    "disposition",
    "sentence_type",
    "length_of_case_in_days",
)
"""Columns that belong to the case, so that its rows should agree."""

UNMAPPED = 8
"""Columns it makes nothing of."""

REGIONS = (("District 1 - North", "North Courthouse"), ("District 2 - South", "South Courthouse"))
CHARGES = ("Narcotics", "Retail Theft", "Burglary")
FIRST_DAY = date(2019, 1, 1)


def us_form(day: date) -> str:
    """A day as the county writes dispositions."""
    return f"{day.month}/{day.day}/{day.year} 12:00:00 AM"


def clean_row(number: int) -> dict[str, str]:
    """One defendant's row without any dirt; every other column filled plainly."""
    received = FIRST_DAY + timedelta(days=number % 200)
    region, unit = REGIONS[number % 2]
    charge = CHARGES[number % 3]
    return {
        **dict.fromkeys(COLUMNS, ""),
        "case_id": str(129_500_000_000 + number),
        "participant_id": str(1_079_000_000_000 + number),
        "offense_category": charge,
        "charge_title": charge.upper(),
        "charge_statute": "720/5/1",
        "charges_in_case": "1",
        "region": region,
        "unit": unit,
        "handler": f"H{number % 7:03d}",
        "police_agency": "NORTH PD",
        "arrest_date": f"{received - timedelta(days=1)} 22:55",
        "received_date": str(received),
        "disposition_date": us_form(received + timedelta(days=30)),
        "disposition": "Plea Of Guilty" if number % 2 else "Nolle Prosecution",
        "sentence_type": "Probation",
        "length_of_case_in_days": "30",
    }


def cook_like(cases: int = 200) -> tuple[str, Counter[str]]:
    """The text of an export of so many cases (at least 60), and how many cells of each kind of dirt it has."""
    rows: list[dict[str, str]] = []
    dirt: Counter[str] = Counter(unknown_column=UNMAPPED)
    for number in range(cases):
        row = clean_row(number)
        spoil(row, number, dirt)
        rows.append(row)
        if number % 10 == 4:
            rows.append(second_defendant(row, number, dirt))
    for row in rows:
        dirt["mixed_date_forms"] += 1  # every disposition is in the US form, all other days in ISO form
        dirt["inner_blanks"] += "  " in row["handler"]
        dirt["blank_handler"] += row["handler"] == ""
        dirt["blank_region"] += row["region"] == ""
        dirt["blank_unit"] += row["unit"] == ""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue(), dirt


def spoil(row: dict[str, str], number: int, dirt: Counter[str]) -> None:
    """Put dirt into some rows, each kind at a pace of its own."""
    received = date.fromisoformat(row["received_date"])
    if number % 4 == 1:
        row["handler"] = ""
    elif number % 5 == 2:
        row["handler"] = f"H  {100 + number % 3}"
    if number % 41 == 7:
        row["region"] = row["unit"] = ""
    elif number % 43 == 9:
        row["unit"] = ""
    if number % 13 == 6:
        row["disposition_date"] = us_form(received - timedelta(days=40))
        dirt["order_of_dates"] += 1
    if number == 50:
        row["disposition_date"] = "4/22/2202 12:00:00 AM"
        dirt["impossible_date"] += 1
    if number % 29 == 3:
        row["disposition"] = "Plea of guilty - Lesser Included"
        dirt["case_variants"] += 1
    if number == 30:
        row["length_of_case_in_days"] = "-3"
        dirt["impossible_number"] += 1


def second_defendant(row: dict[str, str], number: int, dirt: Counter[str]) -> dict[str, str]:
    """Another row of the same case; in every third such case it contradicts the first."""
    other = {**row, "participant_id": str(1_079_900_000_000 + number)}
    received, disposed = row["received_date"], datetime.strptime(row["disposition_date"][:-12], "%m/%d/%Y")
    dirt["order_of_dates"] += disposed.date() < date.fromisoformat(received)
    dirt["case_variants"] += row["disposition"].startswith("Plea of guilty")
    if number % 30 == 4:
        other["charge_title"] = "ATTEMPTED " + row["charge_title"]
        other["length_of_case_in_days"] = "31"
        dirt["conflicting_rows"] += 2
    return other


def count_dirt(text: str, today: date) -> Counter[str]:
    """Count the dirt of such an export cell by cell, in the plainest way."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    dirt: Counter[str] = Counter(unknown_column=UNMAPPED)
    first_rows: dict[str, dict[str, str]] = {}
    for row in rows:
        for code, column in (
            ("blank_handler", "handler"),
            ("blank_region", "region"),
            ("blank_unit", "unit"),
        ):
            dirt[code] += row[column] == ""
        dirt["blank_required"] += sum(
            row[column] == ""
            for column in ("offense_category", "charge_title", "police_agency", "disposition")
        )
        dirt["inner_blanks"] += sum("  " in row[column] for column in MAPPED_WORDS)
        dirt["impossible_number"] += row["length_of_case_in_days"].startswith("-")
        received = datetime.strptime(row["received_date"], "%Y-%m-%d").date()
        disposed = datetime.strptime(row["disposition_date"], "%m/%d/%Y %I:%M:%S %p").date()
        dirt["impossible_date"] += disposed > today
        dirt["order_of_dates"] += disposed < received
        first = first_rows.setdefault(row["case_id"], row)
        dirt["conflicting_rows"] += sum(row[column] != first[column] for column in CASE_COLUMNS)
    dirt["mixed_date_forms"] = count_rarer_form(rows)
    dirt["case_variants"] = sum(count_variants([row[column] for row in rows]) for column in MAPPED_CODES)
    return +dirt


def count_rarer_form(rows: list[dict[str, str]]) -> int:
    """Days that are not in the most frequent of the two forms."""
    days = [
        row[column]
        for row in rows
        for column in ("arrest_date", "received_date", "arraignment_date", "disposition_date")
        if row[column]
    ]
    slashed = sum("/" in day for day in days)
    return min(slashed, len(days) - slashed)


def count_variants(texts: list[str]) -> int:
    """Cells that differ from a more frequent text, or from its part before " - ", in case or blanks only."""
    wholes = Counter(text for text in texts if text)
    starts = Counter(text.split(" - ")[0] for text in texts if text)
    return sum(
        count
        for text, count in wholes.items()
        if best(wholes, text) != text or best(starts, text.split(" - ")[0]) != text.split(" - ")[0]
    )


def best(counts: Counter[str], text: str) -> str:
    """The most frequent text that is the same but for case and blanks."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one in counts:
        groups[re.sub(r"\s", "", one).lower()].append(one)
    alike = groups[re.sub(r"\s", "", text).lower()]
    return min(alike, key=lambda one: (-counts[one], one))
