"""Loading cases: all or none, versions, who is registered and who is refused."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review.cases.actions import (
    NotWaiting,
    UnitsNotToRegister,
    UnitsOutOfReach,
    decide,
    examine_import,
    import_package,
    receive_file,
)
from review.cases.actions_loading import KeyOfAnotherOffice, UnitNotRegistered
from review.cases.codebook import Codebook
from review.cases.models import Case, CaseEvent, CaseImport, Document, ImportState, Measure, Notice, Party
from review.cases.preview import ChoiceNotOffered, DecisionMissing
from review.cases.problems import CLASSES, Choice
from review.db import transaction
from review.journal.models import JournalEntry
from review.people.models import Account, Level, Person, Region, Unit
from review.people.roles import Role
from tests.town import NOON, Town
from tests.unit.cases.packages import CLEAN, case_lines, csv_folder, csv_text

TODAY = date(2026, 3, 2)
HOME = {
    "承办单位编码": "330101",
    "承办单位名称": "东湖区院",
    "承办检察官编号": "JD0008",
    "承办检察官姓名": "林峰",
}
"""林峰 of 东湖区院, as the cast knows them."""


def a_file(tmp_path: Path, *changes: dict[str, str], name: str = "cases.csv") -> Path:
    path = tmp_path / name
    path.write_text(csv_text(case_lines(*({**HOME, **change} for change in changes))), "utf-8")
    return path


def bring(town: Town, path: Path, **changes: Any) -> CaseImport:
    """Bring a file in for the province, every problem kept as it is; committed or undone."""
    keep = {code: kind.choices[-1] for code, kind in CLASSES.items() if kind.choices}
    facts: dict[str, Any] = {
        "decisions": keep | changes.pop("decisions", {}),
        "register_new": False,
        "unit": town.units["江东省院"],
        "by": town.viewer("何主任"),
        "at": NOON,
        "today": TODAY,
    }
    with transaction(town.session):
        return import_package(town.session, path, **(facts | changes))


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def told(import_: CaseImport) -> dict[str, Any]:
    """The counts that are not nothing."""
    return {name: value for name, value in (import_.loaded or {}).items() if value}


def test_a_package_is_stored_with_every_table(town: Town, tmp_path: Path) -> None:
    package = {
        "案件": case_lines({**HOME, "是否认罪认罚": "是", "涉案数额": "1,200.50", "其他案由": "盗窃；诈骗"}),
        "当事人": [
            ["部门受案号", "姓名", "诉讼地位", "性别", "绰号"],
            ["BM2025001", "王五", "犯罪嫌疑人", "男", "小五"],
        ],
        "强制措施": [
            ["部门受案号", "措施种类", "开始日期", "当事人姓名"],
            ["BM2025001", "逮捕", "2025-02-20", "王五"],
        ],
        "期限事件": [["部门受案号", "事件种类", "开始日期"], ["BM2025001", "退回补充侦查", "2025-03-10"]],
        "文书": [
            ["部门受案号", "文书种类名称", "文书标题", "签发日期", "拟制日期", "文书正文"],
            ["BM2025001", "起诉书", "起诉书（王五）", "2025-04-01", "2025-03-30", "被告人王五。"],
        ],
        "告知送达": [["部门受案号", "告知种类", "告知日期"], ["BM2025001", "法律援助告知", "2025-03-02"]],
    }
    folder = tmp_path / "package"
    folder.mkdir()
    csv_folder(folder, **package)
    codebook = Codebook(families={"0301": "prosecution"}, document_kinds={"起诉书": "indictment"})
    import_ = bring(town, folder, codebook=codebook)
    assert told(import_) == {"new": 1, "parties": 1, "measures": 1, "events": 1, "documents": 1, "notices": 1}
    case = town.session.scalars(select(Case)).one()
    assert (case.key, case.family, case.plea, case.amount) == (
        "BM2025001",
        "prosecution",
        True,
        Decimal("1200.50"),
    )
    assert (case.unit_id, case.handler_id) == (town.units["东湖区院"].id, town.people["林峰"].id)
    assert (case.accept_date, case.finish_date) == (date(2025, 3, 1), date(2025, 4, 2))
    assert (case.other_causes, case.problems) == (["盗窃", "诈骗"], [])
    assert case.extra == {"承办单位名称": "东湖区院", "承办单位编码": "330101"}
    party = town.session.scalars(select(Party)).one()
    assert (party.name, party.role, party.fields) == (
        "王五",
        "犯罪嫌疑人",
        {"sex": "男", "extra": {"绰号": "小五"}},
    )
    measure = town.session.scalars(select(Measure)).one()
    assert (measure.kind, measure.started_on, measure.fields) == (
        "逮捕",
        date(2025, 2, 20),
        {"party_name": "王五"},
    )
    document = town.session.scalars(select(Document)).one()
    assert (document.kind, document.title, document.made_on) == (
        "indictment",
        "起诉书（王五）",
        date(2025, 4, 1),
    )
    assert (count(town.session, CaseEvent), count(town.session, Notice)) == (1, 1)
    entries = town.session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq)).all()
    assert entries == ["FileReceived", "ImportExamined", "ImportDecided", "CasesLoaded"]


def test_the_same_file_again_changes_nothing_and_a_changed_case_becomes_a_version(
    town: Town, tmp_path: Path
) -> None:
    bring(town, a_file(tmp_path, {}, {}))
    assert told(bring(town, a_file(tmp_path, {}, {}))) == {"unchanged": 2}
    third = bring(town, a_file(tmp_path, {}, {"审结处理结果": "不起诉"}, {}))
    assert told(third) == {"new": 1, "new_versions": 1, "unchanged": 1, "general_family": 2}
    versions = town.session.execute(
        select(Case.key, Case.version, Case.current, Case.decision).order_by(Case.key, Case.version)
    )
    assert [tuple(row) for row in versions] == [
        ("BM2025001", 1, True, "起诉"),
        ("BM2025002", 1, False, "起诉"),
        ("BM2025002", 2, True, "不起诉"),
        ("BM2025003", 1, True, "起诉"),
    ]


def test_cases_of_a_class_left_out_are_not_stored_and_counted(town: Town, tmp_path: Path) -> None:
    path = a_file(tmp_path, {}, {"审结日期": "2025-02-01"}, {"承办检察官编号": "", "承办检察官姓名": ""})
    import_ = bring(town, path, decisions={"order_of_dates": Choice.QUARANTINE})
    assert import_.loaded is not None
    assert (import_.loaded["new"], import_.loaded["left_out"]) == (2, 1)
    assert import_.loaded["left_out_by"] == {"order_of_dates": 1}
    rows = town.session.execute(select(Case.key, Case.handler_id, Case.problems).order_by(Case.key)).all()
    blank = [{"class": "blank_handler", "table": "cases", "column": "承办检察官编号", "row": 4}]
    assert [tuple(row) for row in rows] == [
        ("BM2025001", town.people["林峰"].id, []),
        ("BM2025003", None, blank),
    ]


def test_a_class_without_a_choice_stops_the_import(town: Town, tmp_path: Path) -> None:
    path = a_file(tmp_path, {"审结日期": "2025-02-01"})
    with pytest.raises(DecisionMissing), transaction(town.session):
        import_package(
            town.session,
            path,
            decisions={},
            register_new=False,
            unit=town.units["江东省院"],
            by=town.viewer("何主任"),
            at=NOON,
            today=TODAY,
        )
    assert (count(town.session, Case), count(town.session, CaseImport)) == (0, 0)


def test_a_refusal_on_the_last_row_leaves_nothing_behind(town: Town, tmp_path: Path) -> None:
    """The last case's number belongs to another city, which only the load finds out."""
    town.case("BM2027200", "西山区院", "吴静")
    town.person("苏案", "东湖市院", Role.OFFICER)
    town.session.commit()
    before = {model: count(town.session, model) for model in (Case, Person, JournalEntry)}
    changes = [{"承办检察官编号": f"新{number}", "承办检察官姓名": ""} for number in range(2_200)]
    path = a_file(tmp_path, *changes)
    with pytest.raises(KeyOfAnotherOffice) as refusal:
        bring(town, path, register_new=True, unit=town.units["东湖市院"], by=town.viewer("苏案"))
    assert refusal.value.facts == {"row": 2_201}
    assert {model: count(town.session, model) for model in (Case, Person, JournalEntry)} == before
    assert count(town.session, CaseImport) == 1


def test_unknown_units_and_handlers_are_registered_below_the_office(town: Town, tmp_path: Path) -> None:
    north = {"地区": "北郊市", "承办单位编码": "", "承办单位名称": "北郊市院", "承办检察官姓名": ""}
    path = a_file(
        tmp_path,
        {**north, "承办检察官编号": "B1"},
        {**north, "承办检察官编号": "B1"},
        {**north, "承办检察官编号": "", "承办检察官姓名": "白露"},
        {**north, "地区": "南浦市", "承办检察官编号": "B2"},
    )
    import_ = bring(town, path, register_new=True)
    assert import_.loaded is not None
    assert import_.loaded["registered"] == {"regions": 1, "units": 1, "handlers": 3}
    unit = town.session.scalars(select(Unit).where(Unit.name == "北郊市院")).one()
    region = town.session.get_one(Region, unit.region_id)
    assert (unit.level, unit.path, region.name) == (Level.CITY, f"/33/{unit.code}/", "北郊市")
    people = town.session.scalars(select(Person).where(Person.unit_id == unit.id).order_by(Person.name)).all()
    assert [(one.name, one.staff_no) for one in people[:2]] == [("B1", "B1"), ("B2", "B2")]
    assert people[2].name == "白露"
    assert town.session.get(Account, people[0].id) is None
    cases = town.session.execute(select(Case.handler_id, Case.problems).order_by(Case.key)).all()
    numbers = {one.staff_no: one.id for one in people}
    assert [row.handler_id for row in cases] == [numbers["B1"], numbers["B1"], people[2].id, numbers["B2"]]
    assert [row.problems for row in cases] == [[], [], [], []]
    again = bring(town, path, register_new=True)
    assert told(again) == {"unchanged": 4, "registered": {"regions": 0, "units": 0, "handlers": 0}}


def test_registering_later_links_the_handler_in_a_new_version(town: Town, tmp_path: Path) -> None:
    path = a_file(tmp_path, {"承办检察官编号": "B9", "承办检察官姓名": "白露"})
    first = bring(town, path)
    assert told(first) == {"new": 1, "general_family": 1, "unknown_handler": 1}
    second = bring(town, path, register_new=True)
    assert second.loaded is not None
    assert (second.loaded["new_versions"], second.loaded["unknown_handler"]) == (1, 0)
    case = town.session.scalars(select(Case).where(Case.current)).one()
    assert case.handler_id == town.session.scalar(select(Person.id).where(Person.staff_no == "B9"))


def test_a_handler_is_found_by_name_within_the_unit_but_not_among_namesakes(
    town: Town, tmp_path: Path
) -> None:
    nameless = {"承办检察官编号": ""}
    bring(town, a_file(tmp_path, nameless))
    assert town.session.scalars(select(Case.handler_id)).one() == town.people["林峰"].id
    first = town.people["林峰"]
    town.person("林峰", "东湖区院", Role.HANDLER)
    town.session.commit()
    import_ = bring(town, a_file(tmp_path, {**nameless, "部门受案号": "BM9"}), register_new=True)
    assert import_.loaded is not None
    assert (import_.loaded["unknown_handler"], import_.loaded["registered"]["handlers"]) == (1, 0)
    assert first.name == "林峰"


def test_units_outside_the_subtree_are_refused(town: Town, tmp_path: Path) -> None:
    town.person("苏案", "西山市院", Role.OFFICER)
    town.session.commit()
    neighbour = town.viewer("苏案")
    own = {
        "承办单位编码": "330201",
        "承办单位名称": "西山区院",
        "承办检察官编号": "JD0009",
        "承办检察官姓名": "吴静",
    }
    import_ = bring(
        town,
        a_file(tmp_path, own, {}),
        register_new=True,
        unit=town.units["西山市院"],
        by=neighbour,
    )
    assert import_.loaded is not None
    assert (import_.loaded["new"], import_.loaded["left_out_by"]) == (1, {"foreign_unit": 1})
    with pytest.raises(ChoiceNotOffered):
        bring(
            town,
            a_file(tmp_path, {}),
            unit=town.units["西山市院"],
            by=neighbour,
            decisions={"foreign_unit": Choice.KEEP},
        )
    with pytest.raises(UnitsOutOfReach):
        bring(town, a_file(tmp_path, {}), unit=town.units["东湖市院"], by=neighbour)


def test_unknown_units_are_not_kept_without_registering(town: Town, tmp_path: Path) -> None:
    path = a_file(tmp_path, {"承办单位编码": "", "承办单位名称": "北郊市院"})
    with pytest.raises(UnitsNotToRegister):
        bring(town, path)
    assert bring(town, path, decisions={"unknown_unit": Choice.QUARANTINE}).loaded is not None
    assert count(town.session, Case) == 0


def test_a_unit_name_that_two_units_bear_is_nobody(town: Town, tmp_path: Path) -> None:
    town.unit("新区院", "330102", Level.COUNTY, "东湖", "东湖市院")
    town.units["西山区院"].name = "新区院"
    town.session.commit()
    path = a_file(tmp_path, {"承办单位编码": "", "承办单位名称": "新区院"})
    with pytest.raises(UnitNotRegistered) as refusal:
        bring(town, path, register_new=True)
    assert refusal.value.facts == {"row": 2}


def test_keys_are_kept_in_one_unicode_form(town: Town, tmp_path: Path) -> None:
    bring(town, a_file(tmp_path, {"部门受案号": "e\u0301-1"}))
    assert told(bring(town, a_file(tmp_path, {"部门受案号": "\u00e9-1"}))) == {"unchanged": 1}
    assert town.session.scalars(select(Case.key)).all() == ["\u00e9-1"]


def test_a_received_file_is_kept_under_a_generated_name_with_its_hash(town: Town, tmp_path: Path) -> None:
    path = a_file(tmp_path, {})
    with transaction(town.session), path.open("rb") as stream:
        import_ = receive_file(
            town.session,
            stream,
            file_name="C:\\案件\\..\\2025.csv",
            folder=tmp_path / "up",
            unit=town.units["江东省院"],
            by=town.viewer("何主任"),
            at=NOON,
        )
    assert import_.file_name == "2025.csv"
    assert (tmp_path / "up" / import_.stored_as).read_bytes() == path.read_bytes()
    assert len(import_.file_hash) == 64
    assert import_.state is ImportState.EXAMINING
    with pytest.raises(NotWaiting):
        decide(
            town.session,
            import_,
            decisions={},
            register_new=False,
            by=town.viewer("何主任"),
            at=NOON,
        )


def test_the_journal_holds_no_names(town: Town, tmp_path: Path) -> None:
    bring(town, a_file(tmp_path, {"承办检察官编号": "B9", "承办检察官姓名": "白露"}), register_new=True)
    facts = json.dumps([row.facts for row in town.session.scalars(select(JournalEntry))], ensure_ascii=False)
    assert not [word for word in ("白露", "B9", *CLEAN.values()) if word in facts and len(word) > 2]


def test_an_examination_is_kept_only_while_it_is_awaited(town: Town) -> None:
    import_ = town.case_import()
    with pytest.raises(NotWaiting):
        examine_import(town.session, import_, {}, by=town.viewer("何主任"), at=NOON)
