"""What a job's handler gets and gives (任务办理): plain values and callables. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from review.people.viewer import Viewer
from review.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker


class Report(Protocol):
    """Tells how far the work is; kept at most once a second, so it may be called for every row."""

    def __call__(self, done: int, total: int | None, phase: str = "") -> None:
        """`phase` is a sentence marked with `N_`; empty leaves the one before."""


@dataclass(frozen=True, slots=True)
class Work:
    """One attempt at one job.

    The handler opens its own sessions and transactions. It may be called again after a crash, even after it has
    committed, so it first looks whether its work is done. Inside a write transaction of its own on SQLite a
    report is passed over in silence: nobody else can write then.
    """

    sessions: "sessionmaker[Session]"
    settings: Settings
    job: str  # public id
    params: dict[str, Any]
    by: Viewer
    at: datetime  # when this attempt began
    report: Report


Handle = Callable[[Work], dict[str, Any]]
"""Does the work and gives the job's result: public ids and counts. A `ReviewError` fails the job with its sentence."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its words and who does it."""

    words: str  # marked with N_
    handle: Handle
