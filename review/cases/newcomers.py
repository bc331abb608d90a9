"""Who stands in a package and is not registered yet (待登记): where each belongs, by the majority of its cases. Pure.

Majorities are taken over the cases that will be stored, and ties go to the name that sorts first, so that the
order of the rows decides nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from review.cases.registry import Registry, coined, text

CODE = re.compile(r"[0-9A-Za-z-]{1,40}")
"""What may be a unit's code as it stands: it becomes part of the unit's path."""

LONGEST_NO = 40
"""Characters a staff number may have."""

UnitKey = tuple[str, str]
"""("code", code), or ("name", name) where no code is given."""

HandlerKey = tuple[str, str, str]
"""("no", number, ""), or ("name", name, its unit) where no number is given."""


@dataclass
class NewUnit:
    """A unit named by cases."""

    key: UnitKey
    names: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """Its most frequent name, else its code."""
        return most(self.names) or self.key[1]

    @property
    def region(self) -> str:
        """The region most of its cases name; blank if none does."""
        return most(self.regions)

    def code(self, registry: Registry) -> str:
        """Its own code, or one coined from what names it."""
        kind, word = self.key
        return word if kind == "code" and CODE.fullmatch(word) else registry.unit_code(word)


@dataclass
class NewHandler:
    """A handler named by cases; units are counted by the number they are registered under."""

    key: HandlerKey
    names: Counter[str] = field(default_factory=Counter)
    units: Counter[int] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The most frequent name, else the number."""
        return most(self.names) or self.key[1]

    @property
    def unit(self) -> int:
        """The unit of most cases; of equals the one registered first."""
        return min(self.units, key=lambda unit: (-self.units[unit], unit))

    @property
    def staff_no(self) -> str:
        """The number of the file, or one coined from what names the person."""
        kind, word, unit = self.key
        return (
            word
            if kind == "no" and len(word) <= LONGEST_NO
            else coined(*(one for one in (word, unit) if one))
        )


def most(counts: Counter[str]) -> str:
    """The most frequent; of equals the one that sorts first; blank of nothing."""
    return min(counts, key=lambda one: (-counts[one], one), default="")


def unit_key(case: Mapping[str, Any]) -> UnitKey:
    """What names the unit of a case."""
    code = text(case, "office_code")
    return ("code", code) if code else ("name", text(case, "office_name"))


def new_regions(cases: Iterable[Mapping[str, Any]], registry: Registry) -> list[str]:
    """Names of regions not registered, sorted."""
    return sorted({text(case, "region_name") for case in cases} - {""} - set(registry.regions))


def new_units(cases: Iterable[Mapping[str, Any]], registry: Registry) -> list[NewUnit]:
    """Units not registered, in the order of their keys; neither those outside the subtree nor shared names."""
    found: dict[UnitKey, NewUnit] = {}
    for case in cases:
        kind, word = unit_key(case)
        unclear = kind == "name" and word in registry.shared_units
        if word and not unclear and registry.unit_of(case) is None and not registry.is_foreign(case):
            unit = found.setdefault(unit_key(case), NewUnit(unit_key(case)))
            unit.names.update(filter(None, [text(case, "office_name")]))
            unit.regions.update(filter(None, [text(case, "region_name")]))
    return [found[key] for key in sorted(found)]


def new_handlers(cases: Iterable[Mapping[str, Any]], registry: Registry) -> list[NewHandler]:
    """Handlers not registered, in the order of their keys. Every unit must be registered by now."""
    found: dict[HandlerKey, NewHandler] = {}
    homes: dict[HandlerKey, Counter[int]] = defaultdict(Counter)
    for case in cases:
        unit = registry.unit_of(case)
        no, name = text(case, "handler_id"), text(case, "handler_name")
        unclear = not no and (unit, name) in registry.namesakes
        if unit is None or unclear or not (no or name) or registry.handler_of(case, unit) is not None:
            continue
        key = ("no", no, "") if no else ("name", name, str(unit))
        handler = found.setdefault(key, NewHandler(key, units=homes[key]))
        handler.names.update(filter(None, [name]))
        handler.units[unit] += 1
    return [found[key] for key in sorted(found)]
