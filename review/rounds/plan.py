"""The plan as a document (评查方案): all that decides a round, as data, in canonical JSON, and its SHA-256. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from review.rounds.blindness import STAGES, visibility
from review.rounds.sections import Basics, Reviewing, Rules, Sampling, Scope, Terms

FORMAT = "pingcha-plan"
VERSION = 1

ASSIGNMENT_METHOD = "individual/1"
"""The assignment's method that the plan promises; a test holds it to `assignment.certificate.METHOD`."""

SEED_RULE = "seed = SHA-256(plan hash ‖ frame hash ‖ phrases in order), in hex; phrases in NFC, UTF-8"
"""How the seed will follow; sealed with the plan, before anybody knows a phrase."""

CONFLICT_POLICY = (
    "reviewer's unit is never the case's",
    "a handler, assistant or clerk never reviews the own case",
    "declared conflicts by case, handler and unit",
    "no second review of the same handler by the same reviewer within 365 days",
    "k reviewers of k different units",
)
"""The conditions that hold in every mode of review."""


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who runs the round."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """A case left out of the frame in writing."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pool:
    """The reviewers as far as the plan tells of them: nobody is named."""

    reviewers: int
    units: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Catalogued:
    """What the plan takes from the catalogue."""

    version: str
    hash: str
    formula: str
    full_points: Decimal
    bonus_cap: Decimal


@dataclass(frozen=True, slots=True)
class Draft:
    """A round's plan, all sections together, as far as they are filled in."""

    organiser: Organiser
    basics: Basics
    scope: Scope
    unit_codes: Sequence[str]  # of the scope's units
    sampling: Sampling
    rules: Rules
    reviewing: Reviewing
    terms: Terms
    pool: Pool
    excluded: Sequence[Excluded]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A plan that can no longer change: its canonical text and hash."""

    text: str
    hash: str


def document(draft: Draft, catalogue: Catalogued, algorithm: Mapping[str, Any]) -> dict[str, Any]:
    """The plan as plain values; `algorithm` tells how the sample follows from frame and seed."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": draft.basics.name,
        "basis": draft.basics.basis,
        "kind": draft.basics.kind.value,
        "organiser": {"code": draft.organiser.code, "name": draft.organiser.name},
        "scope": {
            "window": [_day(draft.scope.window_from), _day(draft.scope.window_to)],
            "families": sorted(draft.scope.families),
            "causes": sorted(draft.scope.causes),
            "units": sorted(draft.unit_codes),
            "left_out": ["split or merged cases", "cases of another round that is not closed"],
            "excluded": [
                {"key": one.key, "reason": one.reason} for one in sorted(draft.excluded, key=lambda e: e.key)
            ],
        },
        "sampling": {
            "rate": None if draft.sampling.rate is None else f"{draft.sampling.rate.normalize():f}",
            "minimum": draft.sampling.minimum,
            "strata": list(draft.sampling.strata),
            "must": sorted(draft.sampling.must_kinds),
            "algorithm": dict(algorithm),
            "seed": SEED_RULE,
        },
        "reviewing": {
            "mode": draft.reviewing.mode.value,
            "reviewers_per_case": draft.reviewing.reviewers_per_case,
            "anti_reciprocity": draft.reviewing.anti_reciprocity,
            "method": ASSIGNMENT_METHOD,
            "conflicts": list(CONFLICT_POLICY),
            "pool": {
                "reviewers": draft.pool.reviewers,
                "units": draft.pool.units,
                "capacity": draft.pool.capacity,
            },
        },
        "blindness": {
            "hide_handler": draft.terms.hide_handler,
            "hide_reviewer": draft.terms.hide_reviewer,
            "stages": list(STAGES),
            "table": [
                [line.viewer, line.subject, *line.cells]
                for line in visibility(
                    hide_handler=draft.terms.hide_handler, hide_reviewer=draft.terms.hide_reviewer
                )
            ],
        },
        "third_review_when": {
            "grade_differs": True,
            "fatal_differs": True,
            "points_differ_by_more_than": draft.rules.points_gap,
        },
        "catalogue": {"version": catalogue.version, "hash": catalogue.hash},
        "grades": {"scheme": draft.rules.grade_scheme},
        "scoring": {
            "formula": catalogue.formula,
            "full_points": f"{catalogue.full_points.normalize():f}",
            "bonus_cap": f"{catalogue.bonus_cap.normalize():f}",
        },
        "terms": {
            "review_due_on": _day(draft.terms.review_due_on),
            "hearing_working_days": draft.terms.hearing_days,
            "correction_working_days": draft.terms.correction_days,
        },
    }


def seal(plan: Mapping[str, Any]) -> Sealed:
    """The plan's canonical text (keys sorted, no blanks) and its SHA-256 in hex: the plan hash (方案校验值)."""
    text = json.dumps(plan, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Sealed(text, hashlib.sha256(text.encode()).hexdigest())


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
