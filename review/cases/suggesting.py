"""Which column probably fills which field (映射建议): by name, and for dates by how they are written. Pure.

A suggestion is only shown; the officer confirms or changes it before anything is read by it.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from review.cases.dates import suggest_formats
from review.cases.fields import CASES, KEY, PARTIES, TABLES, FieldKind, Table
from review.cases.mapping import ColumnRule, SourceMapping, TableMapping, standard_source
from review.cases.reading import Package, SourceTable

SYNONYMS: dict[str, dict[str, tuple[str, ...]]] = {
    "cases": {
        "unified_no": ("统一业务受案号", "案号", "case_no", "case_number", "case_id"),
        KEY: ("受案号", "部门案号", "案件编号", "案号", "case_id", "case_no", "case_number"),
        "case_name": ("案名", "案件名", "case_title", "offense_category"),
        "type_code": ("案件类型编码", "案件类别代码"),
        "type_name": ("案件类型", "案件类别", "case_type"),
        "business_line": ("条线", "业务类型"),
        "region_name": ("区域", "所属地区", "region", "district"),
        "office_code": ("单位编码", "单位代码", "承办院编码", "unit_code"),
        "office_name": ("承办单位", "单位", "单位名称", "承办院", "检察院", "unit", "office"),
        "dept_name": ("承办部门", "部门", "部门名称", "department"),
        "handler_id": ("承办人编号", "工号", "handler", "handler_code"),
        "handler_name": ("承办检察官", "承办人", "主办检察官", "检察官", "prosecutor"),
        "investigator": ("侦查单位", "police_agency"),
        "transferring_unit": ("移送机关", "police_agency"),
        "cause_transferred": ("移送罪名", "offense_category"),
        "cause_decided": ("案由", "罪名", "审结罪名", "charge", "charge_title"),
        "accept_date": ("受理时间", "收案日期", "received_date", "accepted_on"),
        "decision_date": ("审结时间", "决定日期", "disposition_date"),
        "finish_date": ("办结时间", "结案日期", "完成日期", "closed_date", "disposition_date"),
        "archive_date": ("归档时间",),
        "days": ("办案天数", "length_of_case_in_days"),
        "decision": ("处理结果", "审结结果", "审结情况", "disposition"),
        "plea": ("认罪认罚",),
        "sentence": ("刑期", "sentence_type"),
    },
    "parties": {
        "party_no": ("嫌疑人编号", "被告人编号", "participant_id", "defendant_id"),
        "name": ("当事人姓名", "嫌疑人姓名", "犯罪嫌疑人", "被告人", "defendant"),
        "cause": ("罪名", "charge_title"),
        "judgment_result": ("裁判结果", "disposition"),
        "sentence": ("刑期", "sentence_type"),
    },
}
"""Table → field → other names seen in exports, besides the field's own two."""

SAMPLE_ROWS = 200
"""Rows looked at to tell how dates are written."""


def suggest_mapping(
    headers: Mapping[str, Sequence[str]],
    samples: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    *,
    name: str = "",
) -> SourceMapping:
    """A mapping guessed from the columns' names.

    Args:
        headers: Sheet or file → its columns.
        samples: Sheet or file → column → some of its cells, to suggest date formats by.
        name: What the mapping shall be called.

    Returns:
        A mapping of every table recognised. A package with one source that bears no table's name is taken
        for the cases, and for the parties too where it names them. A key that is not found stays blank,
        which `check_mapping` refuses in words.
    """
    tables: list[TableMapping] = []
    for table in TABLES.values():
        source = next((one for one in headers if fold(one) in (fold(table.name), fold(table.zh))), None)
        if source is not None:
            tables.append(suggest_table(table, headers[source], source))
    if not any(one.table == CASES.name for one in tables) and headers:
        source = next(iter(headers))
        tables = [*suggest_foreign(headers[source], source), *(one for one in tables if one.source != source)]
    with_formats = (dated(one, (samples or {}).get(one.source or "", {})) for one in tables)
    return SourceMapping(name, tuple(with_formats))


def suggest_for(package: Package, *, header_row: int = 1) -> SourceMapping:
    """The suggestion for a package, with its first rows as samples."""
    headers = {one.name: one.headers(header_row) for one in package.tables}
    samples = {one.name: sample(one, header_row) for one in package.tables}
    return replace(suggest_mapping(headers, samples, name=package.name), header_row=header_row)


def standard_mapping(package: Package) -> SourceMapping:
    """The mapping of a standard package: its own table and column names only, in either language.

    A single CSV file is the table of cases whatever it is called. Unknown columns are kept by the import;
    what a round cannot do without is refused by `check_mapping`.
    """
    only = package.tables[0] if len(package.tables) == 1 else None
    tables = []
    for table in TABLES.values():
        source = standard_source(package, table) or (only if table is CASES else None)
        if source is not None:
            tables.append(suggest_table(table, source.headers(), source.name, synonyms=False))
    return SourceMapping(package.name, tuple(tables))


def sample(source: SourceTable, header_row: int) -> dict[str, list[str]]:
    """Column → the text cells of the first rows."""
    cells: dict[str, list[str]] = {header: [] for header in source.headers(header_row)}
    for row in islice(source.rows(header_row), SAMPLE_ROWS):
        for header, cell in zip(cells, row.cells, strict=False):
            if isinstance(cell, str):
                cells[header].append(cell)
    return cells


def suggest_foreign(headers: Sequence[str], source: str) -> list[TableMapping]:
    """One sheet of a foreign export: the cases, and the parties if a column names them."""
    cases = suggest_table(CASES, headers, source)
    parties = suggest_table(PARTIES, headers, source)
    if not {"party_no", "name"} & set(parties.fields):
        return [cases]
    return [replace(cases, several_rows=True), replace(parties, key=cases.key)]


def suggest_table(
    table: Table, headers: Sequence[str], source: str, *, synonyms: bool = True
) -> TableMapping:
    """One table's fields by the names of its columns: own names first, then synonyms."""
    columns = {fold(header): header for header in reversed(headers)}
    found: dict[str, str] = {}
    for field in table.fields:
        others = SYNONYMS.get(table.name, {}).get(field.name, ()) if synonyms else ()
        for name in (field.name, field.zh, *others):
            if fold(name) in columns:
                found[field.name] = columns[fold(name)]
                break
    key = found.pop(KEY, "")
    return TableMapping(table.name, key, {name: ColumnRule(column) for name, column in found.items()}, source)


def dated(one: TableMapping, samples: Mapping[str, Sequence[str]]) -> TableMapping:
    """The same table with a format for every date column that needs one."""
    fields = dict(one.fields)
    for name, rule in one.fields.items():
        if TABLES[one.table].field(name).kind is FieldKind.DATE and rule.column is not None:
            fields[name] = replace(rule, formats=suggest_formats(samples.get(rule.column, ())))
    return replace(one, fields=fields)


def fold(name: str) -> str:
    """A name without case, width, blanks and marks, to compare columns by."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
