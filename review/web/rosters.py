"""Lists of people brought in (人员名册): the system administrator registers, the security administrator grants."""

import base64

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.db import transaction
from review.errors import ReviewError
from review.people.actions_roster import NewAccount, take_grants, take_roster
from review.people.queries import units_within
from review.people.queries_people import staff_numbers
from review.people.queries_units import units_of
from review.people.roles import ROLE_NAMES, Role
from review.people.roster import COLUMNS, Known, Roster, examine
from review.web import uploads
from review.web.access import allow
from review.web.context import g
from review.web.forms.people import ListForm
from review.web.lists import csv_text, faults_by_kind, said, template
from review.web.particulars import family_words

bp = Blueprint("rosters", __name__, url_prefix="/rosters")


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.SYSTEM, Role.SECURITY)
def bring() -> ResponseReturnValue:
    """Bring a list of people: look at it first."""
    form = ListForm()
    if request.method == "POST" and form.validate():
        upload = uploads.keep(form.file.data)
        try:
            roster = _examined(upload)
            return render_template(
                "rosters/preview.html",
                roster=roster,
                upload=upload,
                kinds=faults_by_kind(roster.faults),
                said=said,
                granting=_granting(),
                role_names=ROLE_NAMES,
                role_count=sum(len(line.roles) for line in roster.lines),
            )
        except ReviewError as refusal:
            form.refuse("file", refusal)
    page = render_template("rosters/new.html", form=form, columns=COLUMNS, granting=_granting())
    return page, 422 if form.errors else 200


@bp.post("/<name>")
@allow(Role.SYSTEM, Role.SECURITY)
def take(name: str) -> ResponseReturnValue:
    """Take the list in, wholly: people and, where wanted, accounts; or roles."""
    upload = uploads.find(name)
    roster = _examined(upload)
    if _granting():
        with transaction(g.session):
            given = take_grants(g.session, roster, file_hash=upload.hash, by=g.person, at=g.now)
        upload.path.unlink()
        flash(_("已授予 %(n)d 个角色。", n=given), "success")
        return redirect(url_for("people.index"), 303)
    with transaction(g.session):
        made = take_roster(
            g.session,
            roster,
            file_hash=upload.hash,
            accounts=request.form.get("accounts") == "y",
            by=g.person,
            at=g.now,
        )
    upload.path.unlink()
    if made:
        return render_template("rosters/passwords.html", made=made, file=_passwords_file(made))
    flash(_("已登记 %(n)d 人。", n=len(roster.lines)), "success")
    return redirect(url_for("people.index"), 303)


@bp.get("/template")
@allow(Role.SYSTEM, Role.SECURITY)
def template_file() -> Response:
    """An empty list to fill in."""
    example = ("JD0001", "张三", "330100", "第一检察部", "一级检察官", "评查员、承办检察官", "审查起诉", "30")
    return template("people.csv", COLUMNS, example)


def _granting() -> bool:
    """Roles are the security administrator's; whoever registers people never gives them any."""
    return g.person.holds(Role.SECURITY)


def _examined(upload: uploads.Upload) -> Roster:
    role = Role.SECURITY if _granting() else Role.SYSTEM
    units = units_of(g.session, units_within(g.person, role))
    known = Known(frozenset(unit.code for unit in units), staff_numbers(g.session), family_words())
    return examine(uploads.rows_of(upload, COLUMNS), known, granting=_granting())


def _passwords_file(made: list[NewAccount]) -> str:
    """The passwords as a file inside the page, so that the server never has to keep them."""
    header = (_("工号"), _("姓名"), _("单位"), _("一次性密码"))
    text = csv_text(header, ((one.staff_no, one.name, one.unit, one.password) for one in made))
    return "data:text/csv;base64," + base64.b64encode(text.encode()).decode()
