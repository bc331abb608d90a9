"""The cases to be loaded: in order, with their children, their marks and their hash."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from review.cases import records
from review.cases.preview import DecisionMissing
from review.cases.problems import Choice
from review.cases.reading import Package
from review.cases.records import CaseRecord, ChildRecord, every_problem, select_records
from review.cases.suggesting import standard_mapping
from tests.unit.cases.packages import TODAY, case_lines, csv_folder, preview_of

PARTIES = [
    ["dept_no", "name", "备注"],
    ["BM2025002", "李某", "主犯"],
    ["BM2025001", "张某", ""],
    ["BM2025002", "王某", ""],
]


def loaded(package: Package, **decisions: Choice) -> list[CaseRecord]:
    """All records under these decisions."""
    return list(select_records(package, standard_mapping(package), decisions, today=TODAY))


def test_a_case_comes_with_typed_fields_children_and_unknown_columns(tmp_path: Path) -> None:
    change = {
        "涉案数额": "1,200.50",
        "其他案由": "诈骗；抢劫",
        "是否认罪认罚": "是",
        "卷宗册数": "3",
        "本院备注": "注意",
    }
    first, second = loaded(csv_folder(tmp_path, cases=case_lines(change, {}), parties=PARTIES))
    assert first.key == first.fields["dept_no"] == "BM2025001"
    assert {
        name: first.fields[name] for name in ("amount", "other_causes", "plea", "volumes", "accept_date")
    } == {
        "amount": Decimal("1200.50"),
        "other_causes": ("诈骗", "抢劫"),
        "plea": True,
        "volumes": 3,
        "accept_date": date(2025, 3, 1),
    }
    assert first.extra == {"本院备注": "注意"}
    assert second.fields["amount"] is None
    assert second.children == {
        "parties": (ChildRecord({"name": "李某"}, {"备注": "主犯"}, 2), ChildRecord({"name": "王某"}, {}, 4))
    }


def test_what_cannot_be_read_is_kept_as_it_was_written(tmp_path: Path) -> None:
    package = csv_folder(tmp_path, cases=case_lines({"归档日期": "去年", "受理日期": "2025-03-01 09:30"}))
    (case,) = loaded(package, unreadable_date=Choice.KEEP)
    assert (case.fields["archive_date"], case.fields["accept_date"]) == (None, date(2025, 3, 1))
    assert case.extra == {"归档日期": "去年", "受理日期": "2025-03-01 09:30"}
    assert (case.marks, case.left_out) == (("unreadable_date",), ())


def test_cases_are_left_out_by_decision_and_listed(tmp_path: Path) -> None:
    lines = case_lines({"案件名称": ""}, {"审结日期": "2025-02-01"}, {})
    kept = loaded(
        csv_folder(tmp_path, cases=lines), blank_required=Choice.QUARANTINE, order_of_dates=Choice.KEEP
    )
    assert [(one.key, one.left_out, one.marks) for one in kept] == [
        ("BM2025001", ("blank_required",), ("blank_required",)),
        ("BM2025002", (), ("order_of_dates",)),
        ("BM2025003", (), ()),
    ]


def test_nothing_is_given_before_everything_is_decided(tmp_path: Path) -> None:
    package = csv_folder(tmp_path, cases=case_lines({"案件名称": ""}))
    with pytest.raises(DecisionMissing) as refusal:
        loaded(package)
    assert str(refusal.value) == (
        "还有 1 类问题没有选择处理方式。请逐类选择「不导入」或「按原样导入并标记」后再确认。"
    )


def test_the_hash_is_of_the_record_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "c").mkdir()
    one = loaded(csv_folder(tmp_path / "a", cases=case_lines({"涉案数额": "5.50"}), parties=PARTIES[:1]))
    same = loaded(csv_folder(tmp_path / "b", cases=case_lines({"涉案数额": "5.5", "归档日期": ""})))
    other = loaded(csv_folder(tmp_path / "c", cases=case_lines({"涉案数额": "5.51"})))
    assert one[0].record_hash == same[0].record_hash != other[0].record_hash


def test_blocks_keep_the_order_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = csv_folder(tmp_path, cases=case_lines({}, {}, {}, {}, {}), parties=PARTIES)
    whole = loaded(package)
    monkeypatch.setattr(records, "BLOCK", 2)
    monkeypatch.setattr(records, "HELD_ROWS", 3)
    assert loaded(package) == whole
    assert [one.key for one in whole] == [f"BM202500{number}" for number in range(1, 6)]


def test_every_problem_comes_once_in_the_order_of_the_rows(tmp_path: Path) -> None:
    lines = case_lines({"侦查机关": "A"}, {"侦查机关": "A", "案件名称": ""}, {"侦查机关": "a"})
    orphan = [["dept_no", "name"], ["BM9", "张某"]]
    package = csv_folder(tmp_path, cases=lines, parties=orphan)
    found = list(every_problem(package, standard_mapping(package), today=TODAY))
    assert [(one.code, one.source, one.row) for one in found] == [
        ("blank_required", "cases", 3),
        ("case_variants", "cases", 4),
        ("orphan_child", "parties", 2),
    ]
    preview = preview_of(package)
    assert {one.code: one.count for one in preview.problems} == {
        "orphan_child": 1,
        "blank_required": 1,
        "case_variants": 1,
    }
