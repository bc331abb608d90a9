"""Rewrite `docs/permissions.csv`: every route with who may open it, from the guards beside the page functions."""

import csv
import io
import tempfile
from pathlib import Path

from flask import Flask

from review.settings import Settings
from review.web.access import table
from review.web.app import create_app

FILE = Path(__file__).parent.parent / "docs" / "permissions.csv"
HEADER = ("address", "methods", "endpoint", "who")


def as_csv(app: Flask) -> str:
    """The permission table of `app`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(table(app))
    return text.getvalue()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(var_dir=Path(folder)))
        FILE.write_text(as_csv(app), encoding="utf-8")
        app.extensions["pingcha_engine"].dispose()
    print(f"{FILE.name}: {len(table(app))} routes")


if __name__ == "__main__":
    main()
