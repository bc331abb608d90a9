"""`review catalogue check`: is the rule catalogue sound (规则目录检查)."""

from pathlib import Path

import click

from review.catalogue.check import Report, check
from review.catalogue.loader import find_folder, read_folder, versions
from review.commands.answers import BAD_INPUT, CHECK_FAILED, answer, leave, refusals_answered, tell
from review.errors import N_

SOUND = N_("规则目录 %(version)s 检查通过：%(rules)d 条规则，%(citations)d 处依据。")
FAULTY = N_("规则目录有 %(count)d 处差错。")
NO_FOLDER = N_("没有文件夹“%(folder)s”，或者其中没有 catalogue.yaml。请用 --rules 指明规则目录。")


@click.group(help=N_("规则目录的检查。"))
def catalogue() -> None:
    """Commands on the rule catalogue."""


@catalogue.command("check", help=N_("逐条检查规则目录，打印各类数目；差错写明文件和行号。"))
@click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path),
    help=N_("规则目录的文件夹；默认检查随程序发布的最新版本"),
)
def check_command(folder: Path | None) -> None:
    """Print counts per category, family and kind, and every fault with file and line."""
    with refusals_answered("catalogue check"):
        folder = folder or find_folder(versions()[-1])
    if not (folder / "catalogue.yaml").is_file():
        tell(NO_FOLDER % {"folder": folder})
        answer({"command": "catalogue check", "status": "bad_input", "folder": str(folder)})
        leave(BAD_INPUT)
    report = check(read_folder(folder))
    for fault in report.faults:
        tell(f"{folder / fault.file}:{fault.line}: {fault.sentence % fault.facts}")
    answer(as_json(report))
    if report.faults:
        tell(FAULTY % {"count": len(report.faults)})
        leave(CHECK_FAILED)
    tell(SOUND % {"version": report.version, "rules": report.rules, "citations": report.citations})


def as_json(report: Report) -> dict[str, object]:
    """The report as the command's JSON object."""
    return {
        "command": "catalogue check",
        "status": "faults" if report.faults else "sound",
        "version": report.version,
        "hash": report.hash,
        "rules": report.rules,
        "by_category": report.by_category,
        "by_family": report.by_family,
        "by_automation": report.by_automation,
        "by_severity": report.by_severity,
        "citations": report.citations,
        "unverified": report.unverified,
        "examples": report.examples,
        "faults": [
            {"file": fault.file, "line": fault.line, "sentence": fault.sentence % fault.facts}
            for fault in report.faults
        ],
    }
