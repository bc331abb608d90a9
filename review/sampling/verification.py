"""Verification (复核): draw again from frame and protocol, and name whatever differs. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from review.errors import N_, ReviewError
from review.sampling.draw import draw
from review.sampling.protocol import (
    COLUMNS,
    ProtocolUnreadable,
    canonical_lines,
    protocol_of,
    terms_of,
)
from review.sampling.strata import FrameCase, mark_must


class What(StrEnum):
    """What can differ."""

    MUST_CASE_GONE = "must_case_gone"
    CANNOT_REDRAW = "cannot_redraw"
    FACT_DIFFERS = "fact_differs"
    STRATUM_GONE = "stratum_gone"
    STRATUM_NEW = "stratum_new"
    STRATUM_DIFFERS = "stratum_differs"
    CASE_MISSING = "case_missing"
    CASE_EXTRA = "case_extra"
    CASE_TWICE = "case_twice"
    CELL_DIFFERS = "cell_differs"


SENTENCES = {
    What.MUST_CASE_GONE: N_("记录中的必查案件“%(where)s”不在抽样框中。"),
    What.CANNOT_REDRAW: N_("无法按记录重新抽样：%(found)s"),
    What.FACT_DIFFERS: N_("抽样记录的“%(where)s”写的是“%(expected)s”，重新计算得到“%(found)s”。"),
    What.STRATUM_GONE: N_("记录中有层“%(where)s”，按抽样框重新计算没有此层。"),
    What.STRATUM_NEW: N_("按抽样框重新计算有层“%(where)s”，记录中没有此层。"),
    What.STRATUM_DIFFERS: N_(
        "层“%(where)s”的件数或名额与记录不符：记录为 %(expected)s，重新计算得到 %(found)s。"
    ),
    What.CASE_MISSING: N_("案件“%(where)s”应当抽中，样本中却没有。"),
    What.CASE_EXTRA: N_("案件“%(where)s”没有抽中，却出现在样本中。"),
    What.CASE_TWICE: N_("案件“%(where)s”在样本中出现了 %(found)s 次。"),
    What.CELL_DIFFERS: N_("样本中案件“%(where)s”的“%(column)s”应为“%(expected)s”，实为“%(found)s”。"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be (不一致之处): what, where, expected, found."""

    what: What
    where: str
    expected: str = ""
    found: str = ""
    column: str = ""

    @property
    def sentence(self) -> str:
        """The sentence a person reads; translated at the edge, then filled with `facts`."""
        return SENTENCES[self.what]

    @property
    def facts(self) -> dict[str, str]:
        """What fills the sentence."""
        return {"where": self.where, "expected": self.expected, "found": self.found, "column": self.column}

    def __str__(self) -> str:
        return self.sentence % self.facts


def verify(
    frame: Sequence[FrameCase], protocol: Mapping[str, Any], sample: Sequence[Mapping[str, str]]
) -> list[Difference]:
    """Draw again (复核) and name every difference; none if frame, protocol and sample belong together.

    Args:
        frame: The frame as read; which cases are must-review, the protocol tells.
        protocol: As `protocol_of` writes it.
        sample: Rows of sample.csv as text, in any order.

    Raises:
        ProtocolUnreadable, AlgorithmUnknown: there is nothing to check against.
    """
    terms = terms_of(protocol)
    present = terms.must_in(frame)
    found = [Difference(What.MUST_CASE_GONE, key) for key in sorted(set(terms.must) - set(present))]
    marked = mark_must([_unmarked(case) for case in frame], present)
    try:
        again = draw(marked, terms.plan)
    except ReviewError as refusal:
        return [*found, Difference(What.CANNOT_REDRAW, "", found=str(refusal))]
    found += _differing_facts(protocol, protocol_of(again))
    found += _differing_lines(list(canonical_lines(again.lines)), sample)
    return found


def _unmarked(case: FrameCase) -> FrameCase:
    """The case without any mark from elsewhere."""
    return replace(case, must=False) if case.must else case


def _differing_facts(protocol: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[Difference]:
    """Where hashes, counts or quotas of the protocol are not those of the new draw."""
    for part in ("algorithm", "frame", "sample"):
        for name, value in again[part].items():
            written = protocol[part].get(name)
            if written != value:
                yield Difference(What.FACT_DIFFERS, f"{part}.{name}", str(written), str(value))
    before, after = _by_stratum(protocol.get("strata")), _by_stratum(again["strata"])
    for stratum in sorted(before.keys() | after.keys()):
        if stratum not in after:
            yield Difference(What.STRATUM_GONE, stratum)
        elif stratum not in before:
            yield Difference(What.STRATUM_NEW, stratum)
        elif before[stratum] != after[stratum]:
            yield Difference(What.STRATUM_DIFFERS, stratum, _words(before[stratum]), _words(after[stratum]))


def _by_stratum(lines: object) -> dict[str, Mapping[str, Any]]:
    """The lines of a protocol's table of strata by name."""
    if not isinstance(lines, list) or not all(isinstance(line, dict) and "stratum" in line for line in lines):
        raise ProtocolUnreadable("strata")
    return {str(line["stratum"]): line for line in lines}


def _words(line: Mapping[str, Any]) -> str:
    """The numbers of a stratum, such as "size=9 minimum=2 alone=3 quota=3"."""
    return " ".join(f"{name}={value}" for name, value in line.items() if name != "stratum")


def _differing_lines(
    expected: Sequence[Mapping[str, str]], sample: Sequence[Mapping[str, str]]
) -> Iterator[Difference]:
    """Where the sample has another line, one more or one less than the new draw."""
    drawn = {row["key"]: row for row in expected}
    times = Counter(row["key"] for row in sample)
    for key in drawn:
        if key not in times:
            yield Difference(What.CASE_MISSING, key)
    for row in sample:
        key = row["key"]
        if key not in drawn:
            yield Difference(What.CASE_EXTRA, key)
            continue
        for column in COLUMNS:
            if row[column] != drawn[key][column]:
                yield Difference(What.CELL_DIFFERS, key, drawn[key][column], row[column], column)
    for key, count in times.items():
        if count > 1:
            yield Difference(What.CASE_TWICE, key, "1", str(count))
