"""What the approvers see and do."""

from typing import Any

from review.grading.models import Stage
from tests.builders.conclusions import Assembly, codes, opened_round
from tests.reader import Reader, words
from tests.town import Town

LATE = codes("procedure", 1)[0]


def waiting(town: Town, grade: str = "qualified") -> Assembly:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.APPROVAL, problems={LATE: "minor"}, grade=grade)
    town.session.commit()
    return assembly


def address(assembly: Assembly) -> dict[str, Any]:
    return {"public_id": assembly.conclusion("东湖A").public_id}


def decision(assembly: Assembly, grade: str, **changes: Any) -> dict[str, Any]:
    return {"grade": grade, "reason": "", "version": assembly.conclusion("东湖A").version} | changes


def numbers(reader: Reader, name: str, tab: str = "waiting") -> list[str]:
    page = reader.as_(name).see("approvals.index", tab=tab)
    return [row.get_text(strip=True) for row in page.select("main tbody th")]


def test_each_approver_lists_the_own_grades(reader: Reader, town: Town) -> None:
    assembly = waiting(town, "basic")
    number = assembly.conclusion("东湖A").number
    assert (numbers(reader, "郑国"), numbers(reader, "方正")) == ([], [number])


def test_the_page_has_everything_the_grade_rests_on(reader: Reader, town: Town) -> None:
    assembly = waiting(town)
    page = reader.as_("郑国").see("approvals.show", **address(assembly))
    facts = [fact.get_text(strip=True) for fact in page.select(".facts-two dd")]
    assert facts == ["东湖A", "一审公诉案件", "东湖区院", "林峰", "盗窃罪", "起诉", "2025-11-03", "已反馈"]
    assert words(page, ".finding-reason") == f"{LATE} 的问题"
    assert page.select(".basis-text")
    assert words(page, ".reckoning tfoot strong") == "99.0"
    assert words(page, ".heard strong") == "接受"


def test_the_deputy_agrees_and_the_case_is_graded(reader: Reader, town: Town) -> None:
    assembly = waiting(town)
    page = reader.as_("郑国").send("approvals.decide", decision(assembly, "qualified"), **address(assembly))
    assert words(page, ".notice") == f"{assembly.conclusion('东湖A').number} 已定级。"
    assert assembly.conclusion("东湖A").final_grade == "qualified"
    assert numbers(reader, "郑国", "done") == [assembly.conclusion("东湖A").number]


def test_the_deputy_cannot_set_what_the_chief_decides(reader: Reader, town: Town) -> None:
    assembly = waiting(town)
    form = decision(assembly, "unqualified", reason="事实不清")
    page = reader.as_("郑国").send("approvals.decide", form, 422, **address(assembly))
    assert words(page, ".error-summary li") == (
        "定为：“不合格”须由检察长审批，您不能直接改定。请退回组长改拟等次后报请审批。"
    )
    assert assembly.conclusion("东湖A").stage is Stage.APPROVAL


def test_another_grade_needs_a_reason_beside_its_field(reader: Reader, town: Town) -> None:
    assembly = waiting(town, "basic")
    chief = reader.as_("方正")
    page = chief.send("approvals.decide", decision(assembly, "unqualified"), 422, **address(assembly))
    assert words(page, "#reason-error") == "请填写理由。理由会随案保存，供审批和复查时查看。"
    form = decision(assembly, "unqualified", reason="2026年第3次检委会讨论决定", committee="y")
    chief.send("approvals.decide", form, **address(assembly))
    assert assembly.conclusion("东湖A").final_grade == "unqualified"


def test_a_returned_case_shows_its_reason_to_the_leader(reader: Reader, town: Town) -> None:
    assembly = waiting(town)
    form = {"why": "请核对告知日期", "version": assembly.conclusion("东湖A").version}
    reader.as_("郑国").send("approvals.give_back", form, **address(assembly))
    page = reader.as_("沈清").see("conclusions.show", **address(assembly))
    assert words(page, ".notice-warning").endswith("请核对告知日期")


def test_nobody_approves_an_own_case(reader: Reader, town: Town) -> None:
    assembly = waiting(town)
    assembly.sampled["东湖A"].case.handler_id = town.people["郑国"].id
    town.session.commit()
    assert numbers(reader, "郑国") == []
    deputy = reader.as_("郑国")
    assert deputy.get("approvals.show", **address(assembly)).status_code == 404
    form = decision(assembly, "qualified")
    assert deputy.fetch("approvals.decide", form, **address(assembly)).status_code == 404


def test_an_empty_list_says_why(reader: Reader, town: Town) -> None:
    opened_round(town)
    page = reader.as_("方正").see("approvals.index")
    assert words(page, ".empty-state p") == "没有待您审批的案件。评查组长报请审批后，案件会出现在这里。"
