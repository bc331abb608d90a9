"""One whole round at the pages, from the file with closed cases to both reports: nobody does anything but read and click."""

from pathlib import Path
from typing import Any

import docx
import openpyxl
from sqlalchemy import select

from review.assignment.models import Assignment
from review.journal.queries import checkpoint, verify_chain
from review.people.models import Person
from review.reports.soundness import faults
from review.rounds.models import Round
from tests.browser.conftest import Office
from tests.browser.officer import Officer
from tests.browser.package import CAUSES, GAP, HANDLER_NO, REASONING, fill_template
from tests.browser.people import Approver, Auditor, Handler, Head, Leader
from tests.browser.reviewer import Reviewer

ROUND = "2025年下半年案件质量评查"
SIGNATURES = "讯问笔录未由犯罪嫌疑人逐页签名。"
DEFENDER = "未在三日以内告知有权委托辩护人。"
PROBLEMS = {"CX-010": SIGNATURES, "CX-007": DEFENDER}
"""A serious problem (10 points) and an ordinary one (3 points): 87 points, 合格."""

PRAISE = "释法说理层次清楚，可供同类案件参照。"
REBUTTAL = "告知书已于九月三日送达，见卷内回执。"
ANSWER = "回执未载明委托辩护人的权利，维持该问题。"
MENDED = "已补充讯问并由被讯问人逐页签名，材料附卷第12页。"


def test_a_round_from_the_import_to_both_reports(office: Office, tmp_path: Path) -> None:
    officer = Officer(office.sit_down("何主任"))
    package = fill_template(officer.downloads_template(tmp_path), tmp_path / "办结案件.xlsx")
    officer.imports_cases(package, cases=4, keeping="代码表外的值")
    officer.plans_round(ROUND, rate=50, reviewers=("陈敏", "周岚", "顾宁"), per_case=2)
    officer.freezes()
    officer.sets_seed("公正抽取")
    excellent, flawed = officer.draws()
    officer.assigns()
    officer.opens()

    own_city = Reviewer(office.sit_down("陈敏"))
    own_city.goes_to("我的评查任务")
    own_city.reads("暂无待评案件。")
    reviewers = [Reviewer(office.sit_down(name)) for name in ("周岚", "顾宁")]
    for reviewer in reviewers:
        reviews_both(reviewer, excellent=CAUSES[excellent], flawed=CAUSES[flawed])
    shown = [excellent, flawed, "东湖", "林峰", "郭大路"]
    assert officer.saw(shown) == shown  # it could leak
    assert [reviewer.saw((*CAUSES, *shown, HANDLER_NO)) for reviewer in reviewers] == [[], []]

    leader, handler = Leader(office.sit_down("沈清")), Handler(office.sit_down("林峰"))
    leader.agrees(CAUSES[excellent], "优质")
    leader.agrees(CAUSES[flawed], "合格")
    handler.opens_hearing()
    handler.accepts(SIGNATURES)
    handler.objects(DEFENDER, because=REBUTTAL)
    handler.sends()
    leader.answers_objection(upheld=False, why=ANSWER)
    leader.proposes("合格")
    deputy, chief = Approver(office.sit_down("郑国")), Approver(office.sit_down("方正"))
    deputy.approves("合格")
    chief.approves("优质")
    officer.publishes(ROUND)

    head = Head(office.sit_down("于洋"))
    handler.reads_result(flawed)
    handler.reads(ANSWER)
    for rule in PROBLEMS:
        handler.mends(rule, MENDED)
    head.returns("CX-007", "请附补充告知的回执。")
    handler.mends("CX-007", "已补充告知，回执附卷第13页。")
    for rule in PROBLEMS:
        head.strikes_off(rule, "已核对，整改到位。")
    assert handler.saw(("周岚", "顾宁", "JD0006", "JD0007")) == []

    officer.reads_flaw_report(ROUND)
    flaws = [officer.downloads(format_, tmp_path) for format_ in ("Word", "Excel")]
    assert [missing(file, (flawed, SIGNATURES, DEFENDER, GAP)) for file in flaws] == [[], []]
    officer.reads_excellent_report(ROUND)
    praised = [officer.downloads(format_, tmp_path) for format_ in ("Word", "Excel")]
    assert [missing(file, (excellent, PRAISE, REASONING)) for file in praised] == [[], []]
    officer.closes(ROUND)
    counted = Auditor(office.sit_down("审计员")).verifies_journal()
    check_behind_the_pages(office, counted)


def reviews_both(reviewer: Reviewer, *, excellent: str, flawed: str) -> None:
    """One case by keyboard with two problems, the other with the mouse and a highlight."""
    reviewer.begins_case_of(flawed)
    reviewer.types_whole_checklist(PROBLEMS)
    reviewer.quotes("CX-010", GAP)
    reviewer.hands_in("合格", "事实清楚，程序和告知方面存在问题。")
    reviewer.begins_case_of(excellent)
    reviewer.clicks_whole_checklist({})
    reviewer.records_highlight("说理透彻", PRAISE, passage=REASONING)
    reviewer.hands_in("优质", "事实清楚，说理充分，效果良好。")


def missing(file: Path, marks: tuple[str, ...]) -> list[str]:
    """Those of `marks` that the file does not say."""
    told = words_of_docx(file) if file.suffix == ".docx" else words_of_xlsx(file)
    return [mark for mark in marks if mark not in told]


def words_of_docx(file: Path) -> str:
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_xlsx(file: Path) -> str:
    book: Any = openpyxl.load_workbook(file)
    return "\n".join(str(value) for sheet in book for row in sheet.values for value in row)


def check_behind_the_pages(office: Office, counted: int) -> None:
    """The database tells the same: two strangers reviewed each case, the journal is whole, everything sound."""
    session = office.town.session
    session.rollback()
    names = select(Person.name).join(Assignment, Assignment.reviewer_id == Person.id).order_by(Person.name)
    assert session.scalars(names).all() == ["周岚", "周岚", "顾宁", "顾宁"]
    assert verify_chain(session) is None
    assert checkpoint(session)[0] == counted + 1  # the check itself was noted
    assert faults(session, session.scalars(select(Round)).one()) == []
