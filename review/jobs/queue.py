"""The queue that wakes workers (队列): Huey over a file or over PostgreSQL. It carries public ids only."""

import hashlib
from collections.abc import Callable
from functools import cache

from huey.api import Huey, PostgresHuey, SqliteHuey
from huey.serializer import SignedSerializer

from review.settings import Settings


def queue_of(settings: Settings) -> Huey:
    """The installation's queue, with signed messages: nobody else's pickle is ever opened."""
    key = hashlib.sha256(b"pingcha-queue\n" + settings.secret).hexdigest()
    serializer = SignedSerializer(secret=key, salt="pingcha")
    if settings.url.startswith("postgresql"):
        dsn = settings.url.replace("postgresql+psycopg://", "postgresql://", 1)
        return PostgresHuey("pingcha", dsn=dsn, serializer=serializer, results=False)
    return SqliteHuey(
        "pingcha", filename=str(settings.queue_file), fsync=False, serializer=serializer, results=False
    )


def queue_with_task(settings: Settings, do: Callable[[str], None]) -> tuple[Huey, Callable[[str], object]]:
    """The queue and its one task. Both sides make it here, so that it bears one name on both."""
    queue = queue_of(settings)

    def run_job(public_id: str) -> None:
        do(public_id)

    return queue, queue.task()(run_job)


def waker(settings: Settings) -> Callable[[str], None]:
    """A function that wakes a worker for the job of that public id; the queue is opened at its first use."""

    @cache
    def put_in() -> Callable[[str], object]:
        return queue_with_task(settings, _not_here)[1]

    def wake(public_id: str) -> None:
        put_in()(public_id)

    return wake


def _not_here(_public_id: str) -> None:
    raise RuntimeError("a web process puts jobs in; a worker does them")
