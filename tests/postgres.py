"""Debian's PostgreSQL for tests (一次性的 PostgreSQL): started in a short folder, a database per test, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from review.db import new_public_id

OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server that listens on a socket in `folder` only."""

    folder: Path

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        engine = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def binaries() -> Path:
    """Where initdb and pg_ctl are; the tests fail without them, they are never skipped."""
    chosen = os.environ.get("REVIEW_TEST_PG")
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = Path(chosen, "initdb") if chosen else newest[-1] if newest else Path(shutil.which("initdb") or "")
    if not found.is_file():
        pytest.fail(
            "PostgreSQL is missing: apt-get install postgresql, or set REVIEW_TEST_PG to its bin folder"
        )
    return found.parent


def call(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs; they refuse to run as root, so root runs them as postgres."""
    before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [*before, *map(str, command)], cwd="/", env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(f"{command[0]}: {done.stderr or done.stdout}")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server for the whole run of the tests."""
    programs = binaries()
    folder = Path(tempfile.mkdtemp(prefix="rvpg", dir="/tmp"))  # short: a socket's path has 107 bytes at most
    folder.chmod(0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    try:
        call(
            programs / "initdb",
            "-D",
            data,
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-A",
            "trust",
            "-U",
            "postgres",
            "-N",
        )
        call(
            programs / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            folder / "log",
            "-o",
            f"-k {folder} {OPTIONS}",
            "start",
        )
        yield Cluster(folder)
        call(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(cluster: Cluster) -> Iterator[str]:
    """The address of an empty database of the test's own."""
    name = "t" + "".join(filter(str.isalnum, new_public_id())).lower()
    cluster.run(f"CREATE DATABASE {name}")
    yield cluster.url(name)
    cluster.run(f"DROP DATABASE {name} WITH (FORCE)")
