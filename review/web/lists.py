"""Lists given out as CSV (名册下载): with a byte-order mark, no cell that runs as a formula, neutral names."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response
from flask_babel import gettext

from review.cases.error_list import BOM, safe_cell
from review.people.lists import Column, Fault
from review.web.errors import sentence_said


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV that Chinese Excel opens rightly."""
    text = io.StringIO()
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    return text.getvalue()


def csv_download(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The same as a file to save."""
    response = Response(csv_text(header, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def template(name: str, columns: Sequence[Column], example: Sequence[str]) -> Response:
    """An empty list with its columns and one example row."""
    return csv_download(name, [column.words for column in columns], [example])


def said(fault: Fault) -> str:
    """What is wrong in a cell, in the viewer's language."""
    return sentence_said(fault.sentence, dict(fault.facts))


def faults_by_kind(faults: Iterable[Fault]) -> list[tuple[str, str, int]]:
    """Column, what is wrong, how often: the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    for fault in faults:
        kind = (gettext(fault.column), said(fault))
        counts[kind] = counts.get(kind, 0) + 1
    return sorted(((*kind, count) for kind, count in counts.items()), key=lambda line: -line[2])
