"""The journal's one table. Plain values, no foreign keys: it outlives what it tells of."""

from typing import Any

from sqlalchemy import DDL, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from review.db import Base


class JournalEntry(Base):
    """One act (一条记录). The database itself refuses to change or delete it."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_object", "object"), Index("ix_journal_entry_act", "act"))

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="from 1, without gaps")
    at: Mapped[str] = mapped_column(String(32), comment="UTC, ISO 8601 with microseconds")
    actor: Mapped[str] = mapped_column(String(32), comment="alias of who acted; 'system' for the machine")
    sealed: Mapped[str] = mapped_column(Text, comment="who acted, encrypted; opened by procedure only")
    acting_as: Mapped[str] = mapped_column(String(200), comment="roles held at that moment")
    act: Mapped[str] = mapped_column(String(64), comment="the event, past tense")
    object: Mapped[str] = mapped_column(String(80), comment="kind:public id of what it was done to")
    facts: Mapped[dict[str, Any]] = mapped_column(comment="ids, counts and hashes; never names or case text")
    previous: Mapped[str] = mapped_column(String(64), comment="hash of the entry before")
    hash: Mapped[str] = mapped_column(String(64), unique=True, comment="hash of this entry")


TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry "
        "BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
        "CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry "
        "BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'journal is append-only'; END $$",
        "CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry "
        "FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()",
        "CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_refuse()",
    ],
}
"""What forbids update and delete, per database; the first migration runs them too."""

FORGET_TRIGGERS = {
    "sqlite": ["DROP TRIGGER journal_entry_no_update", "DROP TRIGGER journal_entry_no_delete"],
    "postgresql": [
        "DROP TRIGGER journal_entry_no_change ON journal_entry",
        "DROP TRIGGER journal_entry_no_truncate ON journal_entry",
        "DROP FUNCTION journal_entry_refuse()",
    ],
}
"""What takes them away; only the first migration's downgrade does."""

for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        event.listen(JournalEntry.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))
