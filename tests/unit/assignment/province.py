"""Builders for assignments: 东湖, 西山, 北岭 and 南浦 with two units each, changed one thing at a time."""

from decimal import Decimal
from fractions import Fraction

from review.assignment.roster import Assigned, CaseToAssign, Conflict, ConflictKind, Reviewer


def a_case(
    case_id: str,
    region: str = "东湖",
    *,
    unit: str = "",
    handler: str = "承办人",
    case_type: str = "盗窃",
    k: int = 1,
) -> CaseToAssign:
    """A case of the region's first unit that wants one reviewer."""
    return CaseToAssign(case_id, region, unit or f"{region}一院", handler, case_type, Decimal(2), k)


def a_reviewer(
    reviewer_id: str, region: str = "西山", *, unit: str = "", capacity: int = 9, knows: str = ""
) -> Reviewer:
    """A reviewer of the region's first unit; `knows` joins specialities by "|"."""
    specialities = frozenset(knows.split("|")) if knows else frozenset[str]()
    return Reviewer(reviewer_id, region, unit or f"{region}一院", capacity, specialities)


def recusal(reviewer_id: str, kind: str, target: str) -> Conflict:
    """A line of the conflict ledger."""
    return Conflict(reviewer_id, ConflictKind(kind), target)


def pairs(assignments: tuple[Assigned, ...]) -> list[tuple[str, str]]:
    """Case and reviewer of each assignment, in order."""
    return sorted((a.case_id, a.reviewer_id) for a in assignments)


def loads_of(assignments: tuple[Assigned, ...]) -> dict[str, int]:
    """Slots of each reviewer who has any."""
    reviewers = [a.reviewer_id for a in assignments]
    return {reviewer: reviewers.count(reviewer) for reviewer in sorted(set(reviewers))}


def fractions(*texts: str) -> list[Fraction]:
    """Fractions from texts like "7/3"."""
    return [Fraction(text) for text in texts]
