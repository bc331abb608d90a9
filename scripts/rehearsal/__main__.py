"""Build the rehearsal world once (建立演练环境), show its progress, and tell who may sign in.

PINGCHA_VAR_DIR=var/rehearsal python -m scripts.rehearsal
"""

import json
import os
import secrets
import sys
import time
from pathlib import Path
from random import Random

from rich.console import Console
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from review.assignment.models import Assignment
from review.cases.actions import import_package
from review.catalogue.codebook import codebook_of
from review.catalogue.loader import load, versions
from review.db import create_database_engine, session_factory, transaction
from review.feedback.models import Hearing
from review.migrations import upgrade
from review.moments import local_day, now
from review.people.models import Person, RoleGrant
from review.people.queries import person_of, viewer_of
from review.people.roles import Role
from review.people.viewer import Viewer
from review.scoring.models import Review
from review.settings import Settings
from scripts.rehearsal.package import write_package, year_before
from scripts.rehearsal.province import Province, build_province
from scripts.rehearsal.reviewing import CHANCE, Crew
from scripts.rehearsal.rounds import Rehearsal, carry_on, lives

DUTIES = {
    "officer": ("省院案管人员", "imports cases, runs rounds"),
    "city officer": ("市院案管人员", "sees the own city"),
    "reviewer": ("评查员", "scores blind cases"),
    "leader": ("评查组长", "checks reviews, answers objections"),
    "deputy": ("分管副检察长", "approves 合格"),
    "chief": ("检察长", "approves the other grades"),
    "handler": ("承办检察官", "answers findings, mends them"),
    "head": ("部门负责人", "verifies corrections"),
    "system": ("系统管理员", "accounts and units"),
    "security": ("安全管理员", "grants roles"),
    "auditor": ("审计管理员", "reads and verifies the journal"),
}


def main() -> int:
    """Build what is not there yet; print the accounts either way."""
    os.umask(0o077)
    settings = Settings()
    accounts = settings.var_dir / "accounts.json"
    screen = Console(stderr=True)
    if not accounts.exists():
        started = time.monotonic()
        build(settings, accounts, screen)
        screen.print(
            f"演练环境已建好，用时 {time.monotonic() - started:.0f} 秒。 / The rehearsal world is built."
        )
    show(json.loads(accounts.read_text()), settings, screen)
    return 0


def build(settings: Settings, accounts: Path, screen: Console) -> None:
    """Everything into a database beside the final place, which is taken only when the whole is done."""
    for left in settings.var_dir.glob("pingcha.sqlite*"):
        left.unlink()
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    engine = create_database_engine(settings.url)
    upgrade(engine)
    password = f"pingcha-{secrets.token_hex(3)}"
    with session_factory(engine, secret=settings.secret)() as session:
        told = populate(session, settings, password, screen)
    engine.dispose()
    accounts.write_text(json.dumps({"password": password, "accounts": told}, ensure_ascii=False, indent=2))


def populate(session: Session, settings: Settings, password: str, screen: Console) -> list[dict[str, str]]:
    """Province, cases, rounds; each in a transaction of its own."""
    chance, moment = Random(CHANCE), now()
    today = local_day(moment, settings.timezone)
    year = year_before(today)
    catalogue = load(versions()[-1])
    with screen.status("建立机构和人员 / units and people"), transaction(session):
        province = build_province(session, chance, password=password, at=moment)
    screen.print(f"机构 {len(province.units)} 个，人员 {sum(map(len, province.handlers.values()))} 余名")
    crew = crew_of(session, province, chance)
    world = Rehearsal(province, crew, year, today, settings.timezone, catalogue.version)
    with screen.status("编写案件和文书 / writing cases and documents"):
        package = write_package(province, year, chance, settings.var_dir / "package")
    with screen.status("导入案件 / importing cases"), transaction(session):
        brought = import_package(
            session,
            package,
            decisions={},
            register_new=False,
            unit=province.top,
            by=crew.officer,
            at=world.ago(75),
            today=year.handed_in,
            codebook=codebook_of(catalogue),
            folder=settings.upload_dir,
        )
    screen.print(f"案件 {(brought.loaded or {}).get('new', 0)} 件")
    with screen.status("各阶段轮次 / rounds") as status, transaction(session):
        carry_on(lives(world), lambda words: status.update(f"轮次：{words} / round"))
    screen.print("轮次 8 个，各处于一个阶段 / eight rounds, one in each stage")
    cast = province.cast | busy_people(session)
    return [line(duty, cast[duty]) for duty in DUTIES]


def busy_people(session: Session) -> dict[str, Person]:
    """A reviewer in the middle of a case, a handler who is being heard, and the head of their department."""
    reviewer = (
        select(Person)
        .join(Assignment, Assignment.reviewer_id == Person.id)
        .join(Review, Review.assignment_id == Assignment.id)
        .where(Review.handed_in_at.is_(None))
        .order_by(Person.staff_no)
    )
    head = aliased(Person)
    heard = (
        select(Person, head)
        .join(Hearing, Hearing.handler_id == Person.id)
        .join(head, head.department_id == Person.department_id)
        .join(RoleGrant, (RoleGrant.person_id == head.id) & (RoleGrant.role == Role.HEAD))
        .where(Hearing.closed_at.is_(None))
        .order_by(Hearing.due_on.desc(), Person.staff_no)
    )
    handler, its_head = session.execute(heard.limit(1)).one()
    return {"reviewer": session.scalars(reviewer.limit(1)).one(), "handler": handler, "head": its_head}


def crew_of(session: Session, province: Province, chance: Random) -> Crew:
    """Those who act in every round."""

    def viewer(duty: str) -> Viewer:
        return viewer_of(session, person_of(session, province.cast[duty].id))

    return Crew(session, chance, viewer("officer"), viewer("leader"), viewer("deputy"), viewer("chief"))


def line(duty: str, person: Person) -> dict[str, str]:
    words, english = DUTIES[duty]
    return {"duty": words, "english": english, "staff_no": person.staff_no, "name": person.name}


def show(known: dict[str, object], settings: Settings, screen: Console) -> None:
    """The address and the accounts."""
    accounts = known["accounts"]
    assert isinstance(accounts, list)
    out = Console()
    out.print(f"\n地址 / address: http://{settings.host}:{settings.port}")
    out.print(
        f"演练账号，密码都是 / rehearsal accounts, all with the password: [bold]{known['password']}[/bold]\n"
    )
    for one in accounts:
        out.print(f"  {one['staff_no']:<14}{one['duty']}（{one['name']}） {one['english']}", highlight=False)
    out.print()


if __name__ == "__main__":
    sys.exit(main())
