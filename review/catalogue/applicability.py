"""Which rules are asked of a case (适用规则), and in words why the others are not. Pure.

Decided here by kind of case, cause and the law in force. A rule's `applies` condition is text of the
screening language and is left to the engine, and to the reviewer who reads `applies_words`.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from review.catalogue.catalogue import Catalogue
from review.catalogue.schema import Life, Rule
from review.errors import N_

GENERAL = "general"
"""The family whose rules meet every case (通用)."""

JUVENILE = "juvenile"
WITH_JUVENILES = frozenset({"arrest", "prosecution"})
"""Families whose cases count as juvenile ones too when a suspect was under 18 at the act."""


@dataclass(frozen=True)
class CaseFacts:
    """What decides which rules a case meets; `family` counts where the catalogue does not know the type."""

    type_code: str = ""
    family: str = ""
    causes: frozenset[str] = frozenset()
    juvenile: bool = False
    accepted_on: date | None = None
    decided_on: date | None = None
    finished_on: date | None = None

    @property
    def day(self) -> date | None:
        """The day whose law counts: of the decision, else the end, else the acceptance."""
        return self.decided_on or self.finished_on or self.accepted_on


@dataclass(frozen=True)
class Reason:
    """Why a rule is not asked (不适用的理由)."""

    sentence: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.facts


def families_of(catalogue: Catalogue, facts: CaseFacts) -> frozenset[str]:
    """The families whose rules a case meets; every case meets the general ones."""
    kind = catalogue.codes.case_type(facts.type_code)
    own = {kind.family, *kind.also} if kind else {facts.family}
    if facts.juvenile and own & WITH_JUVENILES:
        own.add(JUVENILE)
    return frozenset(own - {""} | {GENERAL})


def why_not(catalogue: Catalogue, rule: Rule, facts: CaseFacts) -> Reason | None:
    """Why `rule` is not asked of the case; None where it is."""
    if rule.life is Life.RETIRED:
        return Reason(N_("本条规则已停用。"))
    if not families_of(catalogue, facts) & set(rule.families):
        return Reason(N_("本条规则不适用于该类案件：%(words)s"), {"words": rule.applies_words})
    known = catalogue.codes.case_type(facts.type_code)
    if rule.case_types and known and not meets_type(rule, facts):
        return Reason(N_("本条规则不适用于该类案件：%(words)s"), {"words": rule.applies_words})
    if rule.causes and facts.causes and not facts.causes & set(rule.causes):
        return Reason(N_("本条规则只适用于案由为%(causes)s的案件。"), {"causes": "、".join(rule.causes)})
    if facts.day and not any(catalogue.in_force(citation, facts.day) for citation in rule.basis):
        return Reason(
            N_("%(day)s 时本条规则所依据的规定没有施行或者已经失效。"), {"day": facts.day.isoformat()}
        )
    return None


def meets_type(rule: Rule, facts: CaseFacts) -> bool:
    """Whether the case's type is one of the rule's; juvenile suspects bring the juvenile rules along."""
    return facts.type_code in rule.case_types or (facts.juvenile and JUVENILE in rule.families)


def applicable(catalogue: Catalogue, facts: CaseFacts) -> tuple[Rule, ...]:
    """The rules asked of a case, in the catalogue's order."""
    return tuple(rule for rule in catalogue.rules if why_not(catalogue, rule, facts) is None)
