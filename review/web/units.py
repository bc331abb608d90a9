"""The tree of units, their departments and regions (机构)."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from review.db import transaction
from review.errors import ReviewError
from review.people.actions_roster import take_units
from review.people.actions_units import (
    LEVEL_NAMES,
    CodeTaken,
    CodeUnfit,
    LevelOutOfPlace,
    change_unit,
    region_of,
    register_department,
    register_unit,
)
from review.people.models import Level, Unit
from review.people.queries import units_within
from review.people.queries_units import (
    all_unit_codes,
    departments_of,
    regions,
    unit_in,
    unit_lines,
    units_of,
)
from review.people.roles import Role
from review.people.unit_list import COLUMNS, KnownTree, UnitList, examine
from review.web import uploads
from review.web.access import Gone, allow
from review.web.context import g
from review.web.forms.people import ListForm
from review.web.forms.units import DepartmentForm, NewUnitForm, UnitForm
from review.web.lists import faults_by_kind, said, template

bp = Blueprint("units", __name__, url_prefix="/units")


@bp.get("")
@allow(Role.SYSTEM, Role.SECURITY)
def index() -> ResponseReturnValue:
    """The tree."""
    lines = unit_lines(g.session, units_within(g.person, Role.SYSTEM, Role.SECURITY))
    return render_template("units/index.html", lines=lines, levels=LEVEL_NAMES)


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.SYSTEM)
def new() -> ResponseReturnValue:
    """Add a unit."""
    above = [
        unit
        for unit in units_of(g.session, units_within(g.person, Role.SYSTEM))
        if unit.level is not Level.COUNTY
    ]
    form = NewUnitForm()
    form.parent.choices = [SelectChoice(unit.public_id, unit.name) for unit in above]
    if request.method == "GET":
        form.parent.data = request.args.get("parent") or (above[0].public_id if above else "")
    elif form.validate():
        parent = next(unit for unit in above if unit.public_id == form.parent.data)
        try:
            with transaction(g.session):
                region = region_of(g.session, by=g.person, at=g.now, **_region(form))
                unit = register_unit(
                    g.session,
                    code=form.code.data.strip(),
                    name=form.name.data.strip(),
                    level=Level(form.level.data),
                    region=region,
                    parent=parent,
                    by=g.person,
                    at=g.now,
                )
            flash(_("已登记%(unit)s。", unit=unit.name), "success")
            return redirect(url_for("units.show", public_id=unit.public_id), 303)
        except (CodeTaken, CodeUnfit) as refusal:
            form.refuse("code", refusal)
        except LevelOutOfPlace as refusal:
            form.refuse("level", refusal)
    page = render_template("units/new.html", form=form, regions=regions(g.session))
    return page, 422 if form.errors else 200


@bp.get("/<public_id>")
@allow(Role.SYSTEM, Role.SECURITY)
def show(public_id: str) -> ResponseReturnValue:
    """One unit with its departments."""
    unit = _unit(public_id, Role.SYSTEM, Role.SECURITY)
    form = UnitForm(
        name=unit.name, region_code=unit.region.code, region_name=unit.region.name, active=unit.active
    )
    return _page(unit, form, DepartmentForm(prefix="department"))


@bp.post("/<public_id>")
@allow(Role.SYSTEM)
def change(public_id: str) -> ResponseReturnValue:
    """Rename the unit, move it to another region, take it out of use."""
    unit = _unit(public_id, Role.SYSTEM)
    form = UnitForm()
    if form.validate():
        try:
            with transaction(g.session):
                change_unit(
                    g.session,
                    unit,
                    name=form.name.data.strip(),
                    region=region_of(g.session, by=g.person, at=g.now, **_region(form)),
                    active=form.active.data,
                    by=g.person,
                    at=g.now,
                )
            flash(_("已保存。"), "success")
            return redirect(url_for("units.show", public_id=public_id), 303)
        except CodeUnfit as refusal:
            form.refuse("region_code", refusal)
    return _page(_unit(public_id, Role.SYSTEM), form, DepartmentForm(prefix="department")), 422


@bp.post("/<public_id>/departments")
@allow(Role.SYSTEM)
def add_department(public_id: str) -> ResponseReturnValue:
    """Add a department."""
    unit = _unit(public_id, Role.SYSTEM)
    form = DepartmentForm(prefix="department")
    if form.validate():
        try:
            with transaction(g.session):
                register_department(
                    g.session,
                    unit,
                    code=form.code.data.strip(),
                    name=form.name.data.strip(),
                    by=g.person,
                    at=g.now,
                )
            flash(_("已新增部门。"), "success")
            return redirect(url_for("units.show", public_id=public_id), 303)
        except (CodeTaken, CodeUnfit) as refusal:
            form.refuse("code", refusal)
    unit = _unit(public_id, Role.SYSTEM)
    filled = UnitForm(
        formdata=None,
        name=unit.name,
        region_code=unit.region.code,
        region_name=unit.region.name,
        active=unit.active,
    )
    return _page(unit, filled, form), 422


@bp.route("/import", methods=["GET", "POST"])
@allow(Role.SYSTEM)
def bring() -> ResponseReturnValue:
    """Bring a list of units: look at it first."""
    form = ListForm()
    if request.method == "POST" and form.validate():
        upload = uploads.keep(form.file.data)
        try:
            units = _examined(upload)
            return render_template(
                "units/preview.html",
                units=units,
                upload=upload,
                kinds=faults_by_kind(units.faults),
                said=said,
            )
        except ReviewError as refusal:
            form.refuse("file", refusal)
    return render_template("units/import.html", form=form, columns=COLUMNS), 422 if form.errors else 200


@bp.post("/import/<name>")
@allow(Role.SYSTEM)
def take(name: str) -> ResponseReturnValue:
    """Take the list in, wholly."""
    upload = uploads.find(name)
    with transaction(g.session):
        taken = take_units(g.session, _examined(upload), file_hash=upload.hash, by=g.person, at=g.now)
    upload.path.unlink()
    flash(_("已导入 %(n)d 个院。", n=taken), "success")
    return redirect(url_for("units.index"), 303)


@bp.get("/template")
@allow(Role.SYSTEM)
def template_file() -> Response:
    """An empty list to fill in."""
    return template("units.csv", COLUMNS, ("330100", "东湖市人民检察院", "市级", "330000", "3301", "东湖市"))


def _page(unit: Unit, form: UnitForm, department: DepartmentForm) -> str:
    return render_template(
        "units/show.html",
        unit=unit,
        form=form,
        department=department,
        departments=departments_of(g.session, [unit.id]),
        regions=regions(g.session),
        levels=LEVEL_NAMES,
    )


def _examined(upload: uploads.Upload) -> UnitList:
    within = {unit.code: unit.level for unit in units_of(g.session, units_within(g.person, Role.SYSTEM))}
    known = KnownTree(
        within, all_unit_codes(g.session), frozenset(region.code for region in regions(g.session))
    )
    return examine(uploads.rows_of(upload, COLUMNS), known)


def _region(form: UnitForm) -> dict[str, str]:
    code = form.region_code.data.strip()
    return {"code": code, "name": (form.region_name.data or "").strip() or code}


def _unit(public_id: str, *roles: Role) -> Unit:
    unit = unit_in(g.session, public_id, units_within(g.person, *roles))
    if unit is None:
        raise Gone
    return unit
