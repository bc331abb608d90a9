"""Reading jobs (任务查询)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from review.jobs.models import Job, JobState
from review.people.models import Person


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job with the name of whoever asked for it."""

    job: Job
    asked_by: str


def job_named(session: Session, public_id: str) -> Job | None:
    """The job as it stands in the database now."""
    return session.scalars(
        select(Job).where(Job.public_id == public_id).execution_options(populate_existing=True)
    ).first()


def job_for(session: Session, public_id: str, *, person_id: int | None) -> Job | None:
    """The job, if `person_id` asked for it; None as the person means anybody's."""
    return session.scalars(select(Job).where(Job.public_id == public_id, _asked_by(person_id))).first()


def jobs_page(
    session: Session, *, person_id: int | None, state: JobState | None, limit: int, offset: int
) -> tuple[list[JobLine], int]:
    """Jobs that `person_id` asked for (None: anybody's), the latest first, and how many there are in all."""
    which = and_(_asked_by(person_id), Job.state == state if state else true())
    rows = session.execute(
        select(Job, Person.name)
        .join(Person, Person.id == Job.person_id)
        .where(which)
        .order_by(Job.created_at.desc(), Job.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    count = session.scalar(select(func.count()).select_from(Job).where(which)) or 0
    return [JobLine(job, name) for job, name in rows], count


def counts_by_state(session: Session) -> dict[JobState, int]:
    """How many jobs stand in each state, whoever asked for them."""
    rows = session.execute(select(Job.state, func.count()).group_by(Job.state))
    return {row[0]: row[1] for row in rows}


def untaken(session: Session, *, at: datetime, waiting_since: timedelta) -> Sequence[str]:
    """Public ids of jobs that wait for longer than that, or whose worker has fallen silent, the oldest first."""
    waits = and_(Job.state == JobState.WAITING, Job.created_at <= at - waiting_since)
    silent = and_(Job.state == JobState.RUNNING, Job.lease_until < at)
    return session.scalars(select(Job.public_id).where(or_(waits, silent)).order_by(Job.id)).all()


def _asked_by(person_id: int | None) -> ColumnElement[bool]:
    return true() if person_id is None else Job.person_id == person_id
