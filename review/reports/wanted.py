"""What a figure counts (取数条件): the one predicate behind every number and the list that it leads to. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from review.reports.facts import CaseFact, FindingFact

DRAWN = "drawn"
"""The layers `random` and `minimum` together."""

UNGRADED = "none"
"""Instead of a grade: cases whose grade is not approved yet."""

TASKED = "tasked"
"""Any state of a correction: that there is one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases, and which of their findings; what is empty does not matter. Travels in addresses."""

    grade: str = ""
    unit: str = ""
    layer: str = ""  # random | minimum | must | drawn
    family: str = ""
    month: str = ""
    problem: str = ""  # yes | no
    category: str = ""
    rule: str = ""
    severity: str = ""
    correction: str = ""  # open | submitted | returned | struck | tasked

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "Wanted":
        """From the query of an address; what is not known is passed over."""
        return cls(**{part.name: arguments.get(part.name, "")[:80] for part in fields(cls)})

    @property
    def query(self) -> dict[str, str]:
        """The parts that are set, for an address."""
        return {part.name: value for part in fields(self) if (value := getattr(self, part.name))}

    @property
    def of_findings(self) -> bool:
        """Whether something is asked of a finding."""
        return bool(self.category or self.rule or self.severity or self.correction)

    def finds(self, finding: FindingFact) -> bool:
        """Whether the finding is one of those asked for."""
        state = self.correction
        return (
            self.category in ("", finding.category)
            and self.rule in ("", finding.rule)
            and self.severity in ("", finding.severity)
            and (not state or (bool(finding.correction) if state == TASKED else finding.correction == state))
        )

    def takes(self, case: CaseFact) -> bool:
        """Whether the case is one of those asked for."""
        layer = self.layer
        return (
            (
                not case.grade
                if self.grade == UNGRADED
                else bool(case.grade) and self.grade in ("", case.grade)
            )
            and self.unit in ("", case.unit)
            and (not layer or (case.drawn if layer == DRAWN else case.layer == layer))
            and self.family in ("", case.family)
            and self.month in ("", case.month)
            and (not self.problem or (self.problem == "yes") == bool(case.findings))
            and (not self.of_findings or any(self.finds(finding) for finding in case.findings))
        )


def cases_of(cases: Iterable[CaseFact], wanted: Wanted) -> list[CaseFact]:
    """The cases that a figure counts, in their order."""
    return [case for case in cases if wanted.takes(case)]


def findings_of(cases: Iterable[CaseFact], wanted: Wanted) -> Iterator[tuple[CaseFact, FindingFact]]:
    """The findings that a figure counts, each with its case."""
    for case in cases:
        if wanted.takes(case):
            yield from ((case, finding) for finding in case.findings if wanted.finds(finding))


def people_of(cases: Iterable[CaseFact], wanted: Wanted) -> dict[str, list[CaseFact]]:
    """The handlers of the cases that a figure counts, each once, with their cases; blank handlers are nobody."""
    found: dict[str, list[CaseFact]] = {}
    for case in cases_of(cases, wanted):
        if case.handler:
            found.setdefault(case.handler, []).append(case)
    return found
