"""The data files beside the rules: cover, severity, scoring, grades, key cases, holidays, statutes. Pure.

Each says its version, its date, where it comes from, and whether it is only a marked default
(默认值) that an office may set otherwise. `vocabulary.py` holds codes and dictionary.
"""

from datetime import date as Day
from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from review.catalogue.schema import Id, Points, Record, Texts, Words
from review.catalogue.vocabulary import Named, Sourced


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
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]


class Severity(Named):
    """A rung of the ladder (严重程度)."""

    id: Id
    deduction: Points
    anchor: bool
    fatal: bool


class Severities(Sourced):
    """The ladder, lightest first."""

    levels: Annotated[tuple[Severity, ...], Field(min_length=1)]


class Highlight(Named):
    """A kind of praise (亮点) and what it earns."""

    id: Id
    bonus: Points
    asks: Words
    families: Annotated[tuple[Id, ...], Field(min_length=1)]


class Scoring(Sourced):
    """How points come about (计分)."""

    formula: Words
    full_points: Points
    bonus_cap: Points
    fatal_ceiling: Id
    highlights: tuple[Highlight, ...]


class Criterion(Named):
    """One criterion of a grade, ticked by the reviewer (等次条件)."""

    id: Id


class Grade(Named):
    """A grade (等次): its points from (inclusive) to (exclusive), criteria, and who approves it."""

    id: Id
    points_from: Annotated[Decimal, Field(ge=0)]
    points_to: Annotated[Decimal, Field(gt=0)]
    every_criterion: bool
    approvers: Annotated[tuple[Id, ...], Field(min_length=1)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class GradeScheme(Named):
    """A set of grades, best first, with the time in which it holds."""

    id: Id
    valid_from: Day
    valid_to: Day | None = None
    grades: Annotated[tuple[Grade, ...], Field(min_length=2)]

    def grade(self, grade_id: str) -> Grade | None:
        """The grade with this id."""
        return next((grade for grade in self.grades if grade.id == grade_id), None)


class Approver(Named):
    """Who approves (审批人)."""

    id: Id


class Grades(Sourced):
    """Grade schemes (等次方案)."""

    approvers: tuple[Approver, ...]
    schemes: Annotated[tuple[GradeScheme, ...], Field(min_length=1)]


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
    when: tuple[FieldMatch, ...] = ()


class KeyCaseList(Named):
    """A named list of kinds; may be an empty slot to be filled in by the office."""

    id: Id
    kinds: tuple[KeyCaseKind, ...]


class KeyCases(Sourced):
    """Key-case lists (重点评查范围)."""

    lists: tuple[KeyCaseList, ...]


Days = tuple[Day, ...]


class HolidayYear(Record):
    """One year's arrangement: days off, and days worked in their place."""

    year: int
    days_off: Days
    make_up: Days


class Holidays(Sourced):
    """The State Council's arrangements (节假日安排)."""

    years: tuple[HolidayYear, ...]


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
    articles: tuple[Article, ...]


class Statutes(Sourced):
    """The catalogue's own index of cited articles (法条索引)."""

    laws: tuple[Law, ...]

    def law(self, short: str) -> Law | None:
        """The law with this short title."""
        return next((law for law in self.laws if law.short == short), None)

    def article(self, short: str, article: str) -> Article | None:
        """The article of that law, such as 第九十一条."""
        law = self.law(short)
        return next((one for one in law.articles if one.article == article), None) if law else None
