"""What is done to jobs (任务): put in, taken with a lease, reported on, finished, failed, tried again.

The row is committed first; only then is a worker woken, with nothing but the row's public id. A worker that dies
leaves a lease that runs out, and the job is taken again. What an overtaken worker still reports is passed over,
because every write names the attempt it belongs to.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, event, or_, update
from sqlalchemy.orm import Session

from review.errors import N_, Kind, ReviewError
from review.jobs.models import Job, JobState
from review.jobs.queries import job_named
from review.people.viewer import Viewer

LEASE = timedelta(minutes=2)
"""How long a worker that says nothing keeps its job."""

ATTEMPTS = 3
"""How often a job is begun before it is given up."""


class JobBroke(ReviewError):
    sentence = N_("系统发生错误，任务没有完成。请记下错误编号 %(code)s 并告知系统管理员。")

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class JobInterrupted(ReviewError):
    sentence = N_("任务已中断 %(times)d 次，不再自动重做。请重试；仍不成功请告知系统管理员。")

    def __init__(self) -> None:
        super().__init__(times=ATTEMPTS)


class NothingToRetry(ReviewError):
    sentence = N_("只有未完成的任务可以重试，此任务的状态已变化。请刷新页面查看。")
    kind = Kind.CONFLICT


def enqueue(session: Session, kind: str, params: dict[str, Any], *, by: Viewer, at: datetime) -> Job:
    """Put a job in (提交任务). A worker is woken once this transaction has been committed.

    Args:
        kind: Its name among the worker's kinds.
        params: Public ids and choices, never case text.
    """
    job = Job(kind=kind, params=params, person_id=by.id, state=JobState.WAITING, created_at=at)
    session.add(job)
    session.flush()
    _wake_after_commit(session, job.public_id)
    return job


def retry(session: Session, job: Job) -> None:
    """Begin a failed job once more (重试).

    Raises:
        NothingToRetry: It has not failed, or somebody was faster.
    """
    if job.state is not JobState.FAILED:
        raise NothingToRetry
    job.state, job.attempts, job.done, job.total = JobState.WAITING, 0, 0, None
    job.error, job.result, job.finished_at, job.phase = "", None, None, ""
    session.flush()
    _wake_after_commit(session, job.public_id)


def take(session: Session, public_id: str, *, at: datetime) -> Job | None:
    """Take a job that waits, or whose lease ran out (领取). None where there is nothing to take.

    A job that has been begun too often fails here.
    """
    free = or_(Job.state == JobState.WAITING, and_(Job.state == JobState.RUNNING, Job.lease_until < at))
    taken = _set(
        session,
        and_(Job.public_id == public_id, free),
        state=JobState.RUNNING,
        lease_until=at + LEASE,
        started_at=at,
        attempts=Job.attempts + 1,
    )
    job = job_named(session, public_id) if taken else None
    if job is not None and job.attempts > ATTEMPTS:
        fail(session, job, JobInterrupted(), at=at)
        return None
    return job


def report(
    session: Session, job: Job, *, done: int | None, total: int | None, phase: str, at: datetime
) -> bool:
    """Keep how far the job is, and the lease with it (进度). False where another worker has taken it over."""
    values: dict[str, Any] = {"lease_until": at + LEASE}
    if done is not None:
        values |= {"done": done, "total": total}
    if phase:
        values["phase"] = phase
    return _set(session, _held(job), **values)


def finish(session: Session, job: Job, result: dict[str, Any], *, at: datetime) -> bool:
    """The job is done (完成)."""
    return _set(
        session, _held(job), state=JobState.DONE, result=result, finished_at=at, lease_until=None, phase=""
    )


def fail(session: Session, job: Job, refusal: ReviewError, *, at: datetime) -> bool:
    """The job cannot be done (未完成): the refusal's sentence is kept with its facts, to be said in any language."""
    facts = json.loads(json.dumps(refusal.facts, ensure_ascii=False, default=str))
    return _set(
        session,
        _held(job),
        state=JobState.FAILED,
        error=str(refusal),
        result={"sentence": refusal.sentence, "facts": facts},
        finished_at=at,
        lease_until=None,
    )


def _held(job: Job) -> ColumnElement[bool]:
    return and_(Job.id == job.id, Job.state == JobState.RUNNING, Job.attempts == job.attempts)


def _set(session: Session, which: ColumnElement[bool], **values: Any) -> bool:
    changed = session.execute(
        update(Job).where(which).values(**values).execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    return bool(changed)


def _wake_after_commit(session: Session, public_id: str) -> None:
    wake: Callable[[str], None] | None = session.info.get("wake")
    if wake is not None:
        event.listen(session, "after_commit", lambda _session: wake(public_id), once=True)
