"""Server time and number of queries of every page with 20,000 cases and a round of 1,400 (DESIGN §3, §16).

python -m scripts.bench.pages [WORD …]      only pages whose endpoint contains one of the words

Two worlds, each in a database of its own: the city's round under review, and the same round published. Every page
that takes no argument, or only the round, a case or an assignment, is opened by somebody who may.
"""

import logging
import secrets
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select
from werkzeug.routing import Rule

from review.assignment.models import Assignment
from review.cases.models import Case
from review.db import Base, create_database_engine, session_factory
from review.grading.models import Conclusion
from review.moments import now
from review.people.models import Account, Person, RoleGrant, SignIn
from review.people.queries import token_hash
from review.people.roles import Role
from review.rounds.steps import Step
from review.settings import Settings
from review.tables import TABLES
from review.web.access import access_of
from review.web.app import create_app
from tests.builders.yangzhou import build_yangzhou
from tests.town import NOON, Town, build_town

BAR = 0.200
"""Seconds of server time that a page may take."""

CASES = 20_000
TIMES = 5
"""Every page is opened so often after a first time; the median counts."""

BY = {
    Role.OFFICER: "何主任",
    Role.LEADER: "沈清",
    Role.DEPUTY: "郑国",
    Role.CHIEF: "方正",
    Role.HEAD: "于洋",
    Role.SYSTEM: "系统员",
    Role.SECURITY: "安全员",
    Role.AUDITOR: "审计员",
}


@dataclass(frozen=True)
class World:
    """An application over a filled database, with the names that its addresses need."""

    app: Flask
    tokens: dict[Role, str]
    names: dict[str, str]  # blueprint → public id that its pages take


@dataclass(frozen=True)
class Measured:
    """One page: who opened it, what came, how long it took and how many queries it asked."""

    endpoint: str
    role: str
    status: int
    seconds: float
    queries: int
    size: int
    page: bool  # not a file to be saved

    @property
    def over(self) -> bool:
        """Whether a page failed, or opened and took longer than the bar."""
        return self.status >= 500 or (self.page and self.status == 200 and self.seconds > BAR)


def build(folder: Path, step: Step) -> World:
    """Fill a database in `folder` and put the application on it."""
    assert TABLES
    (folder / "secret").write_bytes(secrets.token_bytes(32))
    (folder / "secret").chmod(0o600)
    settings = Settings(var_dir=folder)
    engine = create_database_engine(settings.url)
    Base.metadata.create_all(engine)
    with session_factory(engine, secret=settings.secret)() as session:
        town = build_town(session)
        round_ = build_yangzhou(town, step=step)
        _more_cases(town, CASES)
        busy = _reviewer_at_work(town)
        handler = session.scalars(select(Person).where(Person.staff_no == "WY0003")).one()
        people = {role: town.people[name] for role, name in BY.items()} | {
            Role.REVIEWER: _enabled(town, busy.reviewer_id, Role.REVIEWER),
            Role.HANDLER: _enabled(town, handler.id, Role.HANDLER),
        }
        tokens = {role: _signed_in(town, person) for role, person in people.items()}
        case = session.scalars(select(Case.public_id).where(Case.key.startswith("维扬检")).limit(1)).one()
        conclusion = session.scalars(select(Conclusion.public_id).limit(1)).one()
        session.commit()
        names = {
            "": round_.public_id,
            "desk": busy.public_id,
            "summary": busy.public_id,
            "cases": case,
            "conclusions": conclusion,
            "approvals": conclusion,
        }
    engine.dispose()
    return World(create_app(settings), tokens, names)


def _more_cases(town: Town, total: int) -> None:
    """Closed cases of another year beside the round's own, up to `total`."""
    handlers = town.session.scalars(select(Person).where(Person.staff_no.startswith("WY"))).all()
    brought = town.case_import().id
    count = total - len(town.session.scalars(select(Case.id)).all())
    rows = []
    for n in range(count):
        handler = handlers[n % len(handlers)]
        finished = date(2024, 1, 1) + timedelta(days=n % 366)
        rows.append(
            {
                "key": f"维扬检旧案〔2024〕{n:05d}号",
                "public_id": f"old-{n:05d}",
                "import_id": brought,
                "record_hash": f"{n:064x}",
                "name": f"盗窃案{n:05d}",
                "family": "prosecution",
                "type_code": "0301",
                "type_name": "一审公诉案件",
                "unit_id": handler.unit_id,
                "handler_id": handler.id,
                "handler_no": handler.staff_no,
                "handler_name": handler.name,
                "cause_decided": "盗窃罪",
                "accept_date": finished - timedelta(days=30),
                "finish_date": finished,
                "decision": "起诉",
            }
        )
    town.session.execute(insert(Case), rows)


def _reviewer_at_work(town: Town) -> Assignment:
    """An assignment whose review is not handed in; in a published round, any."""
    open_ = select(Assignment).where(Assignment.public_id == "assignment-00001")
    return town.session.scalars(open_).one()


def _enabled(town: Town, person_id: int, role: Role) -> Person:
    """The person with an account and a role over the own unit."""
    person = town.session.get_one(Person, person_id)
    account = Account(person_id=person.id, password_hash="-", must_change=False, changed_at=NOON)
    grant = RoleGrant(
        person_id=person.id, estate=person.estate, role=role, unit_id=person.unit_id, granted_at=NOON
    )
    town.session.add_all([account, grant])
    town.session.flush()
    return person


def _signed_in(town: Town, person: Person) -> str:
    token = secrets.token_urlsafe(32)
    moment = now()
    town.session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person.id,
            began_at=moment,
            seen_at=moment,
            address="127.0.0.1",
            browser="bench",
        )
    )
    return token


def pages_of(world: World, words: list[str]) -> Iterator[tuple[str, str, Role]]:
    """Endpoint, address and opener of every page that can be opened from what is known."""
    for rule in sorted(world.app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        access = access_of(world.app, rule.endpoint)
        if access.open or "GET" not in (rule.methods or ()) or not _asked(rule, words):
            continue
        roles = [role for role in world.tokens if not access.roles or role in access.roles]
        values = _values(rule, world)
        if roles and values is not None:
            with world.app.test_request_context():
                yield rule.endpoint, url_for(rule.endpoint, **values), roles[0]


def _asked(rule: Rule, words: list[str]) -> bool:
    return not words or any(word in rule.endpoint for word in words)


def _values(rule: Rule, world: World) -> dict[str, Any] | None:
    """The arguments of the address; None where they are not known."""
    room = rule.endpoint.split(".")[0]
    named = world.names.get(room, world.names[""])
    if rule.arguments <= {"public_id"}:
        return dict.fromkeys(rule.arguments, named)
    if rule.endpoint == "reports.case":
        return {"public_id": named, "case_id": "sample-00703"}
    return None


def measure(world: World, words: list[str]) -> Iterator[Measured]:
    """Open every page `TIMES` times and once more before."""
    asked = [0]

    def heard(*_rest: object) -> None:
        asked[0] += 1

    event.listen(world.app.extensions["pingcha_engine"], "before_cursor_execute", heard)
    for endpoint, address, role in pages_of(world, words):
        client = _client(world, role)
        client.get(address)
        seconds = []
        for _ in range(TIMES):
            asked[0] = 0
            began = perf_counter()
            answer = client.get(address)
            size = len(answer.get_data())
            seconds.append(perf_counter() - began)
        page = answer.mimetype == "text/html"
        yield Measured(endpoint, role.value, answer.status_code, median(seconds), asked[0], size, page)


def _client(world: World, role: Role) -> FlaskClient:
    client = world.app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = world.tokens[role]
        cookie["language"] = "zh"
    return client


def main() -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    slow = 0
    for step in (Step.OPENED, Step.PUBLISHED):
        with tempfile.TemporaryDirectory() as folder:
            world = build(Path(folder), step)
            print(f"{step.value}: {CASES:,} cases, a round of 1,367; bar {BAR * 1000:.0f} ms")
            for line in measure(world, sys.argv[1:]):
                slow += line.over
                print(
                    f"{'SLOW' if line.over else '    ' if line.page else 'file'} {line.seconds * 1000:7.1f} ms {line.queries:3d} queries"
                    f" {line.size / 1024:7.0f} KiB {line.status} {line.endpoint} ({line.role})"
                )
            world.app.extensions["pingcha_engine"].dispose()
    print(f"{slow} pages over the bar" if slow else "every page within the bar")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
