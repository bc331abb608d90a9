"""Registering who stands in a package for the first time (登记): regions, units, handlers without an account."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from review.cases.newcomers import NewUnit, new_handlers, new_regions, new_units
from review.cases.queries_registry import borne_once
from review.cases.registry import Registry, coined
from review.people.models import Level, Person, Region, Unit

Cases = Callable[[], Iterable[Mapping[str, Any]]]
"""The cases to be stored, read afresh at every call."""


def register_newcomers(
    session: Session, cases: Cases, *, unit: Unit, registry: Registry
) -> tuple[Registry, Counter[str]]:
    """Register what the cases name and nobody knows, below the importing office `unit` (登记).

    Returns:
        The registry with the newcomers in it, and how many there are of each kind.
    """
    counts: Counter[str] = Counter()
    registry, counts["regions"] = register_regions(session, cases, registry)
    registry, counts["units"] = register_units(session, cases, unit, registry)
    registry, counts["handlers"] = register_handlers(session, cases, registry)
    return registry, counts


def register_regions(session: Session, cases: Cases, registry: Registry) -> tuple[Registry, int]:
    """Regions by name; their codes are coined from it."""
    names = new_regions(cases(), registry)
    made = {name: Region(code=coined(name), name=name) for name in names}
    session.add_all(made.values())
    session.flush()
    regions = {**registry.regions, **{name: region.id for name, region in made.items()}}
    return replace(registry, regions=regions), len(made)


def register_units(session: Session, cases: Cases, above: Unit, registry: Registry) -> tuple[Registry, int]:
    """Units right below the importing office: of city level where a province's file brings regions."""
    prefixes = {row.code: row.id for row in session.execute(select(Region.code, Region.id))}
    made: dict[str, tuple[NewUnit, Unit]] = {}
    for new in new_units(cases(), registry):
        code = new.code(registry)
        city = bool(new.region) and above.level is Level.PROVINCE
        unit = Unit(
            code=code,
            name=new.name[:120],
            level=Level.CITY if city else Level.COUNTY,
            region_id=region_of(new, prefixes, registry) or above.region_id,
            parent_id=above.id,
            path=f"{above.path}{code}/",
        )
        made[code] = (new, unit)
    session.add_all(unit for _, unit in made.values())
    session.flush()
    by_code = {code: unit.id for code, (_, unit) in made.items()}
    named = [(new.name, unit.id) for new, unit in made.values()]
    by_name = borne_once([*registry.units_by_name.items(), *named])
    return replace(registry, units_by_code={**registry.units_by_code, **by_code}, units_by_name=by_name), len(
        made
    )


def region_of(new: NewUnit, prefixes: Mapping[str, int], registry: Registry) -> int | None:
    """The region that the unit's cases name, else the one whose code its own code begins with."""
    if new.region in registry.regions:
        return registry.regions[new.region]
    fitting = [code for code in prefixes if new.key[0] == "code" and new.key[1].startswith(code)]
    return prefixes[max(fitting, key=len)] if fitting else None


def register_handlers(session: Session, cases: Cases, registry: Registry) -> tuple[Registry, int]:
    """People without an account, in the unit of most of their cases."""
    new = new_handlers(cases(), registry)
    if not new:
        return registry, 0
    session.execute(
        insert(Person),
        [
            {
                "staff_no": one.staff_no,
                "name": one.name[:120],
                "unit_id": one.unit,
                "journal_alias": secrets.token_hex(8),
            }
            for one in new
        ],
    )
    numbers = [one.staff_no for one in new]
    made: dict[str, int] = {}
    for start in range(0, len(numbers), 500):
        part = Person.staff_no.in_(numbers[start : start + 500])
        made |= {
            row.staff_no: row.id for row in session.execute(select(Person.staff_no, Person.id).where(part))
        }
    named = {(one.unit, one.name): made[one.staff_no] for one in new if one.key[0] == "name"}
    return replace(
        registry,
        handlers_by_no={**registry.handlers_by_no, **made},
        handlers_by_name={**registry.handlers_by_name, **named},
    ), len(new)
