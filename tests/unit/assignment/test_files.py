"""The CSV formats, and refusals that name row and column."""

from decimal import Decimal
from pathlib import Path

import pytest

from review.assignment.files import (
    read_cases,
    read_conflicts,
    read_dropouts,
    read_previous,
    read_reviewers,
    write_assignments,
)
from review.assignment.roster import Assigned, CaseToAssign, Conflict, ConflictKind, Reviewer
from review.errors import ReviewError

CASES_HEADER = "case_id,region,unit,handler,case_type,hours,k\n"
REVIEWERS_HEADER = "reviewer_id,region,unit,capacity,specialities\n"


def saved(folder: Path, text: str) -> Path:
    path = folder / "表.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_cases_are_read_whatever_the_order_of_columns(tmp_path: Path) -> None:
    text = "k,case_id,region,unit,handler,case_type,hours,memo\n2,案1,东湖,东湖一院,甲,盗窃,1.5,x\n1,案2,西山,西山一院,乙,,,\n"
    assert read_cases(saved(tmp_path, text)) == [
        CaseToAssign("案1", "东湖", "东湖一院", "甲", "盗窃", Decimal("1.5"), 2),
        CaseToAssign("案2", "西山", "西山一院", "乙", "", Decimal(0), 1),
    ]


def test_specialities_are_joined_by_a_bar(tmp_path: Path) -> None:
    text = REVIEWERS_HEADER + "丁,西山,西山一院,20,盗窃|诈骗\n戊,西山,西山一院,0,\n"
    assert read_reviewers(saved(tmp_path, text)) == [
        Reviewer("丁", "西山", "西山一院", 20, frozenset({"盗窃", "诈骗"})),
        Reviewer("戊", "西山", "西山一院", 0, frozenset()),
    ]


def test_conflicts_and_dropouts_are_read(tmp_path: Path) -> None:
    conflicts = saved(tmp_path, "reviewer_id,kind,target\n丁,case,案1\n丁,unit,东湖一院\n")
    assert read_conflicts(conflicts) == [
        Conflict("丁", ConflictKind.CASE, "案1"),
        Conflict("丁", ConflictKind.UNIT, "东湖一院"),
    ]
    assert read_dropouts(saved(tmp_path, "reviewer_id\n丁\n")) == ["丁"]


def test_assignments_written_are_read_again_the_same(tmp_path: Path) -> None:
    path = tmp_path / "分派.csv"
    assignments = (Assigned('案"1",甲', "丁", 1), Assigned("案2", "戊\n己", 2))
    write_assignments(path, assignments)
    assert path.read_bytes().startswith('case_id,reviewer_id,slot\n"案""1"",甲",丁,1\n'.encode())
    assert read_previous(path).assignments == assignments


def test_a_previous_plan_may_say_what_has_begun(tmp_path: Path) -> None:
    text = "case_id,reviewer_id,slot,begun\n案1,丁,1,1\n案2,丁,1,0\n案3,丁,1,\n"
    assert read_previous(saved(tmp_path, text)).begun == {Assigned("案1", "丁", 1)}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            CASES_HEADER + "案1,东湖,东湖一院,甲,盗窃,2,两\n",
            "文件“表.csv”第 2 行“k”列须为 1 至 100 之间的整数，现为“两”。请改正。",
        ),
        (
            CASES_HEADER + "案1,东湖,东湖一院,甲,盗窃,2,0\n",
            "文件“表.csv”第 2 行“k”列须为 1 至 100 之间的整数，现为“0”。请改正。",
        ),
        (
            CASES_HEADER + "案1,东湖,东湖一院,甲,盗窃,-2,1\n",
            "文件“表.csv”第 2 行“hours”列须为不小于 0 的小时数，现为“-2”。请改正。",
        ),
        (
            CASES_HEADER + "案1,东湖,东湖一院,甲,盗窃,NaN,1\n",
            "文件“表.csv”第 2 行“hours”列须为不小于 0 的小时数，现为“NaN”。请改正。",
        ),
        (
            CASES_HEADER + "案1, ,东湖一院,甲,盗窃,2,1\n",
            "文件“表.csv”第 2 行的“region”列是空的。请填写。",
        ),
        (
            CASES_HEADER + "案1,东湖,东湖一院,甲,盗窃,2,1\n\n案1,西山,西山一院,甲,盗窃,2,1\n",
            "文件“表.csv”第 4 行“case_id”列的“案1”与第 2 行重复。请删去其中一行。",
        ),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ReviewError) as refusal:
        read_cases(saved(tmp_path, text))
    assert str(refusal.value) == sentence


def test_an_unknown_kind_of_conflict_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReviewError) as refusal:
        read_conflicts(saved(tmp_path, "reviewer_id,kind,target\n丁,person,甲\n"))
    assert str(refusal.value) == (
        "文件“表.csv”第 2 行“kind”列须为 case、handler 或 unit，现为“person”。请改正。"
    )


def test_a_capacity_beyond_reason_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReviewError) as refusal:
        read_reviewers(saved(tmp_path, REVIEWERS_HEADER + "丁,西山,西山一院,999999,\n"))
    assert str(refusal.value) == (
        "文件“表.csv”第 2 行“capacity”列须为 0 至 100000 之间的整数，现为“999999”。请改正。"
    )


def test_a_mark_of_begun_is_0_or_1(tmp_path: Path) -> None:
    with pytest.raises(ReviewError) as refusal:
        read_previous(saved(tmp_path, "case_id,reviewer_id,slot,begun\n案1,丁,1,是\n"))
    assert str(refusal.value) == "文件“表.csv”第 2 行“begun”列须为 0 或 1，现为“是”。请改正。"
