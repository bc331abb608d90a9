"""Which rules a reviewer is asked about one case (评查清单). Pure."""

from collections.abc import Iterable

from review.catalogue.catalogue import Catalogue
from review.catalogue.schema import Life, Rule

GENERAL = "general"
"""The family whose rules every case meets (通用)."""


def checklist(
    catalogue: Catalogue, *, family: str, type_code: str = "", causes: Iterable[str] = ()
) -> tuple[Rule, ...]:
    """The rules for a case, by category in the catalogue's order, then by code (评查清单).

    A rule applies by its case families (the case's own, those its kind also meets, and the general one), then,
    where it names them, by kind of case and by charge. Retired rules ask nothing. What a rule's machine condition
    says of this very case is not asked here: the reviewer answers 不适用 with the reason.
    """
    kind = catalogue.codes.case_type(type_code)
    families = {GENERAL, family, *(kind.also if kind else ()), *((kind.family,) if kind else ())}
    charged = set(causes)
    order = {category.id: place for place, category in enumerate(catalogue.categories)}
    met = (
        rule
        for rule in catalogue.rules
        if rule.life is not Life.RETIRED
        and not families.isdisjoint(rule.families)
        and (not rule.case_types or type_code in rule.case_types)
        and (not rule.causes or not charged.isdisjoint(rule.causes))
    )
    return tuple(sorted(met, key=lambda rule: (order[rule.category], rule.code)))
