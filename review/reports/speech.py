"""In which language a report speaks (用语). Pure; the page hands in its translator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from review.catalogue.catalogue import Catalogue
from review.catalogue.schema import Citation

NUMERALS = "零一二三四五六七八九十"


class Named(Protocol):
    """A thing of the catalogue with its name in both languages."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Speech:
    """Translates marked sentences (`N_`) and names the catalogue's things. The default speaks Chinese."""

    say: Callable[[str], str] = str
    language: str = "zh"

    def __call__(self, sentence: str, **facts: Any) -> str:
        """The sentence with its facts filled in."""
        said = self.say(sentence) if sentence else ""
        return said % facts if facts else said

    def name(self, named: Named) -> str:
        """The name of a catalogue's thing."""
        return named.zh if self.language == "zh" else named.en

    def grade(self, catalogue: Catalogue, scheme: str, grade_id: str) -> str:
        """The name of a grade; the id where the scheme has none."""
        grade = catalogue.scheme(scheme).grade(grade_id)
        return self.name(grade) if grade else grade_id

    def category(self, catalogue: Catalogue, category_id: str) -> str:
        """The name of a category."""
        return self.name(catalogue.category(category_id))

    def severity(self, catalogue: Catalogue, severity_id: str) -> str:
        """The name of a rung of the ladder."""
        return self.name(catalogue.severity(severity_id))

    def family(self, catalogue: Catalogue, code: str) -> str:
        """The name of a case family; the code where the catalogue does not know it."""
        family = catalogue.codes.named("families", code)
        return self.name(family) if family else code


def basis_words(catalogue: Catalogue, citation: Citation) -> str:
    """A legal basis as documents write it, such as 《中华人民共和国刑事诉讼法》第九十一条第一款."""
    if citation.law is None or citation.article is None:
        return citation.norm or ""
    law = catalogue.statutes.law(citation.law)
    title = law.title if law else citation.law
    paragraph = f"第{NUMERALS[citation.paragraph]}款" if citation.paragraph else ""
    return f"《{title}》{citation.article}{paragraph}"
