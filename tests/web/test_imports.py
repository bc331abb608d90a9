"""Bringing cases in through the pages: preview, decisions, result."""

import csv
import io
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from review.cases.models import Case, CaseImport, ImportState
from review.people.models import Person, Region, Unit
from review.people.roles import Role
from review.resources import resource_dir
from review.settings import Settings
from review.worker import run_untaken, workshop
from tests.cook_like import cook_like, count_dirt
from tests.reader import Reader, one, words
from tests.town import Town
from tests.web.counting import queries_of

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
COOK = (resource_dir("rules") / "mappings" / "cook.yaml").read_text("utf-8")


@pytest.fixture(autouse=True)
def summer() -> Any:
    """All imports happen on 1 June 2026."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def officer(reader: Reader) -> Reader:
    return reader.as_("何主任")


def work(settings: Settings) -> int:
    """Let the worker do what waits."""
    return run_untaken(workshop(settings))


def upload(officer: Reader, text: str, **form: Any) -> BeautifulSoup:
    """Upload a CSV; the page of the import is read."""
    file = (BytesIO(text.encode()), form.pop("name", "export.csv"))
    return officer.send("imports.new", {"file": file, "way": "standard"} | form)


def latest(town: Town) -> CaseImport:
    town.session.rollback()
    return town.session.scalars(select(CaseImport).order_by(CaseImport.id.desc()).limit(1)).one()


def counts_on(page: BeautifulSoup) -> dict[str, int]:
    """Class → cells, as the preview tells them."""
    found = {}
    for part in page.select(".problem-class"):
        code = str(part["id"]).removeprefix("class-")
        found[code] = int(words(part, "h3 + span").split(" ")[0].replace(",", ""))
    return found


def strangers_in(text: str) -> dict[str, int]:
    """What nobody has registered and what no code table knows, counted cell by cell."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return {
        "unknown_region": sum(row["region"] != "" for row in rows),
        "unknown_unit": sum(row["unit"] != "" for row in rows),
        "unknown_handler": sum(row["handler"] != "" for row in rows),
        "unknown_code": sum(
            row[column] != "" for row in rows for column in ("disposition", "felony_review_result")
        ),
    }


def decisions(page: BeautifulSoup, **changes: str) -> dict[str, str]:
    """A form with the last choice of every class, and `changes`."""
    form = {}
    for part in page.select(".problem-class"):
        offered = [str(box["value"]) for box in part.select("input[type=radio]")]
        if offered:
            form[f"choice-{str(part['id']).removeprefix('class-')}"] = offered[-1]
    return form | {f"choice-{code}": choice for code, choice in changes.items()}


def test_an_export_of_another_system_is_brought_in_by_a_mapping_written_on_the_page(
    officer: Reader, town: Town, settings: Settings
) -> None:
    text, planted = cook_like(200)
    page = upload(officer, text, way="suggest")
    assert words(page, "h1") == "export.csv"
    assert work(settings) == 1
    import_ = latest(town)
    page = officer.see("imports.show", public_id=import_.public_id)
    assert (
        words(page, ".notice-warning") == "已按列名自动匹配，请核对下面的映射，修改后点击「按此映射检查」。"
    )
    assert "case_id" in [cell.get_text() for cell in page.select(".file-columns td.mono")]
    page = officer.send("imports.mapping", {"mapping": COOK}, public_id=import_.public_id)
    assert work(settings) == 1
    page = officer.see("imports.show", public_id=import_.public_id)
    independent = dict(count_dirt(text, date(2026, 6, 1)))
    assert independent == dict(planted)
    assert counts_on(page) == independent | strangers_in(text)
    assert town.session.scalar(select(func.count()).select_from(Case)) == 0
    form = decisions(page) | {"register_new": "y"}
    no_unit = sum(number % 41 == 7 or number % 43 == 9 for number in range(200))
    fragment = officer.client.get(officer.address("imports.outlook_now", public_id=import_.public_id, **form))
    assert f"将导入 {200 - no_unit} 件、不导入 {no_unit} 件。" in " ".join(
        BeautifulSoup(fragment.get_data(as_text=True), "html.parser").get_text().split()
    )
    officer.send("imports.decision", form, public_id=import_.public_id)
    assert work(settings) == 1
    page = officer.see("imports.show", public_id=import_.public_id)
    assert words(page, ".notice-success").startswith(
        f"导入完成：新案件 {200 - no_unit} 件，新版本 0 件，未变化 0 件，未导入 {no_unit} 件。"
    )
    town.session.rollback()
    assert town.session.scalar(select(func.count()).select_from(Case)) == 200 - no_unit
    names = town.session.scalars(
        select(Region.name).where(Region.code.startswith("X-")).order_by(Region.name)
    )
    assert names.all() == ["District 1 - North", "District 2 - South"]


def test_confirming_says_which_classes_are_still_open_and_writes_nothing(
    officer: Reader, town: Town, settings: Settings
) -> None:
    text, _ = cook_like(60)
    upload(officer, text, way="written", written=COOK)
    work(settings)
    import_ = latest(town)
    page = officer.see("imports.show", public_id=import_.public_id)
    assert one(page, "#outlook button").has_attr("disabled")
    form = decisions(page)
    del form["choice-blank_handler"]
    page = officer.send("imports.decision", form, status=422, public_id=import_.public_id)
    assert words(page, ".notice-danger") == (
        "还有 1 类问题没有选择处理方式。请逐类选择「不导入」或「按原样导入并标记」后再确认。"
    )
    assert words(page, "#still-open") == "还有 1 类问题没有选择处理方式：承办人空白"
    assert latest(town).state is ImportState.EXAMINED


def test_keeping_cases_of_unknown_units_needs_the_units_registered(
    officer: Reader, town: Town, settings: Settings
) -> None:
    text, _ = cook_like(60)
    upload(officer, text, way="saved", saved="shipped:cook")
    work(settings)
    import_ = latest(town)
    form = decisions(officer.see("imports.show", public_id=import_.public_id))
    page = officer.send("imports.decision", form, status=422, public_id=import_.public_id)
    assert words(page, ".notice-danger") == (
        "「单位未登记」选择了按原样导入，但没有勾选「登记文件中的新地区、新单位、新承办人」。"
        "没有单位的案件不能入库：请勾选登记，或改选不导入。"
    )


def test_a_fault_in_the_mapping_is_told_with_its_line_and_the_text_is_kept(
    officer: Reader, town: Town, settings: Settings
) -> None:
    text, _ = cook_like(60)
    upload(officer, text, way="suggest")
    work(settings)
    broken = COOK.replace("cause_decided: charge_title", "cause_decidet: charge_title")
    line = broken.split("\n").index("      cause_decidet: charge_title") + 1
    page = officer.send("imports.mapping", {"mapping": broken}, status=422, public_id=latest(town).public_id)
    assert words(page, "#mapping-error").startswith(
        f"映射文件第 {line} 行：「cause_decidet」不能用在这里，应为："
    )
    assert "cause_decidet" in one(page, "#mapping").get_text()


def test_a_column_that_the_file_does_not_have_is_named(
    officer: Reader, town: Town, settings: Settings
) -> None:
    text, _ = cook_like(60)
    upload(
        officer, text, way="written", written=COOK.replace("handler_id: handler", "handler_id: prosecutor")
    )
    work(settings)
    page = officer.see("imports.show", public_id=latest(town).public_id)
    assert words(page, ".notice-warning") == (
        "「export」中没有映射所用的列「prosecutor」。请核对列名或修改映射。"
    )


def test_a_picture_is_refused_in_words_and_deleted(officer: Reader, town: Town, settings: Settings) -> None:
    file = (BytesIO(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 500), "案件.xlsx")
    officer.send("imports.new", {"file": file, "way": "standard"})
    work(settings)
    import_ = latest(town)
    page = officer.see("imports.show", public_id=import_.public_id)
    assert words(page, ".empty-state p") == (
        "工作簿「案件.xlsx」无法读取。请用 Excel 打开并另存为 XLSX 后重新上传。"
    )
    assert import_.state is ImportState.REFUSED
    assert list(settings.upload_dir.iterdir()) == []


def test_giving_up_leaves_no_case_and_no_file(officer: Reader, town: Town, settings: Settings) -> None:
    text, _ = cook_like(60)
    upload(officer, text, way="saved", saved="shipped:cook")
    work(settings)
    page = officer.send("imports.giving_up", {}, public_id=latest(town).public_id)
    assert words(page, ".notice") == "已放弃导入“export.csv”，没有写入任何案件，上传的文件已删除。"
    assert list(settings.upload_dir.iterdir()) == []
    page = officer.see("imports.show", public_id=latest(town).public_id)
    assert words(page, ".empty-state p") == "此次导入已放弃，没有写入任何案件。"


def test_the_list_of_errors_has_a_line_for_every_problem_but_ways_of_writing_days(
    officer: Reader, town: Town, settings: Settings
) -> None:
    text, planted = cook_like(60)
    upload(officer, text, way="saved", saved="shipped:cook")
    work(settings)
    answer = officer.get("imports.problems", public_id=latest(town).public_id)
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert lines[0] == ["表", "来源", "行", "位置", "列", "值", "问题", "说明"]
    expected = sum(planted.values()) - planted["mixed_date_forms"] + sum(strangers_in(text).values())
    assert len(lines) - 1 == expected
    assert lines[9][:7] == ["案件", "export", "2", "R2", "disposition", "Nolle Prosecution", "代码表外的值"]


def test_an_import_of_another_office_is_not_there(
    officer: Reader, town: Town, settings: Settings, reader: Reader
) -> None:
    town.person("苏案", "西山市院", Role.OFFICER)
    town.session.commit()
    text, _ = cook_like(60)
    upload(officer, text, way="saved", saved="shipped:cook")
    neighbour = reader.as_("苏案")
    neighbour.see("imports.show", status=404, public_id=latest(town).public_id)
    assert words(neighbour.see("imports.index"), ".empty-state p").startswith("还没有导入过案件。")
    reader.as_("陈敏").see("imports.index", status=403)


def test_a_file_without_a_choice_of_mapping_says_so_beside_the_field(officer: Reader) -> None:
    file = (BytesIO(b"a,b\n1,2\n"), "x.csv")
    page = officer.send("imports.new", {"file": file, "way": "saved"}, status=422)
    assert words(page, "#saved-error") == "请选择一份已有的映射。"
    page = officer.send("imports.new", {"way": "standard"}, status=422)
    assert words(page, "#file-error") == "请选择要导入的文件。"


def test_the_list_of_imports_asks_the_database_equally_often(
    app: Flask, officer: Reader, town: Town, settings: Settings
) -> None:
    town.case_import()
    town.session.commit()
    officer.see("imports.index")  # the first page of all also looks whether there is an account
    with queries_of(app) as few:
        officer.see("imports.index")
    who, unit = town.people["何主任"].id, town.units["江东省院"].id
    for number in range(40):
        town.session.add(
            CaseImport(
                unit_id=unit,
                file_name=f"{number}.csv",
                stored_as=str(number),
                file_hash="0" * 64,
                state=ImportState.EXAMINED,
                by_id=who,
                at=NOW,
            )
        )
    town.session.commit()
    with queries_of(app) as many:
        page = officer.see("imports.index")
    assert len(page.select("main tbody tr")) == 20
    assert len(many) == len(few)


def test_registered_handlers_have_no_account(officer: Reader, town: Town, settings: Settings) -> None:
    text, _ = cook_like(60)
    upload(officer, text, way="saved", saved="shipped:cook")
    work(settings)
    import_ = latest(town)
    form = decisions(officer.see("imports.show", public_id=import_.public_id)) | {"register_new": "y"}
    officer.send("imports.decision", form, public_id=import_.public_id)
    work(settings)
    town.session.rollback()
    new = town.session.scalars(select(Person).where(Person.staff_no == "H000")).one()
    unit = town.session.get_one(Unit, new.unit_id)
    assert (new.name, unit.path.startswith("/33/X-")) == ("H000", True)
    assert words(officer.see("imports.index"), "tbody td") == "已导入"


def test_the_pages_speak_english_too(reader: Reader, town: Town, settings: Settings) -> None:
    officer = reader.as_("何主任", "en")
    officer.see("imports.index")
    officer.see("imports.new")
    text, _ = cook_like(60)
    upload(officer, text, way="saved", saved="shipped:cook")
    work(settings)
    page = officer.see("imports.show", public_id=latest(town).public_id, all="keep", register_new="y")
    assert counts_on(page)["blank_handler"] == count_dirt(text, date(2026, 6, 1))["blank_handler"]
