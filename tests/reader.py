"""Reading pages as a person does (读者), without a window; every page read is also checked for its manners."""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Reader:
    """One person's browser. `see` opens a page, `send` sends a form, `follow` goes where a redirect leads."""

    def __init__(self, app: Flask, sign_in: Callable[[str], str]) -> None:
        self.app = app
        self.sign_in = sign_in
        self.client: FlaskClient = app.test_client()

    def as_(self, name: str, language: str = "zh") -> "Reader":
        """Another browser, signed in as `name`."""
        reader = Reader(self.app, self.sign_in)
        with reader.client.session_transaction() as cookie:
            cookie["token"] = self.sign_in(name)
            cookie["language"] = language
        return reader

    def address(self, endpoint: str, **values: Any) -> str:
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def get(self, endpoint: str, **values: Any) -> TestResponse:
        return self.client.get(self.address(endpoint, **values))

    def see(self, endpoint: str, status: int = 200, **values: Any) -> BeautifulSoup:
        """Open a page and read it."""
        return self._read(self.get(endpoint, **values), status)

    def send(self, endpoint: str, form: dict[str, Any], status: int = 303, **values: Any) -> BeautifulSoup:
        """Send a form; a 303 is followed and the page it leads to is read."""
        response = self.client.post(self.address(endpoint, **values), data=form)
        assert response.status_code == status, f"{response.status_code}: {_words(response)[:600]}"
        if status == 303:
            return self._read(self.client.get(response.headers["Location"]), 200)
        return self._read(response, status)

    def fetch(self, endpoint: str, form: dict[str, Any], **values: Any) -> TestResponse:
        """Send a form as a script of the page does; the answer is JSON or a fragment."""
        return self.client.post(
            self.address(endpoint, **values), data=form, headers={"X-Requested-With": "fetch"}
        )

    def _read(self, response: TestResponse, status: int) -> BeautifulSoup:
        assert response.status_code == status, f"{response.status_code}: {_words(response)[:600]}"
        page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
        mind_manners(page)
        return page


def _words(response: TestResponse) -> str:
    return BeautifulSoup(response.get_data(as_text=True), "html.parser").get_text(" ", strip=True)


def one(page: BeautifulSoup | Tag, css: str) -> Tag:
    """The first element that `css` selects; there must be one."""
    found = page.select_one(css)
    assert found is not None, f"nothing matches {css}"
    return found


def words(page: BeautifulSoup | Tag, css: str) -> str:
    """What a person reads in the first element that `css` selects, blanks run together."""
    return " ".join(one(page, css).get_text().split())


def mind_manners(page: BeautifulSoup) -> None:
    """What holds on every page: a title, one h1, labelled fields, no inline script or style."""
    assert page.title is not None
    assert page.title.get_text(strip=True)
    assert len(page.select("h1")) == 1, [heading.get_text() for heading in page.select("h1")]
    for control in page.select("input:not([type=hidden]):not([type=submit]), select, textarea"):
        assert _labelled(page, control), f"no label: {control}"
    assert not page.select("[style]"), page.select("[style]")[:2]
    assert not [tag for tag in page.select("script") if not tag.get("src")], "inline script"
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), sorted(name for name in set(ids) if ids.count(name) > 1)


def _labelled(page: BeautifulSoup, control: Tag) -> bool:
    named = control.get("aria-label") or control.get("aria-labelledby")
    return (
        bool(named)
        or control.find_parent("label") is not None
        or bool(control.get("id") and page.select(f'label[for="{control["id"]}"]'))
    )
