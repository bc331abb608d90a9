"""Migrations: the newest one gives exactly the models' tables, on both databases, and guards the journal."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from review import migrations
from review.db import create_database_engine, session_factory, transaction
from review.jobs.actions import LEASE, enqueue, take
from review.jobs.queries import untaken
from review.journal.queries import chain_of, verify_chain
from review.people.actions import SignInRefused, sign_in
from review.tables import TABLES
from tests.postgres import cluster, postgres  # noqa: F401 -- fixtures are used by name
from tests.town import NOON, PASSWORD, build_town


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    postgresql = request.param == "postgresql"
    url = request.getfixturevalue("postgres") if postgresql else f"sqlite:///{tmp_path / 'empty.sqlite'}"
    made = create_database_engine(url)
    yield made
    made.dispose()


def test_the_newest_migration_gives_the_models_tables_and_can_be_taken_back(engine: Engine) -> None:
    migrations.upgrade(engine)
    migrations.check(engine)  # raises where one column differs
    assert set(inspect(engine).get_table_names()) == {*TABLES, "alembic_version"}
    present, newest = migrations.standing(engine)
    assert present == newest is not None
    migrations.downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrations.upgrade(engine)
    migrations.check(engine)


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET actor = 'nobody'", "DELETE FROM journal_entry"]
)
def test_a_migrated_database_refuses_to_change_the_journal(engine: Engine, statement: str) -> None:
    migrations.upgrade(engine)
    with session_factory(engine, secret=b"0" * 32)() as session:
        town = build_town(session)
        with transaction(session):
            staff_no = town.people["陈敏"].staff_no
            sign_in(session, staff_no=staff_no, password=PASSWORD, address="127.0.0.1", browser="", at=NOON)
        with pytest.raises(DBAPIError, match="journal is append-only"):
            session.execute(text(statement))
        session.rollback()
        assert [entry["act"] for entry in chain_of(session)] == ["SignedIn"]
        assert verify_chain(session) is None


def test_both_databases_hold_the_three_administrators_apart(engine: Engine) -> None:
    migrations.upgrade(engine)
    with session_factory(engine, secret=b"0" * 32)() as session:
        town = build_town(session)
        officer, unit = town.people["何主任"], town.units["江东省院"]
        values = f"{officer.id}, 'business', 'auditor', {unit.id}, '2026-03-02 04:00:00'"
        with pytest.raises(DBAPIError):
            session.execute(
                text(
                    f"INSERT INTO role_grant (person_id, estate, role, unit_id, granted_at) VALUES ({values})"
                )
            )


def test_signing_in_and_jobs_work_alike_on_both_databases(engine: Engine) -> None:
    migrations.upgrade(engine)
    with session_factory(engine, secret=b"0" * 32)() as session:
        town = build_town(session)
        staff_no = town.people["陈敏"].staff_no
        with pytest.raises(SignInRefused):
            sign_in(session, staff_no=staff_no, password="x", address="127.0.0.1", browser="", at=NOON)
        with transaction(session):
            name = enqueue(session, "count", {"up_to": 2}, by=town.viewer("何主任"), at=NOON).public_id
        with transaction(session):
            assert take(session, name, at=NOON) is not None
        with transaction(session):
            assert take(session, name, at=NOON + timedelta(seconds=1)) is None
        assert untaken(session, at=NOON + 2 * LEASE, waiting_since=timedelta(0)) == [name]
