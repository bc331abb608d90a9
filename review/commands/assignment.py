"""`review assign`: assign cases to reviewers from files, or mend an assignment after drop-outs (分派)."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from review.assignment.certificate import Certificate
from review.assignment.files import (
    Previous,
    read_cases,
    read_conflicts,
    read_dropouts,
    read_previous,
    read_reviewers,
    write_assignments,
)
from review.assignment.plan import assign as assign_cases
from review.assignment.reassign import Change, reassign
from review.assignment.roster import CaseToAssign, Conflict, Reviewer
from review.commands.answers import CHECK_FAILED, answer, leave, refusals_answered, tell
from review.errors import N_, ReviewError
from review.sampling.rows import write_whole

FINEST_CAP = 10**6
"""Largest denominator of a cap: six decimals."""

ASSIGNED = N_("已分派 %(cases)d 件案件，共 %(slots)d 人次，专长匹配 %(matches)d 人次。")
REASSIGNED = N_("原有 %(released)d 人次须另派，另调整 %(moved)d 人次，新派 %(placed)d 人次，其余不变。")
VIOLATED = N_("保留的分派中有 %(violations)d 处不符合条件，因评查已开始而未作调整。请人工处理。")

_path = click.Path(path_type=Path)


class CapOutOfRange(ReviewError):
    """A cap is not a probability above 0."""

    sentence = N_("概率上限须大于 0、不超过 1，最多六位小数，您填写的是“%(cap)s”。请修改。")

    def __init__(self, cap: str) -> None:
        super().__init__(cap=cap)


class CapOnChange(ReviewError):
    """A cap says nothing where only few slots are filled anew."""

    sentence = N_("重新分派以改动最少为准，不能同时设定概率上限。请去掉 --cap 后重试。")


class DropoutsWithoutPrevious(ReviewError):
    """Drop-outs make sense only beside the assignment they drop out of."""

    sentence = N_("有退出的评查员时须同时给出原分派。请用 --previous 指定原分派文件。")


class OutputOverInput(ReviewError):
    """The result would overwrite what it is made from, or the other result."""

    sentence = N_("输出文件“%(file)s”与另一个文件是同一个。请换一个文件名。")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


@click.command(help=N_("按地区、回避、上限和专长把案件随机分派给评查员；给出原分派时只作最少的改动。"))
@click.option("--cases", "cases_path", type=_path, required=True, help=N_("待分派案件 CSV"))
@click.option("--reviewers", "reviewers_path", type=_path, required=True, help=N_("评查员 CSV"))
@click.option(
    "--conflicts", "conflicts_paths", type=_path, multiple=True, help=N_("回避登记 CSV，可多次给出")
)
@click.option("--seed", required=True, help=N_("分派种子，公开前保密"))
@click.option("--out", "out_path", type=_path, required=True, help=N_("写入分派结果的 CSV"))
@click.option("--anti-reciprocity", is_flag=True, help=N_("任何两地不得互评"))
@click.option("--cap", help=N_("任一评查员遇到任一案件的概率上限，例如 0.5"))
@click.option("--certificate", "certificate_path", type=_path, help=N_("写入分派证明的 JSON"))
@click.option("--previous", "previous_path", type=_path, help=N_("原分派 CSV；可有 begun 列，1 表示已开始"))
@click.option("--dropouts", "dropouts_path", type=_path, help=N_("退出的评查员 CSV"))
def assign(
    cases_path: Path,
    reviewers_path: Path,
    conflicts_paths: tuple[Path, ...],
    seed: str,
    out_path: Path,
    anti_reciprocity: bool,
    cap: str | None,
    certificate_path: Path | None,
    previous_path: Path | None,
    dropouts_path: Path | None,
) -> None:
    """Assign cases to reviewers (分派)."""
    with refusals_answered("assign"):
        inputs = [cases_path, reviewers_path, *conflicts_paths, dropouts_path]
        refuse_overwriting(inputs, [out_path, certificate_path])
        cases, reviewers = read_cases(cases_path), read_reviewers(reviewers_path)
        conflicts = [conflict for path in conflicts_paths for conflict in read_conflicts(path)]
        if previous_path is None:
            if dropouts_path is not None:
                raise DropoutsWithoutPrevious
            plan = assign_cases(
                cases,
                reviewers,
                conflicts,
                seed=seed,
                anti_reciprocity=anti_reciprocity,
                cap=None if cap is None else cap_from(cap),
            )
            assignments, certificate, changes = plan.assignments, plan.certificate, {}
        else:
            if cap is not None:
                raise CapOnChange
            previous = read_previous(previous_path)
            dropouts = read_dropouts(dropouts_path) if dropouts_path else []
            change = mend(previous, cases, reviewers, conflicts, dropouts, seed, anti_reciprocity)
            assignments, certificate, changes = change.assignments, change.certificate, counts_of(change)
        write_assignments(out_path, assignments)
        if certificate_path is not None:
            write_whole(certificate_path, as_text(certificate))
        report(certificate, changes)


def mend(
    previous: Previous,
    cases: list[CaseToAssign],
    reviewers: list[Reviewer],
    conflicts: list[Conflict],
    dropouts: list[str],
    seed: str,
    anti_reciprocity: bool,
) -> Change:
    """Change a previous assignment as little as possible; only what has not begun may move."""
    return reassign(
        previous.assignments,
        cases,
        reviewers,
        conflicts,
        seed=seed,
        dropouts=dropouts,
        movable=set(previous.assignments) - previous.begun,
        anti_reciprocity=anti_reciprocity,
    )


def report(certificate: Certificate, changes: dict[str, int]) -> None:
    """Tell what was done; leave with a failed check where kept assignments break a condition."""
    counts = {
        "cases": certificate.cases,
        "slots": certificate.slots,
        "reviewers": len(certificate.loads),
        "matches": certificate.matches,
        "violations": certificate.violations,
    }
    tell(ASSIGNED % counts)
    if changes:
        tell(REASSIGNED % changes)
    if certificate.violations:
        tell(VIOLATED % counts)
    answer(
        {
            "command": "assign",
            "status": "violations" if certificate.violations else "done",
            **counts,
            **({"changes": changes} if changes else {}),
            "spread": certificate.as_json()["spread"],
            "reciprocal_regions": certificate.as_json()["reciprocal_regions"],
            "sha256": dict(certificate.hashes),
        }
    )
    if certificate.violations:
        leave(CHECK_FAILED)


def counts_of(change: Change) -> dict[str, int]:
    """How much a change changes."""
    return {
        "released": len(change.released),
        "moved": len(change.moved),
        "placed": len(change.placed),
    }


def cap_from(text: str) -> Fraction:
    """The cap a person typed, exactly."""
    try:
        cap = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise CapOutOfRange(text) from None
    if not 0 < cap <= 1 or cap.denominator > FINEST_CAP:
        raise CapOutOfRange(text)
    return cap


def as_text(certificate: Certificate) -> Iterator[str]:
    """The certificate as a JSON file."""
    facts: dict[str, Any] = certificate.as_json()
    yield json.dumps(facts, ensure_ascii=False, indent=2) + "\n"


def refuse_overwriting(inputs: list[Path | None], outputs: list[Path | None]) -> None:
    """Keep a result from being written over an input or over the other result; a previous plan may be replaced."""
    taken = {path.resolve() for path in inputs if path is not None}
    for path in outputs:
        if path is not None:
            if path.resolve() in taken:
                raise OutputOverInput(path.name)
            taken.add(path.resolve())
