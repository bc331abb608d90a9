"""The data files beside the rules: cover, codes, dictionary, grades, key cases, holidays, statutes. Pure.

Each says its version, its date, where it comes from, and whether it is only a marked default
(默认值) that an office may set otherwise.
"""

from datetime import date as Day
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from review.catalogue.schema import Id, Points, Record, Texts, Words, from_list


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


class Category(Named):
    """One of the nine categories (评查类别)."""

    id: Id
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    cap: Points


class Cover(Record):
    """The catalogue's cover: version, title, and the categories in order."""

    version: Words
    title: Named
    valid_from: Day
    date: Day
    source: Words
    categories: Annotated[tuple[Category, ...], BeforeValidator(from_list), Field(min_length=1)]


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
    also: Annotated[tuple[Id, ...], BeforeValidator(from_list)] = ()


class Codes(Sourced):
    """Code tables (代码表)."""

    families: Annotated[tuple[Code, ...], BeforeValidator(from_list)]
    case_types: Annotated[tuple[CaseType, ...], BeforeValidator(from_list)]
    tables: dict[Id, Annotated[tuple[Code, ...], BeforeValidator(from_list)]]

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

    type: ColumnType
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


class Severity(Named):
    """A rung of the ladder (严重程度)."""

    id: Id
    deduction: Points
    anchor: bool
    fatal: bool


class Severities(Sourced):
    """The ladder, lightest first."""

    levels: Annotated[tuple[Severity, ...], BeforeValidator(from_list), Field(min_length=1)]


class Highlight(Named):
    """A kind of praise (亮点) and what it earns."""

    id: Id
    bonus: Points
    asks: Words
    families: Annotated[tuple[Id, ...], BeforeValidator(from_list), Field(min_length=1)]


class Scoring(Sourced):
    """How points come about (计分)."""

    formula: Words
    full_points: Points
    bonus_cap: Points
    fatal_ceiling: Id
    highlights: Annotated[tuple[Highlight, ...], BeforeValidator(from_list)]


class Criterion(Named):
    """One criterion of a grade, ticked by the reviewer (等次条件)."""

    id: Id


class Grade(Named):
    """A grade (等次): its points from (inclusive) to (exclusive), criteria, and who approves it."""

    id: Id
    points_from: Annotated[Decimal, Field(ge=0)]
    points_to: Annotated[Decimal, Field(gt=0)]
    every_criterion: bool
    approvers: Annotated[tuple[Id, ...], BeforeValidator(from_list), Field(min_length=1)]
    criteria: Annotated[tuple[Criterion, ...], BeforeValidator(from_list), Field(min_length=1)]


class GradeScheme(Named):
    """A set of grades, best first, with the time in which it holds."""

    id: Id
    valid_from: Day
    valid_to: Day | None = None
    grades: Annotated[tuple[Grade, ...], BeforeValidator(from_list), Field(min_length=2)]

    def grade(self, grade_id: str) -> Grade | None:
        """The grade with this id."""
        return next((grade for grade in self.grades if grade.id == grade_id), None)


class Approver(Named):
    """Who approves (审批人)."""

    id: Id


class Grades(Sourced):
    """Grade schemes (等次方案)."""

    approvers: Annotated[tuple[Approver, ...], BeforeValidator(from_list)]
    schemes: Annotated[tuple[GradeScheme, ...], BeforeValidator(from_list), Field(min_length=1)]


class FieldMatch(Record):
    """One simple condition on a column of the cases: equal to one of `in`, or a list holding `contains`."""

    field: Words
    in_: Texts | None = Field(default=None, alias="in")
    contains: Words | None = None

    @model_validator(mode="after")
    def one_way(self) -> "FieldMatch":
        """Exactly one way of testing."""
        if (self.in_ is None) == (self.contains is None):
            raise ValueError("条件须写 in 或者 contains 之一")
        return self


class KeyCaseKind(Named):
    """A kind of key case (重点案件); every test of `when` must hold; without one a person marks it."""

    id: Id
    when: Annotated[tuple[FieldMatch, ...], BeforeValidator(from_list)] = ()


class KeyCaseList(Named):
    """A named list of kinds; may be an empty slot to be filled in by the office."""

    id: Id
    kinds: Annotated[tuple[KeyCaseKind, ...], BeforeValidator(from_list)]


class KeyCases(Sourced):
    """Key-case lists (重点评查范围)."""

    lists: Annotated[tuple[KeyCaseList, ...], BeforeValidator(from_list)]


Days = Annotated[tuple[Day, ...], BeforeValidator(from_list)]


class HolidayYear(Record):
    """One year's arrangement: days off, and days worked in their place."""

    year: int
    days_off: Days
    make_up: Days


class Holidays(Sourced):
    """The State Council's arrangements (节假日安排)."""

    years: Annotated[tuple[HolidayYear, ...], BeforeValidator(from_list)]


class Article(Record):
    """An article that rules cite, with its full text."""

    article: Words
    number: int
    sub: int | None = None
    subjects: Texts
    text: Words


class Law(Record):
    """A law that rules cite; `paragraphs` where its text keeps them apart by lines."""

    short: Words
    title: Words
    version: Words
    valid_from: Day | None = None
    valid_to: Day | None = None
    paragraphs: bool
    articles: Annotated[tuple[Article, ...], BeforeValidator(from_list)]


class Statutes(Sourced):
    """The catalogue's own index of cited articles (法条索引)."""

    laws: Annotated[tuple[Law, ...], BeforeValidator(from_list)]

    def law(self, short: str) -> Law | None:
        """The law with this short title."""
        return next((law for law in self.laws if law.short == short), None)

    def article(self, short: str, article: str) -> Article | None:
        """The article of that law, such as 第九十一条."""
        law = self.law(short)
        return next((one for one in law.articles if one.article == article), None) if law else None
