"""The log (日志): JSON lines with ids only. No name, no search text, no case text ever goes in."""

import logging
import sys
from typing import TextIO

import structlog

LIBRARIES = ("gunicorn.error", "huey", "alembic")
"""Loggers of libraries whose warnings are kept too."""


def configure(stream: TextIO = sys.stderr) -> None:
    """Send every line to `stream` as one JSON object with its moment, level, and the request's id."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in LIBRARIES:
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
