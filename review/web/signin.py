"""Signing in and out (登录)."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review import __version__
from review.db import transaction
from review.people.actions import SignInPaused, SignInRefused, count_failure, end_sign_in
from review.people.actions import sign_in as begin_sign_in
from review.people.actions_accounts import keep_language
from review.people.queries import Known, viewer_of_token
from review.people.queries_sign_ins import sign_in_before
from review.people.queries_units import top_unit
from review.web.access import open_to_all, signed_in
from review.web.context import g, settings
from review.web.filters import moment
from review.web.forms.signin import SignInForm
from review.web.requests import TOKEN
from review.web.returning import own_path

bp = Blueprint("signin", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Sign in."""
    form = SignInForm()
    if request.method == "GET":
        if g.viewer is not None:
            return redirect(url_for("home.show"), 303)
        form.next.data = own_path(request.args.get("next"), "")
    elif form.validate():
        staff_no, address = form.staff_no.data.strip(), request.remote_addr or ""
        try:
            with transaction(g.session):
                token = begin_sign_in(
                    g.session,
                    staff_no=staff_no,
                    password=form.password.data,
                    address=address,
                    browser=request.headers.get("User-Agent", ""),
                    at=g.now,
                )
            return _enter(token, own_path(form.next.data, url_for("home.show")))
        except SignInPaused as refusal:
            form.refuse("password", refusal)
        except SignInRefused as refusal:
            with transaction(g.session):  # the refusal undid its own; the count must stay
                count_failure(g.session, staff_no=staff_no, address=address, at=g.now)
            form.refuse("password", refusal)
    unit = top_unit(g.session)
    page = render_template("signin/sign_in.html", form=form, unit=unit, version=__version__)
    return page, 422 if form.errors else 200


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign out: the sign-in ends on the server, and the browser forgets what it kept."""
    if g.sign_in_id is not None:
        with transaction(g.session):
            end_sign_in(g.session, g.sign_in_id, by=g.person, at=g.now)
    cookie.clear()
    flash(_("您已退出登录。"), "success")
    response = make_response(redirect(url_for("signin.sign_in"), 303))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _enter(token: str, to: str) -> ResponseReturnValue:
    """A new cookie for a new sign-in; a language chosen on the sign-in page stays and is remembered."""
    known = viewer_of_token(g.session, token, at=g.now, settings=settings())
    assert known is not None  # it has just begun
    chosen = cookie.get("language")
    cookie.clear()
    cookie.permanent = True
    cookie[TOKEN] = token
    cookie["language"] = g.language = chosen or known.language
    if chosen and chosen != known.language:
        g.session.rollback()
        with transaction(g.session):
            keep_language(g.session, known.viewer.id, chosen)
    flash(_last_time(known), "info")
    return redirect(to, 303)


def _last_time(known: Known) -> str:
    before = sign_in_before(g.session, known.viewer.id, known.sign_in_id)
    if before is None:
        return _("这是您第一次登录。")
    when = moment(before.began_at)
    return _(
        "上次登录：%(when)s，地址 %(address)s。如非本人操作，请立即修改密码。",
        when=when,
        address=before.address,
    )
