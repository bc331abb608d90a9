"""The round shaped like Yangzhou's: 172 prosecutors, 1,367 cases reviewed, 7 优质, 1 瑕疵, in every form."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import Workbook, load_workbook

from review.reports.exports import REPORTS, Material, make_file
from review.reports.facts import RoundFacts
from review.reports.figures import Figure
from review.reports.overview import overview
from review.reports.queries import facts_of, report_round
from review.reports.queries_dossiers import details_of, dossiers_of
from review.reports.speech import Speech
from review.reports.wanted import cases_of, findings_of, people_of
from tests.builders.yangzhou import catalogue, city_database, city_round
from tests.golden.conftest import Golden
from tests.reader import Reader, words
from tests.town import Town

MARK = "导出：工号 JD0001，2026-03-02 12:05"


@pytest.fixture(scope="module")
def town_database(town_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast's database with the city's round in it."""
    return city_database(town_database, tmp_path_factory.mktemp("city") / "city.sqlite")


@pytest.fixture
def material(town: Town) -> Material:
    round_ = city_round(town)
    viewer = town.viewer("何主任")
    found = report_round(town.session, viewer, round_.public_id)
    assert found is not None
    return Material(facts_of(town.session, found, viewer), catalogue(), small_cell=5)


def quoted(town: Town, material: Material, kind: str) -> Material:
    """The material with what the report quotes."""
    told = REPORTS[kind].told
    round_id = 1
    if told:
        return material.with_dossiers(
            dossiers_of(town.session, round_id, told(material), timezone="Asia/Shanghai")
        )
    return material.with_details(details_of(town.session, round_id, material.facts.graded))


def document_text(content: bytes) -> str:
    """Everything that stands in a Word file, in order; cells side by side with bars."""
    document = Document(io.BytesIO(content))
    lines = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
    return "\n".join(line for line in lines if line) + "\n"


def sheet_text(content: bytes, sheet: str) -> str:
    rows = load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True)
    return "\n".join(" | ".join("" if cell is None else str(cell) for cell in row) for row in rows) + "\n"


def key_figures(book: Workbook) -> dict[str, object]:
    """The first sheet as name → value."""
    return {str(row[0]): row[1] for row in book["总体情况"].iter_rows(min_row=2, values_only=True)}


def test_the_page_says_exactly_the_figures_that_were_published(town: Town, reader: Reader) -> None:
    round_ = city_round(town)
    page = reader.as_("何主任").see("reports.show", public_id=round_.public_id)
    cards = {words(card, ".figure-words"): words(card, ".figure-value") for card in page.select(".figure")}
    assert (cards["检察官人数"], cards["评查件数"]) == ("172", "1,367")
    grades = {str(row["data-grade"]): words(row, ".number") for row in page.select("tr[data-grade]")}
    assert grades == {"excellent": "7", "qualified": "1,359", "flawed": "1", "unqualified": "0"}


def figures_in(value: object) -> Iterator[Figure]:
    """Every figure inside lines and tuples of an overview."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from figures_in(part)
    elif is_dataclass(value) and not isinstance(value, RoundFacts):
        for part_of in fields(value):
            yield from figures_in(getattr(value, part_of.name))


def test_every_single_figure_counts_what_its_condition_lists(material: Material) -> None:
    cases = material.facts.cases
    listed = {
        "cases": lambda wanted: len(cases_of(cases, wanted)),
        "findings": lambda wanted: len(list(findings_of(cases, wanted))),
        "people": lambda wanted: len(people_of(cases, wanted)),
        "frame": lambda wanted: material.facts.frame,
    }
    figures = list(figures_in(overview(material.facts, catalogue(), small_cell=5)))
    assert len(figures) > 400
    assert [figure for figure in figures if figure.count != listed[figure.of](figure.wanted)] == []


def test_the_summary_as_a_word_file(town: Town, material: Material, golden: Golden) -> None:
    content = make_file(REPORTS["summary"], material, "docx", Speech(), mark=MARK)
    text = document_text(content)
    assert "入样 1367 件，评查 1367 件" in text
    assert "共评查 172 名检察官办理的案件，人均 7.9 件" in text
    assert "优质 | 7 | 0.5%" in text
    assert "瑕疵 | 1 | 0.1%" in text
    golden("summary.docx.txt", text)


def test_the_word_file_has_the_official_form_and_names_nobody(material: Material) -> None:
    content = make_file(REPORTS["summary"], material, "docx", Speech(), mark=MARK)
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin] == [37, 35, 28, 26]
    assert section.page_width is not None
    assert round(section.page_width.mm) == round(Mm(210).mm)
    title = document.paragraphs[0].runs[0]
    assert title.element.rPr is not None
    fonts = title.element.rPr.rFonts
    assert fonts is not None
    assert (fonts.get(qn("w:eastAsia")), title.font.size and title.font.size.pt) == ("方正小标宋简体", 22)
    heads = [table.rows[0]._tr for table in document.tables]
    assert sum(bool(head.xpath("./w:trPr/w:tblHeader")) for head in heads) == len(document.tables) - 2
    about = document.core_properties
    assert (about.author, about.last_modified_by) == ("案件质量评查系统", "案件质量评查系统")
    assert str(about.created) == "2000-01-01 00:00:00+00:00"
    assert MARK in "".join(paragraph.text for paragraph in section.footer.paragraphs)
    assert content == make_file(REPORTS["summary"], material, "docx", Speech(), mark=MARK)


def test_the_summary_as_a_workbook(material: Material, golden: Golden) -> None:
    content = make_file(REPORTS["summary"], material, "xlsx", Speech(), mark=MARK)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["总体情况", "各单位", "常见问题", "逐案数据", "口径与校验"]
    figures = key_figures(book)
    assert (figures["检察官人数"], figures["评查件数"], figures["优质"], figures["瑕疵"]) == (172, 1367, 7, 1)
    assert book["逐案数据"].max_row == 1368
    assert book["逐案数据"].freeze_panes == "A2"
    assert (book.properties.creator, book.properties.lastModifiedBy) == (
        "案件质量评查系统",
        "案件质量评查系统",
    )
    for sheet in ("总体情况", "各单位", "常见问题", "口径与校验"):
        golden(f"summary.xlsx.{sheet}.txt", sheet_text(content, sheet))
    assert content == make_file(REPORTS["summary"], material, "xlsx", Speech(), mark=MARK)


def test_a_stranger_computes_the_rate_again_from_the_workbook(material: Material) -> None:
    content = make_file(REPORTS["summary"], material, "xlsx", Speech(), mark=MARK)
    book = load_workbook(io.BytesIO(content))
    head, *rows = book["逐案数据"].iter_rows(values_only=True)
    cases: list[dict[object, object]] = [dict(zip(head, row, strict=True)) for row in rows]
    drawn: dict[object, list[dict[object, object]]] = defaultdict(list)
    for case in cases:
        if case["计入问题率"]:
            drawn[case["层"]].append(case)
    found = total = 0.0
    for members in drawn.values():
        size = float(str(members[0]["层内案件数"]))
        assert len(members) == members[0]["名额"]
        total += size
        found += size * sum(int(str(case["有问题"])) for case in members) / len(members)
    figures = key_figures(book)
    assert round(found / total, 9) == round(float(str(figures["问题率（加权）"])), 9)
    assert total == figures["所代表件数 N"] == 4533


def test_the_summary_as_csv(material: Material, golden: Golden) -> None:
    text = make_file(REPORTS["summary"], material, "csv", Speech(), mark=MARK).decode("utf-8-sig")
    figures = dict(list(csv.reader(io.StringIO(text)))[1:])
    assert (figures["检察官人数"], figures["评查件数"], figures["优质"], figures["瑕疵"]) == (
        "172",
        "1367",
        "7",
        "1",
    )
    golden("summary.csv", text)


def test_the_flaw_report_tells_of_the_one_case(town: Town, material: Material, golden: Golden) -> None:
    told = quoted(town, material, "flaws")
    text = document_text(make_file(REPORTS["flaws"], told, "docx", Speech(), mark=MARK))
    assert "案件 1 件" in text
    golden("flaws.docx.txt", text)


def test_the_excellent_report_tells_of_the_seven(town: Town, material: Material, golden: Golden) -> None:
    told = quoted(town, material, "excellent")
    text = document_text(make_file(REPORTS["excellent"], told, "docx", Speech(), mark=MARK))
    assert "评定为优质的案件 7 件" in text
    golden("excellent.docx.txt", text)


def test_the_ledger_as_csv_has_a_line_for_every_problem(town: Town, material: Material) -> None:
    told = quoted(town, material, "ledger")
    text = make_file(REPORTS["ledger"], told, "csv", Speech(), mark=MARK).decode("utf-8-sig")
    problems = sum(len(case.findings) for case in material.facts.graded)
    assert len(list(csv.reader(io.StringIO(text)))) == problems + 1


def all_text(content: bytes, format_: str) -> str:
    if format_ == "docx":
        return document_text(content)
    if format_ == "csv":
        return content.decode()
    return "".join(sheet_text(content, sheet) for sheet in load_workbook(io.BytesIO(content)).sheetnames)


def test_no_report_names_a_reviewer(town: Town, material: Material) -> None:
    for kind, report in REPORTS.items():
        told = quoted(town, material, kind)
        for format_ in report.formats:
            text = all_text(make_file(report, told, format_, Speech(), mark=MARK), format_)
            assert material.facts.cases[0].unit_name in text or kind in ("flaws", "excellent", "summary")
            assert "欧阳" not in text  # every reviewer of the builder has this surname
            assert "PC00" not in text
