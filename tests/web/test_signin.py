"""Signing in and out, the own password, the own settings."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from review.moments import now
from review.people.models import Account, SignIn, SignInFailure
from review.web.returning import own_path
from tests.reader import Reader, one, words
from tests.town import PASSWORD, Town

WRONG = "工号或密码不正确。请核对后重新输入。"
FRESH = "一苇渡江-三省吾身-2026"


def error_of(page: BeautifulSoup, field: str) -> str:
    return words(page, f"#{field}-error")


def test_the_right_password_opens_the_first_page_and_says_when_one_was_last_here(
    reader: Reader, town: Town
) -> None:
    reader.as_("陈敏")  # an earlier sign-in from 127.0.0.1
    page = reader.send("signin.sign_in", {"staff_no": town.people["陈敏"].staff_no, "password": PASSWORD})
    assert words(page, "h1") == "您好，陈敏"
    notice = words(page, ".notice")
    assert notice.startswith("上次登录：")
    assert notice.endswith("地址 127.0.0.1。如非本人操作，请立即修改密码。")


@pytest.mark.parametrize(
    ("staff_no", "password"), [("JD0005", "不是这个密码-12345"), ("JD9999", PASSWORD), ("JD9999", "x")]
)
def test_an_unknown_number_and_a_wrong_password_get_the_same_sentence(
    reader: Reader, staff_no: str, password: str
) -> None:
    page = reader.send("signin.sign_in", {"staff_no": staff_no, "password": password}, status=422)
    assert error_of(page, "password") == WRONG


def test_a_disabled_account_gets_the_same_sentence(reader: Reader, town: Town) -> None:
    town.session.get_one(Account, town.people["周岚"].id).disabled_at = now()
    town.session.commit()
    form = {"staff_no": town.people["周岚"].staff_no, "password": PASSWORD}
    assert error_of(reader.send("signin.sign_in", form, status=422), "password") == WRONG


def test_the_sixth_attempt_waits_even_with_the_right_password(reader: Reader, town: Town) -> None:
    staff_no = town.people["周岚"].staff_no
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(5):
            reader.send("signin.sign_in", {"staff_no": staff_no, "password": "wrong"}, status=422)
        town.session.rollback()
        assert town.session.scalar(select(func.count()).select_from(SignInFailure)) == 5
        page = reader.send("signin.sign_in", {"staff_no": staff_no, "password": PASSWORD}, status=422)
        assert error_of(page, "password") == (
            "连续输入错误次数过多，请于 15 分钟后再试。如忘记密码，请联系本院系统管理员重置。"
        )
        clock.shift(timedelta(minutes=16))
        page = reader.send("signin.sign_in", {"staff_no": staff_no, "password": PASSWORD})
        assert words(page, "h1") == "您好，周岚"


def test_five_failures_on_an_unknown_number_wait_alike(reader: Reader) -> None:
    for _ in range(5):
        reader.send("signin.sign_in", {"staff_no": "JD9999", "password": "wrong"}, status=422)
    page = reader.send("signin.sign_in", {"staff_no": "JD9999", "password": "wrong"}, status=422)
    assert error_of(page, "password").startswith("连续输入错误次数过多")


def test_signing_out_ends_the_sign_in_on_the_server(reader: Reader, town: Town) -> None:
    browser = reader.as_("陈敏")
    with browser.client.session_transaction() as cookie:
        stolen = cookie["token"]
    browser.send("signin.sign_out", {})
    with browser.client.session_transaction() as cookie:
        cookie["token"] = stolen
    answer = browser.get("home.show")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/")


def test_after_signing_in_one_gets_the_page_one_asked_for_but_never_another_site(
    reader: Reader, town: Town
) -> None:
    form = {"staff_no": town.people["陈敏"].staff_no, "password": PASSWORD}
    address = reader.address("signin.sign_in")
    inside = reader.client.post(address, data=form | {"next": "/profile?tab=1"})
    assert inside.headers["Location"] == "/profile?tab=1"
    reader.client.post(reader.address("signin.sign_out"))
    outside = reader.client.post(address, data=form | {"next": "//elsewhere.example/"})
    assert outside.headers["Location"] == "/"


@pytest.mark.parametrize(
    "asked",
    [None, "", "rounds", "//host/", "/\\host", "https://host/", "/a\nb", "javascript:alert(1)", "/\t/host"],
)
def test_only_a_plain_path_of_this_site_is_returned_to(asked: str | None) -> None:
    assert own_path(asked, "/home") == "/home"


def test_a_one_time_password_leads_to_the_password_page_and_nowhere_else(reader: Reader, town: Town) -> None:
    town.session.get_one(Account, town.people["陈敏"].id).must_change = True
    town.session.commit()
    browser = reader.as_("陈敏")
    assert browser.get("profile.show").headers["Location"] == "/password"
    page = browser.see("password.change")
    assert words(page, ".lead-line") == "您使用的是一次性密码，请先设置自己的密码，再开始工作。"
    browser.send("password.change", {"old": PASSWORD, "new": FRESH, "again": FRESH})
    browser.see("profile.show")


def test_a_changed_password_ends_the_other_sign_ins(reader: Reader, town: Town) -> None:
    here, elsewhere = reader.as_("陈敏"), reader.as_("陈敏")
    page = here.send("password.change", {"old": PASSWORD, "new": FRESH, "again": FRESH})
    assert words(page, ".notice") == "密码已修改，您在其他设备上的登录已全部下线。"
    here.see("home.show")
    assert elsewhere.get("home.show").status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "sentence"),
    [
        ("不是原来的密码", FRESH, FRESH, "old", "原密码不正确。请重新输入。"),
        (PASSWORD, PASSWORD, PASSWORD, "new", "新密码与原密码相同。请另设一个。"),
        (PASSWORD, FRESH, FRESH + "x", "again", "两次输入的新密码不一致。请重新输入。"),
        (
            PASSWORD,
            "陈敏-的-新密码-2026",
            "陈敏-的-新密码-2026",
            "new",
            "新密码须为 12 至 128 个字符，不能是常用密码，也不能包含工号或姓名。请另设一个。",
        ),
    ],
)
def test_a_password_that_cannot_be_taken_is_explained_beside_the_field(
    reader: Reader, old: str, new: str, again: str, field: str, sentence: str
) -> None:
    page = reader.as_("陈敏").send("password.change", {"old": old, "new": new, "again": again}, status=422)
    assert error_of(page, field) == sentence


def test_a_language_chosen_while_signed_out_stays_after_signing_in(reader: Reader, town: Town) -> None:
    reader.client.post(reader.address("profile.language"), data={"language": "en", "next": "/sign-in"})
    assert one(reader.see("signin.sign_in"), "html")["lang"] == "en"
    form = {"staff_no": town.people["陈敏"].staff_no, "password": PASSWORD}
    assert one(reader.send("signin.sign_in", form), "html")["lang"] == "en"
    town.session.rollback()
    town.session.expire_all()
    assert town.session.get_one(Account, town.people["陈敏"].id).language == "en"


def test_large_text_is_kept_with_the_account(reader: Reader) -> None:
    browser = reader.as_("陈敏")
    assert one(browser.see("profile.show"), "html").get("class") is None
    page = browser.send("profile.save", {"large_text": "y"})
    assert one(page, "html")["class"] == ["large-text"]
    assert one(page, "body")["data-shortcuts"] == "off"


def test_one_ends_an_own_sign_in_but_not_somebody_elses(reader: Reader, town: Town) -> None:
    here, elsewhere, other = reader.as_("陈敏"), reader.as_("陈敏"), reader.as_("周岚")
    own, others = (
        town.session.scalars(
            select(SignIn.public_id)
            .where(SignIn.person_id == town.people[name].id)
            .order_by(SignIn.id.desc())
        ).first()
        for name in ("陈敏", "周岚")
    )
    here.send("profile.end_sign_in", {}, public_id=own)
    assert elsewhere.get("home.show").status_code == 303
    here.send("profile.end_sign_in", {}, status=404, public_id=others)
    other.see("home.show")


def test_a_sign_in_runs_out_after_half_an_hour_unused_but_not_while_it_only_saves(reader: Reader) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browser, idle = reader.as_("陈敏"), reader.as_("周岚")
        for _ in range(3):
            clock.shift(timedelta(minutes=20))
            browser.client.post(browser.address("profile.save"), data={"shortcuts": "y"})
        assert browser.get("home.show").status_code == 200
        assert idle.get("home.show").status_code == 303
