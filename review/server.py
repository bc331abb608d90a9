"""The server (服务进程): gunicorn with the pages, and one worker process for jobs beside it."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from gunicorn.app.base import BaseApplication

from review.settings import Settings
from review.web.app import create_app

PAUSE = 3
"""Seconds before a worker process that ended by itself is started again."""

log = structlog.get_logger()


class Server(BaseApplication):
    """gunicorn with our settings: two processes of four threads each."""

    def __init__(self, settings: Settings, *, ready: Any) -> None:
        self.chosen = settings
        self.ready = ready
        super().__init__()  # type: ignore[no-untyped-call]

    def load_config(self) -> None:
        memory = Path(
            "/dev/shm"
        )  # gunicorn's heartbeat files: in memory, so that a slow disk kills no process
        options = {
            "bind": f"{self.chosen.host}:{self.chosen.port}",
            "workers": 2,
            "threads": 4,
            "worker_class": "gthread",
            "worker_tmp_dir": str(memory) if os.access(memory, os.W_OK) else None,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "timeout": 120,
            "graceful_timeout": 20,
            "when_ready": lambda _server: self.ready(),
            "loglevel": "warning",
            "logger_class": "gunicorn.glogging.Logger",
        }
        for name, value in options.items():
            if value is not None:
                self.cfg.set(name, value)  # type: ignore[union-attr]  # gunicorn makes it in __init__

    def load(self) -> Flask:
        return create_app(self.chosen)


class Companion:
    """The worker process beside the server; started again if it ends by itself, and it ends when the server does."""

    def __init__(self) -> None:
        self.started_by = os.getpid()
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.watch = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self.watch.start()

    def stop(self) -> None:
        """Let it finish what it does, then end it. Page processes are forks of ours and leave it alone."""
        if os.getpid() != self.started_by:
            return
        self.stopping.set()
        if self.process is not None and self.process.poll() is None:
            assert self.process.stdin is not None
            self.process.stdin.close()  # `end_with_parent` sees it, even if it has only just started
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def _keep(self) -> None:
        while not self.stopping.is_set():
            command = [sys.executable, "-m", "review.cli", "worker", "--with-parent"]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
            code = self.process.wait()
            if not self.stopping.wait(PAUSE):
                log.warning("worker ended and is started again", code=code)


def serve(settings: Settings, *, ready: Any) -> None:
    """Serve until stopped."""
    companion = Companion()
    companion.start()
    try:
        Server(settings, ready=ready).run()  # type: ignore[no-untyped-call]
    finally:
        companion.stop()


def end_with_parent() -> None:
    """End this process when the one that started it is gone: its end of our standard input closes."""

    def listen() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=listen, daemon=True).start()
