"""A list of units, checked before any is registered (机构名册). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from review.errors import N_
from review.people.lists import TWICE, Column, Fault, Reading
from review.people.models import Level

COLUMNS = (
    Column("code", N_("院代码"), ("unit code", "单位代码"), required=True),
    Column("name", N_("院名称"), ("unit name", "单位名称"), required=True),
    Column("level", N_("级别"), ("tier",), required=True),
    Column("parent", N_("上级院代码"), ("parent code", "上级单位代码"), required=True),
    Column("region_code", N_("地区代码"), ("region", "行政区划"), required=True),
    Column("region_name", N_("地区名称"), ("region name",)),
)
WORDS = {column.field: column.words for column in COLUMNS}

LEVEL_WORDS = {
    "province": Level.PROVINCE,
    "省": Level.PROVINCE,
    "省级": Level.PROVINCE,
    "省级院": Level.PROVINCE,
    "city": Level.CITY,
    "市": Level.CITY,
    "市级": Level.CITY,
    "市级院": Level.CITY,
    "county": Level.COUNTY,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "县级": Level.COUNTY,
    "县区级": Level.COUNTY,
    "县区级院": Level.COUNTY,
}
"""How a level may be written."""

CODE_UNFIT = N_("只能由字母、数字、“-”和“_”组成")
CODE_TAKEN = N_("此代码已登记")
LEVEL_UNKNOWN = N_("须为省级、市级或县区级")
PARENT_UNKNOWN = N_("没有这个上级院，或它不在您的管理范围内、不在本行之前")
LEVEL_OUT_OF_PLACE = N_("级别须低于上级院")
REGION_UNNAMED = N_("新地区须填写地区名称")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of the list."""

    row: int
    code: str
    name: str
    level: Level
    parent: str
    region_code: str
    region_name: str


@dataclass(frozen=True, slots=True)
class KnownTree:
    """What the list is checked against."""

    within: Mapping[str, Level]  # units within reach, by code: what may stand above
    taken: frozenset[str]  # every code there is
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnitList:
    """The list after checking. It is taken wholly or, with a single fault, not at all."""

    lines: tuple[UnitLine, ...]
    faults: tuple[Fault, ...]


def examine(rows: Iterable[tuple[int, Mapping[str, str]]], known: KnownTree) -> UnitList:
    """Check every row; a unit may stand below one of an earlier row."""
    lines: list[UnitLine] = []
    faults: list[Fault] = []
    above = dict(known.within)
    regions = set(known.regions)
    seen: dict[str, int] = {}
    for number, cells in rows:
        reading = Reading(number, cells, WORDS)
        line = _line(reading)
        _code(reading, line, known.taken, seen)
        if line.parent not in above:
            reading.fault("parent", PARENT_UNKNOWN)
        elif list(Level).index(line.level) <= list(Level).index(above[line.parent]):
            reading.fault("level", LEVEL_OUT_OF_PLACE)
        if line.region_code and line.region_code not in regions and not line.region_name:
            reading.fault("region_name", REGION_UNNAMED)
        regions.add(line.region_code)
        above[line.code] = line.level
        lines.append(line)
        faults.extend(reading.faults)
    return UnitList(tuple(lines), tuple(faults))


def _line(reading: Reading) -> UnitLine:
    written = reading.text("level", 20, required=True)
    level = LEVEL_WORDS.get(written.lower())
    if written and level is None:
        reading.fault("level", LEVEL_UNKNOWN)
    return UnitLine(
        row=reading.number,
        code=reading.text("code", 40, required=True),
        name=reading.text("name", 120, required=True),
        level=level or Level.COUNTY,
        parent=reading.text("parent", 40, required=True),
        region_code=reading.text("region_code", 40, required=True),
        region_name=reading.text("region_name", 120),
    )


def _code(reading: Reading, line: UnitLine, taken: frozenset[str], seen: dict[str, int]) -> None:
    bare = line.code.replace("-", "").replace("_", "")
    if line.code and not (bare.isascii() and bare.isalnum()):
        reading.fault("code", CODE_UNFIT)
    if line.code in taken:
        reading.fault("code", CODE_TAKEN)
    if line.code in seen:
        reading.fault("code", TWICE, row=seen[line.code])
    seen.setdefault(line.code, reading.number)
