"""Reading who is known (登记查询): what an import compares its cases with."""

from collections import Counter
from collections.abc import Collection
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.cases.registry import Registry
from review.people.models import Person, Region, Unit

Name = TypeVar("Name")


def registry_of(session: Session, unit: Unit) -> Registry:
    """Everybody and everything known, as the office `unit` may use it: three queries."""
    regions = session.execute(select(Region.id, Region.code, Region.name)).all()
    units = session.execute(select(Unit.id, Unit.code, Unit.name, Unit.path).order_by(Unit.id)).all()
    people = session.execute(select(Person.id, Person.staff_no, Person.name, Person.unit_id))
    own = [one for one in units if one.path.startswith(unit.path)]
    foreign = [one for one in units if not one.path.startswith(unit.path)]
    unit_names = [(one.name, one.id) for one in own]
    by_no: dict[str, int] = {}
    named: list[tuple[tuple[int, str], int]] = []
    for person in people:
        by_no[person.staff_no] = person.id
        named.append(((person.unit_id, person.name), person.id))
    return Registry(
        regions={one.name: one.id for one in regions} | {one.code: one.id for one in regions},
        units_by_code={one.code: one.id for one in own},
        units_by_name=borne_once(unit_names),
        foreign_codes=frozenset(one.code for one in foreign),
        foreign_names=frozenset(one.name for one in foreign),
        handlers_by_no=by_no,
        handlers_by_name=borne_once(named),
        shared_units=borne_often(unit_names),
        namesakes=borne_often(named),
        office=unit.code,
    )


def borne_once(pairs: Collection[tuple[Name, int]]) -> dict[Name, int]:
    """Those names that one alone bears."""
    often = borne_often(pairs)
    return {name: number for name, number in pairs if name not in often}


def borne_often(pairs: Collection[tuple[Name, int]]) -> frozenset[Name]:
    """Those names that several bear."""
    times = Counter(name for name, _ in pairs)
    return frozenset(name for name, count in times.items() if count > 1)
