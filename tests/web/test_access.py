"""Who may open which page: the table beside the code, and that the pages keep to it (R1, R15)."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from review.people.roles import Role
from review.settings import Settings
from review.web.access import Access, UnguardedPage, access_of, allow, table
from review.web.app import create_app
from scripts.permissions import FILE, as_csv
from tests.reader import Reader
from tests.town import Town

CAST = {
    Role.SYSTEM: "系统员",
    Role.SECURITY: "安全员",
    Role.AUDITOR: "审计员",
    Role.OFFICER: "何主任",
    Role.REVIEWER: "周岚",
    Role.LEADER: "沈清",
    Role.HANDLER: "林峰",
    Role.HEAD: "于洋",
    Role.DEPUTY: "郑国",
    Role.CHIEF: "方正",
    Role.ARBITER: "任仲",
}
"""One person per role who holds no other."""

SAFE = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture
def everybody(reader: Reader, town: Town) -> dict[Role, Reader]:
    town.person("任仲", "江东省院", Role.ARBITER)
    town.session.commit()
    return {role: reader.as_(name) for role, name in CAST.items()}


def pages(app: Flask) -> Iterator[tuple[Rule, str, str, Access]]:
    """Every route as (rule, method, address filled in with made-up ids, guard); libraries' files left out."""
    made_up = {"IntegerConverter": 1}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.endswith("static"):
            continue
        values = {
            name: made_up.get(type(converter).__name__, "x" * 22)
            for name, converter in rule._converters.items()
        }
        with app.test_request_context():
            _, address = rule.build(values, append_unknown=False) or ("", "")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, address, access_of(app, rule.endpoint)


def test_the_permission_table_is_the_committed_one(app: Flask) -> None:
    committed = FILE.read_text(encoding="utf-8")
    assert as_csv(app) == committed, "read the difference, then run: python -m scripts.permissions"


def test_each_role_that_the_table_does_not_list_is_refused(app: Flask, everybody: dict[Role, Reader]) -> None:
    let_in = [
        f"{role} {method} {rule.rule}"
        for rule, method, address, access in pages(app)
        for role, reader in everybody.items()
        if access.roles and role not in access.roles
        if reader.client.open(address, method=method).status_code != 403
    ]
    assert let_in == []


def test_each_role_that_the_table_lists_can_open_the_page(app: Flask, everybody: dict[Role, Reader]) -> None:
    shut_out = []
    for rule, method, address, access in pages(app):
        if method != "GET" or rule._converters or access.open:
            continue
        for role in access.roles or set(Role):
            answer = everybody[role].client.get(address)
            if answer.status_code not in {200, 302, 303}:
                shut_out.append(f"{role} {rule.rule} {answer.status_code}")
    assert shut_out == []


def test_whoever_is_not_signed_in_is_sent_to_sign_in(app: Flask, reader: Reader) -> None:
    let_in = []
    for rule, method, address, access in pages(app):
        if access.open:
            continue
        answer = reader.client.open(address, method=method)
        if (answer.status_code, answer.headers.get("Location", "").split("?")[0]) != (303, "/sign-in"):
            let_in.append(f"{method} {rule.rule} {answer.status_code}")
    assert let_in == []


def test_a_script_that_is_not_signed_in_gets_a_sentence_and_no_page(reader: Reader) -> None:
    answer = reader.fetch("profile.save", {})
    assert answer.status_code == 401
    assert answer.headers["HX-Trigger"] == "session-expired"
    assert answer.get_json()["sentence"] == "登录已失效，请重新登录。页面上未保存的内容会保留。"


def test_every_change_without_its_token_is_refused(town: Town, settings: Settings) -> None:
    app = create_app(settings)  # as it is served: with the check switched on
    client = app.test_client()
    taken = [
        f"{method} {rule.rule}"
        for rule, method, address, _ in pages(app)
        if method not in SAFE
        if client.open(address, method=method, data={}).status_code != 400
    ]
    app.extensions["pingcha_engine"].dispose()
    assert taken == []


def test_an_application_with_an_unguarded_page_does_not_start(app: Flask) -> None:
    app.view_functions["home.show"] = lambda: "open to all by mistake"
    with pytest.raises(UnguardedPage, match=r"home\.show"):
        table(app)


def test_a_guard_knows_its_roles() -> None:
    @allow(Role.OFFICER, Role.LEADER)
    def page() -> str:
        return ""

    assert page.access == Access(frozenset({Role.OFFICER, Role.LEADER}))  # type: ignore[attr-defined]


def test_an_object_out_of_reach_answers_like_one_that_is_not_there(reader: Reader, town: Town) -> None:
    town.person("市系统员", "东湖市院", Role.SYSTEM)
    town.session.commit()
    browser = reader.as_("市系统员")
    browser.see("home.show")  # the first answer also brings the form's token
    hidden = browser.get("people.show", public_id=town.people["周岚"].public_id)
    missing = browser.get("people.show", public_id="x" * 22)
    assert hidden.status_code == missing.status_code == 404
    assert without_tokens(hidden.get_data(as_text=True)) == without_tokens(missing.get_data(as_text=True))
    assert set(hidden.headers.keys()) == set(missing.headers.keys())


def without_tokens(page: str) -> str:
    """The page without what is new in every answer: CSRF token and address."""
    return "\n".join(
        line for line in page.splitlines() if "csrf" not in line.lower() and 'name="next"' not in line
    )
