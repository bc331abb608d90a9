"""Who may open which page (访问权限): one decorator, one table, default deny.

Every page function carries `@allow(Role.…)`, `@signed_in` or `@open_to_all`; the application does not start with
one that carries none. This decides whether a *page* may be opened. Which *objects* it shows is the queries' own
condition (`people.scope`), and an object out of reach answers exactly like one that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from review.errors import N_, Kind, ReviewError
from review.people.roles import ROLE_NAMES, Role
from review.web.context import g

View = TypeVar("View", bound=Callable[..., Any])


class NotYours(ReviewError):
    sentence = N_("打开此页面需要“%(roles)s”角色，您的账号没有。如确有需要，请联系本院安全管理员授权。")
    kind = Kind.FORBIDDEN

    def __init__(self, roles: frozenset[Role]) -> None:
        super().__init__(roles=[ROLE_NAMES[role] for role in Role if role in roles])


class Gone(ReviewError):
    """Not there, or not for these eyes: the two never differ."""

    sentence = N_("没有找到您要查看的内容。它可能不存在，也可能不在您的查看范围内。请返回列表重新选择。")
    kind = Kind.MISSING


class SignInEnded(ReviewError):
    sentence = N_("登录已失效，请重新登录。页面上未保存的内容会保留。")
    kind = Kind.FORBIDDEN


@dataclass(frozen=True, slots=True)
class Access:
    """What a page asks of its viewer. No roles: everybody who is signed in, or everybody at all."""

    roles: frozenset[Role]
    open: bool = False


def allow(*roles: Role) -> Callable[[View], View]:
    """Open the page to people who hold one of `roles`."""
    return _mark(Access(frozenset(roles)))


def signed_in(view: View) -> View:
    """Open the page to everybody who is signed in."""
    return _mark(Access(frozenset()))(view)


def open_to_all(view: View) -> View:
    """Open the page to everybody on the network: sign-in, health, static files."""
    return _mark(Access(frozenset(), open=True))(view)


def _mark(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]  # a page function carries its own guard
        return view

    return mark


class UnguardedPage(RuntimeError):
    """A page that says nothing about access keeps the application from starting."""


OPEN_ENDPOINTS = frozenset({"static", "bootstrap.static"})
"""Endpoints of libraries that serve files for everybody."""


def access_of(app: Flask, endpoint: str) -> Access:
    """The guard of an endpoint.

    Raises:
        UnguardedPage: It has none.
    """
    if endpoint in OPEN_ENDPOINTS:
        return Access(frozenset(), open=True)
    access = getattr(app.view_functions[endpoint], "access", None)
    if not isinstance(access, Access):
        raise UnguardedPage(endpoint)
    return access


def table(app: Flask) -> list[tuple[str, str, str, str]]:
    """Every route as (address, methods, endpoint, who): the permission table beside the code.

    Raises:
        UnguardedPage: A route has no guard.
    """
    rows = []
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        who = "everybody" if access.open else ",".join(sorted(access.roles)) or "signed in"
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        rows.append((rule.rule, methods, rule.endpoint, who))
    return sorted(rows)


PASSWORD_PAGES = frozenset({"password.change", "signin.sign_out"})
"""What somebody with a one-time password may open before choosing an own one."""


def guard() -> ResponseReturnValue | None:
    """Before every request: let the viewer through, send to sign-in, or refuse."""
    if request.endpoint is None:
        return None  # no such address: the 404 page follows
    access = access_of(current_app, request.endpoint)
    if access.open:
        return None
    if g.viewer is None:
        if wants_fragment():
            raise SignInEnded
        asked = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("signin.sign_in", next=asked), 303)
    if g.must_change and request.endpoint not in PASSWORD_PAGES:
        return redirect(url_for("password.change"), 303)
    if access.roles and not g.viewer.holds(*access.roles):
        raise NotYours(access.roles)
    g.person = g.viewer
    return None


def wants_fragment() -> bool:
    """Whether a script asked, not the address bar: such a request gets a sentence, never a sign-in page."""
    return "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch"
