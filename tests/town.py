"""The cast (剧组): the same small province in every test. Builders change one thing at a time.

江东省: the provincial office and three cities, 东湖, 西山, 南浦, with one county office each.
何主任 organises for the province; 陈敏 of 东湖, 周岚 of 西山 and 顾宁 of 南浦 review; 林峰 of 东湖,
吴静 of 西山 and 唐越 of 南浦 handle cases; 沈清 leads; 郑国 is deputy chief, 方正 chief; 于洋 heads 东湖's department.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from review.cases.models import Case, CaseImport, ImportState
from review.people.models import Account, Department, Level, Person, Region, RoleGrant, Unit
from review.people.passwords import keep
from review.people.queries import viewer_of
from review.people.roles import ESTATE_OF, Estate, Role
from review.people.viewer import Viewer

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Monday 2 March 2026, noon in Shanghai."""

PASSWORD = "东湖-西山-南浦-2026"
KEPT = keep(PASSWORD)


@dataclass
class Town:
    """The cast by name, with their units."""

    session: Session
    regions: dict[str, Region] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def read_back(self) -> None:
        """Find the cast in a database that has it already."""
        load = self.session.scalars
        self.regions = {region.name.removesuffix("市"): region for region in load(select(Region))}
        self.units = {unit.name: unit for unit in load(select(Unit))}
        self.departments = {department.name: department for department in load(select(Department))}
        people = load(select(Person).options(joinedload(Person.unit)))
        self.people = {person.name: person for person in people}

    def viewer(self, name: str) -> Viewer:
        """The person of that name as they act."""
        return viewer_of(self.session, self.people[name])

    def person(self, name: str, unit: str, *roles: Role, over: str = "", **changes: Any) -> Person:
        """Add a person of `unit` with `roles` over the subtree of `over` (their own unit unless named)."""
        estate = ESTATE_OF[roles[0]] if roles else Estate.BUSINESS
        number = len(self.people) + 1
        facts: dict[str, Any] = {
            "staff_no": f"JD{number:04d}",
            "name": name,
            "estate": estate,
            "unit": self.units[unit],
            "department": None,
            "journal_alias": f"actor-{number:04d}",
        } | changes
        person = Person(**facts)
        self.session.add(person)
        self.session.flush()
        self.session.add(Account(person_id=person.id, password_hash=KEPT, must_change=False, changed_at=NOON))
        for role in roles:
            top = self.units[over or unit]
            self.session.add(
                RoleGrant(person_id=person.id, estate=estate, role=role, unit_id=top.id, granted_at=NOON)
            )
        self.session.flush()
        self.people[name] = person
        return person

    def unit(self, name: str, code: str, level: Level, region: str, parent: str | None) -> Unit:
        above = self.units[parent] if parent else None
        unit = Unit(
            code=code,
            name=name,
            level=level,
            region=self.regions[region],
            parent=above,
            path=f"{above.path if above else '/'}{code}/",
        )
        self.session.add(unit)
        self.session.flush()
        self.units[name] = unit
        return unit

    def case(self, key: str, unit: str, handler: str | None, **changes: Any) -> Case:
        """Add a closed prosecution case of `unit`, handled by `handler`; `changes` overrides any column."""
        who = self.people[handler] if handler else None
        facts: dict[str, Any] = {
            "key": key,
            "import_id": self.case_import().id,
            "record_hash": f"{len(key):064x}",
            "unified_no": f"统{key}",
            "name": f"{key}盗窃案",
            "type_code": "0301",
            "type_name": "一审公诉案件",
            "family": "prosecution",
            "business_line": "普通刑事",
            "unit": self.units[unit],
            "handler": who,
            "handler_no": who.staff_no if who else "",
            "handler_name": who.name if who else "",
            "cause_transferred": "盗窃罪",
            "cause_decided": "盗窃罪",
            "accept_date": date(2025, 9, 1),
            "decision_date": date(2025, 9, 25),
            "finish_date": date(2025, 11, 3),
            "decision": "起诉",
        } | changes
        case = Case(**facts)
        self.session.add(case)
        self.session.flush()
        return case

    def case_import(self) -> CaseImport:
        """The one import all the cast's cases came with."""
        known = self.session.get(CaseImport, 1)
        if known:
            return known
        brought = CaseImport(
            unit_id=self.units["江东省院"].id,
            file_name="2025年办结案件.xlsx",
            stored_as="0",
            file_hash="0" * 64,
            state=ImportState.LOADED,
            by_id=self.people["何主任"].id,
            at=NOON,
        )
        self.session.add(brought)
        self.session.flush()
        return brought


CITIES = (("东湖", "3301"), ("西山", "3302"), ("南浦", "3303"))


def build_town(session: Session) -> Town:
    """The whole cast in an empty database; committed."""
    town = Town(session)
    for name, code in (("省本级", "3300"), *CITIES):
        town.regions[name] = Region(code=code, name=name if name == "省本级" else f"{name}市")
        session.add(town.regions[name])
    town.unit("江东省院", "33", Level.PROVINCE, "省本级", None)
    for city, code in CITIES:
        town.unit(f"{city}市院", code, Level.CITY, city, "江东省院")
        town.unit(f"{city}区院", f"{code}01", Level.COUNTY, city, f"{city}市院")
    department = Department(unit=town.units["东湖区院"], code="01", name="第一检察部")
    session.add(department)
    session.flush()
    town.departments["第一检察部"] = department
    town.person("何主任", "江东省院", Role.OFFICER)
    town.person("沈清", "江东省院", Role.LEADER)
    town.person("郑国", "江东省院", Role.DEPUTY)
    town.person("方正", "江东省院", Role.CHIEF)
    town.person("陈敏", "东湖市院", Role.REVIEWER, Role.HANDLER)
    town.person("周岚", "西山市院", Role.REVIEWER)
    town.person("顾宁", "南浦市院", Role.REVIEWER)
    town.person("林峰", "东湖区院", Role.HANDLER, department=department)
    town.person("吴静", "西山区院", Role.HANDLER)
    town.person("唐越", "南浦区院", Role.HANDLER)
    town.person("于洋", "东湖区院", Role.HEAD, department=department)
    town.person("系统员", "江东省院", Role.SYSTEM)
    town.person("安全员", "江东省院", Role.SECURITY)
    town.person("审计员", "江东省院", Role.AUDITOR)
    session.commit()
    return town
