"""What the handler sees and says, and what the officer does around it."""

from datetime import timedelta
from typing import Any

from flask import Flask

from review.feedback.models import HearingEnd, Stance
from review.grading.models import Stage
from review.moments import now
from review.people.roles import Role
from review.rounds.steps import Step
from tests.builders.conclusions import CASES, Assembly, codes, opened_round
from tests.reader import Reader, words
from tests.town import Town
from tests.web.counting import queries_of

LATE, UNSIGNED = codes("procedure", 2)
TWO = {LATE: "serious", UNSIGNED: "minor"}
REVIEWERS = ("周岚", "西山市院", "顾宁", "南浦市院", "陈敏", "东湖市院", "沈清")


def asked(town: Town, *, days_ago: int = 0) -> Assembly:
    """林峰 is asked about two problems of 东湖A, so many days ago."""
    assembly = opened_round(town)
    assembly.review("东湖A", problems=TWO)
    assembly.agree("东湖A", at=now() - timedelta(days=days_ago))
    town.session.commit()
    return assembly


def address(assembly: Assembly) -> dict[str, Any]:
    return {"public_id": assembly.hearing("东湖A").public_id}


def say(handler: Reader, assembly: Assembly, place: int, **form: Any) -> Any:
    finding = assembly.standing("东湖A")[place].public_id
    facts = {"version": 0, "reason": ""} | form
    return handler.fetch("hearings.reply", facts, finding_id=finding, **address(assembly))


def test_the_letter_names_deadline_problems_and_law_but_no_reviewer(reader: Reader, town: Town) -> None:
    assembly = asked(town)
    handler = reader.as_("林峰")
    page = handler.see("hearings.show", **address(assembly))
    due = assembly.hearing("东湖A").due_on
    assert words(page, ".notice-info").startswith(f"请在 {due}（含当日）以前逐项反馈。")
    assert "逾期未反馈的，记录为未反馈意见" in words(page, ".notice-info")
    assert [one.get_text() for one in page.select(".finding-reason")] == [
        f"{LATE} 的问题",
        f"{UNSIGNED} 的问题",
    ]
    assert page.select(".basis-text")
    html = handler.get("hearings.show", **address(assembly)).get_data(as_text=True)
    assert [name for name in REVIEWERS if name in html] == []


def test_a_round_that_hides_no_reviewer_names_them(reader: Reader, town: Town) -> None:
    assembly = asked(town)
    assembly.round.hide_reviewer = False
    town.session.commit()
    html = reader.as_("林峰").get("hearings.show", **address(assembly)).get_data(as_text=True)
    assert [name for name in REVIEWERS if name in html] == ["周岚"]


def test_the_handlers_pages_show_days_and_no_moment(reader: Reader, town: Town) -> None:
    assembly = opened_round(town)
    assembly.publish(problems=TWO)
    town.session.commit()
    page = reader.as_("林峰").see("hearings.show", **address(assembly))
    assert (
        page.find(string=lambda text: text is not None and ":" in text and "20" in text and len(text) < 30)
        is None
    )
    assert str(assembly.conclusion("东湖A").published_on) in words(page, ".letter")


def test_a_draft_is_kept_and_the_slower_window_hears_of_it(reader: Reader, town: Town) -> None:
    assembly = asked(town)
    handler = reader.as_("林峰")
    first = say(handler, assembly, 0, stance="object", reason="回证在卷")
    assert (first.status_code, first.json) == (200, {"version": 1})
    slower = say(handler, assembly, 0, stance="accept")
    assert slower.status_code == 409
    assert slower.json == {
        "sentence": "该项意见已在另一窗口修改为“异议”。请选择保留哪一个。",
        "present": {"stance": "object", "reason": "回证在卷", "version": 1},
    }
    page = handler.see("hearings.show", **address(assembly))
    assert [box["value"] for box in page.select("input[name=stance][checked]")] == ["object"]


def test_the_check_page_names_what_is_open_and_sending_is_refused(reader: Reader, town: Town) -> None:
    assembly = asked(town)
    handler = reader.as_("林峰")
    say(handler, assembly, 0, stance="partly")
    page = handler.see("hearings.sending", **address(assembly))
    assert [one.get_text(strip=True) for one in page.select(".near")] == ["缺少理由", "尚未表明意见"]
    page = handler.send("hearings.send", {}, 422, **address(assembly))
    assert words(page, ".error-summary") == (
        "尚不能提交：未表明意见的问题 1 个，缺少理由的 1 个。请逐项补充后再提交。"
    )


def test_accept_all_then_send_makes_the_page_read_only(reader: Reader, town: Town) -> None:
    assembly = asked(town)
    handler = reader.as_("林峰")
    handler.send("hearings.accept", {}, **address(assembly))
    page = handler.send("hearings.send", {}, **address(assembly))
    assert words(page, ".notice-success") == "您的意见已提交，内容只读。评查结果在本轮次办结后统一公布。"
    assert not page.select("form[data-reply]")
    assert assembly.conclusion("东湖A").stage is Stage.APPROVAL


def test_a_reason_that_names_the_handler_is_sent_back_to_its_writer(reader: Reader, town: Town) -> None:
    assembly = asked(town)
    handler = reader.as_("林峰")
    say(handler, assembly, 0, stance="object", reason="我是东湖区院的林峰，已告知")
    handler.send("hearings.accept", {}, **address(assembly))
    page = handler.send("hearings.send", {}, 422, **address(assembly))
    assert words(page, ".error-summary") == (
        "您的意见中出现了“林峰”、“东湖区院”，会使评查人员得知承办人身份。请删去后再提交。"
    )


def test_until_publication_the_handler_learns_nothing_of_what_follows(reader: Reader, town: Town) -> None:
    assembly = asked(town)
    assembly.reply("东湖A", Stance.OBJECT, "回证在卷")
    town.session.commit()
    handler = reader.as_("林峰")
    before = handler.get("hearings.show", **address(assembly)).get_data(as_text=True)
    conclusion = assembly.conclusion("东湖A")
    form = {"outcome": "withdraw", "answer": "经核实", "version": conclusion.version}
    reader.as_("沈清").send(
        "objections.answer",
        form,
        finding_id=conclusion.findings[0].public_id,
        public_id=conclusion.public_id,
    )

    def told(html: str) -> list[str]:
        """The page without its tokens and nonces."""
        return [line for line in html.splitlines() if "csrf" not in line]

    after = handler.get("hearings.show", **address(assembly)).get_data(as_text=True)
    assert told(after) == told(before)


def test_after_publication_the_result_answers_and_corrections_are_there(reader: Reader, town: Town) -> None:
    assembly = opened_round(town)
    assembly.publish(problems=TWO)
    town.session.commit()
    page = reader.as_("林峰").see("hearings.show", **address(assembly))
    assert words(page, "h1") == "案件质量评查结果反馈"
    assert [link.get_text()[:1] for link in page.select(".heard a")] == ["整", "整"]
    assert [one.get_text(strip=True) for one in page.select(".letter .badge-state")] == ["合格"]


def test_nobody_else_opens_a_handlers_page(reader: Reader, town: Town) -> None:
    assembly = asked(town)
    assert reader.as_("吴静").get("hearings.show", **address(assembly)).status_code == 404
    assert reader.as_("沈清").get("hearings.show", **address(assembly)).status_code == 403


def test_an_empty_list_says_what_will_come(reader: Reader, town: Town) -> None:
    opened_round(town)
    page = reader.as_("林峰").see("hearings.index")
    assert words(page, ".empty-state p") == (
        "没有待反馈的案件。评查组长征求您的意见时，案件会出现在这里，并附反馈期限。"
    )


def test_after_the_term_the_officer_closes_what_ran_out(reader: Reader, town: Town) -> None:
    assembly = asked(town, days_ago=40)
    page = reader.as_("林峰").see("hearings.show", **address(assembly))
    assert not page.select("form[data-reply]")
    assert say(reader.as_("林峰"), assembly, 0, stance="accept").status_code == 409
    officer, round_ = reader.as_("何主任"), assembly.round.public_id
    page = officer.see("round_hearings.index", public_id=round_, tab="overdue")
    assert len(page.select("tr.row-overdue")) == 1
    page = officer.send("round_hearings.overdue", {}, public_id=round_)
    assert words(page, ".notice-success") == "已关闭 1 件逾期未反馈的征求意见，记录为未反馈意见。"
    assert assembly.hearing("东湖A").end is HearingEnd.DEFAULT


def test_the_officer_records_on_behalf_and_keeps_what_was_filled_in(reader: Reader, town: Town) -> None:
    assembly = asked(town, days_ago=40)
    officer = reader.as_("何主任")
    where: dict[str, Any] = {
        "public_id": assembly.round.public_id,
        "hearing_id": assembly.hearing("东湖A").public_id,
    }
    first, second = (finding.public_id for finding in assembly.standing("东湖A"))
    form = {
        f"stance-{first}": "object",
        f"reason-{first}": "",
        f"stance-{second}": "accept",
        "note": "书面意见",
    }
    page = officer.send("round_hearings.keep", form, 422, **where)
    assert words(page, ".error-summary").startswith("尚不能提交：未表明意见的问题 0 个，缺少理由的 1 个。")
    assert [box["value"] for box in page.select("input[checked]")] == ["object", "accept"]
    officer.send("round_hearings.keep", form | {f"reason-{first}": "回证在卷"}, **where)
    assert assembly.hearing("东湖A").on_behalf
    assert assembly.conclusion("东湖A").stage is Stage.OBJECTION


def test_an_officer_of_another_office_reaches_neither_hearings_nor_publication(
    reader: Reader, town: Town
) -> None:
    assembly = asked(town)
    town.person("市管", "西山市院", Role.OFFICER)
    town.session.commit()
    for endpoint in ("round_hearings.index", "publication.show"):
        response = reader.as_("市管").get(endpoint, public_id=assembly.round.public_id)
        assert response.status_code == 404


def test_publication_says_what_it_will_do_and_does_it_once(reader: Reader, town: Town) -> None:
    assembly = opened_round(town)
    officer = reader.as_("何主任")
    where: dict[str, Any] = {"public_id": assembly.round.public_id}
    page = officer.see("publication.show", **where)
    assert words(page, ".notice-warning").startswith("还有 3 件没有定级")
    for key in CASES:
        assembly.until(key, Stage.APPROVED, problems={LATE: "minor"})
    town.session.commit()
    page = officer.see("publication.show", **where)
    assert [one.get_text()[:12] for one in page.select(".panel-body li")] == [
        "向承办检察官公布 3 件",
        "为 3 个问题逐项下发整",
        "本轮次转入“已反馈”，等",
    ]
    page = officer.send("publication.publish", {"note": "苏评〔2026〕1号"}, **where)
    assert words(page, ".notice-success") == "已公布 3 件案件的评查结果，整改任务已下发。"
    page = officer.send("publication.publish", {"note": ""}, 409, **where)
    assert "不能进行到“已反馈”" in page.get_text()
    page = officer.send("publication.close", {}, 409, **where)
    assert "还有 3 项整改没有销号" in page.get_text()
    town.session.refresh(assembly.round)
    assert assembly.round.step is Step.PUBLISHED


def test_many_hearings_ask_the_database_as_often_as_few(app: Flask, reader: Reader, town: Town) -> None:
    assembly = opened_round(town)
    officer = reader.as_("何主任")

    def count() -> int:
        with queries_of(app) as statements:
            officer.see("round_hearings.index", public_id=assembly.round.public_id, tab="all")
        return len(statements)

    assembly.until("东湖A", Stage.HEARING, problems=TWO)
    town.session.commit()
    count()  # the first look notes that the sign-in is in use
    few = count()
    for key in CASES:
        assembly.until(key, Stage.OBJECTION, problems=TWO)
    town.session.commit()
    assert count() == few
