"""The protocol of a draw (抽样记录): all that a stranger needs beside the frame to draw it again. Pure.

A protocol is a JSON object; `verification.py` draws again from frame and protocol.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from review.errors import N_, ReviewError
from review.sampling.allocation import rate_from
from review.sampling.draw import Draw, Plan, SampleLine
from review.sampling.strata import FrameCase, Layer, canonical, cell, frame_hash

ALGORITHM = {
    "name": "pingcha-draw",
    "version": 1,
    "tickets": "consistent-sampler first ticket, SHA-256",
    "allocation": "minimum first, then Sainte-Laguë 1, 3, 5, … capped at the stratum's size",
    "rounding": "total = max(ceil(rate * cases), sum of minimums); must-review cases on top",
}
"""How a sample follows from frame and plan; any change of it is a new version."""

COLUMNS = ("key", "stratum", "layer", "ticket", "rank", "quota", "stratum_size")
"""Columns of sample.csv, in order."""


class ProtocolUnreadable(ReviewError):
    """The protocol lacks a field or holds something else in it."""

    sentence = N_("抽样记录的“%(field)s”项缺失或无法识别。请使用抽样时生成的原始记录文件。")

    def __init__(self, field: str) -> None:
        super().__init__(field=field)


class AlgorithmUnknown(ReviewError):
    """The protocol was written by an algorithm that this program does not know."""

    sentence = N_("抽样记录的算法是 %(name)s 第 %(version)s 版，本程序无法复核。请使用生成该记录的程序版本。")

    def __init__(self, name: object, version: object) -> None:
        super().__init__(name=name, version=version)


def canonical_lines(lines: Iterable[SampleLine]) -> Iterator[dict[str, str]]:
    """The lines as text, as they stand in sample.csv."""
    for line in lines:
        yield {column: str(getattr(line, column)) for column in COLUMNS}


def sample_hash(rows: Iterable[Mapping[str, str]]) -> str:
    """SHA-256, in hex, of a sample's text: header and rows as CSV, sorted by key, LF (样本校验值)."""
    ordered = sorted(rows, key=lambda row: tuple(row[column] for column in COLUMNS))
    text = [",".join(COLUMNS), *(",".join(cell(row[column]) for column in COLUMNS) for row in ordered)]
    return sha256("".join(f"{line}\n" for line in text).encode()).hexdigest()


def protocol_of(made: Draw) -> dict[str, Any]:
    """The protocol of a draw, ready for JSON."""
    plan = made.plan
    counts = made.counts
    must = sorted(case.key for case in made.frame if case.must)
    return {
        "format": "pingcha-sample-protocol",
        "algorithm": ALGORITHM,
        "seed": plan.seed,
        "rate": None if plan.rate is None else f"{plan.rate.normalize():f}",
        "size": plan.size,
        "minimum": plan.minimum,
        "columns": list(plan.columns),
        "must": must,
        "frame": {
            "hash": frame_hash(made.frame),
            "cases": len(made.frame),
            "random": len(made.frame) - len(must),
            "must": len(must),
        },
        "strata": [
            {
                "stratum": quota.stratum,
                "size": quota.size,
                "minimum": quota.minimum,
                "alone": quota.alone,
                "quota": quota.quota,
            }
            for quota in made.quotas
        ],
        "sample": {
            "hash": sample_hash(canonical_lines(made.lines)),
            "cases": len(made.lines),
            **{layer.value: counts[layer] for layer in (Layer.RANDOM, Layer.MINIMUM, Layer.MUST)},
        },
    }


@dataclass(frozen=True, slots=True)
class Terms:
    """What a protocol says about the plan, checked for shape."""

    plan: Plan
    must: tuple[str, ...]

    def must_in(self, frame: Iterable[FrameCase]) -> list[str]:
        """Those of its must-review cases that `frame` has."""
        known = {case.key for case in frame}
        return [key for key in self.must if key in known]


def terms_of(protocol: Mapping[str, Any]) -> Terms:
    """The plan inside a protocol.

    Raises:
        ProtocolUnreadable: a field is missing or of another kind; it is named.
        AlgorithmUnknown: written by another algorithm or version.
    """
    algorithm = _field(protocol, "algorithm", dict)
    if (algorithm.get("name"), algorithm.get("version")) != (ALGORITHM["name"], ALGORITHM["version"]):
        raise AlgorithmUnknown(algorithm.get("name"), algorithm.get("version"))
    for part, inside in (("frame", ("hash",)), ("sample", ("hash",))):
        for name in inside:
            _field(_field(protocol, part, dict), name, str, shown=f"{part}.{name}")
    plan = Plan(
        seed=_field(protocol, "seed", str),
        rate=_rate(protocol),
        size=_field(protocol, "size", int, type(None)),
        minimum=_field(protocol, "minimum", int),
        columns=_texts(protocol, "columns"),
    )
    return Terms(plan, tuple(canonical(key) for key in _texts(protocol, "must")))


def _rate(protocol: Mapping[str, Any]) -> Decimal | None:
    """The rate as an exact decimal."""
    written = _field(protocol, "rate", str, type(None))
    return None if written is None else rate_from(written)


def _texts(protocol: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A field that is a list of texts."""
    listed = _field(protocol, name, list)
    if not all(isinstance(text, str) for text in listed):
        raise ProtocolUnreadable(name)
    return tuple(listed)


def _field(protocol: Mapping[str, Any], name: str, *kinds: type, shown: str = "") -> Any:
    """A field of one of the kinds; a truth value is not a number here."""
    value = protocol.get(name)
    if name not in protocol or not isinstance(value, kinds) or isinstance(value, bool):
        raise ProtocolUnreadable(shown or name)
    return value
