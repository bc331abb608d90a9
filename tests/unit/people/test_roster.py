"""Lists of people and units: columns found under any of their names, every fault told with row and column."""

import pytest

from review.people.lists import ColumnsMissing, find_columns, many, text_of
from review.people.models import Level
from review.people.roles import Estate, Role
from review.people.roster import COLUMNS, Known, RosterLine, examine
from review.people.unit_list import COLUMNS as UNIT_COLUMNS
from review.people.unit_list import KnownTree, UnitLine
from review.people.unit_list import examine as examine_units

KNOWN = Known(
    units=frozenset({"330101"}),
    people={"JD0001": Estate.BUSINESS, "SY0001": Estate.SYSTEM},
    families={"prosecution": "prosecution", "审查起诉": "prosecution", "民事": "civil"},
)


def row(**cells: str) -> dict[str, str]:
    return {"staff_no": "JD0201", "name": "许知", "unit_code": "330101"} | cells


@pytest.mark.parametrize(
    "headers",
    [
        ("工号", "姓名", "院代码"),
        ("工号*", " 姓 名 ", "单位代码"),
        ("staff_no", "name", "unit_code"),
        ("Staff Number", "Full Name", "UNIT"),
    ],
)
def test_columns_are_found_under_any_of_their_names(headers: tuple[str, ...]) -> None:
    assert find_columns(headers, COLUMNS) == {"staff_no": 0, "name": 1, "unit_code": 2}


def test_all_missing_columns_are_named_at_once() -> None:
    with pytest.raises(ColumnsMissing) as refused:
        find_columns(("部门", "备注"), COLUMNS)
    assert refused.value.facts == {"columns": ["工号", "姓名", "院代码"]}
    with pytest.raises(ColumnsMissing) as refused:
        find_columns(("院代码", "院名称", "级别"), UNIT_COLUMNS)
    assert refused.value.facts == {"columns": ["上级院代码", "地区代码"]}


def test_a_whole_line_is_read_with_roles_specialities_and_capacity() -> None:
    cells = row(
        department="第一检察部",
        rank="一级检察官",
        roles="评查员、leader；案管",
        specialities="审查起诉,民事",
        capacity="12",
    )
    roster = examine([(2, cells)], KNOWN)
    assert roster.faults == ()
    assert roster.lines == (
        RosterLine(
            row=2,
            staff_no="JD0201",
            name="许知",
            unit_code="330101",
            department="第一检察部",
            rank="一级检察官",
            roles=(Role.REVIEWER, Role.LEADER, Role.OFFICER),
            specialities=("prosecution", "civil"),
            capacity=12,
        ),
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"staff_no": ""}, [("工号", "未填写")]),
        ({"staff_no": "JD0001"}, [("工号", "此工号已登记")]),
        ({"unit_code": "99"}, [("院代码", "没有这个院，或不在您的管理范围内")]),
        ({"roles": "审计管理员"}, [("角色", "“%(word)s”是三员角色，不能批量授权")]),
        ({"capacity": "五"}, [("承办上限", "须为 1 至 500 的整数")]),
        ({"capacity": "501"}, [("承办上限", "须为 1 至 500 的整数")]),
        ({"capacity": "²"}, [("承办上限", "须为 1 至 500 的整数")]),
        ({"name": "名" * 61}, [("姓名", "超过 %(most)d 个字符")]),
    ],
)
def test_each_fault_is_told_with_its_column(cells: dict[str, str], told: list[tuple[str, str]]) -> None:
    roster = examine([(2, row(**cells))], KNOWN)
    assert [(fault.column, fault.sentence) for fault in roster.faults] == told


def test_the_same_number_twice_is_told_with_the_earlier_row() -> None:
    roster = examine([(2, row()), (3, row(name="苏眉"))], KNOWN)
    assert [(fault.row, fault.column, fault.facts) for fault in roster.faults] == [(3, "工号", {"row": 2})]


def test_granting_asks_for_people_already_registered_and_not_for_administrators() -> None:
    roster = examine(
        [
            (2, row(staff_no="JD0001", roles="评查员")),
            (3, row(staff_no="JD0777", roles="评查员")),
            (4, row(staff_no="SY0001", roles="评查员")),
        ],
        KNOWN,
        granting=True,
    )
    assert [(fault.row, fault.sentence) for fault in roster.faults] == [
        (3, "此工号尚未登记，请先由系统管理员导入人员"),
        (4, "此人属于三员，不能授予业务角色"),
    ]


def test_a_unit_may_stand_below_one_of_an_earlier_row_but_not_of_a_later_one() -> None:
    known = KnownTree({"33": Level.PROVINCE}, frozenset({"33", "3301"}), frozenset({"3300"}))
    city = {
        "code": "3304",
        "name": "北岭市院",
        "level": "市级",
        "parent": "33",
        "region_code": "3304",
        "region_name": "北岭市",
    }
    county = {
        "code": "330401",
        "name": "北岭区院",
        "level": "县区级",
        "parent": "3304",
        "region_code": "3304",
        "region_name": "",
    }
    assert examine_units([(2, city), (3, county)], known).lines == (
        UnitLine(2, "3304", "北岭市院", Level.CITY, "33", "3304", "北岭市"),
        UnitLine(3, "330401", "北岭区院", Level.COUNTY, "3304", "3304", ""),
    )
    assert examine_units([(2, city), (3, county)], known).faults == ()
    turned = examine_units([(2, county), (3, city)], known)
    assert [(fault.row, fault.column) for fault in turned.faults] == [(2, "上级院代码"), (2, "地区名称")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"code": "3301"}, [("院代码", "此代码已登记")]),
        ({"code": "33/05"}, [("院代码", "只能由字母、数字、“-”和“_”组成")]),
        ({"level": "省级"}, [("级别", "级别须低于上级院")]),
        ({"level": "镇级"}, [("级别", "须为省级、市级或县区级")]),
    ],
)
def test_a_units_faults_are_told(change: dict[str, str], told: list[tuple[str, str]]) -> None:
    known = KnownTree({"33": Level.PROVINCE}, frozenset({"33", "3301"}), frozenset({"3300"}))
    cells = {"code": "3305", "name": "院", "level": "市级", "parent": "33", "region_code": "3300"} | change
    faults = examine_units([(2, cells)], known).faults
    assert [(fault.column, fault.sentence) for fault in faults] == told


def test_a_spreadsheets_numbers_are_read_without_their_decimals() -> None:
    assert [text_of(cell) for cell in (330101.0, 12.5, " 甲 ", True)] == ["330101", "12.5", "甲", "True"]


def test_a_cell_holds_several_words_however_they_are_set_apart() -> None:
    assert many("评查员、组长，案管;承办人 | 院长") == ["评查员", "组长", "案管", "承办人", "院长"]
