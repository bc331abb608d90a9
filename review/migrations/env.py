"""Runs migrations on the engine that `review.migrations` passes in."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from review.db import Base
from review.moments import UtcDateTime
from review.tables import TABLES


def plain_type(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write a moment's column as the database sees it, so that old migrations never need our code."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


assert TABLES  # all rooms' tables are known by now

with context.config.attributes["engine"].connect().execution_options(writing=True) as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
