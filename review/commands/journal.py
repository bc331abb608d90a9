"""`review journal verify`: go through an exported journal without the system (留痕核对)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from review.commands.answers import CHECK_FAILED, answer, leave, refusals_answered, tell
from review.errors import N_, ReviewError
from review.journal.chain import BEGINNING, SIGNED, first_break


class LineUnreadable(ReviewError):
    sentence = N_("文件第 %(row)d 行不是留痕记录。请使用“导出 JSONL”得到的文件。")

    def __init__(self, row: int) -> None:
        super().__init__(row=row)


@click.group(help=N_("留痕"))
def journal() -> None:
    """The journal as a file."""


@journal.command(help=N_("逐条核对导出的留痕（JSONL），指出第一处不符"))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--count", type=int, help=N_("抄录在系统之外的条数"))
@click.option("--hash", "kept_hash", help=N_("抄录在系统之外的检查点"))
def verify(file: Path, count: int | None, kept_hash: str | None) -> None:
    """Verify an exported journal, against a checkpoint that was kept outside where given."""
    with refusals_answered("journal verify"):
        entries = list(entries_of(file))
        broken = first_break(entries)
        hashes = [BEGINNING, *(entry["hash"] for entry in entries)]
        kept = None if kept_hash is None else _holds(hashes, kept_hash, count)
    answer(
        {
            "command": "journal verify",
            "entries": len(entries),
            "hash": hashes[-1],
            "broken_at": broken.seq if broken else None,
            "why": broken.why if broken else None,
            "checkpoint_holds": kept,
        }
    )
    if broken or kept is False:
        tell(f"第 {broken.seq} 条起不符：{broken.why}" if broken else "与抄录的检查点不符。")
        leave(CHECK_FAILED)
    tell(f"完整，共 {len(entries)} 条。")


def entries_of(file: Path) -> Iterator[dict[str, Any]]:
    """The entries of an export; its closing checkpoint is left aside.

    Raises:
        LineUnreadable: A line is no entry.
    """
    with file.open(encoding="utf-8") as lines:
        for row, line in enumerate(lines, 1):
            try:
                entry = json.loads(line)
            except ValueError as error:
                raise LineUnreadable(row) from error
            if isinstance(entry, dict) and set(entry) == {"checkpoint"}:
                continue
            if not isinstance(entry, dict) or set(entry) != {*SIGNED, "hash"}:
                raise LineUnreadable(row)
            yield entry


def _holds(hashes: list[str], kept_hash: str, count: int | None) -> bool:
    if count is None:
        return kept_hash in hashes
    return 0 <= count < len(hashes) and hashes[count] == kept_hash
