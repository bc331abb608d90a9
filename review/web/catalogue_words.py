"""How a catalogue's things are called on pages (目录用语): grades, severities, categories, rules, legal bases."""

from dataclasses import dataclass
from typing import Protocol

from review.catalogue.catalogue import Catalogue
from review.catalogue.queries import pinned
from review.catalogue.schema import Rule
from review.catalogue.search import cited
from review.catalogue.tables import Grade, GradeScheme, Severity
from review.rounds.models import Round
from review.scoring.points import Reckoning
from review.web.context import g


class Named(Protocol):
    """Anything with a name in both languages."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis: how it is cited, and the article's text where the catalogue has it."""

    cited: str
    text: str


@dataclass(frozen=True, slots=True)
class CatalogueWords:
    """One round's catalogue and grade scheme, in the viewer's language."""

    catalogue: Catalogue
    scheme: GradeScheme
    language: str

    def named(self, thing: Named) -> str:
        """A thing's name."""
        return thing.zh if self.language == "zh" else thing.en

    def grade(self, grade_id: str | None) -> str:
        """A grade's name; nothing where there is none."""
        grade = self.scheme.grade(grade_id) if grade_id else None
        return self.named(grade) if grade else ""

    def severity(self, severity_id: str) -> str:
        """A rung's name."""
        return self.named(self.catalogue.severity(severity_id))

    def category(self, category_id: str) -> str:
        """A category's name."""
        return self.named(self.catalogue.category(category_id))

    def highlight(self, kind: str) -> str:
        """A kind of highlight by name."""
        kinds = {one.id: one for one in self.catalogue.scoring.highlights}
        return self.named(kinds[kind])

    def rule(self, code: str) -> Rule:
        """The rule with this code."""
        return self.catalogue.by_code[code]

    def basis(self, code: str) -> list[Basis]:
        """What the rule rests on, with the articles' texts."""
        listed = []
        for citation in self.rule(code).basis:
            article = self.catalogue.article(citation)
            listed.append(Basis(cited(citation), article.text if article else ""))
        return listed

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The scheme's grades, best first."""
        return self.scheme.grades

    @property
    def severities(self) -> tuple[Severity, ...]:
        """The ladder, lightest first."""
        return self.catalogue.severities.levels


@dataclass(frozen=True, slots=True)
class PointsSheet:
    """What `desk/_reckoning.html` shows: how the points came about."""

    reckoning: Reckoning
    catalogue: Catalogue
    highlights: tuple[object, ...]


def words_for(catalogue_hash: str, scheme_id: str) -> CatalogueWords:
    """The words of the catalogue under this hash; read once per process."""
    catalogue = pinned(g.session, catalogue_hash)
    return CatalogueWords(catalogue, catalogue.scheme(scheme_id), g.language)


def words_of(round_: Round) -> CatalogueWords:
    """The words of a round's own catalogue."""
    return words_for(round_.catalogue_hash or "", round_.grade_scheme)
