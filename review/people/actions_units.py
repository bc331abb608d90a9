"""What is done to the tree of units (机构): regions, units and departments registered and renamed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.errors import N_, Kind, ReviewError
from review.journal.actions import Event, note
from review.people.models import Department, Level, Region, Unit
from review.people.viewer import Viewer

LEVEL_NAMES = {Level.PROVINCE: N_("省级院"), Level.CITY: N_("市级院"), Level.COUNTY: N_("县区级院")}
BELOW = {Level.PROVINCE: Level.CITY, Level.CITY: Level.COUNTY}
"""The level that stands directly below another."""


class CodeTaken(ReviewError):
    sentence = N_("代码 %(code)s 已被使用。请核对后换一个代码。")
    kind = Kind.CONFLICT

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class CodeUnfit(ReviewError):
    sentence = N_("代码 %(code)s 不可用：只能由字母、数字、“-”和“_”组成，最长 40 位。请修改。")

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class LevelOutOfPlace(ReviewError):
    sentence = N_("%(parent)s是%(above)s，其下不能设%(level)s。请另选上级院或级别。")

    def __init__(self, parent: Unit, level: Level) -> None:
        super().__init__(parent=parent.name, above=LEVEL_NAMES[parent.level], level=LEVEL_NAMES[level])


@dataclass(frozen=True, slots=True)
class UnitRegistered(Event):
    object_kind = "unit"
    code: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class UnitChanged(Event):
    object_kind = "unit"
    columns: str
    active: bool


@dataclass(frozen=True, slots=True)
class DepartmentRegistered(Event):
    object_kind = "department"
    code: str
    unit: str


@dataclass(frozen=True, slots=True)
class RegionRegistered(Event):
    object_kind = "region"


def fit_code(code: str) -> str:
    """The code itself, if it may stand in a path.

    Raises:
        CodeUnfit: Empty, too long, or with other signs than letters, digits, hyphen and underscore.
    """
    if not 1 <= len(code) <= 40 or not code.isascii() or not code.replace("-", "").replace("_", "").isalnum():
        raise CodeUnfit(code)
    return code


def region_of(session: Session, *, code: str, name: str, by: Viewer | None, at: datetime) -> Region:
    """The region of that code, registered if it is new (地区)."""
    known = session.scalars(select(Region).where(Region.code == code)).first()
    if known is not None:
        return known
    region = Region(code=fit_code(code), name=name)
    session.add(region)
    session.flush()
    note(session, RegionRegistered(code), by=by, at=at)
    return region


def register_unit(
    session: Session,
    *,
    code: str,
    name: str,
    level: Level,
    region: Region,
    parent: Unit | None,
    by: Viewer | None,
    at: datetime,
) -> Unit:
    """Add a unit below `parent` (新增机构). A level may be skipped (a county directly under its province), not turned.

    Raises:
        CodeUnfit, CodeTaken: Of the code.
        LevelOutOfPlace: Not below the parent's level.
    """
    fit_code(code)
    levels = list(Level)
    if parent is not None and levels.index(level) <= levels.index(parent.level):
        raise LevelOutOfPlace(parent, level)
    if session.scalar(select(Unit.id).where(Unit.code == code)) is not None:
        raise CodeTaken(code)
    unit = Unit(
        code=code,
        name=name,
        level=level,
        region_id=region.id,
        parent_id=parent.id if parent else None,
        path=f"{parent.path if parent else '/'}{code}/",
    )
    session.add(unit)
    session.flush()
    note(session, UnitRegistered(unit.public_id, code, level, parent.code if parent else ""), by=by, at=at)
    return unit


def change_unit(
    session: Session, unit: Unit, *, name: str, region: Region, active: bool, by: Viewer, at: datetime
) -> None:
    """Rename a unit, move it to another region, or take it out of use (修改机构). Its code and place stay."""
    changed = [
        column
        for column, old, new in (
            ("name", unit.name, name),
            ("region", unit.region_id, region.id),
            ("active", unit.active, active),
        )
        if old != new
    ]
    if not changed:
        return
    unit.name, unit.region_id, unit.active = name, region.id, active
    note(session, UnitChanged(unit.public_id, ",".join(changed), active), by=by, at=at)


def register_department(
    session: Session, unit: Unit, *, code: str, name: str, by: Viewer | None, at: datetime
) -> Department:
    """Add a department to `unit` (新增部门).

    Raises:
        CodeUnfit, CodeTaken: Of the code, within the unit.
    """
    fit_code(code)
    taken = select(Department.id).where(Department.unit_id == unit.id, Department.code == code)
    if session.scalar(taken) is not None:
        raise CodeTaken(code)
    department = Department(unit_id=unit.id, code=code, name=name)
    session.add(department)
    session.flush()
    note(session, DepartmentRegistered(department.public_id, code, unit.public_id), by=by, at=at)
    return department
