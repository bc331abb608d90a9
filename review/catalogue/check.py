"""The catalogue's check (规则目录检查): counts, and every fault with its file and line. Pure on a `Reading`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from review.catalogue.catalogue import Catalogue
from review.catalogue.check_data import data_faults
from review.catalogue.check_rules import rule_faults
from review.catalogue.faults import Fault
from review.catalogue.loader import Reading, RulePlace
from review.catalogue.schema import Rule
from review.errors import N_

ALIKE = 0.8
"""Share of common character pairs from which two questions count as the same."""


@dataclass(frozen=True)
class Report:
    """What the check found; the counts stay empty where the catalogue could not be read."""

    version: str
    hash: str
    rules: int
    by_category: dict[str, int]
    by_family: dict[str, int]
    by_automation: dict[str, int]
    by_severity: dict[str, int]
    citations: int
    unverified: int
    examples: int
    faults: tuple[Fault, ...]


def check(reading: Reading) -> Report:
    """Check a folder that was read; the faults of reading come first, then those of meaning, by file and line."""
    catalogue = reading.catalogue
    if catalogue is None:
        return Report("", "", 0, {}, {}, {}, {}, 0, 0, 0, tuple(sorted(reading.faults, key=by_place)))
    faults = [*data_faults(catalogue, reading.sources), *faults_between(catalogue.rules, reading.places)]
    for rule, place in zip(catalogue.rules, reading.places, strict=True):
        faults += rule_faults(catalogue, rule, place)
    return counted(catalogue, tuple(sorted(faults, key=by_place)))


def by_place(fault: Fault) -> tuple[str, int, str]:
    """Where a fault stands in the list."""
    return fault.file, fault.line, str(fault)


def counted(catalogue: Catalogue, faults: tuple[Fault, ...]) -> Report:
    """The counts; a rule of several families counts in each."""
    rules = catalogue.rules
    families = Counter(family for rule in rules for family in rule.families)
    automation = Counter(rule.automation.value for rule in rules)
    severity = Counter(rule.severity for rule in rules)
    category = Counter(rule.category for rule in rules)
    return Report(
        version=catalogue.version,
        hash=catalogue.hash,
        rules=len(rules),
        by_category={one.id: category[one.id] for one in catalogue.categories},
        by_family={one.code: families[one.code] for one in catalogue.codes.families},
        by_automation={kind: automation[kind] for kind in ("A", "B", "C")},
        by_severity={level.id: severity[level.id] for level in catalogue.severities.levels},
        citations=sum(len(rule.basis) for rule in rules),
        unverified=sum(not citation.verified for rule in rules for citation in rule.basis),
        examples=sum(len(rule.examples) for rule in rules),
        faults=faults,
    )


def faults_between(rules: tuple[Rule, ...], places: tuple[RulePlace, ...]) -> Iterator[Fault]:
    """Codes given twice, and questions that ask nearly the same."""
    seen: dict[str, str] = {}
    earlier: list[tuple[str, frozenset[str]]] = []
    for rule, place in zip(rules, places, strict=True):
        if rule.code in seen:
            facts = {"code": rule.code, "file": seen[rule.code]}
            yield Fault(place.source.file, place.line("code"), N_("编号 %(code)s 已用于 %(file)s。"), facts)
        seen.setdefault(rule.code, f"{place.source.file}:{place.line()}")
        pairs = character_pairs(rule.question)
        for other, theirs in earlier:
            if likeness(pairs, theirs) >= ALIKE:
                facts = {"code": rule.code, "other": other}
                sentence = N_("%(code)s 与 %(other)s 所问几乎相同。")
                yield Fault(place.source.file, place.line("question"), sentence, facts)
        earlier.append((rule.code, pairs))


def character_pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters and characters, signs left out."""
    plain = "".join(sign for sign in text if sign.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of common pairs, 0 to 1 (Sørensen–Dice)."""
    return 2 * len(one & other) / (len(one) + len(other) or 1)
