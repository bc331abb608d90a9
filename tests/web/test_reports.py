"""What people read in the report centre, and that every figure leads to exactly its cases."""

import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from docx import Document
from flask import Flask
from sqlalchemy import delete, select

from review.feedback.models import Reply
from review.grading.models import Finding
from review.journal.models import JournalEntry
from review.people.roles import Role
from review.rectification.models import Correction
from review.rounds.models import Round
from tests.builders.conclusions import opened_round
from tests.builders.yangzhou import city_database, city_round
from tests.reader import Reader, one, words
from tests.town import Town
from tests.web.counting import queries_of


@pytest.fixture(scope="module")
def town_database(town_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast's database with the city's round in it."""
    return city_database(town_database, tmp_path_factory.mktemp("city") / "city.sqlite")


@pytest.fixture
def round_(town: Town) -> Round:
    return city_round(town)


def total(page: BeautifulSoup) -> int:
    """How many rows a list says it has."""
    if page.select_one(".pager") is None:
        return 0
    return int(words(page, ".pager > span").split("条")[0].replace("共", "").replace(",", ""))


def test_every_figure_leads_to_exactly_its_cases(reader: Reader, round_: Round) -> None:
    officer = reader.as_("何主任")
    page = officer.see("reports.show", public_id=round_.public_id)
    figures = {
        str(link["href"]): int(link.get_text().replace(",", "")) for link in page.select("a[data-figure]")
    }
    assert len(figures) > 200
    sampled = sorted(figures)[::9] + [address for address in figures if "&" not in address]
    wrong = {}
    for address in dict.fromkeys(sampled):
        answer = officer.client.get(address)
        assert answer.status_code == 200
        counted = total(BeautifulSoup(answer.get_data(as_text=True), "html.parser"))
        if counted != figures[address]:
            wrong[address] = (figures[address], counted)
    assert wrong == {}


def test_one_address_has_one_figure_wherever_it_stands(reader: Reader, round_: Round) -> None:
    page = reader.as_("何主任").see("reports.show", public_id=round_.public_id)
    seen: dict[str, set[str]] = {}
    for link in page.select("a[data-figure]"):
        seen.setdefault(str(link["href"]), set()).add(link.get_text())
    assert {address: texts for address, texts in seen.items() if len(texts) > 1} == {}


def test_a_list_says_which_conditions_it_answers(reader: Reader, round_: Round) -> None:
    page = reader.as_("何主任").see(
        "reports.cases", public_id=round_.public_id, grade="flawed", layer="drawn", problem="yes"
    )
    chips = [" ".join(chip.get_text().split()) for chip in page.select(".chip")]
    assert [chip.split("去掉")[0].strip() for chip in chips] == [
        "等次：瑕疵",
        "入样方式：随机和下限补足",
        "问题：有问题",
    ]
    assert total(page) == 1


def test_a_filter_that_nothing_meets_says_what_to_do(reader: Reader, round_: Round) -> None:
    page = reader.as_("何主任").see("reports.cases", public_id=round_.public_id, grade="unqualified")
    assert words(page, ".empty-state p") == "没有符合条件的案件。可以去掉部分条件再看。"


def test_the_officer_reads_who_handled_a_case_and_the_chief_does_not(reader: Reader, round_: Round) -> None:
    facts = {
        name: reader.as_(name)
        .see("reports.case", public_id=round_.public_id, case_id="sample-00703")
        .get_text()
        for name in ("何主任", "方正", "郑国")
    }
    assert "承办检察官" in facts["何主任"]
    assert "WY" not in facts["方正"]
    assert "承办检察官" not in facts["方正"]
    assert "承办检察官" not in facts["郑国"]


def test_the_chief_gets_the_rate_but_no_list_of_persons(reader: Reader, round_: Round) -> None:
    page = reader.as_("方正").see("reports.people", public_id=round_.public_id)
    assert words(page, ".empty-state p") == "您没有查看承办检察官姓名的权限，只能查看合计数字。"


def test_another_citys_officer_finds_nothing(reader: Reader, town: Town, round_: Round) -> None:
    town.person("别院案管", "东湖市院", Role.OFFICER)
    town.session.commit()
    reader.as_("别院案管").see("reports.show", 404, public_id=round_.public_id)
    assert not reader.as_("别院案管").see("reports.index").select(".content tbody tr")


def test_a_county_officer_reads_the_own_county_alone(reader: Reader, town: Town, round_: Round) -> None:
    town.person("区院案管", "望湖区院", Role.OFFICER)
    town.session.commit()
    page = reader.as_("区院案管").see("reports.show", public_id=round_.public_id)
    assert "仅含望湖区院有权查看的案件" in words(page, ".lead-line")
    units = [row.get_text(strip=True) for row in page.select("[aria-labelledby=units-title] tbody th")]
    assert units == ["望湖区院"]
    other = reader.as_("何主任").see("reports.cases", public_id=round_.public_id, q="")
    assert "维扬市院" in other.get_text()
    own = reader.as_("区院案管").see("reports.cases", public_id=round_.public_id, size=100)
    assert {row.select("td")[1].get_text() for row in own.select(".content tbody tr")} == {"望湖区院"}


def test_reviewers_and_handlers_have_no_reports(reader: Reader, round_: Round) -> None:
    for name in ("陈敏", "林峰", "审计员"):
        reader.as_(name).see("reports.show", 403, public_id=round_.public_id)


def test_a_department_head_reads_the_own_department_once_published(reader: Reader, town: Town) -> None:
    assembly = opened_round(town)
    reader.as_("于洋").see("reports.show", 404, public_id=assembly.round.public_id)
    assembly.publish()
    town.session.commit()
    page = reader.as_("于洋").see("reports.show", public_id=assembly.round.public_id)
    cards = {words(card, ".figure-words"): words(card, ".figure-value") for card in page.select(".figure")}
    assert cards["评查件数"] == "1"
    assert cards["检察官人数"] == "少于 5 人"


def test_a_small_group_is_not_listed_person_by_person(reader: Reader, town: Town) -> None:
    assembly = opened_round(town)
    assembly.publish()
    town.session.commit()
    page = reader.as_("何主任").see("reports.people", public_id=assembly.round.public_id)
    assert words(page, ".empty-state p") == "人数少于 5 人，不按人显示，以免由数字推知个人。"


def test_a_file_bears_the_mark_of_who_took_it_and_the_journal_its_hash(
    reader: Reader, town: Town, round_: Round
) -> None:
    answer = reader.as_("何主任").fetch(
        "report_files.export", {"format": "docx"}, public_id=round_.public_id, kind="flaws"
    )
    assert answer.status_code == 200
    assert "filename" in answer.headers["Content-Disposition"]
    foot = Document(io.BytesIO(answer.data)).sections[0].footer
    assert "导出：工号 JD0001，" in "".join(paragraph.text for paragraph in foot.paragraphs)
    entry = town.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    assert (entry.act, entry.facts["report"], entry.facts["format"]) == ("ReportExported", "flaws", "docx")
    assert len(entry.facts["sha256"]) == 64


def test_a_list_is_exported_as_it_is_filtered(reader: Reader, round_: Round) -> None:
    answer = reader.as_("何主任").fetch(
        "report_files.export",
        {"format": "csv", "grade": "excellent"},
        public_id=round_.public_id,
        kind="cases",
    )
    assert len(answer.data.decode("utf-8-sig").strip().splitlines()) == 8


def test_an_unknown_format_or_report_is_refused(reader: Reader, round_: Round) -> None:
    officer = reader.as_("何主任")
    known = officer.fetch("report_files.export", {"format": "exe"}, public_id=round_.public_id, kind="cases")
    assert known.get_json()["sentence"] == "此报告没有所选的文件格式。请刷新页面后重新选择。"
    unknown = officer.fetch("report_files.export", {"format": "csv"}, public_id=round_.public_id, kind="all")
    assert unknown.status_code == 404


@pytest.mark.parametrize(
    "endpoint", ["show", "flaws", "excellent", "cases", "problems", "ledger", "people", "frame"]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    reader: Reader, town: Town, app: Flask, round_: Round, endpoint: str
) -> None:
    small = opened_round(town)
    if endpoint == "excellent":
        small.publish(highlights=("reasoning",), grade="excellent")
    else:
        small.publish(problems={"CX-001": "serious"})
    town.session.commit()
    officer = reader.as_("何主任")
    counts = []
    for one_of_two in (small.round, round_):
        officer.see(f"reports.{endpoint}", public_id=one_of_two.public_id)
        with queries_of(app) as asked:
            officer.see(f"reports.{endpoint}", public_id=one_of_two.public_id, size=100)
        counts.append(len(asked))
    assert counts[0] >= counts[1] - 1, counts  # a paged second question may fall away, none may come per row
    assert counts[1] <= 14


def test_an_empty_round_says_so(reader: Reader, town: Town) -> None:
    assembly = opened_round(town)
    page = reader.as_("何主任").see("reports.show", public_id=assembly.round.public_id)
    assert words(page, "[aria-labelledby=units-title] .empty-state p").startswith("还没有已定级的案件")


def test_a_round_without_problems_has_empty_reports(reader: Reader, town: Town, round_: Round) -> None:
    for table in (Correction, Reply, Finding):
        town.session.execute(delete(table))
    town.session.commit()
    page = reader.as_("何主任").see("reports.problems", public_id=round_.public_id)
    assert words(page, ".empty-state p") == "没有符合条件的问题。可以去掉部分条件再看。"
    overview = reader.as_("何主任").see("reports.show", public_id=round_.public_id)
    assert one(overview, "#units-title")
    assert not overview.select("#heat-title")


def test_a_chart_carries_its_numbers_for_the_script(reader: Reader, round_: Round) -> None:
    page = reader.as_("何主任").see("reports.show", public_id=round_.public_id)
    charts = page.select(".chart[data-option]")
    assert len(charts) == 3
    assert all('"renderMode": "richText"' in str(chart["data-option"]) for chart in charts)
    links = {
        parse_qs(urlsplit(str(link["href"])).query).get("grade", [""])[0]
        for link in page.select("a[data-figure]")
    }
    assert {"excellent", "qualified", "flawed"} <= links
