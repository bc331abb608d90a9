"""Regions, units, departments, people, accounts, grants, sign-ins."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review.db import Base, Public, choice
from review.people.roles import Estate, Role


class Level(StrEnum):
    """Where a unit stands in the tree."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Region(Base):
    """A region (地区): what "cross-region" means. In a province, one per city, and one for the province itself."""

    __tablename__ = "region"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(40), unique=True, comment="行政区划代码, or a foreign export's own"
    )
    name: Mapped[str] = mapped_column(String(120))


class Unit(Public, Base):
    """A procuratorate (院) in the tree province → city → county."""

    __tablename__ = "unit"
    __table_args__ = (Index("ix_unit_path", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True, comment="unit code, begins with its region's")
    name: Mapped[str] = mapped_column(String(120))
    level: Mapped[Level] = mapped_column(choice(Level, "level"))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    path: Mapped[str] = mapped_column(
        String(200), comment="codes from the root, '/32/3210/321002/': a subtree is a prefix"
    )
    active: Mapped[bool] = mapped_column(default=True)

    region: Mapped[Region] = relationship(lazy="raise")
    parent: Mapped["Unit | None"] = relationship(lazy="raise", remote_side="Unit.id")


class Department(Public, Base):
    """A department (部门) of a unit."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("unit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))

    unit: Mapped[Unit] = relationship(lazy="raise")


class Person(Public, Base):
    """A person (人员): may be handler of one case and reviewer of another; that is the normal case."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("id", "estate"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_no: Mapped[str] = mapped_column(
        String(40), unique=True, comment="工号; as case packages name handlers"
    )
    name: Mapped[str] = mapped_column(String(120))
    estate: Mapped[Estate] = mapped_column(choice(Estate, "estate"), default=Estate.BUSINESS)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    rank: Mapped[str] = mapped_column(String(60), default="", comment="职务, as given")
    specialities: Mapped[list[str]] = mapped_column(default=list, comment="case families reviewed best")
    capacity: Mapped[int] = mapped_column(default=30, comment="cases a round may give this reviewer at most")
    journal_alias: Mapped[str] = mapped_column(String(32), unique=True, comment="random name in the journal")
    active: Mapped[bool] = mapped_column(default=True)

    unit: Mapped[Unit] = relationship(lazy="raise")
    department: Mapped[Department | None] = relationship(lazy="raise")


class Account(Base):
    """What lets a person sign in (账号)."""

    __tablename__ = "account"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(
        default=True, comment="one-time password: change at first sign-in"
    )
    changed_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(8), default="zh")
    large_text: Mapped[bool] = mapped_column(default=False, comment="大字")
    shortcuts: Mapped[bool] = mapped_column(default=True, comment="single-key shortcuts switched on")

    person: Mapped[Person] = relationship(lazy="raise")


class RoleGrant(Base):
    """A role held over a subtree of units (授权). The estate rides along so that the database keeps them apart."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "unit_id"),
        ForeignKeyConstraint(
            ["person_id", "estate"], ["person.id", "person.estate"], name="estate_of_the_person"
        ),
        CheckConstraint(
            "(role = 'system' AND estate = 'system') OR (role = 'security' AND estate = 'security') OR "
            "(role = 'auditor' AND estate = 'audit') OR "
            "(role NOT IN ('system', 'security', 'auditor') AND estate = 'business')",
            name="role_of_its_estate",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(index=True)
    estate: Mapped[Estate] = mapped_column(choice(Estate, "estate"))
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), index=True, comment="top of the subtree it covers"
    )
    granted_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise", overlaps="estate")
    unit: Mapped[Unit] = relationship(lazy="raise")


class SignIn(Public, Base):
    """A sign-in that has not ended, or did (会话). The cookie's token is kept only as a hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64))
    browser: Mapped[str] = mapped_column(String(200))


class SignInFailure(Base):
    """A refused attempt, counted per account and address (登录失败)."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_staff_no_address_at", "staff_no", "address", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_no: Mapped[str] = mapped_column(String(40), comment="as typed, cut; known or not")
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
