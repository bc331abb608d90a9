"""Finding rules (查找规则) by words and by where they belong. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from review.catalogue.catalogue import Catalogue
from review.catalogue.schema import Automation, Citation, Rule

NUMERALS = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
"""Paragraph numbers; no cited article has more than ten."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; an empty filter lets everything pass. Every word must occur."""

    words: str = ""
    category: str = ""
    family: str = ""
    severity: str = ""
    automation: str = ""


def search(catalogue: Catalogue, wanted: Wanted) -> tuple[Rule, ...]:
    """The rules that fit, in the catalogue's order."""
    words = wanted.words.casefold().split()
    return tuple(rule for rule in catalogue.rules if fits(rule, wanted) and has_words(rule, words))


def fits(rule: Rule, wanted: Wanted) -> bool:
    """Whether a rule passes the filters."""
    return (
        wanted.category in ("", rule.category)
        and (not wanted.family or wanted.family in rule.families)
        and wanted.severity in ("", rule.severity)
        and (not wanted.automation or rule.automation is Automation(wanted.automation))
    )


def has_words(rule: Rule, words: Iterable[str]) -> bool:
    """Whether every word occurs in the rule's code, question, bases or examples of problems."""
    text = "\n".join((rule.code, rule.question, rule.applies_words, *rule.counts, *map(cited, rule.basis)))
    folded = text.casefold()
    return all(word in folded for word in words)


def cited(citation: Citation) -> str:
    """A basis as people write it: 《刑事诉讼法》第九十一条第三款, or the norm's name."""
    if citation.law is None:
        return f"《{citation.norm}》{citation.subject}"
    paragraph = f"第{NUMERALS[citation.paragraph]}款" if citation.paragraph else ""
    return f"《{citation.law}》{citation.article}{paragraph} {citation.subject}"
