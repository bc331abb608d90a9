"""A case record as the rows that are stored (入库行), and the spool it waits in. Pure but for the spool's file.

The spool is JSON, one case a line: it is written by the process that reads the officer's file and read by the
one that writes the database, and nothing in it can be run.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from review.cases.codebook import Codebook
from review.cases.fields import CASES, KEY, TABLES, Field, FieldKind
from review.cases.problems import CLASSES, Severity
from review.cases.records import CaseRecord, ChildRecord, plain

Line = Mapping[str, Any]
"""One case of the spool."""

Row = dict[str, Any]
"""Column → value."""

RENAMED = {KEY: "key", "case_name": "name", "dept_name": "department_name", "handler_id": "handler_no"}
"""Fields of the case whose column has another name."""

NOT_STORED = {"region_name", "office_code", "office_name", "dept_code"}
"""Fields that are told by the unit; as they stood in the file they are kept among the extras."""

CHILD_COLUMNS: dict[str, dict[str, str]] = {
    "parties": {"name": "name", "role": "role"},
    "measures": {"kind": "kind", "start_date": "started_on", "end_date": "ended_on"},
    "events": {"kind": "kind", "start_date": "started_on", "end_date": "ended_on"},
    "documents": {"title": "title", "document_no": "number", "pages": "pages", "text": "text"},
    "notices": {"kind": "kind", "notice_date": "given_on"},
    "workflow": {"node": "node", "actor": "actor_no", "entered_date": "entered_on"},
}
"""Child table → field → column; the other fields are kept together in `fields`."""

MADE_ON = ("signed_date", "approved_date", "drafted_date", "served_date", "uploaded_date")
"""Which of a document's days tells when it was made: the first that is given."""


def write_spool(path: Path, records: Iterable[CaseRecord]) -> None:
    """Write every record down; of those left out only why."""
    with path.open("w", encoding="utf-8") as stream:
        for record in records:
            line = {"left_out": list(record.left_out)} if record.left_out else line_of(record)
            stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def read_spool(path: Path) -> Iterator[Line]:
    """The cases again, in their order."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def line_of(record: CaseRecord) -> Line:
    """One case to be stored."""
    return {
        "left_out": [],
        "key": record.key,
        "row": record.row,
        "hash": record.record_hash,
        "fields": plain(record.fields),
        "extra": dict(record.extra),
        "children": {name: [child_of(row) for row in rows] for name, rows in record.children.items()},
        "problems": [
            {"class": one.code, "table": one.table, "column": one.column, "row": one.row}
            for one in record.problems
            if CLASSES[one.code].severity is not Severity.INFO
        ],
    }


def child_of(row: ChildRecord) -> Row:
    """One child row."""
    return {"fields": plain(row.fields), "extra": dict(row.extra)}


def case_row(line: Line, codebook: Codebook) -> Row:
    """The columns of a case that its own record tells; unit, handler and version are told elsewhere."""
    given = line["fields"]
    row = {
        RENAMED.get(one.name, one.name): stored(one, given.get(one.name))
        for one in CASES.fields
        if one.name not in NOT_STORED
    }
    kept = {CASES.field(name).zh: given[name] for name in sorted(NOT_STORED) if name in given}
    return {
        **row,
        "record_hash": line["hash"],
        "family": codebook.family_of(row["type_code"], row["type_name"]),
        "extra": {**kept, **line["extra"]},
        "problems": line["problems"],
    }


def child_rows(line: Line, codebook: Codebook) -> Iterator[tuple[str, Row]]:
    """Table and columns of every child of a case, in the file's order."""
    for table, children in line["children"].items():
        columns = CHILD_COLUMNS[table]
        for child in children:
            given = child["fields"]
            row = {
                column: stored(TABLES[table].field(name), given.get(name)) for name, column in columns.items()
            }
            if table == "documents":
                row |= document_columns(given, codebook)
            rest = {name: value for name, value in given.items() if name not in columns}
            row["fields"] = {**rest, "extra": child["extra"]} if child["extra"] else rest
            yield table, row


def document_columns(given: Mapping[str, Any], codebook: Codebook) -> Row:
    """Kind and day of a document."""
    code, name = given.get("type_code", ""), given.get("type_name", "")
    kind = codebook.document_kinds.get(code) or codebook.document_kinds.get(name) or code or name
    day = next((given[one] for one in MADE_ON if one in given), None)
    return {"kind": kind[:60], "made_on": date.fromisoformat(day) if day else None}


def stored(field: Field, value: Any) -> Any:
    """A value as its column takes it; blank text is an empty text, a blank list an empty list."""
    if value is None:
        return BLANKS[field.kind]() if field.kind in BLANKS else None
    return READERS.get(field.kind, same)(value)


def same(value: Any) -> Any:
    """The value itself."""
    return value


BLANKS: dict[FieldKind, Callable[[], Any]] = {FieldKind.TEXT: str, FieldKind.CODE: str, FieldKind.LIST: list}

READERS: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.DATE: date.fromisoformat,
    FieldKind.MONEY: Decimal,
    FieldKind.NUMBER: Decimal,
}
