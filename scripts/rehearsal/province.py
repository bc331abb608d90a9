"""The made-up province (省): units, departments, people, accounts, roles. Written straight into the tables."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from review.people.models import Account, Department, Level, Person, Region, RoleGrant, Unit
from review.people.passwords import keep
from review.people.roles import ESTATE_OF, Estate, Role
from scripts.rehearsal.names import CITIES, COUNTIES, distinct

PROSECUTORS_OF_THE_DEMO_CITY = 172
REVIEWERS_PER_CITY = 6
HANDLERS_PER_CITY = 12
DEPARTMENTS = (("01", "第一检察部"), ("02", "第二检察部"), ("03", "第三检察部"))


@dataclass
class Province:
    """What was built, for the cases and rounds that follow and for the list of accounts."""

    top: Unit
    units: dict[str, Unit] = field(default_factory=dict)
    departments: dict[tuple[str, str], Department] = field(default_factory=dict)
    handlers: dict[str, list[Person]] = field(default_factory=dict)
    """City → its prosecutors who handle cases."""
    reviewers: list[Person] = field(default_factory=list)
    cast: dict[str, Person] = field(default_factory=dict)
    """Duty → the person whose account is told at the end."""


class Builder:
    """Writes the province, person by person."""

    def __init__(self, session: Session, chance: Random, password: str, at: datetime) -> None:
        self.session, self.chance, self.at = session, chance, at
        self.kept = keep(password)
        self.number = 0
        self.names = distinct(chance, 700)

    def region(self, code: str, name: str) -> Region:
        region = Region(code=code, name=name)
        self.session.add(region)
        return region

    def unit(self, code: str, name: str, level: Level, region: Region, parent: Unit | None) -> Unit:
        path = f"{parent.path if parent else '/'}{code}/"
        unit = Unit(code=code, name=name, level=level, region=region, parent=parent, path=path)
        self.session.add(unit)
        self.session.flush()
        return unit

    def person(
        self,
        unit: Unit,
        *roles: Role,
        department: Department | None = None,
        rank: str = "检察官",
        over: Unit | None = None,
    ) -> Person:
        """A person with an account and `roles` over the subtree of `over`, or of their own unit."""
        estate = ESTATE_OF[roles[0]] if roles else Estate.BUSINESS
        self.number += 1
        person = Person(
            staff_no=f"{unit.code}{self.number:04d}",
            name=self.names[self.number],
            estate=estate,
            unit=unit,
            department=department,
            rank=rank,
            journal_alias=f"{self.chance.getrandbits(80):020x}",
            capacity=40,
        )
        self.session.add(person)
        self.session.flush()
        self.session.add(
            Account(person_id=person.id, password_hash=self.kept, must_change=False, changed_at=self.at)
        )
        for role in roles:
            top = over or unit
            self.session.add(
                RoleGrant(person_id=person.id, estate=estate, role=role, unit_id=top.id, granted_at=self.at)
            )
        return person

    def departments(self, province: Province, unit: Unit) -> list[Department]:
        made = []
        for code, name in DEPARTMENTS:
            department = Department(unit=unit, code=code, name=name)
            province.departments[unit.name, name] = department
            made.append(department)
        self.session.add_all(made)
        self.session.flush()
        return made


def build_province(session: Session, chance: Random, *, password: str, at: datetime) -> Province:
    """The whole province with its people; flushed, not committed."""
    builder = Builder(session, chance, password, at)
    top = builder.unit("38", "澄江省人民检察院", Level.PROVINCE, builder.region("3800", "省本级"), None)
    province = Province(top)
    province.units[top.name] = top
    leading(builder, province)
    for index, city in enumerate(CITIES):
        build_city(builder, province, index, city)
    session.flush()
    return province


def leading(builder: Builder, province: Province) -> None:
    """The province's own office: who organises, leads, approves and keeps the service."""
    top, cast = province.top, province.cast
    builder.departments(province, top)
    cast["officer"] = builder.person(top, Role.OFFICER, rank="案件管理办公室主任")
    cast["leader"] = builder.person(top, Role.LEADER, rank="评查组长")
    cast["deputy"] = builder.person(top, Role.DEPUTY, rank="副检察长")
    cast["chief"] = builder.person(top, Role.CHIEF, rank="检察长")
    cast["arbiter"] = builder.person(top, Role.ARBITER, rank="检委会专职委员")
    cast["system"] = builder.person(top, Role.SYSTEM, rank="系统管理员")
    cast["security"] = builder.person(top, Role.SECURITY, rank="安全管理员")
    cast["auditor"] = builder.person(top, Role.AUDITOR, rank="审计管理员")


def build_city(builder: Builder, province: Province, index: int, city: str) -> None:
    """A city's office and its county offices, with handlers and reviewers spread over them."""
    code = f"38{index + 1:02d}"
    region = builder.region(code, f"{city}市")
    office = builder.unit(code, f"{city}市人民检察院", Level.CITY, region, province.top)
    offices = [office]
    for place, county in enumerate(COUNTIES[index], start=1):
        name = f"{city}市{county}人民检察院"
        offices.append(builder.unit(f"{code}{place:02d}", name, Level.COUNTY, region, office))
    departments = {}
    for unit in offices:
        province.units[unit.name] = unit
        departments[unit.id] = builder.departments(province, unit)
    officer = builder.person(office, Role.OFFICER, rank="案件管理办公室主任")
    demo = index == 0
    wanted = PROSECUTORS_OF_THE_DEMO_CITY if demo else HANDLERS_PER_CITY
    handlers = []
    for turn in range(wanted):
        unit = offices[turn % len(offices)]
        department = departments[unit.id][turn // len(offices) % len(DEPARTMENTS)]
        roles = [Role.HANDLER]
        if not demo and turn < REVIEWERS_PER_CITY:
            roles.append(Role.REVIEWER)
        person = builder.person(unit, *roles, department=department)
        handlers.append(person)
        if Role.REVIEWER in roles:
            person.specialities = [
                ["prosecution", "arrest", "juvenile"],
                ["prosecution", "civil"],
                ["arrest", "execution"],
            ][turn % 3]
            province.reviewers.append(person)
    province.handlers[city] = handlers
    for unit in offices:
        builder.person(unit, Role.HEAD, department=departments[unit.id][0], rank="部门负责人")
    if demo:
        province.cast["city officer"] = officer
