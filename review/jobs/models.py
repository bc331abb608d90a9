"""One row per job (任务)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from review.db import Base, Public, choice


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Public, Base):
    """Long work: what, for whom, how far."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_person_id_created_at", "person_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), comment="which handler does it")
    params: Mapped[dict[str, Any]] = mapped_column(comment="public ids and choices, never case text")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[JobState] = mapped_column(choice(JobState, "job_state"), default=JobState.WAITING)
    phase: Mapped[str] = mapped_column(String(120), default="", comment="what is being done now, a sentence")
    done: Mapped[int] = mapped_column(default=0, comment="rows done")
    total: Mapped[int | None] = mapped_column(comment="rows in all, where known")
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str] = mapped_column(
        Text, default="", comment="the refusal's sentence, or the error's number"
    )
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None] = mapped_column(
        comment="after this moment another worker may take it"
    )
    finished_at: Mapped[datetime | None]
