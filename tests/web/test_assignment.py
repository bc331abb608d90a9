"""Assignment and progress as the officer sees them: never who reviews what."""

from typing import Any

from sqlalchemy import select

from review.assignment.actions import recuse
from review.assignment.models import Assignment
from review.people.models import Person
from review.people.roles import Role
from review.rounds.models import Round, RoundReviewer
from review.rounds.steps import Step
from tests.builders.rounds import REVIEWERS, draft, reviewed_by, round_at
from tests.queries_counted import queries_counted
from tests.reader import Reader, words
from tests.town import NOON, Town


def rows(page: Any, table: int) -> list[list[str]]:
    """The cells of one of the progress tables, without the bar."""
    body = page.select(".columns .table tbody")[table]
    return [[cell.get_text(strip=True) for cell in row.select("th, td.number")] for row in body.select("tr")]


def test_before_the_draw_the_page_leads_to_it(reader: Reader, town: Town) -> None:
    round_ = draft(town)
    page = reader.as_("何主任").see("assignment.show", public_id=round_.public_id)
    assert words(page, ".empty-state p") == "样本还没有抽取，不能分派。请先完成抽样。"


def test_assigning_and_opening_are_one_click_each(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, cases=30)
    officer = reader.as_("何主任")
    page = officer.send("assignment.run", {}, public_id=round_.public_id)
    assert words(page, ".notice") == "已完成分派，共 9 人次，未违反任何条件。"
    told = [line.get_text(" ", strip=True) for line in page.select(".columns .facts dd")]
    assert told[:4] == [
        "0 处",
        "9 件，9 人次",
        "3 名",
        "最少 3 件，最多 3 件；与公平份额最多相差 0 件",
    ]
    page = officer.send("assignment.opening", {}, public_id=round_.public_id)
    assert words(page, ".notice") == "评查已开始，评查员可以看到分派给本人的案件。"


def test_no_eligible_reviewer_is_named_with_the_clash_and_nothing_is_assigned(
    reader: Reader, town: Town
) -> None:
    round_ = round_at(town, Step.DRAWN, cases=30)
    for name in ("陈敏", "周岚"):
        town.people[name].active = False
    town.session.commit()
    page = reader.as_("何主任").send("assignment.run", {}, status=422, public_id=round_.public_id)
    assert words(page, ".error-summary").startswith("未能办理南浦市 有 3 件案件（如 案")
    assert len(page.select("#clash .aside-list li")) == 3
    assert "异地评查" in words(page, "#clash")
    town.session.rollback()
    assert list(town.session.scalars(select(Assignment))) == []


def test_progress_is_told_by_unit_and_by_alias(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.OPENED, cases=60)
    page = reader.as_("何主任").see("assignment.show", public_id=round_.public_id)
    assert rows(page, 0) == [
        ["东湖区院", "6", "0", "0"],
        ["西山区院", "6", "0", "0"],
        ["南浦区院", "6", "0", "0"],
    ]
    reviewers = rows(page, 1)
    assert [line[1:] for line in reviewers] == [["6", "0", "0"]] * 3
    assert [line[0][:2] for line in reviewers] == ["R-"] * 3


def test_small_numbers_are_merged(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.OPENED, cases=12)
    page = reader.as_("何主任").see("assignment.show", public_id=round_.public_id)
    assert rows(page, 0) == [["合并显示", "6", "0", "0"]]
    assert rows(page, 1) == [["合并显示", "6", "0", "0"]]


def test_the_officer_never_sees_who_reviews_what(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.OPENED, cases=60)
    officer = reader.as_("何主任")
    names = [
        name
        for assignment in town.session.scalars(select(Assignment))
        for name in (assignment.alias, assignment.public_id)
    ]
    pages = ("rounds.show", "plan.show", "sampling.show", "sampling.strata", "assignment.show")
    for endpoint in (*pages, "sampling.sample_csv", "sampling.protocol_json"):
        text = officer.get(endpoint, public_id=round_.public_id, size=100).get_data(as_text=True)
        assert [name for name in names if name in text] == []
    progress = officer.see("assignment.show", public_id=round_.public_id)
    shown = progress.select_one(".columns")
    assert shown is not None
    people = [town.people[name] for name in REVIEWERS]
    secrets = [fact for person in people for fact in (person.name, person.staff_no, person.public_id)]
    assert [fact for fact in secrets if fact in str(shown)] == []


def test_an_open_slot_is_shown_with_its_case_and_filled_after_a_reviewer_is_added(
    reader: Reader, town: Town
) -> None:
    round_ = round_at(town, Step.OPENED, reviewed_by(2), cases=3)
    assignment = town.session.scalars(select(Assignment)).first()
    assert assignment is not None
    who = town.session.get_one(Person, assignment.reviewer_id)
    recuse(town.session, assignment, kind="case", reason="秘密缘由", by=town.viewer(who.name), at=NOON)
    new = town.person("省评", "江东省院", Role.REVIEWER)
    town.session.commit()
    officer = reader.as_("何主任")
    page = officer.see("assignment.show", public_id=round_.public_id)
    assert len(page.select("#open-slots tbody tr")) == 1
    assert "秘密缘由" not in str(page)
    left = officer.send("assignment.fill", {}, public_id=round_.public_id)
    assert words(left, ".notice") == ("已补派 0 人次，仍有 1 人次没有符合条件的评查员。请先增派评查员。")
    form = {"reviewer": new.public_id, f"capacity-{new.public_id}": "5"}
    officer.send("assignment.extend", form, public_id=round_.public_id)
    filled = officer.send("assignment.fill", {}, public_id=round_.public_id)
    assert words(filled, ".notice") == "已补派 1 人次，没有空缺。"
    assert filled.select("#open-slots") == []


def test_extending_the_pool_needs_somebody_and_a_sensible_capacity(reader: Reader, town: Town) -> None:
    round_ = round_at(town, Step.DRAWN)
    officer, chen = reader.as_("何主任"), town.people["陈敏"].public_id
    nobody = officer.send("assignment.extend", {}, status=422, public_id=round_.public_id)
    assert words(nobody, ".error-summary") == "未能办理请至少勾选一名评查员。"
    form = {"reviewer": chen, f"capacity-{chen}": "0"}
    refused = officer.send("assignment.extend", form, status=422, public_id=round_.public_id)
    assert words(refused, ".error-summary").endswith(
        "评查员承办上限须为 1 至 500 件，您填写的是 0 件。请修改。"
    )
    town.session.rollback()
    assert set(town.session.scalars(select(RoundReviewer.capacity))) == {30}


def test_a_county_officer_may_not_assign(reader: Reader, town: Town) -> None:
    town.person("县案管", "江东省院", Role.OFFICER, over="东湖区院")
    round_ = round_at(town, Step.DRAWN)
    round_.unit_id = town.units["东湖区院"].id
    town.session.commit()
    page = reader.as_("县案管").send("assignment.run", {}, status=403, public_id=round_.public_id)
    assert words(page, ".refusal p") == "县级院案管人员不能办理分派。请由上级院案管人员登录后办理。"


def asked_for(reader: Reader, round_: Round) -> int:
    officer = reader.as_("何主任")
    officer.see("assignment.show", public_id=round_.public_id)
    with queries_counted(reader.app.extensions["pingcha_engine"]) as asked:
        officer.see("assignment.show", public_id=round_.public_id)
    return asked.count


def test_the_page_asks_the_database_equally_often_for_few_and_many(reader: Reader, town: Town) -> None:
    few = round_at(town, Step.OPENED, cases=3)
    for number in range(8):
        town.person(f"评{number}", "西山市院", Role.REVIEWER)
    for number in range(60):
        town.case(f"后{number:03d}", "南浦区院", "唐越", record_hash=f"{number + 900:064x}")
    many = round_at(town, Step.OPENED, cases=0, name="大轮次", capacity=90)
    assert asked_for(reader, few) == asked_for(reader, many)
