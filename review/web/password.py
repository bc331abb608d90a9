"""The own password (修改密码)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.db import transaction
from review.people.actions import SignInPaused, count_failure, refuse_while_paused
from review.people.actions_accounts import OldPasswordWrong, PasswordUnchanged, change_password
from review.people.passwords import LONGEST, SHORTEST, PasswordTooWeak
from review.web.access import signed_in
from review.web.context import g
from review.web.forms.password import PasswordForm

bp = Blueprint("password", __name__, url_prefix="/password")


@bp.route("", methods=["GET", "POST"])
@signed_in
def change() -> ResponseReturnValue:
    """Choose a new password. A wrong old one counts like a wrong one at sign-in."""
    form = PasswordForm()
    if request.method == "POST" and form.validate():
        staff_no, address = g.person.staff_no, request.remote_addr or ""
        try:
            with transaction(g.session):
                refuse_while_paused(g.session, staff_no=staff_no, address=address, at=g.now)
                change_password(
                    g.session,
                    old=form.old.data,
                    new=form.new.data,
                    keep_sign_in=g.sign_in_id,
                    by=g.person,
                    at=g.now,
                )
            flash(_("密码已修改，您在其他设备上的登录已全部下线。"), "success")
            return redirect(url_for("home.show"), 303)
        except OldPasswordWrong as refusal:
            with transaction(g.session):
                count_failure(g.session, staff_no=staff_no, address=address, at=g.now)
            form.refuse("old", refusal)
        except SignInPaused as refusal:
            form.refuse("old", refusal)
        except (PasswordTooWeak, PasswordUnchanged) as refusal:
            form.refuse("new", refusal)
    page = render_template("password/change.html", form=form, shortest=SHORTEST, longest=LONGEST)
    return page, 422 if form.errors else 200
