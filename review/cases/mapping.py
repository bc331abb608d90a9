"""A mapping (映射): which column of a foreign export fills which field. Pure.

`mapping_file` reads and writes it as YAML; here it is checked against itself and against a package.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from review.cases.fields import CASES, KEY, STANDINGS, TABLES, Table
from review.cases.reading import Package, SourceTable
from review.errors import N_, ReviewError


@dataclass(frozen=True)
class ColumnRule:
    """How one field is filled: from a column, perhaps by a table of values, or with a constant."""

    column: str | None = None
    constant: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    """Value of the export → value of the field; what is not named stays and counts as unknown code."""
    formats: tuple[str, ...] = ()
    """Date formats of this column, tried before the built-in ones."""


@dataclass(frozen=True)
class RowFilter:
    """Which rows of the source a table takes: those with one of `values`, or with any value at all."""

    column: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableMapping:
    """How one table is filled."""

    table: str
    key: str
    """The column that names the case."""
    fields: Mapping[str, ColumnRule]
    source: str | None = None
    """Sheet or file; may be left out when the package has only one."""
    several_rows: bool = False
    """Several source rows may share one case (a row per defendant); only for `cases`."""
    where: RowFilter | None = None

    def columns(self) -> set[str]:
        """Every column of the source that this table uses."""
        used = {rule.column for rule in self.fields.values() if rule.column is not None}
        return used | {self.key} | ({self.where.column} if self.where else set())


@dataclass(frozen=True)
class SourceMapping:
    """A whole mapping file: the tables of one kind of export."""

    name: str
    tables: tuple[TableMapping, ...]
    header_row: int = 1

    def table(self, name: str) -> TableMapping | None:
        """How the table called `name` is filled; `None` if it is not."""
        return next((one for one in self.tables if one.table == name), None)


class CasesNotMapped(ReviewError):
    """A mapping without the table of cases."""

    sentence = N_("映射中没有「案件」表。请至少为案件指定案号、承办人、承办单位和办结日期所在的列。")

    def __init__(self) -> None:
        super().__init__()


class FieldNotMapped(ReviewError):
    """A mapping that leaves out what a round cannot do without."""

    sentence = N_("映射中「%(table)s」缺少「%(field)s」。请指定它所在的列，或填写固定值。")

    def __init__(self, table: str, field: str) -> None:
        super().__init__(table=table, field=field)


class SourceMissing(ReviewError):
    """The mapping names a sheet or file that is not there, or must name one."""

    sentence = N_("没有找到「%(table)s」对应的工作表或文件「%(source)s」。本次文件中有：%(there)s。")

    def __init__(self, table: str, source: str, there: str) -> None:
        super().__init__(table=table, source=source, there=there)


class ColumnMissing(ReviewError):
    """The mapping names a column that the file does not have."""

    sentence = N_("「%(source)s」中没有映射所用的列「%(column)s」。请核对列名或修改映射。")

    def __init__(self, source: str, column: str) -> None:
        super().__init__(source=source, column=column)


class KeysDiffer(ReviewError):
    """Tables from the cases' own rows must name the case by the same column."""

    sentence = N_("「%(table)s」与「案件」取自同一来源，案号须用同一列「%(column)s」。请修改映射。")

    def __init__(self, table: str, column: str) -> None:
        super().__init__(table=table, column=column)


class RowsWithoutChild(ReviewError):
    """Where several rows are one case, some table must take every row, or their unknown columns would be lost."""

    sentence = N_("同一案件有多行时，须有一个子表（如「当事人」）逐行取自同一来源。请补充映射。")

    def __init__(self) -> None:
        super().__init__()


def check_mapping(mapping: SourceMapping) -> None:
    """Refuse a mapping that lacks what every round needs: key, handler, unit, and the day of closing."""
    cases = mapping.table(CASES.name)
    if cases is None:
        raise CasesNotMapped
    for one in mapping.tables:
        if not one.key:
            raise FieldNotMapped(TABLES[one.table].zh, TABLES[one.table].field(KEY).zh)
    for code in ("blank_handler", "blank_unit"):
        asked = STANDINGS[code].asked
        if not any(name in cases.fields for name in asked):
            raise FieldNotMapped(CASES.zh, CASES.field(asked[-1]).zh)
    if "finish_date" not in cases.fields:
        raise FieldNotMapped(CASES.zh, CASES.field("finish_date").zh)


@dataclass(frozen=True)
class Reading:
    """One source and the tables drawn from its rows."""

    source: SourceTable
    headers: tuple[str, ...]
    tables: tuple[TableMapping, ...]
    keeper: str
    """The table that keeps the columns no field takes: one that takes every row, if there is one."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Columns no field takes."""
        used = set[str]().union(*(one.columns() for one in self.tables))
        return tuple(header for header in self.headers if header not in used)


def plan_reading(package: Package, mapping: SourceMapping) -> tuple[Reading, ...]:
    """Which sources are read for which tables, the cases' source first.

    Raises:
        CasesNotMapped, FieldNotMapped, SourceMissing, ColumnMissing, KeysDiffer, RowsWithoutChild:
            the mapping does not fit itself or the package.
    """
    check_mapping(mapping)
    drawn: dict[str, list[TableMapping]] = {}
    for one in sorted(mapping.tables, key=lambda one: list(TABLES).index(one.table)):
        drawn.setdefault(find_source(package, one).origin, []).append(one)
    return tuple(read_from(package, origin, tables, mapping.header_row) for origin, tables in drawn.items())


def read_from(package: Package, origin: str, tables: list[TableMapping], header_row: int) -> Reading:
    """One source with its tables, its columns checked."""
    source = next(one for one in package.tables if one.origin == origin)
    headers = source.headers(header_row)
    for one in tables:
        for column in sorted(one.columns()):
            if column not in headers:
                raise ColumnMissing(source.name, column)
    return Reading(source, headers, tuple(tables), keeper_of(tables))


def keeper_of(tables: Sequence[TableMapping]) -> str:
    """The first table that takes every row singly; the first of all if none does."""
    first = tables[0]
    if first.table == CASES.name:
        for one in tables[1:]:
            if one.key != first.key:
                raise KeysDiffer(TABLES[one.table].zh, first.key)
    single = [one for one in tables if not one.several_rows and one.where is None]
    if first.several_rows and not single:
        raise RowsWithoutChild
    return (single or list(tables))[0].table


def find_source(package: Package, one: TableMapping) -> SourceTable:
    """The sheet or file a table is drawn from: the one named, or the only one there is."""
    if one.source is None and len(package.tables) == 1:
        return package.tables[0]
    found = package.table(one.source) if one.source else standard_source(package, TABLES[one.table])
    if found is None:
        there = "、".join(table.name for table in package.tables)
        raise SourceMissing(TABLES[one.table].zh, one.source or TABLES[one.table].zh, there)
    return found


def standard_source(package: Package, table: Table) -> SourceTable | None:
    """The sheet or file with the standard package's name for `table`, in English or Chinese."""
    return package.table(table.name) or package.table(table.zh)
