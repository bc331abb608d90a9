"""`review assign` over files, as another program calls it."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from review.commands.assignment import assign

CASES = """\
case_id,region,unit,handler,case_type,hours,k
案1,东湖,东湖一院,甲,盗窃,2,1
案2,东湖,东湖一院,乙,诈骗,1.5,1
案3,西山,西山一院,丙,盗窃,,1
"""
REVIEWERS = """\
reviewer_id,region,unit,capacity,specialities
陈敏,东湖,东湖二院,2,盗窃|诈骗
周岚,西山,西山二院,2,诈骗
吴桐,北岭,北岭一院,2,
"""
CONFLICTS = "reviewer_id,kind,target\n吴桐,case,案3\n"
PLAN = "case_id,reviewer_id,slot\n案1,吴桐,1\n案2,周岚,1\n案3,陈敏,1\n"
"""The best of all plans: one case each, and two of them match."""


@dataclass
class Desk:
    """A folder of files and the command over them."""

    folder: Path
    texts: dict[str, str] = field(
        default_factory=lambda: {"cases": CASES, "reviewers": REVIEWERS, "conflicts": CONFLICTS}
    )

    def assigns(self, *options: str) -> Result:
        for name, text in self.texts.items():
            (self.folder / f"{name}.csv").write_text(text, encoding="utf-8")
        given = ["--seed", "31415", "--out", self.at("out.csv"), *options]
        for name in ("cases", "reviewers", "conflicts"):
            given += [f"--{name}", self.at(f"{name}.csv")]
        return CliRunner().invoke(assign, given)

    def at(self, name: str) -> str:
        return str(self.folder / name)

    def out(self) -> str:
        return (self.folder / "out.csv").read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def said(result: Result) -> dict[str, Any]:
    """The JSON object on standard output."""
    facts: dict[str, Any] = json.loads(result.stdout)
    return facts


def test_cases_are_assigned_and_counted(desk: Desk) -> None:
    result = desk.assigns()
    assert (result.exit_code, desk.out()) == (0, PLAN)
    assert result.stderr == "已分派 3 件案件，共 3 人次，专长匹配 2 人次。\n"
    facts = said(result)
    assert set(facts.pop("sha256")) == {"cases", "reviewers", "conflicts", "assignments"}
    assert facts == {
        "command": "assign",
        "status": "done",
        "cases": 3,
        "slots": 3,
        "reviewers": 3,
        "matches": 2,
        "violations": 0,
        "spread": {"farthest_from_fair_share": "0", "least_load": 1, "most_load": 1},
        "reciprocal_regions": [["东湖", "西山"]],
    }


def test_the_certificate_tells_loads_and_no_seed(desk: Desk) -> None:
    assert desk.assigns("--certificate", desk.at("c.json")).exit_code == 0
    text = (desk.folder / "c.json").read_text(encoding="utf-8")
    certificate = json.loads(text)
    assert certificate["loads"] == [
        {"reviewer_id": "吴桐", "capacity": 2, "fair_share": "1", "load": 1, "matches": 0},
        {"reviewer_id": "周岚", "capacity": 2, "fair_share": "1", "load": 1, "matches": 1},
        {"reviewer_id": "陈敏", "capacity": 2, "fair_share": "1", "load": 1, "matches": 1},
    ]
    assert (certificate["violations"], certificate["most_matches_possible"]) == (0, 2)
    assert certificate["seed_commitment"] == sha256(b"31415").hexdigest()
    assert "31415" not in text


def test_two_regions_are_kept_from_reviewing_each_other(desk: Desk) -> None:
    result = desk.assigns("--anti-reciprocity")
    assert (result.exit_code, said(result)["reciprocal_regions"]) == (0, [])
    assert desk.out() == "case_id,reviewer_id,slot\n案1,吴桐,1\n案2,吴桐,1\n案3,陈敏,1\n"


def test_several_ledgers_are_joined(desk: Desk) -> None:
    desk.texts["more"] = "reviewer_id,kind,target\n周岚,handler,乙\n"
    assert desk.assigns("--conflicts", desk.at("more.csv")).exit_code == 0
    assert desk.out() == "case_id,reviewer_id,slot\n案1,周岚,1\n案2,吴桐,1\n案3,陈敏,1\n"


def test_a_dropout_changes_the_own_cases_only(desk: Desk) -> None:
    desk.texts |= {"previous": PLAN, "dropouts": "reviewer_id\n周岚\n"}
    result = desk.assigns("--previous", desk.at("previous.csv"), "--dropouts", desk.at("dropouts.csv"))
    assert (result.exit_code, desk.out()) == (0, PLAN.replace("周岚", "吴桐"))
    assert said(result)["changes"] == {"released": 1, "moved": 0, "placed": 1}
    assert result.stderr == (
        "已分派 3 件案件，共 3 人次，专长匹配 1 人次。\n原有 1 人次须另派，另调整 0 人次，新派 1 人次，其余不变。\n"
    )


def test_a_begun_review_is_not_moved_to_make_room(desk: Desk) -> None:
    # 案3 falls to 沈一 alone (吴桐 is recused), who is full with 案1, which 吴桐 could take over
    desk.texts["cases"] = "\n".join(CASES.splitlines()[:2] + CASES.splitlines()[3:]) + "\n"
    desk.texts["reviewers"] = (
        "reviewer_id,region,unit,capacity,specialities\n"
        "陈敏,东湖,东湖二院,1,\n吴桐,北岭,北岭一院,1,\n沈一,南浦,南浦一院,1,\n"
    )
    desk.texts["conflicts"] = CONFLICTS
    desk.texts["dropouts"] = "reviewer_id\n陈敏\n"
    change = ("--previous", desk.at("previous.csv"), "--dropouts", desk.at("dropouts.csv"))
    desk.texts["previous"] = "case_id,reviewer_id,slot,begun\n案1,沈一,1,1\n案3,陈敏,1,0\n"
    begun = desk.assigns(*change)
    assert (begun.exit_code, said(begun)["clash"]["cases"]) == (3, ["案3"])
    desk.texts["previous"] = "case_id,reviewer_id,slot,begun\n案1,沈一,1,0\n案3,陈敏,1,0\n"
    assert desk.assigns(*change).exit_code == 0
    assert desk.out() == "case_id,reviewer_id,slot\n案1,吴桐,1\n案3,沈一,1\n"


def test_a_clash_is_told_in_words_and_in_json_and_nothing_is_written(desk: Desk) -> None:
    desk.texts["conflicts"] += "陈敏,handler,丙\n"
    result = desk.assigns("--certificate", desk.at("c.json"))
    assert result.exit_code == 3
    sentence = (
        "西山 有 1 件案件（如 案3）没有一名符合条件的评查员，尚缺 1 人次。"
        "请增派其他单位的评查员，或核对这些案件的回避登记。"
    )
    assert result.stderr == sentence + "\n"
    assert said(result) == {
        "command": "assign",
        "status": "infeasible",
        "reason": "NobodyEligible",
        "sentence": sentence,
        "clash": {
            "condition": "all_filled",
            "short": 1,
            "cases": ["案3"],
            "reviewers": [],
            "shortfall_without": {
                "other_region": 0,
                "other_unit": 1,
                "not_handler": 1,
                "case_conflict": 0,
                "handler_conflict": 0,
                "capacity": 1,
            },
            "raise_capacity": {},
        },
    }
    assert sorted(path.name for path in desk.folder.iterdir()) == [
        "cases.csv",
        "conflicts.csv",
        "reviewers.csv",
    ]


def test_a_bad_cell_is_named_with_row_and_column(desk: Desk) -> None:
    desk.texts["reviewers"] = REVIEWERS.replace("周岚,西山,西山二院,2", "周岚,西山,西山二院,两")
    result = desk.assigns()
    assert result.exit_code == 2
    assert result.stderr == (
        "文件“reviewers.csv”第 3 行“capacity”列须为 0 至 100000 之间的整数，现为“两”。请改正。\n"
    )
    assert (said(result)["row"], said(result)["column"]) == (3, "capacity")


@pytest.mark.parametrize("cap", ["0", "1.5", "一半", "1/0", "nan", "0.3333333"])
def test_a_cap_is_a_probability(desk: Desk, cap: str) -> None:
    result = desk.assigns("--cap", cap)
    assert (result.exit_code, result.stderr) == (
        2,
        f"概率上限须大于 0、不超过 1，最多六位小数，您填写的是“{cap}”。请修改。\n",
    )


def test_a_cap_is_kept_and_certified(desk: Desk) -> None:
    assert desk.assigns("--cap", "1", "--certificate", desk.at("c.json")).exit_code == 0
    certificate = json.loads((desk.folder / "c.json").read_text(encoding="utf-8"))
    assert certificate["pair_probability"] == {"kind": "cap", "at_most": "1"}


def test_a_cap_and_a_previous_plan_do_not_go_together(desk: Desk) -> None:
    desk.texts["previous"] = PLAN
    result = desk.assigns("--cap", "0.5", "--previous", desk.at("previous.csv"))
    assert (result.exit_code, result.stderr) == (
        2,
        "重新分派以改动最少为准，不能同时设定概率上限。请去掉 --cap 后重试。\n",
    )


def test_dropouts_need_a_previous_plan(desk: Desk) -> None:
    desk.texts["dropouts"] = "reviewer_id\n周岚\n"
    result = desk.assigns("--dropouts", desk.at("dropouts.csv"))
    assert (result.exit_code, result.stderr) == (
        2,
        "有退出的评查员时须同时给出原分派。请用 --previous 指定原分派文件。\n",
    )


def test_a_kept_review_that_breaks_a_condition_fails_the_check(desk: Desk) -> None:
    desk.texts["reviewers"] = REVIEWERS.replace("陈敏,东湖,东湖二院,2", "陈敏,东湖,东湖二院,0")
    desk.texts["previous"] = "case_id,reviewer_id,slot,begun\n案1,吴桐,1,0\n案2,周岚,1,0\n案3,陈敏,1,1\n"
    result = desk.assigns("--previous", desk.at("previous.csv"))
    assert (result.exit_code, said(result)["status"], said(result)["violations"]) == (1, "violations", 1)


def test_a_result_never_replaces_its_sources(desk: Desk) -> None:
    result = desk.assigns("--out", desk.at("cases.csv"))
    assert (result.exit_code, result.stderr) == (
        2,
        "输出文件“cases.csv”与另一个文件是同一个。请换一个文件名。\n",
    )
    assert (desk.folder / "cases.csv").read_text(encoding="utf-8") == CASES
