"""The workbench when things go wrong: two windows, a lost server, half a word, an ended sign-in. Nothing typed is lost.

One served round for the whole file; every test has a review of its own.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from review.moments import now
from review.people.models import SignIn
from review.scoring.models import Answer, Result, Review
from tests.browser.conftest import Office, opened, sign_in
from tests.browser.reviewer import Reviewer
from tests.builders.conclusions import CASES
from tests.builders.reviews import planted
from tests.town import PASSWORD, build_town

ONE, OTHER = "CX-010", "CX-007"
"""Two items of every checklist."""


Tasks = dict[tuple[str, int], tuple[int, str]]
"""Case and slot → the assignment's id and its name in addresses."""


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[Office, Tasks]]:
    """The cast's round of three cases, each with two reviewers, opened and served."""
    with opened(tmp_path_factory.mktemp("desk"), browser, build_town) as office:
        assignments = planted(office.town, reviewers=2).assignments
        tasks = {place: (task.id, task.public_id) for place, task in assignments.items()}
        office.town.session.commit()
        yield office, tasks


class Seat:
    """One reviewer before one case of theirs."""

    def __init__(self, office: Office, name: str, assignment_id: int, public_id: str) -> None:
        self.office = office
        self.session = office.town.session
        self.name = name
        self.assignment_id = assignment_id
        self.path = f"{office.address}/desk/{public_id}/"
        self.reviewer = Reviewer(office.sit_down(name))
        self.reviewer.opens(self.path)

    def second_window(self) -> Reviewer:
        """The same person at the same case, in another tab of the same browser."""
        other = Reviewer(self.reviewer.page.context.new_page())
        other.opens(self.path)
        return other

    def ends_sign_in(self) -> None:
        """As an administrator or the clock would."""
        self.session.rollback()
        self.session.execute(update(SignIn).values(ended_at=now()))
        self.session.commit()

    def kept(self, code: str) -> tuple[Result | None, str]:
        """Result and reason as the database has them."""
        self.session.rollback()
        wanted = (
            select(Answer.result, Answer.reason)
            .join(Review, Answer.review_id == Review.id)
            .where(Review.assignment_id == self.assignment_id, Answer.rule_code == code)
        )
        result, reason = self.session.execute(wanted).one()
        self.session.rollback()
        return result, reason


@pytest.fixture
def seat(round_: tuple[Office, Tasks], request: pytest.FixtureRequest) -> Seat:
    """A review that no other test has: case and slot are the test's parameter."""
    office, tasks = round_
    key, slot = request.param
    return Seat(office, CASES[key][2][slot - 1], *tasks[key, slot])


def at(key: str, slot: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("seat", [(key, slot)], indirect=True, ids=[f"{key}-{slot}"])


@at("东湖A", 1)
def test_two_windows_on_one_item_keep_both_values_until_one_is_chosen(seat: Seat) -> None:
    first, second = seat.reviewer, seat.second_window()
    first.chooses(ONE, "有问题")
    first.explains(ONE, "笔录未签名")
    first.has_saved()
    second.chooses(ONE, "不适用")
    asked = second.item(ONE).locator(".conflict")
    expect(asked.locator("[data-theirs]")).to_contain_text("笔录未签名")
    expect(asked.locator("[data-mine]")).to_contain_text("不适用")
    second.explains(ONE, "未讯问")
    assert seat.kept(ONE) == (Result.PROBLEM, "笔录未签名")

    asked.get_by_role("button", name="采用本窗口的").click()
    second.has_saved()
    assert seat.kept(ONE) == (Result.NOT_APPLICABLE, "未讯问")
    first.chooses(ONE, "未见问题")
    asked = first.item(ONE).locator(".conflict")
    asked.get_by_role("button", name="采用已保存的").click()
    assert (first.answers()[ONE], first.reason(ONE)) == ("not_applicable", "未讯问")
    assert seat.kept(ONE) == (Result.NOT_APPLICABLE, "未讯问")


@at("东湖A", 2)
def test_a_server_killed_while_a_reason_is_typed_loses_nothing(seat: Seat) -> None:
    reviewer = seat.reviewer
    reviewer.chooses(ONE, "有问题")
    reviewer.has_saved()
    seat.office.lose_the_server()
    reviewer.explains(ONE, "讯问笔录未逐页签名")
    reviewer.chooses(OTHER, "未见问题")
    bar = reviewer.page.locator("#offline")
    expect(bar).to_contain_text("连接中断，2 项待保存，恢复后自动重试。")
    assert reviewer.reason(ONE) == "讯问笔录未逐页签名"

    seat.office.start_again()
    reviewer.has_saved()  # tried again by itself
    expect(bar).to_be_hidden()
    assert seat.kept(ONE) == (Result.PROBLEM, "讯问笔录未逐页签名")
    assert seat.kept(OTHER) == (Result.CLEAR, "")


@at("西山B", 1)
def test_half_a_word_of_an_input_method_is_never_saved(seat: Seat) -> None:
    reviewer, page = seat.reviewer, seat.reviewer.page
    reviewer.chooses(ONE, "有问题")
    reviewer.has_saved()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    reviewer.item(ONE).locator("textarea").click()
    keyboard = page.context.new_cdp_session(page)
    for letters in ("gao", "gaozhi"):
        keyboard.send("Input.imeSetComposition", {"text": letters, "selectionStart": 1, "selectionEnd": 1})
    page.wait_for_timeout(1500)  # more than twice as long as a pause in typing lasts before it is saved
    assert reviewer.reason(ONE) == "gaozhi"
    assert (sent, seat.kept(ONE)) == ([], (Result.PROBLEM, ""))

    keyboard.send("Input.insertText", {"text": "告知"})
    reviewer.has_saved()
    assert seat.kept(ONE) == (Result.PROBLEM, "告知")
    assert not any("gao" in body for body in sent)


@at("西山B", 2)
def test_a_sign_in_that_ends_during_typing_is_made_again_and_the_words_are_kept(seat: Seat) -> None:
    reviewer, page = seat.reviewer, seat.reviewer.page
    reviewer.chooses(ONE, "有问题")
    reviewer.has_saved()
    seat.ends_sign_in()
    reviewer.explains(ONE, "讯问笔录未逐页签名")
    box = page.get_by_role("dialog", name="登录已失效")
    expect(box).to_be_visible()
    assert reviewer.reason(ONE) == "讯问笔录未逐页签名"

    with page.context.expect_page() as opening:
        box.get_by_role("link", name="打开登录页").click()
    again: Page = opening.value
    sign_in(again, seat.office.town.people[seat.name].staff_no, PASSWORD)
    expect(again.locator("h1")).to_contain_text(seat.name)
    box.get_by_role("button", name="我已重新登录").click()
    expect(box).to_be_hidden()
    reviewer.has_saved()
    assert seat.kept(ONE) == (Result.PROBLEM, "讯问笔录未逐页签名")


@at("南浦C", 1)
def test_a_whole_checklist_typed_by_keyboard_reads_the_same_after_a_reload(seat: Seat) -> None:
    reviewer = seat.reviewer
    reasons = {ONE: "笔录未签名", "CX-016": "没有收到申请", "WS-006": "数据包中没有起诉书正本"}
    keys = {"CX-016": "3", "WS-006": "0"}
    reviewer.types_whole_checklist(reasons, keys)
    answers = reviewer.answers()
    other = {ONE: "problem", "CX-016": "not_applicable", "WS-006": "material_missing"}
    assert answers == dict.fromkeys(reviewer.codes, "clear") | other

    reviewer.page.reload()
    reviewer.is_ready()
    assert reviewer.answers() == answers
    assert {code: reviewer.reason(code) for code in reasons} == reasons
