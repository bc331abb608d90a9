"""Frame, must-review list, sample and protocol as files (抽样文件); refusals name row and column."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from review.errors import N_
from review.sampling.draw import SampleLine
from review.sampling.protocol import COLUMNS, canonical_lines
from review.sampling.rows import FileFault, decoded, keyed_rows, opened, rows_of, write_whole
from review.sampling.strata import FrameCase, canonical, cell, record_hash, stratum_name

RECORD_HASH = "record_hash"
"""A frame written by this program carries each case's hash in this column; else the row is hashed."""


class StratumAmbiguous(FileFault):
    """Two combinations of values look alike once joined by "|"."""

    sentence = N_(
        "文件“%(file)s”第 %(row)d 行的分层值含有“|”，与另一层“%(stratum)s”无法区分。请改用别的字符。"
    )


class MustRowOutsideFrame(FileFault):
    """A must-review case that the frame does not have."""

    sentence = N_("文件“%(file)s”第 %(row)d 行的“%(column)s”列“%(key)s”不在抽样框中。请核对编号或删除该行。")


class RecordHashMalformed(FileFault):
    """A record hash that is none."""

    sentence = N_("文件“%(file)s”第 %(row)d 行的“%(column)s”列不是 64 位小写十六进制校验值。请勿改动该列。")


class NotJson(FileFault):
    """The protocol is not a JSON object."""

    sentence = N_("文件“%(file)s”不是有效的 JSON 对象（第 %(row)d 行）。请使用抽样时生成的原始记录文件。")


def read_frame(path: Path, columns: Sequence[str]) -> list[FrameCase]:
    """The frame (抽样框): column `key`, the strata's `columns`, and any others, which the hashes cover."""
    frame: list[FrameCase] = []
    parts: dict[str, tuple[str, ...]] = {}
    for row, record, key in keyed_rows(path, ("key", *columns)):
        values = tuple(record[column] for column in columns)
        stratum = stratum_name(values)
        if (
            parts.setdefault(stratum, values) != values
            and len(columns) > 1
            and _ambiguous(parts[stratum], values)
        ):
            raise StratumAmbiguous(path.name, row, columns[0], stratum=stratum)
        frame.append(FrameCase(key, stratum, _record_hash(path, row, record)))
    return frame


def read_must(path: Path, frame: Sequence[FrameCase]) -> list[str]:
    """The keys of the must-review cases (必查名单), all of them in the frame."""
    known = {case.key for case in frame}
    keys = []
    for row, _, key in keyed_rows(path, ("key",)):
        if key not in known:
            raise MustRowOutsideFrame(path.name, row, "key", key=key)
        keys.append(key)
    return keys


def read_sample(path: Path) -> list[dict[str, str]]:
    """The rows of a sample as text; what stands in them is for `verify` to judge."""
    return [{column: canonical(record[column]) for column in COLUMNS} for _, record in rows_of(path, COLUMNS)]


def read_protocol(path: Path) -> dict[str, Any]:
    """The protocol (抽样记录) as it stands in its file."""
    with opened(path) as file:
        try:
            found = json.loads("".join(decoded(path, file)))
        except json.JSONDecodeError as fault:
            raise NotJson(path.name, fault.lineno) from fault
        except RecursionError as fault:
            raise NotJson(path.name, 1) from fault
    if not isinstance(found, dict):
        raise NotJson(path.name, 1)
    return found


def write_sample(path: Path, lines: Iterable[SampleLine]) -> None:
    """Write sample.csv, whole or not at all."""
    rows = (",".join(cell(row[column]) for column in COLUMNS) + "\n" for row in canonical_lines(lines))
    write_whole(path, _with_header(rows))


def write_protocol(path: Path, protocol: Mapping[str, Any]) -> None:
    """Write protocol.json, whole or not at all."""
    write_whole(path, [json.dumps(protocol, ensure_ascii=False, indent=2) + "\n"])


def _with_header(rows: Iterable[str]) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\n"
    yield from rows


def _record_hash(path: Path, row: int, record: Mapping[str, str]) -> str:
    """The hash a row carries, or that of the row."""
    carried = record.get(RECORD_HASH)
    if carried is None:
        return record_hash(record)
    if _HASH.fullmatch(carried) is None:
        raise RecordHashMalformed(path.name, row, RECORD_HASH)
    return carried


_HASH = re.compile(r"[0-9a-f]{64}")


def _ambiguous(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two rows of values differ in more than how their letters are composed."""
    return [canonical(value) for value in first] != [canonical(value) for value in second]
