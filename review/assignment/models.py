"""Who reviews what: runs of the assignment, assignments, recusals, declared conflicts."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review.db import Base, Public, choice
from review.people.models import Person
from review.sampling.models import SampledCase


class AssignmentRun(Base):
    """One run of the assignment over a round (分派): the sealed seed and the certificate."""

    __tablename__ = "assignment_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    commitment: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the seed, published before")
    sealed_seed: Mapped[str] = mapped_column(Text, comment="encrypted; opened by procedure only")
    certificate: Mapped[dict[str, Any]] = mapped_column(comment="loads, spread, matches, bounds, violations")
    at: Mapped[datetime]


class End(StrEnum):
    """Why an assignment ended before its review was handed in."""

    RECUSED = "recused"
    REPLACED = "replaced"


class Assignment(Public, Base):
    """One case for one reviewer (分派). Its random public id is the only name the reviewer's pages know."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "one_reviewer_per_slot",
            "sampled_case_id",
            "slot",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        UniqueConstraint("sampled_case_id", "reviewer_id"),
        Index("ix_assignment_reviewer_id_ended_at", "reviewer_id", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    sampled_case_id: Mapped[int] = mapped_column(ForeignKey("sampled_case.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    slot: Mapped[int] = mapped_column(comment="1 to k; 3 may be the third called by a difference")
    alias: Mapped[str] = mapped_column(
        String(40), unique=True, comment="the case's code for this reviewer, 'P-7K3M-Q2XD'"
    )
    due_on: Mapped[date]
    assigned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end: Mapped[End | None] = mapped_column(choice(End, "end"))

    sampled_case: Mapped[SampledCase] = relationship(lazy="raise")
    reviewer: Mapped[Person] = relationship(lazy="raise")


class Recusal(Base):
    """A reviewer steps back from a case (回避). The reason is shown to nobody but the auditor's procedure."""

    __tablename__ = "recusal"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    kind: Mapped[str] = mapped_column(
        String(20), comment="case | handler | unit: how far the conflict reaches"
    )
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]


class DeclaredConflict(Base):
    """A relation that keeps a reviewer from a case, a handler or a unit (回避关系)."""

    __tablename__ = "declared_conflict"
    __table_args__ = (UniqueConstraint("reviewer_id", "kind", "target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), comment="case | handler | unit")
    target: Mapped[str] = mapped_column(String(200), comment="case key, handler's staff number, or unit code")
    source: Mapped[str] = mapped_column(String(60), comment="recusal | declared | imported")
    at: Mapped[datetime]
