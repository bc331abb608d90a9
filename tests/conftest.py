"""What every test may ask for: a database with the cast, an application, a browser without a window."""

import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from review.db import Base, create_database_engine, session_factory
from review.moments import now
from review.people.models import SignIn
from review.people.queries import token_hash
from review.settings import Settings
from review.tables import TABLES
from review.web.app import create_app
from tests.reader import Reader
from tests.town import Town, build_town

SECRET = b"0" * 32


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them, to be copied."""
    assert TABLES
    file = tmp_path_factory.mktemp("database") / "empty.sqlite"
    engine = create_database_engine(f"sqlite:///{file}")
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def town_database(empty_database: Path) -> Path:
    """The same with the cast in it."""
    file = empty_database.with_name("town.sqlite")
    shutil.copy(empty_database, file)
    engine = create_database_engine(f"sqlite:///{file}")
    with session_factory(engine, secret=SECRET)() as session:
        build_town(session)
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an installation in a folder of its own."""
    (tmp_path / "var").mkdir()
    secret = tmp_path / "var" / "secret"
    secret.write_bytes(SECRET)
    secret.chmod(0o600)
    return Settings(var_dir=tmp_path / "var")


@pytest.fixture
def session(empty_database: Path, settings: Settings) -> Iterator[Session]:
    """A session on an empty database of the test's own."""
    file = settings.var_dir / "pingcha.sqlite"
    if not file.exists():
        shutil.copy(empty_database, file)
    engine = create_database_engine(settings.url)
    with session_factory(engine, secret=SECRET)() as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def town(town_database: Path, settings: Settings) -> Iterator[Town]:
    """The cast, in a database of the test's own; `town.session` is open."""
    shutil.copy(town_database, settings.var_dir / "pingcha.sqlite")
    engine = create_database_engine(settings.url)
    with session_factory(engine, secret=SECRET)() as opened:
        yield _cast(opened)
    engine.dispose()


@pytest.fixture
def app(town: Town, settings: Settings) -> Iterator[Flask]:
    """The application over the cast's database."""
    made = create_app(settings)
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    made.extensions["pingcha_engine"].dispose()


@pytest.fixture
def reader(app: Flask, town: Town) -> Reader:
    """Reads pages as one of the cast, without a window: `reader.as_("何主任").see("rounds.index")`."""
    return Reader(app, lambda name: _sign_in(town, name))


def _sign_in(town: Town, name: str, at: datetime | None = None) -> str:
    token = secrets.token_urlsafe(32)
    moment = at or now()
    town.session.commit()  # a snapshot read before another's change could not be written to
    town.session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=town.people[name].id,
            began_at=moment,
            seen_at=moment,
            address="127.0.0.1",
            browser="test",
        )
    )
    town.session.commit()
    return token


def _cast(session: Session) -> Town:
    """The cast read back from the database."""
    from_database = Town(session)
    from_database.read_back()
    return from_database
