"""The list of errors an officer downloads (错误清单): one line per problem, safe to open in a spreadsheet. Pure."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from review.cases.fields import TABLES
from review.cases.problems import CLASSES, Problem
from review.cases.values import FORMULA_SIGNS, PLAIN_NUMBER
from review.errors import N_

HEADERS = (N_("表"), N_("来源"), N_("行"), N_("位置"), N_("列"), N_("值"), N_("问题"), N_("说明"))

BOM = "\ufeff"
"""Without it Excel reads Chinese text in UTF-8 as garbage."""

Say = Callable[[str], str]
"""Translates one sentence."""


def error_lines(problems: Iterable[Problem], say: Say = str) -> Iterator[tuple[str, ...]]:
    """Header and one line per problem: table, file, row, place, column, value, class, what is wrong."""
    yield tuple(say(header) for header in HEADERS)
    for problem in problems:
        sentence, facts = problem.explained()
        cells = (
            TABLES[problem.table].zh,
            problem.source,
            str(problem.row),
            problem.cell,
            problem.column,
            problem.value,
            say(CLASSES[problem.code].title),
            say(sentence) % facts,
        )
        yield tuple(safe_cell(cell) for cell in cells)


def error_csv(problems: Iterable[Problem], say: Say = str) -> Iterator[str]:
    """The same as CSV text, line by line, beginning with a byte-order mark."""
    yield BOM
    for line in error_lines(problems, say):
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerow(line)
        yield text.getvalue()


def safe_cell(text: str) -> str:
    """A cell no spreadsheet runs as a formula; plain numbers stay numbers."""
    if text.startswith(FORMULA_SIGNS) and not PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
