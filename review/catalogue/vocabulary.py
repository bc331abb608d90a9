"""The words of a catalogue: code tables and the data dictionary (代码表、数据字典). Pure."""

from datetime import date as Day
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator

from review.catalogue.schema import Id, Record, Words


class Sourced(Record):
    """What every data file says of itself."""

    version: Words
    date: Day
    source: Words
    default: bool = True


class Named(Record):
    """A name in both languages."""

    zh: Words
    en: Words


class Code(Record):
    """A value that a package holds, with its names; `zh` is the value itself where not given."""

    code: Words
    zh: Words
    en: Words

    @model_validator(mode="before")
    @classmethod
    def named_by_its_code(cls, given: Any) -> Any:
        """Without a Chinese name of its own, the value is the name."""
        if isinstance(given, dict) and "code" in given:
            return {"zh": given["code"], **given}
        return given


class CaseType(Code):
    """A kind of case (案件类别); `also` names further families whose rules it meets."""

    family: Id
    also: Annotated[
        tuple[Id, ...], Field(strict=False)
    ] = ()  # after a "before" validator, lists come as lists


class Codes(Sourced):
    """Code tables (代码表)."""

    families: tuple[Code, ...]
    case_types: tuple[CaseType, ...]
    tables: dict[Id, tuple[Code, ...]]

    def case_type(self, code: str) -> CaseType | None:
        """The kind of case with this code."""
        return next((kind for kind in self.case_types if kind.code == code), None)

    def named(self, table: str, code: str) -> Code | None:
        """The entry of `table` (also `families` and `case_types`) with this code."""
        fixed: dict[str, tuple[Code, ...]] = {"families": self.families, "case_types": self.case_types}
        entries = fixed.get(table) or self.tables.get(table, ())
        return next((entry for entry in entries if entry.code == code), None)


class ColumnType(StrEnum):
    """What a column holds."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"


class Column(Record):
    """One column of the dictionary."""

    type: Annotated[ColumnType, Field(strict=False)]
    zh: Words | None = None
    en: Words | None = None
    required: bool = False
    codes: Id | None = None
    many: bool = False
    personal: bool = False

    @model_validator(mode="before")
    @classmethod
    def type_alone(cls, given: Any) -> Any:
        """`column: Day` is short for `column: {type: Day}`."""
        return {"type": given} if isinstance(given, str) else given


class Table(Record):
    """One table of the dictionary: the cases (`key`), or a table of theirs (`case` and `prefix`)."""

    zh: Words | None = None
    en: Words | None = None
    key: Words | None = None
    case: Words | None = None
    prefix: Annotated[str, Field(pattern=r"^[a-z]+$")] | None = None
    columns: dict[str, Column]


class Dictionary(Sourced):
    """The tables and columns that conditions may name (数据字典)."""

    tables: dict[str, Table]

    def table_with_prefix(self, prefix: str) -> str | None:
        """The child table whose functions begin with `prefix`."""
        return next((name for name, table in self.tables.items() if table.prefix == prefix), None)
