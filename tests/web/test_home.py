"""The first page: each role finds what waits for it, and every figure leads to its list."""

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select

from review.assignment.models import Assignment
from review.people.models import RoleGrant
from review.rounds.steps import Step
from tests.builders.rounds import advance, draft, round_at
from tests.reader import Reader, words
from tests.town import Town
from tests.web.counting import queries_of

DAY = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
"""A month before the reviews of the built rounds are due."""


def figures(reader: Reader) -> dict[str, str]:
    page = reader.see("home.show")
    return {words(one, ".figure-words"): words(one, ".figure-value") for one in page.select(".figure")}


def waiting(reader: Reader) -> list[str]:
    page = reader.see("home.show")
    todo = next(panel for panel in page.select(".panel") if words(panel, "h2").startswith("待办"))
    rows = todo.select("tbody tr")
    return [" ".join(row.get_text(" ").split()) for row in rows]


def test_the_officer_sees_rounds_under_way_what_is_late_and_what_can_go_on(
    reader: Reader, town: Town
) -> None:
    round_at(town, Step.OPENED, name="上半年评查")
    town.session.commit()
    with time_machine.travel(DAY, tick=False):
        browser = reader.as_("何主任")
        page = browser.see("home.show")
        told = figures(browser)
    assert {name: told[name] for name in ("进行中的轮次", "评查中", "逾期评查")} == {
        "进行中的轮次": "1",
        "评查中": "1",
        "逾期评查": "0",
    }
    assert words(page, ".panel tbody .bar-words").startswith("0 / ")


def test_late_reviews_stand_first_among_what_waits(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.OPENED, name="上半年评查")
    town.session.commit()
    with time_machine.travel(datetime(2026, 5, 3, 2, 0, tzinfo=UTC), tick=False):
        browser = reader.as_("何主任")
        late = figures(browser)["逾期评查"]
        lines = waiting(browser)
    assert int(late) > 0
    assert lines == [f"逾期 上半年评查 {late} 件评查逾期 2026-04-30 · 逾期 3 天"]
    assert round_.step is Step.OPENED


def test_a_round_that_stands_still_waits_for_its_next_step(reader: Reader, town: Town) -> None:
    round_ = draft(town, name="下半年评查")
    town.session.commit()
    assert waiting(reader.as_("何主任")) == ["轮次 下半年评查 停在“草稿” —"]
    advance(town, round_, Step.DRAWN)
    town.session.commit()
    assert waiting(reader.as_("何主任")) == ["轮次 下半年评查 停在“已抽样” —"]


def test_the_reviewer_finds_codes_and_days_and_nothing_of_whose_cases_they_are(
    reader: Reader, town: Town
) -> None:
    round_at(town, Step.OPENED)
    town.session.commit()
    with time_machine.travel(DAY, tick=False):
        browser = reader.as_("周岚")
        page = browser.see("home.show")
        told = figures(browser)
    mine = len(page.select(".panel tbody tr th a"))
    assert mine > 0
    assert (told["待评"], told["进行中"], told["已提交"]) == (str(mine), "0", "0")
    text = page.get_text()
    assert [name for name in ("林峰", "吴静", "唐越", "东湖区院", "南浦区院", "案0001") if name in text] == []


def test_a_review_already_begun_can_be_gone_on_with_at_once(reader: Reader, town: Town) -> None:
    round_at(town, Step.OPENED)
    town.session.commit()
    task = town.session.scalars(
        select(Assignment).where(Assignment.reviewer_id == town.people["周岚"].id)
    ).first()
    assert task is not None
    browser = reader.as_("周岚")
    browser.send("desk.begin", {}, public_id=task.public_id)
    page = browser.see("home.show")
    assert words(page, ".resume h2") == "继续上次"
    assert words(page, ".resume .mono") == task.alias[:11]
    assert figures(browser)["进行中"] == "1"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("沈清", {"待审核": "0", "异议待答复": "0"}),
        ("郑国", {"待审批": "0"}),
        ("林峰", {"待反馈": "0", "评查结果": "0", "待整改": "0", "逾期整改": "0"}),
        ("于洋", {"待整改": "0", "逾期整改": "0", "待验收整改": "0"}),
        ("安全员", {"无角色的账号": "0"}),
        ("审计员", {"今日留痕": "0", "今日导出": "0", "今日授权变动": "0", "今日登录失败": "0"}),
    ],
)
def test_each_role_has_its_own_figures_and_an_empty_day_is_said_to_be_empty(
    reader: Reader, name: str, shown: dict[str, str]
) -> None:
    browser = reader.as_(name)
    assert figures(browser) == shown
    assert words(browser.see("home.show"), ".empty-state p") == "暂无待办。有新的事项时会显示在这里。"


def test_the_auditor_sees_a_refused_sign_in_but_not_what_was_typed(reader: Reader, town: Town) -> None:
    reader.send("signin.sign_in", {"staff_no": "my-password", "password": "x"}, status=422)
    browser = reader.as_("审计员")
    assert figures(browser)["今日登录失败"] == "1"
    assert "my-password" not in browser.see("journal.index").get_text()


def test_somebody_without_a_role_is_told_whom_to_ask(reader: Reader, town: Town) -> None:
    person = town.people["顾宁"]
    town.session.execute(delete(RoleGrant).where(RoleGrant.person_id == person.id))
    town.session.commit()
    page = reader.as_("顾宁").see("home.show")
    assert words(page, ".empty-state p") == "您的账号还没有角色，看不到任何业务。请联系本院安全管理员授权。"
    assert figures(reader.as_("安全员"))["无角色的账号"] == "1"


def test_every_figure_of_every_role_leads_to_a_page_that_opens(reader: Reader, town: Town) -> None:
    round_at(town, Step.OPENED)
    town.session.commit()
    closed = []
    for name in town.people:
        browser = reader.as_(name)
        for one in browser.see("home.show").select("main a[href]"):
            answer = browser.client.get(str(one["href"]))
            if answer.status_code != 200:
                closed.append(f"{name} {one['href']} {answer.status_code}")
    assert closed == []


def test_the_first_page_asks_the_database_as_often_for_many_rounds_as_for_one(
    app: Flask, reader: Reader, town: Town
) -> None:
    round_at(town, Step.OPENED)
    town.session.commit()
    browser = reader.as_("何主任")
    browser.see("home.show")
    with queries_of(app) as few:
        browser.see("home.show")
    for number in range(5):
        other = draft(town, cases=0, name=f"第{number}轮")
        town.session.commit()
        assert other.step is Step.DRAFT
    with queries_of(app) as many:
        browser.see("home.show")
    assert len(few) == len(many)
