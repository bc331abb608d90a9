"""What a plan would draw, before anything is drawn (抽样预览): quotas, work, and where the minimum lifts the rate. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from review.errors import N_
from review.sampling.allocation import Quota, quotas

FILTERS = {
    "window": N_("办结日期"),
    "units": N_("承办单位"),
    "families": N_("案件类型"),
    "causes": N_("案由"),
    "split": N_("拆案、并案"),
    "excluded": N_("书面排除"),
    "elsewhere": N_("已列入其他未归档轮次"),
}
"""What takes cases out of the frame, in the order in which it is applied."""


@dataclass(frozen=True, slots=True)
class Frameable:
    """A case that could be drawn, with what the preview and the frame need of it."""

    case_id: int
    key: str
    record_hash: str
    unit_code: str
    unit_name: str
    region_id: int
    handler_no: str
    handler_name: str
    stratum: str
    must_kind: str  # "" where it is no key case


@dataclass(frozen=True, slots=True)
class Removed:
    """What one filter took out of the cases that the filters before it had left."""

    filter: str  # of FILTERS
    cases: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """From all closed cases of the office's subtree to the frame."""

    closed: int
    removed: tuple[Removed, ...]

    @property
    def left(self) -> int:
        return self.closed - sum(step.cases for step in self.removed)

    @property
    def most(self) -> Removed | None:
        """The filter that removed most; None where none removed anything."""
        most = max(self.removed, key=lambda step: step.cases, default=None)
        return most if most and most.cases else None


@dataclass(frozen=True, slots=True)
class StratumLine:
    """One stratum of the preview."""

    unit_name: str  # of its first case; a stratum across units shows one of them
    handler_name: str
    quota: Quota
    must: int  # key cases, on top

    @property
    def share(self) -> float:
        """Share of the random frame that is drawn."""
        return self.quota.quota / self.quota.size if self.quota.size else 0.0

    @property
    def drawn(self) -> int:
        return self.quota.quota + self.must


@dataclass(frozen=True, slots=True)
class Per:
    """Cases of one unit or handler: in the frame, and drawn at least in expectation."""

    code: str
    name: str
    frame: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What the plan would draw and what work that makes."""

    funnel: Funnel
    lines: tuple[StratumLine, ...]
    must: int
    slots: int
    reviewers: int
    units: tuple[Per, ...]

    @property
    def random(self) -> int:
        return sum(line.quota.random for line in self.lines)

    @property
    def added(self) -> int:
        """Cases that only the minimum brings in."""
        return sum(line.quota.added for line in self.lines)

    @property
    def total(self) -> int:
        return self.random + self.added + self.must

    @property
    def frame(self) -> int:
        return self.must + sum(line.quota.size for line in self.lines)

    @property
    def per_reviewer(self) -> float | None:
        """Reviews per reviewer of the pool."""
        return self.slots / self.reviewers if self.reviewers else None

    @property
    def over_rate(self) -> tuple[StratumLine, ...]:
        """Strata that give more than the rate alone would ask, because of the minimum."""
        return tuple(line for line in self.lines if line.quota.added)


def preview(
    cases: Sequence[Frameable],
    funnel: Funnel,
    *,
    rate: Decimal | None,
    minimum: int,
    reviewers_per_case: int,
    reviewers: int,
) -> Preview:
    """What the plan would draw from `cases`; without a rate, no quotas."""
    sizes: Counter[str] = Counter()
    must: Counter[str] = Counter()
    first: dict[str, Frameable] = {}
    for case in cases:
        first.setdefault(case.stratum, case)
        if case.must_kind:
            must[case.stratum] += 1
        else:
            sizes[case.stratum] += 1
    random = {stratum: sizes[stratum] for stratum in sorted(sizes)}
    shares = (
        {share.stratum: share for share in quotas(random, rate=rate, minimum=minimum)}
        if rate and random
        else {}
    )
    lines = tuple(
        StratumLine(
            first[stratum].unit_name,
            first[stratum].handler_name,
            shares.get(stratum) or Quota(stratum, sizes[stratum], 0, 0, 0),
            must[stratum],
        )
        for stratum in sorted(first)
    )
    total = sum(line.drawn for line in lines)
    return Preview(
        funnel=funnel,
        lines=lines,
        must=must.total(),
        slots=total * reviewers_per_case,
        reviewers=reviewers,
        units=per_unit(cases, shares, must),
    )


def per_unit(
    cases: Iterable[Frameable], shares: Mapping[str, Quota], must: Mapping[str, int]
) -> tuple[Per, ...]:
    """Cases of each unit in the frame and drawn; strata that span units share their quota by size, rounded."""
    of_unit: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, str] = {}
    for case in cases:
        names[case.unit_code] = case.unit_name
        of_unit[case.unit_code][case.stratum] += 1
    sizes: Counter[str] = Counter()
    for strata in of_unit.values():
        sizes.update(strata)
    lines = []
    for code in sorted(of_unit):
        drawn = 0.0
        for stratum, count in of_unit[code].items():
            quota = shares[stratum].quota if stratum in shares else 0
            drawn += (quota + must.get(stratum, 0)) * count / sizes[stratum]
        lines.append(Per(code, names[code], of_unit[code].total(), round(drawn)))
    return tuple(lines)
