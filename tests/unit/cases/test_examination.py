"""Each kind of dirt is counted where it stands, and nothing else is."""

from datetime import date
from pathlib import Path

import pytest

from review.cases.examination import examine
from review.cases.mapping import ColumnMissing, FieldNotMapped, SourceMissing
from review.cases.mapping_file import read_mapping
from review.cases.preview import ChoiceNotOffered, DecisionMissing, check_decisions
from review.cases.problems import Choice
from review.cases.reading import open_package
from review.cases.suggesting import standard_mapping
from tests.unit.cases.packages import TODAY, case_lines, counts, csv_folder, csv_text, preview_of, workbook


def test_a_clean_package_has_nothing_to_decide(tmp_path: Path) -> None:
    package = csv_folder(
        tmp_path,
        cases=case_lines({}, {}),
        parties=[["dept_no", "name"], ["BM2025001", "张某"], ["BM2025002", "李某"]],
    )
    preview = preview_of(package)
    assert counts(preview) == {}
    assert (preview.cases, preview.rows, preview.to_decide) == (2, {"cases": 2, "parties": 2}, ())
    assert preview.finished == (date(2025, 4, 2), date(2025, 4, 2))
    assert preview.units == {"东湖区人民检察院": 2}
    assert preview.combinations == {(): 2}
    assert preview.encodings == {"cases.csv": "UTF-8", "parties.csv": "UTF-8"}


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"部门受案号": ""}, "blank_key", "B2"),
        ({"部门受案号": "1.10101E+17"}, "damaged_number", "B2"),
        ({"承办检察官姓名": "", "承办检察官编号": " "}, "blank_handler", "J2"),
        ({"承办单位编码": "", "承办单位名称": ""}, "blank_unit", "G2"),
        ({"地区": "", "承办单位编码": ""}, "blank_region", "S2"),
        ({"案件名称": "　"}, "blank_required", "C2"),
        ({"案件名称": "长" * 401}, "too_long", "C2"),
        ({"案件名称": "=HYPERLINK(1)"}, "formula_like", "C2"),
        ({"案件名称": "＝1+1"}, "formula_like", "C2"),
        ({"案件名称": " 张某盗窃案"}, "outer_blanks", "C2"),
        ({"承办检察官编号": "D  001"}, "inner_blanks", "J2"),
        ({"受理日期": "去年三月"}, "unreadable_date", "O2"),
        ({"受理日期": "2025-02-31"}, "impossible_date", "O2"),
        ({"归档日期": "2202-04-22"}, "impossible_date", "S2"),
        ({"受理日期": "1025-03-01"}, "impossible_date", "O2"),
        ({"审结日期": "2025-02-01"}, "order_of_dates", "P2"),
        ({"办结日期": "2025-03-31"}, "order_of_dates", "Q2"),
        ({"办理天数": "三十"}, "unreadable_number", "S2"),
        ({"办理天数": "1.5"}, "unreadable_number", "S2"),
        ({"办理天数": "-3"}, "impossible_number", "S2"),
        ({"涉案数额": "3.333"}, "unreadable_number", "S2"),
        ({"是否认罪认罚": "也许"}, "unreadable_flag", "S2"),
    ],
)
def test_one_spoilt_cell_is_one_problem_in_its_place(
    tmp_path: Path, change: dict[str, str], code: str, cell: str
) -> None:
    preview = preview_of(csv_folder(tmp_path, cases=case_lines(change)))
    assert counts(preview) == {code: 1}
    (example,) = preview.problems[0].examples
    assert (example.table, example.source, example.row, example.cell) == ("cases", "cases", 2, cell)


@pytest.mark.parametrize(
    "change",
    [
        {"办理到期日期": "2030-01-01"},
        {"涉案数额": "￥1,234.50元"},
        {"办理天数": "31"},
        {"是否认罪认罚": "是"},
        {"其他案由": "诈骗、抢劫"},
        {"移送文书文号": "-1"},
        {"承办检察官姓名": ""},
        {"地区": ""},
        {"承办单位编码": ""},
        {"案情摘要": "多段  文字。"},
    ],
)
def test_what_is_right_is_no_problem(tmp_path: Path, change: dict[str, str]) -> None:
    assert counts(preview_of(csv_folder(tmp_path, cases=case_lines(change)))) == {}


def test_the_last_day_is_the_day_of_the_import(tmp_path: Path) -> None:
    package = csv_folder(tmp_path, cases=case_lines({"归档日期": str(TODAY)}))
    assert counts(preview_of(package)) == {}
    before = examine(package, standard_mapping(package), today=date(2026, 5, 31))
    assert counts(before) == {"impossible_date": 1}


def test_an_impossible_day_is_not_compared_with_others(tmp_path: Path) -> None:
    package = csv_folder(tmp_path, cases=case_lines({"受理日期": "2202-01-01"}))
    assert counts(preview_of(package)) == {"impossible_date": 1}


def test_a_repeated_key_names_the_first_row(tmp_path: Path) -> None:
    preview = preview_of(csv_folder(tmp_path, cases=case_lines({}, {}, {"部门受案号": "BM2025001"})))
    assert (counts(preview), preview.cases, preview.problems[0].cases) == ({"duplicate_key": 1}, 2, 1)
    assert str(preview.problems[0].examples[0]) == "案号与第 2 行相同。"


def test_keys_that_look_alike_are_one_key(tmp_path: Path) -> None:
    package = csv_folder(tmp_path, cases=case_lines({"部门受案号": "é1"}, {"部门受案号": "e\u03011"}))
    assert counts(preview_of(package)) == {"duplicate_key": 1}


def test_a_child_without_a_case_is_told_and_marks_no_case(tmp_path: Path) -> None:
    package = csv_folder(
        tmp_path, cases=case_lines({}), parties=[["dept_no", "name"], ["BM2025001", "张某"], ["BM9", "李某"]]
    )
    preview = preview_of(package)
    assert counts(preview) == {"orphan_child": 1}
    assert (preview.problems[0].cases, preview.problems[0].examples[0].cell) == (0, "A3")


def test_a_problem_of_a_child_marks_its_case(tmp_path: Path) -> None:
    package = csv_folder(
        tmp_path, cases=case_lines({}, {}), parties=[["dept_no", "birth_date"], ["BM2025002", "1990-02-30"]]
    )
    preview = preview_of(package)
    assert preview.combinations == {(): 1, ("impossible_date",): 1}


def test_unknown_codes_are_told_by_the_code_tables(tmp_path: Path) -> None:
    package = csv_folder(tmp_path, cases=case_lines({}, {"案件类别编码": "9999"}, {"其他案由": "诈骗、打人"}))
    preview = preview_of(package, codes={"cases.type_code": ["0301"], "cases.other_causes": {"诈骗"}})
    assert counts(preview) == {"unknown_code": 2}
    assert preview.problems[0].columns == {"案件类别编码": 1, "其他案由": 1}


def test_spellings_of_one_value_are_told_on_the_rarer_ones(tmp_path: Path) -> None:
    package = csv_folder(
        tmp_path, cases=case_lines({"侦查机关": "XCID"}, {"侦查机关": "XCID"}, {"侦查机关": "xcid"})
    )
    preview = preview_of(package)
    assert counts(preview) == {"case_variants": 1}
    assert str(preview.problems[0].examples[0]) == "与更常见的写法「XCID」仅大小写、全半角或空格不同。"
    assert preview.problems[0].examples[0].cell == "S4"


def test_two_ways_of_writing_days_are_told_but_not_decided(tmp_path: Path) -> None:
    preview = preview_of(csv_folder(tmp_path, cases=case_lines({}, {"受理日期": "2025年3月1日"})))
    assert (counts(preview), preview.to_decide) == ({"mixed_date_forms": 1}, ())
    assert preview.date_forms["cases"]["受理日期"] == {"YYYY-MM-DD": 1, "YYYY年M月D日": 1}


def test_columns_that_nothing_takes_are_told_once_each(tmp_path: Path) -> None:
    preview = preview_of(csv_folder(tmp_path, cases=case_lines({"备注": "x"}, {"备注": "y"})))
    assert counts(preview) == {"unknown_column": 1}


def test_required_columns_that_are_missing_are_told_once_each(tmp_path: Path) -> None:
    lines = [line[:-1] for line in case_lines({}, {})]
    preview = preview_of(csv_folder(tmp_path, cases=lines))
    assert counts(preview) == {"missing_column": 1}
    assert preview.problems[0].columns == {"decision": 1}


def test_a_row_of_the_wrong_length_cannot_be_used(tmp_path: Path) -> None:
    lines = case_lines({}, {})
    lines[1].append("多")
    lines[2].pop()
    preview = preview_of(csv_folder(tmp_path, cases=lines))
    assert counts(preview) == {"ragged_row": 2, "blank_required": 1}
    assert str(preview.problems[0].examples[0]) == "本行有 19 列，表头有 18 列。"


def test_a_number_in_a_text_column_of_a_workbook_is_refused_with_its_place(tmp_path: Path) -> None:
    header, row = case_lines({"其他案由": "诈骗"})
    path = workbook(
        tmp_path / "package.xlsx",
        {"案件": [header, row], "当事人": [["部门受案号", "证件号码"], ["BM2025001", 110101199003070011]]},
    )
    preview = preview_of(open_package(path))
    assert counts(preview) == {"damaged_number": 1}
    example = preview.problems[0].examples[0]
    assert (example.source, example.cell, example.value) == ("当事人", "B2", "1.1010119900307e+17")


def test_an_identity_number_as_text_arrives_whole(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "package.xlsx",
        {"案件": case_lines({}), "当事人": [["部门受案号", "证件号码"], ["BM2025001", "110101199003070011"]]},
    )
    assert counts(preview_of(open_package(path))) == {}


def test_only_the_first_twenty_rows_of_a_class_are_shown(tmp_path: Path) -> None:
    preview = preview_of(csv_folder(tmp_path, cases=case_lines(*[{"案件名称": ""}] * 25)))
    (only,) = preview.problems
    assert (only.count, [one.row for one in only.examples]) == (25, list(range(2, 22)))


def test_progress_is_told_with_the_whole_where_it_is_known(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    lines = case_lines(*[{}] * 1_200)
    path = workbook(tmp_path / "package.xlsx", {"案件": lines})
    preview_of(open_package(path), progress=lambda done, whole: told.append((done, whole)))
    assert told == [(1_000, 1_201), (1_200, 1_200)]


def test_each_class_present_needs_a_decision_that_it_allows(tmp_path: Path) -> None:
    lines = case_lines({"承办检察官编号": "", "承办检察官姓名": ""}, {}, {"部门受案号": "BM2025002"}, {})
    preview = preview_of(csv_folder(tmp_path, cases=lines))
    assert preview.to_decide == ("duplicate_key", "blank_handler")
    with pytest.raises(DecisionMissing) as missing:
        check_decisions(preview, {"duplicate_key": Choice.QUARANTINE})
    assert missing.value.codes == ("blank_handler",)
    with pytest.raises(ChoiceNotOffered) as refusal:
        check_decisions(preview, {"duplicate_key": Choice.KEEP, "blank_handler": Choice.KEEP})
    assert str(refusal.value) == "「案号重复」的案件不能按原样导入，只能选择不导入。"
    chosen = {"duplicate_key": Choice.QUARANTINE, "blank_handler": Choice.KEEP}
    check_decisions(preview, chosen)
    assert preview.left_out(chosen) == 1
    assert preview.left_out(dict.fromkeys(chosen, Choice.QUARANTINE)) == 2


MAPPING = """\
name: x
tables:
  cases: {key: 案号, fields: {handler_name: 承办人, office_name: 单位, finish_date: 结案}}
"""


def test_a_mapping_that_does_not_fit_the_file_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "导出.csv"
    path.write_text(csv_text([["案号", "承办人", "单位"], ["1", "张", "甲院"]]))
    package = open_package(path)
    with pytest.raises(ColumnMissing) as missing:
        preview_of(package, read_mapping(MAPPING))
    assert str(missing.value) == "「导出」中没有映射所用的列「结案」。请核对列名或修改映射。"
    with pytest.raises(FieldNotMapped):
        preview_of(package, read_mapping(MAPPING.replace("handler_name", "dept_name")))
    with pytest.raises(SourceMissing) as source:
        preview_of(package, read_mapping(MAPPING.replace("{key", "{source: 表一, key")))
    assert str(source.value) == "没有找到「案件」对应的工作表或文件「表一」。本次文件中有：导出。"


def test_the_preview_can_be_kept_as_json(tmp_path: Path) -> None:
    preview = preview_of(csv_folder(tmp_path, cases=case_lines({"审结日期": "2025-02-01"})))
    kept = preview.as_json()
    assert kept["finished"] == ["2025-04-02", "2025-04-02"]
    assert kept["problems"][0]["examples"] == [
        {
            "table": "cases",
            "source": "cases",
            "row": 2,
            "column": "审结日期",
            "cell": "P2",
            "value": "2025-02-01",
            "sentence": "早于「%(earlier)s」的 %(day)s。",
            "facts": {"earlier": "受理日期", "day": "2025-03-01"},
        }
    ]
