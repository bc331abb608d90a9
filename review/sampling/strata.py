"""The frame (抽样框) and its strata (层): canonical text, frame hash, sizes. Pure.

The frame is every closed case in the window and filter. Two people hold the same frame exactly when
the SHA-256 of its canonical text, the *frame hash*, is the same.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from unicodedata import normalize

from review.errors import N_, ReviewError


class Layer(StrEnum):
    """Why a case is in the sample (抽样类别); never mixed, and every rate tells which it is made from."""

    RANDOM = "random"  # the rate alone gives it
    MINIMUM = "minimum"  # the floor of its stratum added it
    MUST = "must"  # reviewed in any event; statistics of its own
    RESERVE = "reserve"  # next in line, should a case drop out


class CaseTwiceInFrame(ReviewError):
    """A case may stand in the frame once only: twice would double its chance."""

    sentence = N_("案件“%(key)s”在抽样框中出现了不止一次。请删除重复行后重新冻结。")

    def __init__(self, key: str) -> None:
        super().__init__(key=key)


class MustCaseOutsideFrame(ReviewError):
    """A must-review case has to be in the frame, or its absence needs a written exclusion."""

    sentence = N_("必查案件“%(key)s”不在抽样框中。请核对案件编号，或者把它从必查名单中删除。")

    def __init__(self, key: str) -> None:
        super().__init__(key=key)


@dataclass(frozen=True, slots=True)
class FrameCase:
    """One case of the frame: what the draw knows of it, and the hash that pins down all the rest."""

    key: str
    stratum: str
    record_hash: str
    must: bool = False

    @property
    def layer(self) -> Layer:
        """The population the case belongs to before anything is drawn: `must` or `random`."""
        return Layer.MUST if self.must else Layer.RANDOM


def canonical(text: str) -> str:
    """`text` in Unicode's NFC, so that the same key typed on two keyboards is one key."""
    return text if text.isascii() else normalize("NFC", text)


def stratum_name(values: Iterable[str]) -> str:
    """The stratum (层) of a case: its values of the strata columns joined by "|"; "" without columns."""
    return canonical("|".join(values))


def record_hash(record: Mapping[str, str]) -> str:
    """SHA-256, in hex, of all columns of a case's row: a change of any of them shows in the frame hash.

    The text hashed is the JSON list of [column, value] sorted by column, without blanks, in UTF-8.
    """
    return sha256(_json(sorted(record.items())).encode()).hexdigest()


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def mark_must(frame: Sequence[FrameCase], must: Iterable[str]) -> list[FrameCase]:
    """The frame with its must-review cases (必查案件) marked.

    Raises:
        MustCaseOutsideFrame: a key of `must` is not in the frame.
    """
    wanted = {canonical(key) for key in must}
    strangers = wanted.difference(case.key for case in frame) if wanted else set()
    if strangers:
        raise MustCaseOutsideFrame(min(strangers))
    return [replace(case, must=True) if case.key in wanted else case for case in frame]


def frame_text(frame: Iterable[FrameCase]) -> Iterator[str]:
    """The canonical text, line by line: `key,stratum,layer,record-hash`, sorted by key, LF.

    Sorted by code point; a field with a comma, quote or line break is quoted as in RFC 4180.

    Raises:
        CaseTwiceInFrame: two cases have the same key.
    """
    ordered = sorted(frame, key=lambda case: case.key)
    for case, following in pairwise(ordered):
        if case.key == following.key:
            raise CaseTwiceInFrame(case.key)
    for case in ordered:
        yield f"{cell(case.key)},{cell(case.stratum)},{case.layer},{cell(case.record_hash)}\n"


def frame_hash(frame: Iterable[FrameCase]) -> str:
    """SHA-256 of the canonical text in UTF-8, in hex (抽样框校验值)."""
    return sha256("".join(frame_text(frame)).encode()).hexdigest()


def cell(text: str) -> str:
    """One CSV field, quoted only where it must be."""
    if _NEEDS_QUOTES.search(text) is None:
        return text
    return '"' + text.replace('"', '""') + '"'


_NEEDS_QUOTES = re.compile(r'[,"\r\n]')


def stratum_sizes(frame: Iterable[FrameCase]) -> dict[str, int]:
    """Cases of the random frame per stratum (各层件数), strata sorted by code point; for `quotas`.

    Must-review cases are left out: they are reviewed with certainty and have statistics of their own.
    """
    return dict(sorted(Counter(case.stratum for case in frame if not case.must).items()))
