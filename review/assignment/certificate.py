"""What can be said of a plan to somebody who does not trust it (分派证明). Pure.

It holds no seed, only the SHA-256 of it, which can be published before.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from review.assignment.conditions import Terms
from review.assignment.roster import Assigned, Roster
from review.assignment.violations import reciprocal, violations

METHOD = "individual/1"
"""The exact method on single cases and reviewers, version 1."""


@dataclass(frozen=True, slots=True)
class Load:
    """A reviewer's load beside the fair share, both in slots; no share where only few slots were placed anew."""

    reviewer_id: str
    capacity: int
    fair_share: Fraction | None
    load: int
    matches: int


@dataclass(frozen=True, slots=True)
class PairBound:
    """An upper bound on the probability that a certain case meets a certain reviewer.

    `cap`: held by random rounding, for any pair. `alike`: like cases have equal chances and a reviewer's load is
    bounded, so a pair cannot be likelier than load / like cases; 1 where a case is like no other.
    """

    kind: str
    most: Fraction


@dataclass(frozen=True, slots=True)
class Certificate:
    """Loads, matches, reciprocity, bounds, violations and hashes of one plan."""

    terms: Terms
    seed_commitment: str  # SHA-256 of the seed
    cases: int
    slots: int
    loads: tuple[Load, ...]
    most_matches: int | None  # proved: no plan with loads as fair has more
    pair_bound: PairBound | None
    region_ways: tuple[tuple[str, str, int], ...]  # reviewing region, reviewed region, slots
    reciprocal_regions: tuple[tuple[str, str], ...]  # regions that review each other
    violations: int
    hashes: Mapping[str, str]  # SHA-256 of cases, reviewers, conflicts, assignments in canonical text

    @property
    def matches(self) -> int:
        """Slots whose reviewer has the case's type among the specialities."""
        return sum(load.matches for load in self.loads)

    @property
    def farthest_from_fair(self) -> Fraction | None:
        """Largest difference between a load and its fair share; below 1 for a full plan."""
        gaps = [abs(load.load - load.fair_share) for load in self.loads if load.fair_share is not None]
        return max(gaps, default=None)

    def as_json(self) -> dict[str, Any]:
        """The certificate as plain values, fractions as text like "7/3"."""
        taking = [load.load for load in self.loads if load.capacity]
        return {
            "method": METHOD,
            "mode": self.terms.mode.value,
            "anti_reciprocity": self.terms.anti_reciprocity,
            "seed_commitment": self.seed_commitment,
            "cases": self.cases,
            "slots": self.slots,
            "reviewers": len(self.loads),
            "violations": self.violations,
            "spread": {
                "farthest_from_fair_share": text(self.farthest_from_fair),
                "least_load": min(taking, default=0),
                "most_load": max(taking, default=0),
            },
            "matches": self.matches,
            "most_matches_possible": self.most_matches,
            "pair_probability": self.pair_bound
            and {"kind": self.pair_bound.kind, "at_most": text(self.pair_bound.most)},
            "region_ways": [list(way) for way in self.region_ways],
            "reciprocal_regions": [list(pair) for pair in self.reciprocal_regions],
            "loads": [
                {
                    "reviewer_id": load.reviewer_id,
                    "capacity": load.capacity,
                    "fair_share": text(load.fair_share),
                    "load": load.load,
                    "matches": load.matches,
                }
                for load in self.loads
            ],
            "sha256": dict(self.hashes),
        }


def certify(
    roster: Roster,
    assignments: Iterable[Assigned],
    terms: Terms,
    seed: str,
    *,
    shares: Mapping[str, Fraction] | None = None,
    most_matches: int | None = None,
    pair_bound: PairBound | None = None,
) -> Certificate:
    """State what holds of `assignments`; only `shares`, `most_matches` and `pair_bound` are taken on trust."""
    given = tuple(assignments)
    of_case = {case.case_id: case for case in roster.cases}
    of_reviewer = {reviewer.reviewer_id: reviewer for reviewer in roster.reviewers}
    known = [a for a in given if a.case_id in of_case and a.reviewer_id in of_reviewer]
    loads = Counter(a.reviewer_id for a in known)
    matches = Counter(
        a.reviewer_id
        for a in known
        if of_case[a.case_id].case_type in of_reviewer[a.reviewer_id].specialities
    )
    ways = Counter((of_reviewer[a.reviewer_id].region, of_case[a.case_id].region) for a in known)
    broken = violations(
        roster.cases,
        roster.reviewers,
        roster.conflicts,
        given,
        mode=terms.mode,
        anti_reciprocity=terms.anti_reciprocity,
    )
    return Certificate(
        terms=terms,
        seed_commitment=sha256(seed.encode()).hexdigest(),
        cases=len(roster.cases),
        slots=len(given),
        loads=tuple(
            Load(
                reviewer_id=r.reviewer_id,
                capacity=r.capacity,
                fair_share=None if shares is None else shares.get(r.reviewer_id, Fraction(0)),
                load=loads[r.reviewer_id],
                matches=matches[r.reviewer_id],
            )
            for r in roster.reviewers
        ),
        most_matches=most_matches,
        pair_bound=pair_bound,
        region_ways=tuple((*way, slots) for way, slots in sorted(ways.items())),
        reciprocal_regions=tuple(reciprocal(ways)),
        violations=len(broken),
        hashes=hashes(roster, given),
    )


def hashes(roster: Roster, assignments: Iterable[Assigned]) -> dict[str, str]:
    """SHA-256 of each list: one JSON array per line, lines sorted by code point, each ended by LF."""
    lists: dict[str, list[list[Any]]] = {
        "cases": [
            [c.case_id, c.region, c.unit, c.handler, c.case_type, str(c.hours), c.k] for c in roster.cases
        ],
        "reviewers": [
            [r.reviewer_id, r.region, r.unit, r.capacity, sorted(r.specialities)] for r in roster.reviewers
        ],
        "conflicts": [[c.reviewer_id, c.kind.value, c.target] for c in roster.conflicts],
        "assignments": [[a.case_id, a.reviewer_id, a.slot] for a in assignments],
    }
    return {name: hash_of(rows) for name, rows in lists.items()}


def hash_of(rows: Iterable[list[Any]]) -> str:
    """SHA-256 of rows in canonical text."""
    lines = sorted(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def text(number: Fraction | None) -> str | None:
    """A fraction as text; `None` stays."""
    return None if number is None else str(number)
