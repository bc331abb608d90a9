"""What an import would bring, as the officer sees it before deciding (导入预览), and the decisions. Pure.

`examination` works it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from review.cases.problems import CLASSES, Choice, Problem, Severity
from review.errors import N_, ReviewError

Decisions = Mapping[str, Choice]
"""Problem class → what the officer decided."""


class DecisionMissing(ReviewError):
    """An import with problem classes nobody has decided on."""

    sentence = N_(
        "还有 %(count)d 类问题没有选择处理方式。请逐类选择「不导入」或「按原样导入并标记」后再确认。"
    )

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(count=len(codes))
        self.codes = codes


class ChoiceNotOffered(ReviewError):
    """A decision that this class does not allow."""

    sentence = N_("「%(title)s」的案件不能按原样导入，只能选择不导入。")

    def __init__(self, code: str) -> None:
        super().__init__(title=CLASSES[code].title)
        self.code = code


@dataclass(frozen=True)
class ProblemCount:
    """One class of problems in a package."""

    code: str
    count: int
    """Cells (or rows) with this problem."""
    cases: int
    """Cases touched by it."""
    columns: Mapping[str, int]
    """Column → cells."""
    examples: tuple[Problem, ...]
    """The first rows, in the file's order."""


@dataclass(frozen=True)
class Preview:
    """All that the officer sees before deciding."""

    name: str
    kind: str
    sha256: str
    encodings: Mapping[str, str]
    """File → encoding found; sheets have none."""
    headers: Mapping[str, tuple[str, ...]]
    """Sheet or file → its columns."""
    source_rows: Mapping[str, int]
    """Sheet or file → filled rows below the header."""
    rows: Mapping[str, int]
    """Table → rows drawn for it."""
    cases: int
    problems: tuple[ProblemCount, ...]
    """In the order of the classes."""
    date_forms: Mapping[str, Mapping[str, Mapping[str, int]]]
    """Sheet or file → column → way of writing days → cells."""
    finished: tuple[date, date] | None
    """First and last day of closing."""
    regions: Mapping[str, int]
    """Region → cases; the blank region too."""
    units: Mapping[str, int]
    """Unit → cases; the blank unit too."""
    combinations: Mapping[tuple[str, ...], int]
    """Problem classes found together on one case → how many such cases; `()` are the clean ones."""
    unused: tuple[str, ...]
    """Sheets and files that the mapping does not use."""

    def count(self, code: str) -> int:
        """How many cells or rows have this problem."""
        return next((one.count for one in self.problems if one.code == code), 0)

    @property
    def to_decide(self) -> tuple[str, ...]:
        """Classes that are present and need a decision."""
        return tuple(one.code for one in self.problems if CLASSES[one.code].severity is not Severity.INFO)

    def left_out(self, decisions: Decisions) -> int:
        """How many cases those decisions leave out."""
        dropped = {code for code, choice in decisions.items() if choice == Choice.QUARANTINE}
        return sum(count for codes, count in self.combinations.items() if dropped.intersection(codes))

    def as_json(self) -> dict[str, Any]:
        """The preview as JSON holds it, for the page that shows it later; sentences stay untranslated."""
        whole = {name: getattr(self, name) for name in ("name", "kind", "sha256", "cases")}
        for name in (
            "encodings",
            "headers",
            "source_rows",
            "rows",
            "date_forms",
            "regions",
            "units",
            "unused",
        ):
            whole[name] = getattr(self, name)
        whole["finished"] = [day.isoformat() for day in self.finished] if self.finished else None
        whole["problems"] = [problem_count_as_json(one) for one in self.problems]
        whole["combinations"] = [{"codes": list(codes), "cases": n} for codes, n in self.combinations.items()]
        return whole


def preview_from_json(whole: Mapping[str, Any]) -> Preview:
    """The preview that `as_json` wrote; an example's facts come back as texts."""
    names = ("name", "kind", "sha256", "cases", "encodings", "source_rows", "rows", "date_forms")
    finished = whole["finished"]
    return Preview(
        **{name: whole[name] for name in (*names, "regions", "units")},
        headers={source: tuple(columns) for source, columns in whole["headers"].items()},
        problems=tuple(
            ProblemCount(
                one["code"],
                one["count"],
                one["cases"],
                one["columns"],
                tuple(Problem(code=one["code"], **example) for example in one["examples"]),
            )
            for one in whole["problems"]
        ),
        finished=(date.fromisoformat(finished[0]), date.fromisoformat(finished[1])) if finished else None,
        combinations={tuple(one["codes"]): one["cases"] for one in whole["combinations"]},
        unused=tuple(whole["unused"]),
    )


def check_decisions(preview: Preview, decisions: Decisions) -> None:
    """Refuse to import while a class present has no decision, or one it does not allow."""
    missing = tuple(code for code in preview.to_decide if code not in decisions)
    if missing:
        raise DecisionMissing(missing)
    for code in preview.to_decide:
        if decisions[code] not in CLASSES[code].choices:
            raise ChoiceNotOffered(code)


def problem_count_as_json(one: ProblemCount) -> dict[str, Any]:
    """One class with its examples as JSON holds them."""
    return {
        "code": one.code,
        "count": one.count,
        "cases": one.cases,
        "columns": dict(one.columns),
        "examples": [problem_as_json(problem) for problem in one.examples],
    }


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """One problem with its sentence and facts; its class is told beside it."""
    sentence, facts = problem.explained()
    names = ("table", "source", "row", "column", "cell", "value")
    place = {name: getattr(problem, name) for name in names}
    return {**place, "sentence": sentence, "facts": {name: str(fact) for name, fact in facts.items()}}
