"""Mappings guessed from the columns."""

from pathlib import Path

import pytest

from review.cases.mapping import ColumnRule, FieldNotMapped, TableMapping, check_mapping
from review.cases.reading import open_package
from review.cases.suggesting import standard_mapping, suggest_for, suggest_mapping
from tests.cook_like import cook_like
from tests.unit.cases.packages import case_lines, csv_folder


def test_columns_are_matched_by_field_name_chinese_label_and_synonym() -> None:
    suggested = suggest_mapping({"导出": ["受案号", "承办检察官", "office_code", "办结日期", "备注"]})
    assert suggested.tables == (
        TableMapping(
            table="cases",
            key="受案号",
            source="导出",
            fields={
                "office_code": ColumnRule("office_code"),
                "handler_name": ColumnRule("承办检察官"),
                "finish_date": ColumnRule("办结日期"),
            },
        ),
    )


def test_the_county_export_is_recognised_with_its_date_format(tmp_path: Path) -> None:
    path = tmp_path / "cook.csv"
    path.write_text(cook_like(60)[0], newline="")
    suggested = suggest_for(open_package(path))
    cases, parties = suggested.tables
    assert (cases.key, cases.several_rows, parties.key) == ("case_id", True, "case_id")
    assert cases.fields["finish_date"] == ColumnRule("disposition_date", formats=("%m/%d/%Y %I:%M:%S %p",))
    assert parties.fields["party_no"] == ColumnRule("participant_id")
    check_mapping(suggested)


def test_a_key_that_is_not_found_stays_blank_and_is_refused_in_words() -> None:
    suggested = suggest_mapping({"x": ["承办人", "承办单位", "办结日期"]})
    assert suggested.tables[0].key == ""
    with pytest.raises(FieldNotMapped) as refusal:
        check_mapping(suggested)
    assert str(refusal.value) == "映射中「案件」缺少「部门受案号」。请指定它所在的列，或填写固定值。"


def test_the_standard_package_needs_no_mapping_file(tmp_path: Path) -> None:
    package = csv_folder(
        tmp_path, cases=case_lines({}), 当事人=[["部门受案号", "姓名"], ["BM2025001", "张某"]]
    )
    mapping = standard_mapping(package)
    assert [(one.table, one.source, one.key) for one in mapping.tables] == [
        ("cases", "cases", "部门受案号"),
        ("parties", "当事人", "部门受案号"),
    ]
    check_mapping(mapping)
