"""What the leader sees and does."""

from typing import Any

from flask import Flask

from review.feedback.models import Stance
from review.grading.models import Stage
from review.people.roles import Role
from tests.builders.conclusions import CASES, Assembly, codes, opened_round
from tests.reader import Reader, one, words
from tests.town import Town
from tests.web.counting import queries_of

LATE, UNSIGNED = codes("procedure", 2)
SLIP = codes("documents", 1)[0]
IDENTITIES = ("林峰", "东湖区院", "周岚", "顾宁", "西山市院", "南浦市院", "东湖A")
"""Handler, unit, reviewers, their units, and the case's number."""


def reviewed(town: Town, **facts: Any) -> Assembly:
    """东湖A is reviewed by two who differ in one item."""
    assembly = opened_round(town, reviewers=2)
    assembly.review("东湖A", 1, problems={LATE: "minor", SLIP: "minor"}, **facts)
    assembly.review("东湖A", 2, problems={LATE: "minor"}, **facts)
    town.session.commit()
    return assembly


def address(assembly: Assembly, key: str = "东湖A") -> dict[str, Any]:
    return {"public_id": assembly.conclusion(key).public_id}


def check_form(assembly: Assembly, grade: str = "qualified", **changes: Any) -> dict[str, Any]:
    criteria = [f"{grade}.{criterion}" for criterion in assembly.criteria(grade)]
    version = assembly.conclusion("东湖A").version
    return {"grade": grade, "criteria": criteria, "opinion": "", "version": version} | changes


def test_the_list_shows_what_waits_and_no_identity(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    page = reader.as_("沈清").see("conclusions.index")
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("th,td")]
        for row in page.select("main tbody tr")
    ]
    number = assembly.conclusion("东湖A").number
    assert rows == [
        [number, "一审公诉案件", "2025年下半年案件质量评查", "2", "—", "2", "98.0", "合格", "审核"]
    ]
    assert [name for name in IDENTITIES if name in page.get_text()] == []


def test_reviews_stand_side_by_side_the_differing_item_first(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    page = reader.as_("沈清").see("conclusions.show", **address(assembly))
    heads = [head.get_text(strip=True) for head in page.select(".compare thead th")]
    assert heads == ["评查要点", "评查员甲", "评查员乙", "合并意见"]
    assert [code.get_text() for code in page.select(".rule-code")] == [SLIP, LATE]
    assert words(page, ".compare-part") == "意见不一致 1 项"


def test_neither_reviewer_nor_handler_is_on_any_of_the_leaders_pages(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    approver = reader.as_("郑国")
    leader = reader.as_("沈清")
    for endpoint in ("conclusions.show", "conclusions.case"):
        html = leader.get(endpoint, **address(assembly)).get_data(as_text=True)
        assert [name for name in IDENTITIES if name in html] == []
    assembly.agree("东湖A")
    assembly.reply("东湖A")
    town.session.commit()
    html = approver.get("approvals.show", **address(assembly)).get_data(as_text=True)
    # the approver must know whose case it is, so the words above could have leaked; still no reviewer
    assert [name for name in IDENTITIES if name in html] == ["林峰", "东湖区院", "东湖A"]


def test_dropping_a_finding_shows_the_reason_and_the_new_points(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    conclusion = assembly.conclusion("东湖A")
    page = reader.as_("沈清").send(
        "conclusions.withdraw",
        {"why": "属于笔误，已当庭更正", "version": conclusion.version},
        finding_id=conclusion.findings[1].public_id,
        **address(assembly),
    )
    assert words(page, ".withdrawn").endswith("已撤销：属于笔误，已当庭更正")
    assert words(page, ".verdict-points") == "99.0"


def test_a_changed_severity_and_an_adopted_problem(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    conclusion = assembly.conclusion("东湖A")
    leader = reader.as_("沈清")
    page = leader.send(
        "conclusions.severity",
        {"severity": "serious", "why": "影响当事人权利", "version": conclusion.version},
        finding_id=conclusion.findings[0].public_id,
        **address(assembly),
    )
    assert words(page, ".verdict-points") == "89.0"
    conclusion = assembly.conclusion("东湖A")
    slip = next(finding for finding in conclusion.findings if finding.rule_code == SLIP)
    form = {"why": "无此问题", "version": conclusion.version}
    leader.send("conclusions.withdraw", form, finding_id=slip.public_id, **address(assembly))
    again = {"slot": 0, "rule": SLIP, "version": assembly.conclusion("东湖A").version}
    page = leader.send("conclusions.adopt", again, **address(assembly))
    assert words(page, ".verdict-points") == "89.0"


def test_a_reason_left_out_is_refused_and_nothing_changes(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    conclusion = assembly.conclusion("东湖A")
    page = reader.as_("沈清").send(
        "conclusions.withdraw",
        {"why": "", "version": conclusion.version},
        422,
        finding_id=conclusion.findings[0].public_id,
        **address(assembly),
    )
    assert "请填写理由" in page.get_text()
    assert len(assembly.standing("东湖A")) == 2


def test_agreeing_without_the_criteria_keeps_what_was_filled_in(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    form = check_form(assembly, "excellent", criteria=["excellent.facts"], opinion="说理突出")
    page = reader.as_("沈清").send("conclusions.check", form, 422, **address(assembly))
    assert words(page, ".error-summary li") == (
        "等次条件：拟定“优质”须逐项确认该等次的全部条件，尚有 9 项未确认。请确认，或者改拟其他等次。"
    )
    assert one(page, "#grade-excellent").has_attr("checked")
    assert one(page, '[id="criterion-excellent.facts"]').has_attr("checked")
    assert one(page, "#opinion").get_text(strip=True) == "说理突出"


def test_agreeing_seeks_the_handlers_opinion(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    page = reader.as_("沈清").send("conclusions.check", check_form(assembly), **address(assembly))
    hearing = assembly.hearing("东湖A")
    number = assembly.conclusion("东湖A").number
    assert words(page, ".notice") == f"{number} 已征求承办人意见，反馈期限至 {hearing.due_on}。"
    assert assembly.conclusion("东湖A").stage is Stage.HEARING


def test_the_second_of_two_tabs_is_told_that_the_case_has_changed(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    form = check_form(assembly)
    leader = reader.as_("沈清")
    leader.send("conclusions.check", form, **address(assembly))
    page = leader.send("conclusions.check", form, 409, **address(assembly))
    assert "本案在您打开页面之后已有改动" in page.get_text()


def test_objections_are_answered_one_by_one_then_sent_for_approval(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    assembly.agree("东湖A")
    assembly.reply("东湖A", Stance.OBJECT, "告知书在卷第12页")
    town.session.commit()
    leader = reader.as_("沈清")
    page = leader.see("objections.show", **address(assembly))
    assert [text.get_text() for text in page.select(".heard .opinion")] == ["告知书在卷第12页"] * 2
    assert not page.select("#grade")  # the grade comes after the last answer
    first, second = assembly.standing("东湖A")

    def answered(finding: Any, outcome: str, severity: str = "") -> Any:
        form = {
            "outcome": outcome,
            "severity": severity,
            "answer": "经核实",
            "version": assembly.conclusion("东湖A").version,
        }
        return leader.send("objections.answer", form, finding_id=finding.public_id, **address(assembly))

    answered(first, "withdraw")
    page = answered(second, "reject")
    assert [badge.get_text(strip=True) for badge in page.select(".heard dd:last-child .badge-state")] == [
        "采纳",
        "不采纳",
    ]
    assert page.select("#grade")
    page = leader.send("objections.finish", check_form(assembly), **address(assembly))
    assert words(page, ".notice").endswith("的异议已全部答复，已报请审批。")
    assert assembly.conclusion("东湖A").stage is Stage.APPROVAL


def test_before_the_reviews_are_in_there_is_nothing_to_read(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    refused = reader.as_("沈清").get("conclusions.show", **address(assembly, "西山B"))
    unknown = reader.as_("沈清").get("conclusions.show", public_id="none")
    assert (refused.status_code, unknown.status_code) == (404, 404)


def test_a_leader_of_another_office_and_one_who_handled_the_case_do_not_reach_it(
    reader: Reader, town: Town
) -> None:
    assembly = reviewed(town)
    town.person("高远", "东湖市院", Role.LEADER)
    town.person("兼办", "江东省院", Role.LEADER, Role.HANDLER)
    assembly.sampled["东湖A"].case.handler_id = town.people["兼办"].id
    town.session.commit()
    for name in ("高远", "兼办"):
        assert reader.as_(name).get("conclusions.show", **address(assembly)).status_code == 404
    assert reader.as_("林峰").get("conclusions.show", **address(assembly)).status_code == 403


def test_many_rows_ask_the_database_as_often_as_few(app: Flask, reader: Reader, town: Town) -> None:
    assembly = opened_round(town, reviewers=2)
    leader = reader.as_("沈清")

    def asked() -> int:
        with queries_of(app) as statements:
            leader.see("conclusions.index")
        return len(statements)

    assembly.until("东湖A", Stage.CHECKING, problems={LATE: "minor"})
    town.session.commit()
    asked()  # the catalogue is read once per process
    few = asked()
    for key in CASES:
        assembly.until(key, Stage.CHECKING, problems={LATE: "minor", SLIP: "minor"})
    town.session.commit()
    assert asked() == few


def test_in_english_the_frame_is_english(reader: Reader, town: Town) -> None:
    assembly = reviewed(town)
    page = reader.as_("沈清", "en").see("conclusions.show", **address(assembly))
    assert "Qualified" in words(page, ".verdict")
