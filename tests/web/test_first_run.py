"""The first run: one page until the three administrators exist, and never again."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from review.journal.models import JournalEntry
from review.journal.queries import verify_chain
from review.people.models import Account, Unit
from review.people.passwords import fits
from review.people.queries import person_of, viewer_of
from review.people.roles import Role
from review.settings import Settings
from review.web.app import create_app
from tests.reader import Reader, words
from tests.web.test_people import ONE_TIME

FORM = {
    "unit_name": "江东省人民检察院",
    "unit_code": "330000",
    "level": "province",
    "region_name": "江东省本级",
    "system_no": "S1",
    "system_name": "沈工",
    "security_no": "S2",
    "security_name": "安工",
    "auditor_no": "S3",
    "auditor_name": "申工",
}


@pytest.fixture
def empty(session: Session, settings: Settings) -> Iterator[Flask]:
    """The application over an empty database."""
    made = create_app(settings)
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    made.extensions["pingcha_engine"].dispose()


@pytest.fixture
def visitor(empty: Flask) -> Reader:
    return Reader(empty, str)


@pytest.mark.parametrize("endpoint", ["home.show", "signin.sign_in", "people.index", "journal.index"])
def test_every_page_leads_to_the_first_run_until_the_administrators_exist(
    visitor: Reader, endpoint: str
) -> None:
    answer = visitor.get(endpoint)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/first-run")


def test_the_first_run_makes_three_administrators_with_one_time_passwords(
    visitor: Reader, session: Session
) -> None:
    page = visitor.send("first_run.show", FORM, status=200)
    passwords = [code.get_text() for code in page.select(".one-time")]
    assert [bool(ONE_TIME.fullmatch(password)) for password in passwords] == [True, True, True]
    session.rollback()
    unit = session.scalars(select(Unit)).one()
    assert (unit.name, unit.path, unit.level) == ("江东省人民检察院", "/330000/", "province")
    accounts = session.scalars(select(Account).order_by(Account.person_id)).all()
    assert [
        fits(password, account.password_hash) for password, account in zip(passwords, accounts, strict=True)
    ] == [
        True,
        True,
        True,
    ]
    assert all(account.must_change for account in accounts)
    assert verify_chain(session) is None
    assert session.scalars(select(JournalEntry.actor).distinct()).all() == ["system"]


def test_afterwards_it_refuses_for_ever_and_the_other_pages_open(visitor: Reader) -> None:
    visitor.send("first_run.show", FORM, status=200)
    page = visitor.see("first_run.show", status=409)
    assert words(page, ".refusal p").startswith("系统已经启用，不能再次初始化。")
    visitor.send("first_run.show", FORM, status=409)
    assert words(visitor.see("signin.sign_in"), ".sign-in-unit") == "江东省人民检察院"


def test_one_person_cannot_be_two_of_the_three(visitor: Reader, session: Session) -> None:
    page = visitor.send("first_run.show", FORM | {"auditor_no": "S1"}, status=422)
    assert words(page, "#auditor_no-error") == "三名管理员必须是三个人，工号不能相同。请修改。"
    session.rollback()
    assert session.scalars(select(Unit)).all() == []


def test_the_three_hold_one_role_each_over_the_whole_tree(visitor: Reader, session: Session) -> None:
    visitor.send("first_run.show", FORM, status=200)
    session.rollback()
    people = session.scalars(select(Account.person_id).order_by(Account.person_id)).all()
    held = [viewer_of(session, person_of(session, number)).roles for number in people]
    assert held == [{Role.SYSTEM}, {Role.SECURITY}, {Role.AUDITOR}]
