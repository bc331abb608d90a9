"""Golden files: what a report said when it was last read and found right. `--update-golden` writes them anew."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"

HASH = re.compile("[0-9a-f]{64}")

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew, to be read as a diff"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with the golden file of that name."""

    def same(name: str, text: str) -> None:
        text = HASH.sub("(hash)", text)  # the catalogue's, and so the plan's, moves with every rule
        file = FILES / name
        if request.config.getoption("--update-golden", default=False):
            FILES.mkdir(exist_ok=True)
            file.write_bytes(text.encode())
        assert text == file.read_bytes().decode()

    return same
