"""Who and what an assignment brings together: cases, reviewers, conflicts, and the result. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ConflictKind(StrEnum):
    """What a reviewer keeps away from (回避): one case, every case of a handler, every case of a unit."""

    CASE = "case"
    HANDLER = "handler"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class CaseToAssign:
    """A sampled case that wants `k` reviewers; `hours` is only reported, loads count slots."""

    case_id: str
    region: str
    unit: str
    handler: str
    case_type: str
    hours: Decimal
    k: int


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A reviewer (评查员) who takes at most `capacity` slots and knows some case types best."""

    reviewer_id: str
    region: str
    unit: str
    capacity: int
    specialities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One line of the conflict ledger (回避登记); `target` is a case id, a handler or a unit by `kind`."""

    reviewer_id: str
    kind: ConflictKind
    target: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """One slot filled: the case's reviewer number `slot`, counted from 1."""

    case_id: str
    reviewer_id: str
    slot: int


@dataclass(frozen=True, slots=True)
class Roster:
    """All that is to be brought together, in the order of ids, so that no file order decides anything."""

    cases: tuple[CaseToAssign, ...]
    reviewers: tuple[Reviewer, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def wanted(self) -> int:
        """Slots to fill."""
        return sum(case.k for case in self.cases)


def roster_of(
    cases: Iterable[CaseToAssign], reviewers: Iterable[Reviewer], conflicts: Iterable[Conflict]
) -> Roster:
    """Put cases, reviewers and conflicts in order; ids must be unique and k at least 1."""
    roster = Roster(
        cases=tuple(sorted(cases, key=lambda case: case.case_id)),
        reviewers=tuple(sorted(reviewers, key=lambda reviewer: reviewer.reviewer_id)),
        conflicts=tuple(sorted(set(conflicts), key=lambda c: (c.reviewer_id, c.kind, c.target))),
    )
    refuse_repeats([case.case_id for case in roster.cases])
    refuse_repeats([reviewer.reviewer_id for reviewer in roster.reviewers])
    if any(case.k < 1 for case in roster.cases) or any(r.capacity < 0 for r in roster.reviewers):
        raise ValueError("k must be at least 1 and capacity at least 0")
    return roster


def refuse_repeats(ids: Sequence[str]) -> None:
    """Two cases or two reviewers of one id are a programming mistake here; `files` refuses them in words."""
    if len(set(ids)) != len(ids):
        raise ValueError("ids must be unique")
