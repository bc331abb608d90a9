"""A real office (办公室): the served product with its worker, and people at real browsers.

Each person has a browser of their own. What no page may do fails the test: a request that leaves the server,
a script error, a breach of the content security policy.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect
from sqlalchemy.orm import Session

from review import migrations
from review.db import create_database_engine, session_factory
from review.settings import Settings
from tests.town import PASSWORD, Town, build_town

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium instead of a download."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        pytest.fail("没有找到 Chromium。请运行 scripts/setup --dev。 / Chromium is missing.")
    return browser_type_launch_args | {"executable_path": chromium, "args": FLAGS}


@dataclass
class Office:
    """The served product: its address, its settings, and a session on its database for looking behind the pages."""

    address: str
    settings: Settings
    town: Town
    browser: Browser
    server: subprocess.Popen[bytes]
    trouble: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def enter(self) -> Page:
        """A browser of one's own, nobody signed in yet."""
        context = self.browser.new_context(
            viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )  # fmt: skip
        self.contexts.append(context)
        context.on("page", self.watch)
        return context.new_page()

    def sit_down(self, name: str, language: str = "zh") -> Page:
        """Sign `name` in at a browser of their own, through the sign-in page."""
        page = self.enter()
        page.goto(f"{self.address}/sign-in")
        sign_in(page, self.town.people[name].staff_no, PASSWORD)
        expect(page.locator("h1")).to_contain_text(name)
        if language == "en":
            page.get_by_role("button", name="English").click()
        return page

    def watch(self, page: Page) -> None:
        """Note what no page may do; windows that a page opens are watched too."""
        page.set_default_timeout(20_000)
        page.on("request", self.watch_request)
        page.on("pageerror", lambda error: self.trouble.append(f"{page.url}: {error}"))
        page.on("console", self.watch_console)

    def watch_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.trouble.append(f"left the server: {request.url}")

    def watch_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.trouble.append(message.text)

    def open(self, page: Page, path: str) -> None:
        page.goto(f"{self.address}{path}")

    def lose_the_server(self) -> None:
        """The server and its page processes die at once, in the middle of what they do."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def start_again(self) -> None:
        self.server = start(self.settings)


@pytest.fixture
def office(tmp_path: Path, browser: Browser) -> Iterator[Office]:
    """The cast's office, served by the real server with its worker."""
    with opened(tmp_path, browser, build_town) as made:
        yield made


@pytest.fixture
def new_office(tmp_path: Path, browser: Browser) -> Iterator[Office]:
    """The office of an installation that has nobody yet."""
    with opened(tmp_path, browser, Town) as made:
        yield made


@contextmanager
def opened(folder: Path, browser: Browser, build: Callable[[Session], Town]) -> Iterator[Office]:
    """An office on a new database that `build` fills; what no page may do fails at the end."""
    settings = Settings(var_dir=folder / "var", port=free_port())
    settings.var_dir.mkdir()
    engine = create_database_engine(settings.url)
    migrations.upgrade(engine)
    with session_factory(engine, secret=settings.secret)() as session:
        town = build(session)
        made = Office(f"http://127.0.0.1:{settings.port}", settings, town, browser, start(settings))
        try:
            yield made
        finally:
            for context in made.contexts:
                context.close()
            stop(made.server)
    engine.dispose()
    assert made.trouble == []


def sign_in(page: Page, staff_no: str, password: str) -> None:
    """Fill in the sign-in page that is open, and send it."""
    page.get_by_label("工号").fill(staff_no)
    page.get_by_label(re.compile("^密码")).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def start(settings: Settings) -> subprocess.Popen[bytes]:
    """`review serve` in a process of its own, answering."""
    command = [sys.executable, "-m", "review.cli", "serve", "--port", str(settings.port)]
    environment = {**os.environ, "PINGCHA_VAR_DIR": str(settings.var_dir)}
    log = (settings.var_dir / "server.log").open("ab")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    for _ in range(200):
        if server.poll() is not None:
            pytest.fail((settings.var_dir / "server.log").read_text())
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{settings.port}/sign-in", timeout=5)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return server
    stop(server)
    pytest.fail("the server does not answer: " + (settings.var_dir / "server.log").read_text())


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and its worker."""
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
