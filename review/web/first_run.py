"""The first run of an installation (首次启用)."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from review.db import transaction
from review.people.actions_first_run import (
    ADMINISTRATORS,
    Administrator,
    FirstRunOver,
    SamePersonTwice,
    install,
)
from review.people.actions_units import CodeUnfit
from review.people.models import Level
from review.people.queries_sign_ins import any_account
from review.people.roles import ROLE_DUTIES, ROLE_NAMES
from review.web.access import open_to_all
from review.web.context import g
from review.web.forms.first_run import FirstRunForm

bp = Blueprint("first_run", __name__)

PAGES_BEFORE = frozenset({"first_run.show", "profile.language", "static", "bootstrap.static"})
"""What can be opened before the installation has its administrators."""


@bp.route("/first-run", methods=["GET", "POST"])
@open_to_all
def show() -> ResponseReturnValue:
    """Make the top unit and the three administrators; their one-time passwords are on the answer and nowhere else."""
    if any_account(g.session):
        raise FirstRunOver
    form = FirstRunForm()
    if request.method == "POST" and form.validate():
        try:
            with transaction(g.session):
                made = install(
                    g.session,
                    unit_name=form.unit_name.data.strip(),
                    unit_code=form.unit_code.data.strip(),
                    level=Level(form.level.data),
                    region_name=form.region_name.data.strip(),
                    administrators=_administrators(form),
                    at=g.now,
                )
            return render_template("first_run/done.html", made=made, names=ROLE_NAMES)
        except SamePersonTwice as refusal:
            form.refuse("auditor_no", refusal)
        except CodeUnfit as refusal:
            form.refuse("unit_code", refusal)
    roles = [(role.value, ROLE_NAMES[role], ROLE_DUTIES[role]) for role in ADMINISTRATORS]
    page = render_template("first_run/show.html", form=form, roles=roles)
    return page, 422 if form.errors else 200


def lead_there() -> ResponseReturnValue | None:
    """Before every request: until an account exists, every page leads to the first run."""
    if (
        request.endpoint is None
        or request.endpoint in PAGES_BEFORE
        or current_app.extensions.get("pingcha_installed")
    ):
        return None
    if any_account(g.session):
        current_app.extensions["pingcha_installed"] = True  # once so, so for ever: no need to ask again
        return None
    return redirect(url_for("first_run.show"), 303)


def _administrators(form: FirstRunForm) -> tuple[Administrator, ...]:
    prefixes = ("system", "security", "auditor")
    return tuple(
        Administrator(role, form[f"{prefix}_no"].data.strip(), form[f"{prefix}_name"].data.strip())
        for role, prefix in zip(ADMINISTRATORS, prefixes, strict=True)
    )
