"""What a person's form offers and what was chosen (人员表单的选项)."""

from flask import request
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from review.catalogue.loader import versions
from review.catalogue.queries import shipped
from review.people.actions_people import Particulars
from review.people.models import Department, Unit
from review.people.queries import units_within
from review.people.queries_units import department_named, departments_of, unit_in, units_of
from review.people.roles import Role
from review.web.context import g
from review.web.forms.people import PersonForm


def families() -> list[tuple[str, str]]:
    """Case families of the newest catalogue: code and name in the viewer's language."""
    codes = shipped(versions()[-1]).codes
    return [
        (one.code, one.en if g.language == "en" else one.zh)
        for one in codes.families
        if one.code != "general"  # everybody can review the items that all cases have
    ]


def family_words() -> dict[str, str]:
    """How a case family may be written in a list: its code, its Chinese and its English name."""
    codes = shipped(versions()[-1]).codes
    return {word: one.code for one in codes.families for word in (one.code, one.zh, one.en)}


def offer(form: PersonForm) -> None:
    """Fill the selects with what lies within the viewer's reach."""
    units = units_of(g.session, units_within(g.person, Role.SYSTEM, Role.SECURITY))
    names = {unit.id: unit for unit in units}
    form.unit.choices = [SelectChoice(unit.public_id, unit.name) for unit in units]
    departments = departments_of(g.session, list(names))
    form.department.choices = [
        SelectChoice("", _("（不选）")),
        *(SelectChoice(one.public_id, f"{names[one.unit_id].name} · {one.name}") for one in departments),
    ]
    form.specialities.choices = [SelectChoice(code, words) for code, words in families()]
    if request.method == "GET" and not form.unit.data and units:
        form.unit.data = request.args.get("unit") or units[0].public_id


def unit_chosen(form: PersonForm) -> Unit:
    """The unit the form names; the select offers nothing out of reach."""
    unit = unit_in(g.session, form.unit.data, units_within(g.person, Role.SYSTEM))
    assert unit is not None
    return unit


def particulars_of(form: PersonForm) -> Particulars:
    """What the form says of the person."""
    department: Department | None = None
    if form.department.data:
        department = department_named(g.session, form.department.data)
    return Particulars(
        name=form.name.data.strip(),
        department=department,
        rank=(form.rank.data or "").strip(),
        specialities=tuple(form.specialities.data or ()),
        capacity=form.capacity.data,
        active=form.active.data,
    )
