"""What is done with an officer's file (读取任务): look at it, examine it, draw its cases. Pure but for its files."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from review.cases.archives import Limits
from review.cases.checking import CodeTables
from review.cases.examination import Examination, Progress
from review.cases.mapping import SourceMapping
from review.cases.mapping_file import mapping_to_yaml, read_mapping
from review.cases.preview import Decisions, Preview, check_decisions, problem_as_json
from review.cases.problems import Problem
from review.cases.reading import Package, open_package
from review.cases.records import problems_again, records_of
from review.cases.registry import Registry
from review.cases.rows import write_spool
from review.cases.suggesting import sample, standard_mapping, suggest_for
from review.errors import N_, ReviewError

SAMPLES = 3
"""Different values shown of each column."""

SHOWN = 60
"""Characters shown of each."""

PROBLEMS, SPOOL = "problems.gz", "spool.jsonl"
"""Files that an order leaves in its folder."""


class MappingToConfirm(ReviewError):
    """A mapping that was only suggested: nothing is read by it before a person has looked at it."""

    sentence = N_("已按列名自动匹配，请核对下面的映射，修改后点击「按此映射检查」。")

    def __init__(self) -> None:
        super().__init__()


@dataclass(frozen=True)
class Order:
    """One reading of one file."""

    kind: str
    """`examine` or `draw`."""
    path: Path
    name: str
    """What the officer calls the file."""
    folder: Path
    """Where to leave files."""
    today: date
    mapping: str = ""
    """YAML; blank for the standard package."""
    only_suggest: bool = False
    limits: Limits = field(default_factory=Limits)
    codes: CodeTables = field(default_factory=dict)
    registry: Registry = field(default_factory=Registry)
    decisions: Decisions = field(default_factory=dict)


def mapping_for(package: Package, text: str) -> SourceMapping:
    """The mapping of the text, or that of the standard package."""
    return read_mapping(text) if text.strip() else standard_mapping(package)


def examine_file(order: Order, progress: Progress | None = None) -> dict[str, Any]:
    """Look at a file and examine it.

    Returns:
        `columns` and `suggestion` in any case; `preview`, or the `fault` that the mapping has.

    Raises:
        ReviewError: the file itself cannot be read.
    """
    package = open_package(order.path, order.limits, name=order.name)
    suggested = suggest_for(package)
    told: dict[str, Any] = {"columns": columns_of(package), "suggestion": mapping_to_yaml(suggested)}
    try:
        if order.only_suggest:
            raise MappingToConfirm
        examination, preview = examine_package(package, order, progress)
        write_problems(order.folder / PROBLEMS, problems_again(examination))
    except ReviewError as refusal:
        return {**told, "fault": {"sentence": refusal.sentence, "facts": refusal.facts}}
    return {**told, "preview": preview.as_json()}


def examine_package(
    package: Package, order: Order, progress: Progress | None = None
) -> tuple[Examination, Preview]:
    """Count every kind of dirt by the order's mapping."""
    mapping = mapping_for(package, order.mapping)
    examination = Examination(package, mapping, order.codes, order.today, progress, order.registry)
    return examination, examination.run()


def draw_cases(order: Order, progress: Progress | None = None) -> dict[str, Any]:
    """Draw the cases of a file into the spool, as the officer decided.

    Raises:
        DecisionMissing, ChoiceNotOffered: what is known has changed since, so that other decisions are needed.
    """
    package = open_package(order.path, order.limits, name=order.name)
    examination, preview = examine_package(package, order, progress)
    check_decisions(preview, order.decisions)
    write_spool(order.folder / SPOOL, records_of(examination, order.decisions))
    return {}


ORDERS: dict[str, Callable[[Order, Progress | None], dict[str, Any]]] = {
    "examine": examine_file,
    "draw": draw_cases,
}


def columns_of(package: Package) -> list[dict[str, Any]]:
    """Every sheet or file with its columns, and a few values of each."""
    return [
        {
            "source": table.name,
            "encoding": table.encoding_shown,
            "columns": [
                {"name": name, "samples": list(dict.fromkeys(cut(cells)))[:SAMPLES]}
                for name, cells in sample(table, 1).items()
            ],
        }
        for table in package.tables
    ]


def cut(cells: Iterable[str]) -> Iterator[str]:
    """The filled cells, none too long to be shown."""
    return (cell[:SHOWN] for cell in cells if cell.strip())


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Keep every problem, one a line, for the list that the officer may download."""
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        for problem in problems:
            line = {"code": problem.code, **problem_as_json(problem)}
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def read_problems(path: Path) -> Iterator[Problem]:
    """The problems again; their facts come back as texts."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            given: Mapping[str, Any] = json.loads(line)
            yield Problem(**given)
