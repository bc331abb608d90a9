"""`review sample` and `review verify`: draw from a frame file, and draw again to check (抽样、复核)."""

from pathlib import Path

import click

from review.commands.answers import CHECK_FAILED, answer, leave, refusals_answered, tell
from review.errors import N_, ReviewError
from review.sampling.allocation import rate_from
from review.sampling.draw import Draw, Plan, draw
from review.sampling.files import (
    read_frame,
    read_must,
    read_protocol,
    read_sample,
    write_protocol,
    write_sample,
)
from review.sampling.protocol import protocol_of, sample_hash, terms_of
from review.sampling.rows import read_header
from review.sampling.strata import Layer, frame_hash, mark_must
from review.sampling.verification import verify as differences_of

DEFAULT_COLUMNS = ("unit", "handler")
"""Strata where none are named: handler within unit, as far as the frame has these columns."""

DEFAULT_MINIMUM = 2
"""Cases that every stratum gives at least: two of each prosecutor's."""

TOLD = 20
"""Differences told in sentences; the JSON has all."""

DRAWN = N_(
    "已抽取 %(cases)d 件：随机 %(random)d 件，下限补足 %(minimum)d 件，必查 %(must)d 件；共 %(strata)d 个层。"
)
EQUAL = N_("复核一致：%(cases)d 件样本与抽样框和记录完全相符。")
DIFFERS = N_("复核不一致，共 %(count)d 处：")
MORE = N_("……其余 %(count)d 处见输出的 JSON。")

_path = click.Path(path_type=Path)


class OutputOverInput(ReviewError):
    """The result would overwrite what it is made from, or the other result."""

    sentence = N_("输出文件“%(file)s”与另一个文件是同一个。请换一个文件名。")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


@click.command(help=N_("按公开种子从抽样框中抽取样本。比例与总数只填一项。"))
@click.option("--frame", "frame_path", type=_path, required=True, help=N_("抽样框 CSV，至少有 key 列"))
@click.option("--rate", help=N_("抽样比例，例如 0.30"))
@click.option("--size", type=int, help=N_("抽样总数（必查案件另计）"))
@click.option("--minimum", type=int, default=DEFAULT_MINIMUM, show_default=True, help=N_("每层最低件数"))
@click.option("--strata", help=N_("分层的列，以逗号分隔；默认 unit,handler 中抽样框已有的列，空值表示不分层"))
@click.option("--must", "must_path", type=_path, help=N_("必查名单 CSV，有 key 列"))
@click.option("--seed", required=True, help=N_("公开产生的种子"))
@click.option("--out", "sample_path", type=_path, required=True, help=N_("写入样本的 CSV"))
@click.option("--protocol", "protocol_path", type=_path, help=N_("写入抽样记录的 JSON"))
def sample(
    frame_path: Path,
    rate: str | None,
    size: int | None,
    minimum: int,
    strata: str | None,
    must_path: Path | None,
    seed: str,
    sample_path: Path,
    protocol_path: Path | None,
) -> None:
    """Draw a sample from a frame file (抽样)."""
    with refusals_answered("sample"):
        _refuse_overwriting([frame_path, must_path], [sample_path, protocol_path])
        plan = Plan(
            seed=seed,
            rate=None if rate is None else rate_from(rate),
            size=size,
            minimum=minimum,
            columns=_columns(frame_path, strata),
        )
        frame = read_frame(frame_path, plan.columns)
        made = draw(mark_must(frame, read_must(must_path, frame) if must_path else ()), plan)
        write_sample(sample_path, made.lines)
        protocol = protocol_of(made)
        if protocol_path is not None:
            write_protocol(protocol_path, protocol)
        drawn = protocol["sample"]
        tell(DRAWN % {**drawn, "strata": len(protocol["strata"])})
        answer(
            {
                "command": "sample",
                "status": "done",
                "algorithm": protocol["algorithm"],
                "columns": protocol["columns"],
                "minimum": protocol["minimum"],
                "frame": protocol["frame"],
                "strata": len(protocol["strata"]),
                "sample": {**drawn, "reserve": _reserve(made)},
            }
        )


@click.command(help=N_("按抽样框和抽样记录重新抽样，核对样本；一致时退出码为 0，不一致为 1。"))
@click.option("--frame", "frame_path", type=_path, required=True, help=N_("抽样框 CSV"))
@click.option("--protocol", "protocol_path", type=_path, required=True, help=N_("抽样记录 JSON"))
@click.option("--sample", "sample_path", type=_path, required=True, help=N_("待核对的样本 CSV"))
def verify(frame_path: Path, protocol_path: Path, sample_path: Path) -> None:
    """Draw again and name what differs (复核)."""
    with refusals_answered("verify"):
        protocol = read_protocol(protocol_path)
        terms = terms_of(protocol)
        frame = read_frame(frame_path, terms.plan.columns)
        rows = read_sample(sample_path)
        found = differences_of(frame, protocol, rows)
        answer(
            {
                "command": "verify",
                "status": "differs" if found else "equal",
                "frame": {
                    "cases": len(frame),
                    "hash": frame_hash(mark_must(frame, terms.must_in(frame))),
                },
                "sample": {"cases": len(rows), "hash": sample_hash(rows)},
                "count": len(found),
                "differences": [{"what": line.what, **line.facts, "sentence": str(line)} for line in found],
            }
        )
        if not found:
            tell(EQUAL % {"cases": len(rows)})
            return
        tell(DIFFERS % {"count": len(found)})
        for line in found[:TOLD]:
            tell(str(line))
        if len(found) > TOLD:
            tell(MORE % {"count": len(found) - TOLD})
        leave(CHECK_FAILED)


def _columns(frame_path: Path, strata: str | None) -> tuple[str, ...]:
    """The strata's columns as named, or the default ones that the frame has."""
    if strata is None:
        header = read_header(frame_path)
        return tuple(column for column in DEFAULT_COLUMNS if column in header)
    return tuple(dict.fromkeys(column.strip() for column in strata.split(",") if column.strip()))


def _reserve(made: Draw) -> int:
    """Cases that wait in reserve."""
    return made.counts[Layer.RESERVE]


def _refuse_overwriting(inputs: list[Path | None], outputs: list[Path | None]) -> None:
    """No output may be an input or another output."""
    taken = {path.resolve() for path in inputs if path is not None}
    for path in outputs:
        if path is not None:
            if path.resolve() in taken:
                raise OutputOverInput(path.name)
            taken.add(path.resolve())
