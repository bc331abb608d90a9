"""A list of people, checked before anybody is registered (人员名册). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from review.errors import N_
from review.people.lists import TWICE, Column, Fault, Reading, many
from review.people.roles import ESTATE_OF, ROLE_NAMES, Estate, Role

COLUMNS = (
    Column("staff_no", N_("工号"), ("staff number", "人员编号"), required=True),
    Column("name", N_("姓名"), ("full name",), required=True),
    Column("unit_code", N_("院代码"), ("unit", "单位代码"), required=True),
    Column("department", N_("部门"), ("department name",)),
    Column("rank", N_("职务"), ("title",)),
    Column("roles", N_("角色"), ("role",)),
    Column("specialities", N_("专长"), ("speciality", "specialties")),
    Column("capacity", N_("承办上限"), ("评查上限", "cases at most")),
)
WORDS = {column.field: column.words for column in COLUMNS}

UNIT_UNKNOWN = N_("没有这个院，或不在您的管理范围内")
STAFF_NO_TAKEN = N_("此工号已登记")
STAFF_NO_UNKNOWN = N_("此工号尚未登记，请先由系统管理员导入人员")
ROLE_UNKNOWN = N_("没有“%(word)s”这个角色")
ROLE_OF_ADMINISTRATOR = N_("“%(word)s”是三员角色，不能批量授权")
ROLE_OF_BUSINESS = N_("此人属于三员，不能授予业务角色")
SPECIALITY_UNKNOWN = N_("没有“%(word)s”这个案件类型")
CAPACITY_WRONG = N_("须为 1 至 500 的整数")

ROLE_WORDS = {word: role for role in Role for word in (role.value, ROLE_NAMES[role])} | {
    "案管": Role.OFFICER,
    "检察官": Role.HANDLER,
    "承办人": Role.HANDLER,
    "副检察长": Role.DEPUTY,
}
"""How a role may be written."""


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person of the list."""

    row: int
    staff_no: str
    name: str
    unit_code: str
    department: str
    rank: str
    roles: tuple[Role, ...]
    specialities: tuple[str, ...]
    capacity: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the list is checked against."""

    units: frozenset[str]  # codes within reach
    people: Mapping[str, Estate]  # by staff number
    families: Mapping[str, str]  # how a case family may be written → its code


@dataclass(frozen=True, slots=True)
class Roster:
    """The list after checking. It is taken wholly or, with a single fault, not at all."""

    lines: tuple[RosterLine, ...]
    faults: tuple[Fault, ...]


def examine(rows: Iterable[tuple[int, Mapping[str, str]]], known: Known, *, granting: bool = False) -> Roster:
    """Check every row: to register new people, or, `granting`, to give roles to people registered already.

    Args:
        rows: Row number in the file, and its cells by field.
    """
    lines: list[RosterLine] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        reading = Reading(number, cells, WORDS)
        line = _line(reading, known)
        if line.staff_no in seen:
            reading.fault("staff_no", TWICE, row=seen[line.staff_no])
        elif line.staff_no:
            seen[line.staff_no] = number
            _against_people(reading, line, known, granting=granting)
        lines.append(line)
        faults.extend(reading.faults)
    return Roster(tuple(lines), tuple(faults))


def _line(reading: Reading, known: Known) -> RosterLine:
    line = RosterLine(
        row=reading.number,
        staff_no=reading.text("staff_no", 40, required=True),
        name=reading.text("name", 60, required=True),
        unit_code=reading.text("unit_code", 40, required=True),
        department=reading.text("department", 120),
        rank=reading.text("rank", 60),
        roles=(),
        specialities=(),
        capacity=30,
    )
    if line.unit_code and line.unit_code not in known.units:
        reading.fault("unit_code", UNIT_UNKNOWN)
    return replace(
        line, roles=_roles(reading), specialities=_specialities(reading, known), capacity=_capacity(reading)
    )


def _roles(reading: Reading) -> tuple[Role, ...]:
    roles: list[Role] = []
    for word in many(reading.cells.get("roles", "")):
        role = ROLE_WORDS.get(word) or ROLE_WORDS.get(word.lower())
        if role is None:
            reading.fault("roles", ROLE_UNKNOWN, word=word)
        elif ESTATE_OF[role] is not Estate.BUSINESS:
            reading.fault("roles", ROLE_OF_ADMINISTRATOR, word=word)
        elif role not in roles:
            roles.append(role)
    return tuple(roles)


def _specialities(reading: Reading, known: Known) -> tuple[str, ...]:
    codes: list[str] = []
    for word in many(reading.cells.get("specialities", "")):
        if word not in known.families:
            reading.fault("specialities", SPECIALITY_UNKNOWN, word=word)
        elif known.families[word] not in codes:
            codes.append(known.families[word])
    return tuple(codes)


def _capacity(reading: Reading) -> int:
    value = reading.cells.get("capacity", "")
    if not value:
        return 30
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= 500:
        reading.fault("capacity", CAPACITY_WRONG)
        return 30
    return int(value)


def _against_people(reading: Reading, line: RosterLine, known: Known, *, granting: bool) -> None:
    estate = known.people.get(line.staff_no)
    if not granting and estate is not None:
        reading.fault("staff_no", STAFF_NO_TAKEN)
    if granting and estate is None:
        reading.fault("staff_no", STAFF_NO_UNKNOWN)
    if granting and estate not in (None, Estate.BUSINESS) and line.roles:
        reading.fault("roles", ROLE_OF_BUSINESS)
