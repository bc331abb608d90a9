"""Reading the journal (查阅)."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review.journal.chain import SIGNED, Break, first_break
from review.journal.models import JournalEntry


def entries_page(
    session: Session, *, act: str = "", object_: str = "", actor: str = "", limit: int = 50, offset: int = 0
) -> tuple[Sequence[JournalEntry], int]:
    """Entries that match, newest first, and how many match in all."""
    conditions = []
    if act:
        conditions.append(JournalEntry.act == act)
    if object_:
        conditions.append(JournalEntry.object.startswith(object_, autoescape=True))
    if actor:
        conditions.append(JournalEntry.actor == actor)
    rows = session.scalars(
        select(JournalEntry).where(*conditions).order_by(JournalEntry.seq.desc()).limit(limit).offset(offset)
    ).all()
    count = session.scalar(select(func.count()).select_from(JournalEntry).where(*conditions)) or 0
    return rows, count


def acts(session: Session) -> Sequence[str]:
    """The kinds of event that occur, by name."""
    return session.scalars(select(JournalEntry.act).distinct().order_by(JournalEntry.act)).all()


def entries_of(session: Session, object_: str) -> Sequence[JournalEntry]:
    """All that was done to one object, oldest first."""
    return session.scalars(
        select(JournalEntry).where(JournalEntry.object == object_).order_by(JournalEntry.seq)
    ).all()


def entry_numbered(session: Session, seq: int) -> JournalEntry | None:
    """The entry of that number."""
    return session.get(JournalEntry, seq)


def count_since(session: Session, since: str, *acts_wanted: str) -> int:
    """How many entries of these kinds (all, where none is named) are not older than `since`, in the journal's form."""
    conditions = [JournalEntry.at >= since]
    if acts_wanted:
        conditions.append(JournalEntry.act.in_(acts_wanted))
    return session.scalar(select(func.count()).select_from(JournalEntry).where(*conditions)) or 0


def chain_of(session: Session, *, upto: int | None = None) -> Iterator[dict[str, Any]]:
    """Every entry as plain values, oldest first, streamed; up to number `upto` where given."""
    wanted = select(JournalEntry).order_by(JournalEntry.seq)
    if upto is not None:
        wanted = wanted.where(JournalEntry.seq <= upto)
    for entry in session.scalars(wanted).yield_per(1000):
        yield {key: getattr(entry, key) for key in (*SIGNED, "hash")}


def verify_chain(session: Session) -> Break | None:
    """The first entry that does not hold, or None where the whole chain does."""
    return first_break(chain_of(session))


def newest_entry(session: Session) -> JournalEntry | None:
    """The last entry; None in an empty journal."""
    return session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).first()


def checkpoint(session: Session) -> tuple[int, str]:
    """Count and last hash: what the auditor keeps outside the system. (0, zeros) for an empty journal."""
    last = session.execute(
        select(JournalEntry.seq, JournalEntry.hash).order_by(JournalEntry.seq.desc()).limit(1)
    ).first()
    return (last.seq, last.hash) if last else (0, "0" * 64)
