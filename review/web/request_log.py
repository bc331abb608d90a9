"""One log line per request (访问日志): which page, how it ended, how long it took. No address, no query, no name."""

import secrets
import time

import structlog
from flask import Flask, Response, request

from review.web.context import g

QUIET = ("static", "bootstrap.static", "jobs.progress")
"""Endpoints that would fill the log with nothing."""

log = structlog.get_logger()


def before() -> None:
    """Give the request an id that every log line of it bears."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=secrets.token_hex(8))
    g.began = time.monotonic()


def after(response: Response) -> Response:
    """Write the line."""
    if request.endpoint not in QUIET:
        viewer = getattr(g, "viewer", None)
        log.info(
            "request",
            page=request.endpoint or "",
            method=request.method,
            status=response.status_code,
            ms=round((time.monotonic() - g.began) * 1000),
            who=viewer.journal_alias if viewer else "",
        )
    return response


def register(app: Flask) -> None:
    app.before_request(before)
    app.after_request(after)
