"""How often the database is asked (查询次数): a list page must ask equally often for few and for many rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event


@dataclass
class Asked:
    """The statements sent while counting."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.statements)


@contextmanager
def queries_counted(engine: Engine) -> Iterator[Asked]:
    """Count the statements that `engine` sends inside the block; transactions and pragmas do not count."""
    asked = Asked()

    def listen(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.statements.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", listen)
