"""What a report knows of a round (报告事实): one plain value per case, finding and round. Pure; nobody who reviewed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from review.sampling.models import Layer

UNKNOWN = "unknown"
"""The month of a case without a closing day."""


@dataclass(frozen=True, slots=True)
class FindingFact:
    """A problem that stands, and how far its correction is; `correction` is empty before one is opened."""

    id: str
    position: int
    rule: str
    category: str
    severity: str
    deduction: Decimal
    correction: str


@dataclass(frozen=True, slots=True)
class CaseFact:
    """One sampled case with what was concluded; `grade` is empty until approved, `handler` where there is none."""

    id: str
    number: str
    key: str
    unit: str
    unit_name: str
    unit_code: str
    handler: str
    handler_name: str
    named: bool  # whether these eyes may read who handled it
    family: str
    type_name: str
    cause: str
    finish_date: date | None
    stratum: str
    layer: Layer
    stratum_size: int
    quota: int
    grade: str
    points: Decimal | None
    findings: tuple[FindingFact, ...]
    merits: int

    @property
    def drawn(self) -> bool:
        """Whether chance put it into the sample, so that it counts in a rate."""
        return self.layer is not Layer.MUST

    @property
    def weight(self) -> float:
        """Cases of the frame that it stands for; a must-review case stands for itself."""
        return self.stratum_size / self.quota if self.drawn else 1.0

    @property
    def month(self) -> str:
        """The month in which the case was closed, such as 2025-11."""
        return f"{self.finish_date:%Y-%m}" if self.finish_date else UNKNOWN


@dataclass(frozen=True, slots=True)
class RoundHead:
    """The round itself, as every report names it."""

    id: str
    name: str
    basis: str
    kind: str
    mode: str
    unit_name: str
    window_from: date | None
    window_to: date | None
    rate: Decimal | None
    minimum: int
    scheme: str
    catalogue_version: str
    catalogue_hash: str
    plan_hash: str
    frame_hash: str
    sample_hash: str
    seed: str
    published_on: date | None
    within: str  # whose part of the round this is; empty for the whole

    @property
    def final(self) -> bool:
        """Whether the results were given out; before that every figure is provisional (阶段性)."""
        return self.published_on is not None


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round inside a viewer's reach."""

    head: RoundHead
    frame: int  # closed cases in the frame, inside the reach
    frame_must: int  # of these, must-review
    cases: tuple[CaseFact, ...]  # by unit code, then key

    @property
    def graded(self) -> tuple[CaseFact, ...]:
        """The cases whose grade is approved: the only ones that figures count."""
        return tuple(case for case in self.cases if case.grade)
