"""The catalogue as a whole (规则目录), frozen, with its content hash and its canonical JSON. Pure."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from functools import cached_property

from review.catalogue.schema import Citation, Record, Rule
from review.catalogue.tables import (
    Article,
    Category,
    Cover,
    Grades,
    GradeScheme,
    Holidays,
    KeyCases,
    Scoring,
    Severities,
    Severity,
    Statutes,
)
from review.catalogue.vocabulary import Codes, Dictionary


class Catalogue(Record):
    """Everything a round pins: the rules in order, and all data that its points and grades rest on."""

    cover: Cover
    rules: tuple[Rule, ...]
    codes: Codes
    dictionary: Dictionary
    severities: Severities
    scoring: Scoring
    grades: Grades
    key_cases: KeyCases
    holidays: Holidays
    statutes: Statutes

    @property
    def version(self) -> str:
        """The catalogue's version, such as 2026.1."""
        return self.cover.version

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories (评查类别) in their order."""
        return self.cover.categories

    @cached_property
    def hash(self) -> str:
        """SHA-256, in hex, of the canonical JSON."""
        return hashlib.sha256(to_canonical_json(self).encode()).hexdigest()

    @cached_property
    def by_code(self) -> dict[str, Rule]:
        """The rules by code."""
        return {rule.code: rule for rule in self.rules}

    def category(self, category_id: str) -> Category:
        """The category with this id; `KeyError` if there is none."""
        return {category.id: category for category in self.categories}[category_id]

    def severity(self, severity_id: str) -> Severity:
        """The rung with this id; `KeyError` if there is none."""
        return {level.id: level for level in self.severities.levels}[severity_id]

    def deduction(self, rule: Rule) -> Decimal:
        """What a problem under `rule` costs, in points of 100: its own figure, or its severity's."""
        return self.severity(rule.severity).deduction if rule.deduction is None else rule.deduction

    def scheme(self, scheme_id: str) -> GradeScheme:
        """The grade scheme with this id; `KeyError` if there is none."""
        return {scheme.id: scheme for scheme in self.grades.schemes}[scheme_id]

    def scheme_at(self, day: date) -> GradeScheme | None:
        """The grade scheme in force on `day`; the first listed, if several are."""
        for scheme in self.grades.schemes:
            if scheme.valid_from <= day and (scheme.valid_to is None or day <= scheme.valid_to):
                return scheme
        return None

    def article(self, citation: Citation) -> Article | None:
        """The cited article with its text; none for an internal norm."""
        if citation.law is None or citation.article is None:
            return None
        return self.statutes.article(citation.law, citation.article)

    def in_force(self, citation: Citation, day: date) -> bool:
        """Whether the citation holds on `day`; its own dates come before those of its law."""
        law = self.statutes.law(citation.law) if citation.law else None
        since = citation.valid_from or (law.valid_from if law else None)
        until = citation.valid_to or (law.valid_to if law else None)
        return (since is None or since <= day) and (until is None or day <= until)


def to_canonical_json(catalogue: Catalogue) -> str:
    """The catalogue as one line of JSON: keys sorted, no blanks; equal catalogues give equal text."""
    content = catalogue.model_dump(mode="json", by_alias=True)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_canonical_json(text: str) -> Catalogue:
    """The catalogue that `to_canonical_json` wrote, with the same hash."""
    return Catalogue.model_validate_json(text)
