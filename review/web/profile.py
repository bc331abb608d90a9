"""How a person likes the pages, and the own sign-ins (个人设置)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.db import transaction
from review.people.actions_accounts import (
    LANGUAGES,
    end_own_sign_in,
    keep_language,
    keep_preferences,
)
from review.people.queries_sign_ins import open_sign_ins
from review.people.roles import ROLE_DUTIES, ROLE_NAMES, Role
from review.web.access import Gone, open_to_all, signed_in
from review.web.context import g, settings
from review.web.returning import own_path

bp = Blueprint("profile", __name__, url_prefix="/profile")


@bp.get("")
@signed_in
def show() -> ResponseReturnValue:
    """Language, text size, keys, roles, own sign-ins."""
    return render_template(
        "profile/show.html",
        sign_ins=open_sign_ins(g.session, g.person.id, at=g.now, settings=settings()),
        roles=[(ROLE_NAMES[role], ROLE_DUTIES[role]) for role in Role if g.person.holds(role)],
    )


@bp.post("")
@signed_in
def save() -> ResponseReturnValue:
    """Keep text size and keys."""
    with transaction(g.session):
        keep_preferences(
            g.session,
            g.person.id,
            large_text=request.form.get("large_text") == "y",
            shortcuts=request.form.get("shortcuts") == "y",
        )
    flash(_("设置已保存。"), "success")
    return redirect(url_for("profile.show"), 303)


@bp.post("/language")
@open_to_all
def language() -> ResponseReturnValue:
    """Change the language and come back to the same page; signed out, the browser remembers it."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        cookie["language"] = chosen
        if g.viewer is not None:
            with transaction(g.session):
                keep_language(g.session, g.viewer.id, chosen)
    return redirect(own_path(request.form.get("next"), url_for("home.show")), 303)


@bp.post("/sign-ins/<public_id>/end")
@signed_in
def end_sign_in(public_id: str) -> ResponseReturnValue:
    """End one of the own sign-ins on another machine."""
    with transaction(g.session):
        if not end_own_sign_in(g.session, public_id, by=g.person, at=g.now):
            raise Gone
    flash(_("该登录已下线。"), "success")
    return redirect(url_for("profile.show"), 303)
