"""The worker (任务进程): takes jobs and does them. Started beside the server by `review serve`, or by itself."""

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from huey.api import Huey, crontab
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from review.cases.actions_jobs import examine_job, load_job
from review.cases.codebook import Codebook
from review.catalogue.codebook import codebook_of
from review.catalogue.loader import versions
from review.catalogue.queries import shipped
from review.db import create_database_engine, session_factory, transaction
from review.errors import N_, ReviewError
from review.feedback.actions_hearings import close_forgotten
from review.jobs.actions import LEASE, JobBroke, fail, finish, report, take
from review.jobs.models import Job
from review.jobs.queries import untaken
from review.jobs.queue import queue_with_task
from review.jobs.work import Kind, Work
from review.moments import local_day, now
from review.people.queries import person_of, viewer_of
from review.settings import Settings


def codebook() -> Codebook:
    """The codes of the newest catalogue, which imports are checked by."""
    return codebook_of(shipped(versions()[-1]))


KINDS: Mapping[str, Kind] = {
    "examine_import": Kind(N_("检查导入文件"), lambda work: examine_job(work, codebook)),
    "load_import": Kind(N_("导入案件"), lambda work: load_job(work, codebook)),
}
"""Every kind of job by name, from the rooms that do them."""

REPORT_EVERY = timedelta(seconds=1)
"""How often a report is kept at most."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a worker works with."""

    settings: Settings
    sessions: sessionmaker[Session]
    hasty: sessionmaker[Session]  # for reports: gives up at once where somebody else writes
    kinds: Mapping[str, Kind]
    clock: Callable[[], datetime] = now


def workshop(settings: Settings, kinds: Mapping[str, Kind] = KINDS) -> Workshop:
    """A workshop on the installation's database."""
    hasty = create_database_engine(settings.url)
    if hasty.dialect.name == "sqlite":
        event.listen(hasty, "connect", _do_not_wait)
    return Workshop(
        settings,
        session_factory(create_database_engine(settings.url), secret=settings.secret),
        session_factory(hasty, secret=settings.secret),
        kinds,
    )


def _do_not_wait(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA busy_timeout=50")


def run_job(shop: Workshop, public_id: str) -> None:
    """Take the job and do it; a refusal or an error ends it with a sentence."""
    with shop.sessions() as session, transaction(session):
        job = take(session, public_id, at=shop.clock())
        by = viewer_of(session, person_of(session, job.person_id)) if job else None
    if job is None or by is None:
        return
    reporter = Reporter(shop, job)
    work = Work(shop.sessions, shop.settings, job.public_id, dict(job.params), by, shop.clock(), reporter)
    try:
        with kept_alive(reporter):
            result = shop.kinds[job.kind].handle(work)
        with shop.sessions() as session, transaction(session):
            finish(session, job, result, at=shop.clock())
    except ReviewError as refusal:
        _fail(shop, job, refusal)
    except Exception as error:
        code = secrets.token_hex(4).upper()
        log.error("job broke", code=code, job=job.public_id, kind=job.kind, exc_info=error)
        _fail(shop, job, JobBroke(code))


def _fail(shop: Workshop, job: Job, refusal: ReviewError) -> None:
    with shop.sessions() as session, transaction(session):
        fail(session, job, refusal, at=shop.clock())


class Reporter:
    """Keeps what a handler reports, in a transaction of its own, seldom enough and never in the handler's way."""

    def __init__(self, shop: Workshop, job: Job) -> None:
        self.shop, self.job = shop, job
        self.kept_at: datetime | None = None

    def __call__(self, done: int, total: int | None, phase: str = "") -> None:
        at = self.shop.clock()
        if phase or self.kept_at is None or at - self.kept_at >= REPORT_EVERY or done == total:
            self.kept_at = at
            self.keep(done, total, phase, at)

    def keep(self, done: int | None, total: int | None, phase: str, at: datetime) -> None:
        """Write it down, unless somebody else is writing just now: then the next report will tell."""
        try:
            with self.shop.hasty() as session, transaction(session):
                report(session, self.job, done=done, total=total, phase=phase, at=at)
        except OperationalError as busy:
            log.info("report passed over", job=self.job.public_id, why=type(busy.orig).__name__)


@contextmanager
def kept_alive(reporter: Reporter) -> Iterator[None]:
    """Renew the job's lease from a thread of its own while the handler works."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(LEASE.total_seconds() / 4):
            reporter.keep(None, None, "", reporter.shop.clock())

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def run_untaken(shop: Workshop, *, waiting_since: timedelta = timedelta(0)) -> int:
    """Do every job that waits or was left behind, here and now. Gives how many; tests and commands work so."""
    with shop.sessions() as session:
        names = untaken(session, at=shop.clock(), waiting_since=waiting_since)
    for name in names:
        run_job(shop, name)
    return len(names)


def queue_with_tasks(shop: Workshop) -> Huey:
    """The queue with the worker's tasks: do a job; put back what nobody holds; close hearings long overdue."""
    queue, do = queue_with_task(shop.settings, lambda public_id: run_job(shop, public_id))

    @queue.periodic_task(crontab())  # type: ignore[untyped-decorator]
    def put_back() -> None:
        with shop.sessions() as session:
            names = untaken(session, at=shop.clock(), waiting_since=timedelta(seconds=30))
        for name in names:
            do(name)

    @queue.periodic_task(crontab(minute="7", hour="*/6"))  # type: ignore[untyped-decorator]
    def close_hearings() -> None:
        at = shop.clock()
        with shop.sessions() as session, transaction(session):
            close_forgotten(session, on=local_day(at, shop.settings.timezone), at=at)

    put_back.call_local()  # what an earlier worker left behind need not wait for the minute
    return queue


def serve_jobs(settings: Settings, *, workers: int = 2) -> None:
    """Work until SIGINT (finishes what it does) or SIGTERM."""
    queue_with_tasks(workshop(settings)).create_consumer(workers=workers, worker_type="thread").run()
