"""A case as its page shows it (案卡): fields with their words, tables with their columns, marks of the import."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from review.cases.fields import CASES, KEY, TABLES, Field
from review.cases.mapping_file import read_mapping
from review.cases.models import Case, CaseImport
from review.cases.problems import CLASSES
from review.cases.rows import CHILD_COLUMNS, NOT_STORED, RENAMED
from review.web.code_words import coded
from review.web.context import g

ELSEWHERE = {"summary", KEY, "case_name"}
"""Fields that the page shows at a place of their own."""


@dataclass(frozen=True, slots=True)
class CardLine:
    """One field of the case card."""

    words: str
    value: str
    marks: tuple[str, ...]
    """What the import found wrong with it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the case: its name, columns in use, and rows."""

    name: str
    words: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def words_of(field: Field) -> str:
    """A field's name in the viewer's language."""
    return field.zh if g.language == "zh" else field.en


def card_of(case: Case, import_: CaseImport) -> list[CardLine]:
    """The case's own fields, those that are filled in or marked."""
    marks = marks_of(case, import_)
    lines = []
    for field in CASES.fields:
        if field.name in NOT_STORED or field.name in ELSEWHERE:
            continue
        value = shown(getattr(case, RENAMED.get(field.name, field.name)))
        if value or field.name in marks:
            lines.append(CardLine(words_of(field), value, tuple(marks.get(field.name, ()))))
    return lines


def marks_of(case: Case, import_: CaseImport) -> dict[str, list[str]]:
    """Field → titles of the problems it was imported with."""
    columns: dict[str, list[str]] = defaultdict(list)
    for field, column in columns_of(import_):
        columns[column].append(field)
    marks: dict[str, list[str]] = {}
    for problem in case.problems:
        title = _(CLASSES[problem["class"]].title)
        for field in columns.get(problem["column"], []) if problem["table"] == CASES.name else []:
            marks[field] = list(dict.fromkeys([*marks.get(field, []), title]))
    return marks


def columns_of(import_: CaseImport) -> Iterator[tuple[str, str]]:
    """Field of the case → column of the file it came from."""
    mapped = read_mapping(import_.mapping).table(CASES.name) if import_.mapping.strip() else None
    if mapped is not None:
        yield from ((name, rule.column) for name, rule in mapped.fields.items() if rule.column)
        return
    for field in CASES.fields:
        yield field.name, field.zh
        yield field.name, field.name


def sheets_of(case: Case) -> list[Sheet]:
    """The tables beside the case, all of them, in the package's order; documents have a page of their own."""
    return [sheet_of(case, name) for name in CHILD_COLUMNS if name != "documents"]


def sheet_of(case: Case, name: str) -> Sheet:
    """One table with those columns that some row fills."""
    table, own = TABLES[name], CHILD_COLUMNS[name]
    rows = [
        {**row.fields, **{field: getattr(row, column) for field, column in own.items()}}
        for row in getattr(case, name)
    ]
    used = [field for field in table.fields if any(shown(row.get(field.name)) for row in rows)]
    further = list(dict.fromkeys(column for row in rows for column in row.get("extra", {})))
    return Sheet(
        name,
        table.zh if g.language == "zh" else table.en,
        (*(words_of(field) for field in used), *further),
        tuple(
            (
                *(shown(row.get(field.name)) for field in used),
                *(shown(row.get("extra", {}).get(column)) for column in further),
            )
            for row in rows
        ),
    )


def facts_of(fields: Mapping[str, Any], table: str) -> list[tuple[str, str]]:
    """Words and value of the other fields of one row."""
    known = [(words_of(field), shown(fields.get(field.name))) for field in TABLES[table].fields]
    return [line for line in (*known, *extras_of(fields.get("extra", {}))) if line[1]]


def extras_of(extra: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Columns of the file that no field takes."""
    return [(name, shown(value)) for name, value in extra.items()]


def shown(value: Any) -> str:
    """A value as text; nothing for what is blank."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list | tuple):
        return _("、").join(str(coded(one)) for one in value)
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(coded(value))
