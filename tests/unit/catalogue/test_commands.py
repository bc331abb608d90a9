"""`review catalogue check` answers with counts, faults and an exit code."""

import json
from pathlib import Path

from click.testing import CliRunner

from review.commands.catalogue import catalogue
from tests.unit.catalogue.shipped import copy_with, shipped


def test_a_sound_catalogue_gives_its_counts_and_exit_0() -> None:
    result = CliRunner().invoke(catalogue, ["check"])
    facts = json.loads(result.stdout)
    assert (result.exit_code, facts["status"], facts["hash"]) == (0, "sound", shipped().hash)
    assert facts["rules"] == len(shipped().rules) == sum(facts["by_category"].values())
    assert facts["rules"] == sum(facts["by_automation"].values()) == sum(facts["by_severity"].values())
    assert facts["faults"] == []
    assert (
        result.stderr == f"规则目录 2026.1 检查通过：{facts['rules']} 条规则，{facts['citations']} 处依据。\n"
    )


def test_a_fault_is_told_with_file_and_line_and_exit_1(tmp_path: Path) -> None:
    line = copy_with(tmp_path, "law.yaml", "severity: fatal", "severity: deadly")
    result = CliRunner().invoke(catalogue, ["check", "--rules", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{tmp_path / 'law.yaml'}:{line}: 严重程度“deadly”不在阶梯之内。",
        "规则目录有 1 处差错。",
    ]
    assert json.loads(result.stdout)["faults"] == [
        {"file": "law.yaml", "line": line, "sentence": "严重程度“deadly”不在阶梯之内。"}
    ]


def test_a_folder_without_catalogue_is_bad_input(tmp_path: Path) -> None:
    result = CliRunner().invoke(catalogue, ["check", "--rules", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert result.stderr == (
        f"没有文件夹“{tmp_path / 'nowhere'}”，或者其中没有 catalogue.yaml。请用 --rules 指明规则目录。\n"
    )
