"""Mapping files: what they may say, and the line of what they may not."""

import pytest

from review.cases.mapping import ColumnRule, RowFilter, SourceMapping, TableMapping
from review.cases.mapping_file import (
    MappingLacks,
    MappingRefused,
    MappingTwice,
    MappingUnreadable,
    mapping_to_yaml,
    read_mapping,
)
from review.errors import ReviewError
from review.resources import resource_dir

WHOLE = """\
name: 某县导出
header_row: 2
tables:
  cases:
    source: Sheet1
    key: 案号
    rows: several_per_case
    fields:
      type_code: {constant: 0301}
      handler_name: 承办人
      finish_date:
        column: 结案
        format: ["%d/%m/%Y"]
      decision: {column: 结果, map: {QS: 起诉, "1": 不起诉}}
  measures:
    key: 案号
    where: {column: 逮捕日, is: present}
    fields: {kind: {constant: 逮捕}}
"""

MEANT = SourceMapping(
    name="某县导出",
    header_row=2,
    tables=(
        TableMapping(
            table="cases",
            key="案号",
            source="Sheet1",
            several_rows=True,
            fields={
                "type_code": ColumnRule(constant="0301"),
                "handler_name": ColumnRule("承办人"),
                "finish_date": ColumnRule("结案", formats=("%d/%m/%Y",)),
                "decision": ColumnRule("结果", values={"QS": "起诉", "1": "不起诉"}),
            },
        ),
        TableMapping(
            table="measures",
            key="案号",
            where=RowFilter("逮捕日"),
            fields={"kind": ColumnRule(constant="逮捕")},
        ),
    ),
)


def test_a_mapping_file_is_read_whole_and_codes_stay_text() -> None:
    assert read_mapping(WHOLE) == MEANT


def test_a_mapping_written_back_reads_the_same() -> None:
    assert read_mapping(mapping_to_yaml(MEANT)) == MEANT


def test_the_example_mapping_reads_and_writes_back() -> None:
    example = read_mapping((resource_dir("rules") / "mappings" / "cook.yaml").read_text("utf-8"))
    assert [one.table for one in example.tables] == ["cases", "parties", "measures", "events"]
    assert read_mapping(mapping_to_yaml(example)) == example


@pytest.mark.parametrize(
    ("old", "new", "refusal", "line"),
    [
        ("handler_name", "handlername", MappingRefused, 10),
        ("header_row: 2", "header_row: 0", MappingRefused, 2),
        ("name: 某县导出\n", "", MappingLacks, 1),
        ("  cases:", "  crimes:", MappingRefused, 4),
        ("several_per_case", "many", MappingRefused, 7),
        ('"%d/%m/%Y"', '"%d/%m"', MappingRefused, 13),
        ("{constant: 0301}", "{constant: 0301, column: x}", MappingLacks, 9),
        ("{constant: 0301}", "{constant: 0301, format: x}", MappingRefused, 9),
        ("    key: 案号\n    where", "    where", MappingLacks, 16),
        ("      handler_name: 承办人", "      type_code: 承办人", MappingTwice, 10),
        ("handler_name: 承办人", "handler_name: [承办人", MappingUnreadable, 11),
        ("handler_name: 承办人", "handler_name: ''", MappingRefused, 10),
        ("fields: {kind", "rows: x\n    fields: {kind", MappingRefused, 18),
    ],
)
def test_every_fault_is_named_with_its_line(
    old: str, new: str, refusal: type[ReviewError], line: int
) -> None:
    assert old in WHOLE
    with pytest.raises(refusal) as raised:
        read_mapping(WHOLE.replace(old, new))
    assert raised.value.facts["line"] == line


def test_a_refusal_says_what_would_be_right() -> None:
    with pytest.raises(MappingRefused) as refusal:
        read_mapping(WHOLE.replace("several_per_case", "many"))
    assert str(refusal.value) == (
        "映射文件第 7 行：「many」不能用在这里，应为：one_per_case、several_per_case。"
    )


@pytest.mark.parametrize(
    "text", ["", "[]", "x", "a: &a [1]\nb: *a", "!!python/object:os.system x", "- " * 3000]
)
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(ReviewError):
        read_mapping(text)
