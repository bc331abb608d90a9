"""The database (数据库): the declarative base, the engine, sessions, and `transaction`."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Connection, Engine, Enum, MetaData, Numeric, String, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from review.moments import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables. Enumerations are kept as text with a check, so one migration serves every database."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 -- declared by SQLAlchemy as a plain attribute
        datetime: UtcDateTime(),
        Decimal: Numeric(16, 4),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        list[str]: JSON(),
    }


def choice(kind: type[StrEnum], name: str) -> Enum:
    """A column type for the enumeration `kind`: its values as text, checked by the database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=name,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def new_public_id() -> str:
    """A random name for a row in addresses: 128 bits, so that it tells nothing and cannot be guessed (R3)."""
    return secrets.token_urlsafe(16)


class Public:
    """A row that appears in addresses, under a random name instead of its number."""

    public_id: Mapped[str] = mapped_column(
        String(22), unique=True, default=new_public_id, comment="random name in addresses"
    )


def create_database_engine(url: str) -> Engine:
    """An engine that keeps its promises: SQLite in WAL with full sync and foreign keys, or PostgreSQL."""
    engine = create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late; `_begin_sqlite` says it
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def session_factory(
    engine: Engine, *, secret: bytes, wake: Callable[[str], None] | None = None
) -> sessionmaker[Session]:
    """Sessions on `engine`; `secret` lets the journal seal who acted, `wake` tells a worker of a new job."""
    return sessionmaker(engine, expire_on_commit=False, info={"secret": secret, "wake": wake})


def begin_writing(session: Session) -> None:
    """Begin this session's transaction as a writer, so that nothing it reads can change before it commits."""
    session.connection(execution_options={"writing": True})


@contextmanager
def transaction(session: Session) -> Iterator[None]:
    """Commit what happens inside, or undo all of it when a refusal or an error is raised on the way."""
    if not session.in_transaction():
        begin_writing(session)
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
