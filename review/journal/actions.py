"""Writing to the journal (记入): the one way in."""

import base64
import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol

from cryptography.fernet import Fernet
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from review.journal.chain import BEGINNING, entry_hash
from review.journal.models import JournalEntry


class Actor(Protocol):
    """Whoever acts: a person who is signed in."""

    @property
    def public_id(self) -> str: ...
    @property
    def journal_alias(self) -> str: ...
    @property
    def acting_as(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Subclasses are named in the past tense; fields are ids, counts and hashes.

    `object_id` is the public id of what it happened to; `object_kind` is its noun.
    """

    object_kind: ClassVar[str]
    object_id: str

    @property
    def object(self) -> str:
        return f"{self.object_kind}:{self.object_id}"

    @property
    def facts(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if key != "object_id"}


@dataclass(frozen=True, slots=True)
class JournalVerified(Event):
    """The auditor went through the chain; the object is the last hash."""

    object_kind = "journal"
    entries: int
    broken_at: int  # 0: the chain holds


@dataclass(frozen=True, slots=True)
class JournalExported(Event):
    """The auditor took the journal out; the object is the last hash."""

    object_kind = "journal"
    entries: int
    form: str


def note(session: Session, event: Event, *, by: Actor | None, at: datetime) -> JournalEntry:
    """Write `event` at the end of the chain, in the transaction of the change it tells of (留痕).

    `by` is None where the machine acts by itself. Two writers never share an end: SQLite has one writer,
    PostgreSQL takes a lock that lasts until the commit.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7020261122)"))
    session.flush()
    last = session.execute(
        select(JournalEntry.seq, JournalEntry.hash).order_by(JournalEntry.seq.desc()).limit(1)
    ).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, BEGINNING)
    parts: dict[str, Any] = {
        "seq": seq,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": by.journal_alias if by else "system",
        "sealed": seal(session, by.public_id if by else "system"),
        "acting_as": by.acting_as if by else "system",
        "act": type(event).__name__,
        "object": event.object,
        "facts": event.facts,
        "previous": previous,
    }
    entry = JournalEntry(**parts, hash=entry_hash(parts))
    session.add(entry)
    session.flush()
    return entry


def seal(session: Session, plain: str) -> str:
    """Encrypt `plain` with the installation's secret, so that the journal alone tells nobody who acted."""
    return _lock(session).encrypt(plain.encode()).decode()


def unseal(session: Session, sealed: str) -> str:
    """Open a seal. Only the unmasking procedure calls this."""
    return _lock(session).decrypt(sealed.encode()).decode()


def _lock(session: Session) -> Fernet:
    key = hashlib.sha256(b"pingcha-journal-seal\n" + session.info["secret"]).digest()
    return Fernet(base64.urlsafe_b64encode(key))
