"""Who is known (登记): regions, units and handlers that a package's cases may name. Pure."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Registry:
    """Numbers of the regions, units and handlers, as the importing office may use them.

    A code comes before a name; a name that two units or two people of one unit bear finds nobody.
    """

    regions: Mapping[str, int] = field(default_factory=dict)
    """Name or code → region."""
    units_by_code: Mapping[str, int] = field(default_factory=dict)
    units_by_name: Mapping[str, int] = field(default_factory=dict)
    """Units of the importing office's subtree."""
    foreign_codes: frozenset[str] = frozenset()
    foreign_names: frozenset[str] = frozenset()
    """Units outside it."""
    handlers_by_no: Mapping[str, int] = field(default_factory=dict)
    handlers_by_name: Mapping[tuple[int, str], int] = field(default_factory=dict)
    """Unit and name → person."""
    shared_units: frozenset[str] = frozenset()
    """Names that several units of the subtree bear."""
    namesakes: frozenset[tuple[int, str]] = frozenset()
    """Unit and name that several people bear."""
    office: str = ""
    """Code of the importing office; it makes the codes coined for its new units its own."""

    def unit_of(self, case: Mapping[str, Any]) -> int | None:
        """The unit a case names; None where it is blank, unknown or outside."""
        code, name = text(case, "office_code"), text(case, "office_name")
        for known in (code, self.unit_code(code)) if code else ():
            if known in self.units_by_code:
                return self.units_by_code[known]
        if not name or code in self.foreign_codes or name in self.shared_units:
            return None
        found = self.units_by_name.get(name)
        return self.units_by_code.get(self.unit_code(name)) if found is None else found

    def unit_code(self, word: str) -> str:
        """The code coined for a unit that has none of its own."""
        return coined(self.office, word)

    def is_foreign(self, case: Mapping[str, Any]) -> bool:
        """Whether the case names a unit outside the importing office's subtree."""
        if self.unit_of(case) is not None:
            return False
        return (
            text(case, "office_code") in self.foreign_codes or text(case, "office_name") in self.foreign_names
        )

    def handler_of(self, case: Mapping[str, Any], unit: int | None) -> int | None:
        """The handler a case names: by number, else by name within the unit."""
        no, name = text(case, "handler_id"), text(case, "handler_name")
        for known in (no, coined(no)) if no else ():
            if known in self.handlers_by_no:
                return self.handlers_by_no[known]
        if unit is None or not name or (unit, name) in self.namesakes:
            return None
        found = self.handlers_by_name.get((unit, name))
        return self.handlers_by_no.get(coined(name, str(unit))) if found is None else found

    def strangers(self, case: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Problem class and field of everything that a case names and nobody knows."""
        region = text(case, "region_name")
        if region and region not in self.regions:
            yield "unknown_region", "region_name"
        unit, office = self.unit_of(case), first_given(case, "office_code", "office_name")
        if office and unit is None:
            yield "foreign_unit" if self.is_foreign(case) else "unknown_unit", office
        handler = first_given(case, "handler_id", "handler_name")
        if handler and self.handler_of(case, unit) is None:
            yield "unknown_handler", handler


def text(case: Mapping[str, Any], name: str) -> str:
    """A field's text; blank where there is none."""
    value = case.get(name)
    return "" if value is None else str(value)


def first_given(case: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that is filled in; blank if none is."""
    return next((name for name in names if text(case, name)), "")


def coined(*names: str) -> str:
    """A code for what has none of its own: always the same for the same names."""
    return "X-" + hashlib.sha256("\n".join(names).encode()).hexdigest()[:10]
