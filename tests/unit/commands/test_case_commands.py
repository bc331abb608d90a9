"""`review import cases` as an operator meets it: files in, JSON and exit code out, the database changed or not."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from review.cases.models import Case
from review.commands.cases import import_
from review.people.roles import Role
from review.resources import resource_dir
from review.settings import Settings
from tests.cook_like import cook_like
from tests.town import Town
from tests.unit.cases.packages import case_lines, csv_text
from tests.unit.cases.test_actions import HOME

COOK = str(resource_dir("rules") / "mappings" / "cook.yaml")


@pytest.fixture(autouse=True)
def installation(town: Town, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the test's own installation."""
    monkeypatch.setenv("PINGCHA_VAR_DIR", str(settings.var_dir))


def call(*arguments: object) -> tuple[int, dict[str, Any], str]:
    """Exit code, JSON, sentences."""
    result = CliRunner().invoke(import_, ["cases", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.stdout), result.stderr


def stored(town: Town) -> int:
    town.session.rollback()
    return town.session.scalar(select(func.count()).select_from(Case)) or 0


def clean_file(folder: Path, name: str, *changes: dict[str, str]) -> Path:
    path = folder / name
    path.write_text(
        csv_text(case_lines(*({**HOME, "审结处理结果": "提起公诉", **one} for one in changes))), "utf-8"
    )
    return path


def test_a_clean_file_is_loaded_without_any_choice(town: Town, tmp_path: Path) -> None:
    code, facts, sentences = call(clean_file(tmp_path, "a.csv", {}, {}))
    assert (code, facts["status"], facts["loaded"][0]["new"]) == (0, "done", 2)
    assert sentences == "a.csv：新案件 2 件，新版本 0 件，未变化 0 件，未导入 0 件。\n"
    assert stored(town) == 2


def test_a_dry_run_counts_and_writes_nothing(town: Town, tmp_path: Path) -> None:
    text, planted = cook_like(60)
    path = tmp_path / "export.csv"
    path.write_text(text, newline="")
    code, facts, _ = call(path, "--mapping", COOK, "--dry-run")
    assert (code, facts["status"]) == (1, "examined")
    found = {name: one["cells"] for name, one in facts["files"][0]["problems"].items()}
    assert {name: found[name] for name in planted if planted[name]} == {k: v for k, v in planted.items() if v}
    assert stored(town) == 0


def test_what_is_undecided_is_named_and_nothing_is_written(town: Town, tmp_path: Path) -> None:
    path = clean_file(
        tmp_path, "a.csv", {"审结日期": "2025-02-01"}, {"承办检察官编号": "", "承办检察官姓名": ""}
    )
    code, facts, sentences = call(path, "--decide", "order_of_dates=keep")
    assert (code, facts["status"], facts["undecided"]) == (1, "undecided", ["blank_handler"])
    assert sentences.splitlines()[-1].startswith("还有 1 类问题没有选择处理方式，没有导入。")
    code, facts, _ = call(path, "--decide", "order_of_dates=keep", "--decide-all", "quarantine")
    assert (code, facts["loaded"][0]["new"], facts["loaded"][0]["left_out"]) == (0, 1, 1)
    assert stored(town) == 1


def test_several_files_are_loaded_together_or_not_at_all(town: Town, tmp_path: Path) -> None:
    good = clean_file(tmp_path, "a.csv", {})
    bad = clean_file(tmp_path, "b.csv", {"部门受案号": "BM9", "承办单位编码": "", "承办单位名称": "北郊院"})
    code, facts, _ = call(good, bad, "--decide-all", "keep")
    assert (code, facts["status"], facts["reason"]) == (2, "bad_input", "UnitsNotToRegister")
    assert stored(town) == 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--as", "JD0005"], "OfficerUnknown"),
        (["--decide", "blank_handler=maybe"], "DecisionUnreadable"),
        (["--decide", "nothing=keep"], "DecisionUnreadable"),
    ],
)
def test_bad_arguments_are_told_in_words(
    town: Town, tmp_path: Path, arguments: list[str], reason: str
) -> None:
    code, facts, _ = call(clean_file(tmp_path, "a.csv", {}), *arguments)
    assert (code, facts["reason"]) == (2, reason)
    assert stored(town) == 0


def test_two_officers_at_the_top_must_be_told_apart(town: Town, tmp_path: Path) -> None:
    town.person("副主任", "江东省院", Role.OFFICER, staff_no="JD9000")
    town.session.commit()
    path = clean_file(tmp_path, "a.csv", {})
    code, facts, _ = call(path)
    assert (code, facts["reason"], facts["count"]) == (2, "OfficerNotNamed", 2)
    assert call(path, "--as", "JD9000")[0] == 0
