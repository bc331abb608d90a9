"""`review serve` as an operator runs it: pages and worker come up together, do their work, and go together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from review import migrations
from review.cli import main
from review.db import create_database_engine, session_factory, transaction
from review.jobs.actions import enqueue
from review.jobs.models import Job, JobState
from review.jobs.queue import waker
from review.moments import now
from review.settings import Settings
from tests.town import Town, build_town

PATIENCE = 60
"""Seconds after which something that does not happen counts as not happening."""


def until(happened: Callable[[], bool]) -> bool:
    """Wait for it, but not for ever."""
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture
def migrated(settings: Settings) -> Iterator[Town]:
    """The cast in a database made by the migrations."""
    engine = create_database_engine(settings.url)
    migrations.upgrade(engine)
    with session_factory(engine, secret=settings.secret, wake=waker(settings))() as session:
        yield build_town(session)
    engine.dispose()


def started(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PINGCHA_VAR_DIR": str(settings.var_dir)}
    command = [sys.executable, "-m", "review.cli", "serve", "--port", str(port)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def workers(settings: Settings) -> list[int]:
    """The processes that do jobs for this installation."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
        except OSError:
            continue  # gone meanwhile
        if b"worker" in command and str(settings.var_dir).encode() in environment:
            found.append(int(process.name))
    return found


def state_of(session: Session, public_id: str) -> JobState:
    session.commit()  # a fresh look
    return session.scalars(select(Job.state).where(Job.public_id == public_id)).one()


def put_in(town: Town) -> str:
    """A job that can only fail: its import does not exist."""
    with transaction(town.session):
        by = town.viewer("何主任")
        return enqueue(town.session, "load_import", {"import": "nothing"}, by=by, at=now()).public_id


def test_pages_and_worker_come_up_together_do_their_work_and_go_together(
    migrated: Town, settings: Settings
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = started(settings, port)
    try:
        assert until(lambda: answers(port))
        assert until(lambda: len(workers(settings)) == 1)
        name = put_in(migrated)
        assert until(lambda: state_of(migrated.session, name) is JobState.FAILED)
        first = workers(settings)[0]
        os.kill(first, signal.SIGKILL)
        assert until(lambda: workers(settings) not in ([], [first]))
        other = put_in(migrated)
        assert until(lambda: state_of(migrated.session, other) is JobState.FAILED)
        server.send_signal(signal.SIGINT)
        assert server.wait(PATIENCE) == 0
        assert until(lambda: workers(settings) == [])
    finally:
        server.kill()


def test_a_worker_ends_with_the_server_that_was_killed(migrated: Town, settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = started(settings, port)
    assert until(lambda: len(workers(settings)) == 1 and answers(port))
    server.kill()
    assert until(lambda: workers(settings) == [])


def test_a_database_of_an_older_version_is_not_served(settings: Settings) -> None:
    result = CliRunner().invoke(main, ["serve"], env={"PINGCHA_VAR_DIR": str(settings.var_dir)})
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: 数据库不是最新版本，请先执行 review db upgrade。\n",
    )


def test_the_examination_finds_a_sound_installation_sound(migrated: Town, settings: Settings) -> None:
    result = CliRunner().invoke(main, ["doctor"], env={"PINGCHA_VAR_DIR": str(settings.var_dir)})
    assert result.exit_code == 0
    assert [line[0] for line in result.stderr.splitlines()] == ["✓"] * 7


def test_the_examination_names_an_open_secret_and_a_job_that_nobody_does(
    migrated: Town, settings: Settings
) -> None:
    put_in(migrated)
    with transaction(migrated.session):
        migrated.session.execute(update(Job).values(created_at=now().replace(year=2020)))
    environment = {"PINGCHA_VAR_DIR": str(settings.var_dir)}
    result = CliRunner().invoke(main, ["doctor"], env=environment)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        "✗ 后台任务：1 个任务无人办理，请检查任务进程",
    )
    (settings.var_dir / "secret").chmod(0o644)
    result = CliRunner().invoke(main, ["doctor"], env=environment)
    secret = settings.var_dir / "secret"
    assert (result.exit_code, result.stderr.splitlines()[1]) == (1, f"✗ 密钥文件：{secret}: chmod 600")
