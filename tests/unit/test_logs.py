"""The log: one JSON object a line, with the request's id, without names or what was searched for."""

import io
import json
from collections.abc import Iterator

import pytest
import structlog

from review import logs
from tests.reader import Reader
from tests.town import Town


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    written = io.StringIO()
    logs.configure(written)
    yield written
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_is_one_line_with_ids_only(stream: io.StringIO, reader: Reader, town: Town) -> None:
    browser = reader.as_("系统员")
    browser.get("people.index", q="林峰")
    line = lines(stream)[-1]
    assert set(line) == {"event", "level", "timestamp", "request", "page", "method", "status", "ms", "who"}
    assert (line["page"], line["method"], line["status"]) == ("people.index", "GET", 200)
    assert line["who"] == town.people["系统员"].journal_alias
    assert "林峰" not in stream.getvalue()


def test_an_error_is_told_with_its_number_and_its_trace(stream: io.StringIO) -> None:
    try:
        raise KeyError("x")
    except KeyError as error:
        structlog.get_logger().error("unhandled", code="1A2B", exc_info=error)
    line = lines(stream)[-1]
    assert (line["code"], line["level"]) == ("1A2B", "error")
    assert str(line["exception"]).endswith("KeyError: 'x'")
