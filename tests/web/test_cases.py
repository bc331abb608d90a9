"""The case library and one case: what is found, who sees what, how often the database is asked."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from review.cases.models import Document, Measure, Party
from review.journal.models import JournalEntry
from review.people.roles import Role
from tests.reader import Reader, one, words
from tests.town import Town
from tests.web.counting import queries_of


@pytest.fixture
def library(town: Town) -> Town:
    """Four cases in three cities."""
    town.case("东检001", "东湖区院", "林峰", cause_decided="盗窃罪", department_name="第一检察部")
    town.case(
        "东检002", "东湖区院", None, cause_decided="诈骗罪", name="100%诈骗案", department_name="第二检察部"
    )
    town.case("西检001", "西山区院", "吴静", finish_date=date(2025, 12, 1), decision="不起诉")
    town.case(
        "南检001",
        "南浦区院",
        "唐越",
        family="general",
        problems=[{"class": "order_of_dates", "table": "cases", "column": "审结日期", "row": 5}],
    )
    town.session.commit()
    return town


def numbers(reader: Reader, **filters: Any) -> list[str]:
    """Numbers of the cases listed."""
    page = reader.see("cases.index", **filters)
    return [cell.get_text(strip=True) for cell in page.select("main tbody th a")]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["西检001", "东检001", "东检002", "南检001"]),
        ({"q": "诈骗"}, ["东检002"]),
        ({"q": "100%"}, ["东检002"]),
        ({"q": "承办人:林峰"}, ["东检001"]),
        ({"q": "案号：检001 承办人：吴静"}, ["西检001"]),
        ({"q": "案号:林峰"}, []),
        ({"decision": "不起诉"}, ["西检001"]),
        ({"family": "general"}, ["南检001"]),
        ({"problems": "yes"}, ["南检001"]),
        ({"problems": "no", "last": "2025-11-30"}, ["东检001", "东检002"]),
        ({"first": "2025-12-01"}, ["西检001"]),
        ({"first": "昨天"}, ["西检001", "东检001", "东检002", "南检001"]),
        ({"sort": "key"}, ["东检001", "东检002", "南检001", "西检001"]),
    ],
)
def test_cases_are_found_by_words_and_filters(
    reader: Reader, library: Town, filters: dict[str, str], found: list[str]
) -> None:
    assert numbers(reader.as_("何主任"), **filters) == found


def test_a_unit_is_meant_with_those_below_it(reader: Reader, library: Town) -> None:
    assert numbers(reader.as_("何主任"), unit=library.units["东湖市院"].public_id) == ["东检001", "东检002"]


def test_a_handler_sees_the_own_cases_and_a_head_the_department(reader: Reader, library: Town) -> None:
    assert numbers(reader.as_("林峰")) == ["东检001"]
    assert numbers(reader.as_("于洋")) == ["东检001"]
    assert numbers(reader.as_("陈敏")) == []
    reader.as_("周岚").see("cases.index", status=403)


def test_an_officer_of_a_city_sees_that_city_alone_and_gets_the_same_answer_as_for_nothing(
    reader: Reader, library: Town
) -> None:
    library.person("苏案", "西山市院", Role.OFFICER)
    other = library.case("东检003", "东湖区院", "林峰")
    library.session.commit()
    officer = reader.as_("苏案")
    assert numbers(officer) == ["西检001"]
    hidden = officer.get("cases.show", public_id=other.public_id)
    nothing = officer.get("cases.show", public_id="x" * 22)
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert hidden.get_data(as_text=True).replace(other.public_id, "x" * 22) == nothing.get_data(as_text=True)


def test_only_the_present_version_is_listed_and_the_older_one_says_so(reader: Reader, library: Town) -> None:
    old = library.case("东检009", "东湖区院", "林峰", current=False)
    new = library.case("东检009", "东湖区院", "林峰", version=2, decision="不起诉")
    library.session.commit()
    officer = reader.as_("何主任")
    page = officer.see("cases.index", q="东检009")
    assert [link["href"] for link in page.select("main tbody th a")] == [f"/cases/{new.public_id}"]
    page = officer.see("cases.show", public_id=old.public_id)
    assert words(page, ".notice-warning") == "这是第 1 版，已有更新的版本。 查看最新版本"


def test_a_case_shows_card_marks_tables_and_the_text_of_its_documents(reader: Reader, library: Town) -> None:
    case = library.case(
        "东检010",
        "东湖区院",
        None,
        handler_name="某甲",
        accept_date=date(2025, 10, 1),
        problems=[{"class": "order_of_dates", "table": "cases", "column": "审结日期", "row": 7}],
        extra={"自编号": "A-7"},
    )
    library.session.add_all(
        [
            Party(
                case_id=case.id,
                name="王五",
                role="犯罪嫌疑人",
                fields={"sex": "男", "extra": {"绰号": "小五"}},
            ),
            Measure(case_id=case.id, kind="逮捕", started_on=date(2025, 9, 2), fields={}),
            Document(case_id=case.id, kind="indictment", title="起诉书", text="被告人王五，男。", fields={}),
        ]
    )
    library.session.commit()
    officer = reader.as_("何主任")
    page = officer.see("cases.show", public_id=case.public_id)
    card = {
        term.get_text(): " ".join(value.get_text().split())
        for term, value in zip(page.select(".case-card dt"), page.select(".case-card dd"), strict=True)
    }
    assert card["审结日期"] == "2025-09-25 日期先后颠倒"
    assert card["受理日期"] == "2025-10-01"
    assert "未登记，不参与回避" in words(page, ".case-head")
    page = officer.see("cases.show", public_id=case.public_id, tab="parties")
    assert [head.get_text() for head in page.select(".table-wrap th")][:4] == [
        "姓名",
        "诉讼地位",
        "性别",
        "绰号",
    ]
    assert [cell.get_text() for cell in page.select(".table-wrap td")][:4] == [
        "王五",
        "犯罪嫌疑人",
        "男",
        "小五",
    ]
    page = officer.see("cases.show", public_id=case.public_id, tab="documents")
    assert words(page, ".document-text") == "被告人王五，男。"


def test_the_export_is_the_filtered_list_with_no_formula_and_the_journal_tells_of_it(
    reader: Reader, library: Town
) -> None:
    library.case("=1+1", "西山区院", "吴静", name='=HYPERLINK("http://x")', cause_decided="诈骗罪")
    library.session.commit()
    officer = reader.as_("何主任")
    answer = officer.client.post(officer.address("cases.export", q="诈骗", sort="key"))
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.get_data())).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert [row[0] for row in rows] == ["案号", "=1+1", "东检002"]
    assert rows[1][2] == '=HYPERLINK("http://x")'
    assert rows[2][10] == date(2025, 11, 3)
    library.session.rollback()
    entry = library.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    assert (entry.act, entry.facts) == ("CasesExported", {"cases": 2})


def test_the_list_asks_the_database_equally_often_with_few_and_many_cases(
    app: Flask, reader: Reader, library: Town
) -> None:
    officer = reader.as_("何主任")
    officer.see("cases.index")  # the first page of all also looks whether there is an account
    with queries_of(app) as few:
        officer.see("cases.index")
    for number in range(60):
        library.case(f"多{number:03d}", "西山区院", "吴静")
    library.session.commit()
    with queries_of(app) as many:
        page = officer.see("cases.index", size=50)
    assert len(page.select("main tbody tr")) == 50
    assert words(page, ".pager").startswith("共 64 条，第 1–50 条")
    assert len(many) == len(few)


def test_a_case_asks_the_database_equally_often_with_few_and_many_rows(
    app: Flask, reader: Reader, library: Town
) -> None:
    case = library.case("东检020", "东湖区院", "林峰")
    library.session.add(Party(case_id=case.id, name="甲", fields={}))
    library.session.commit()
    officer = reader.as_("何主任")
    officer.see("cases.index")  # the first page of all also looks whether there is an account
    with queries_of(app) as few:
        officer.see("cases.show", public_id=case.public_id, tab="parties")
    library.session.add_all(Party(case_id=case.id, name=f"乙{n}", fields={}) for n in range(30))
    library.session.commit()
    with queries_of(app) as many:
        page = officer.see("cases.show", public_id=case.public_id, tab="parties")
    assert len(one(page, ".table-wrap").select("tbody tr")) == 31
    assert len(many) == len(few)


def test_an_empty_library_says_what_to_do(reader: Reader, town: Town) -> None:
    page = reader.as_("何主任").see("cases.index")
    assert words(page, ".empty-state") == "还没有案件。导入办结案件后，才能组织评查。导入案件"
