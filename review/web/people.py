"""People, their accounts and roles (人员与账号)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from review.db import transaction
from review.errors import N_
from review.people.actions_accounts import (
    DISABLED_WHY_NAMES,
    DisabledWhy,
    disable_account,
    enable_account,
    open_account,
    reset_password,
    sign_out_everywhere,
)
from review.people.actions_grants import GrantThere, RoleOfAnotherEstate, grant_role, revoke_role
from review.people.actions_people import StaffNumberTaken, change_person, register_person
from review.people.models import Person
from review.people.queries import units_within
from review.people.queries_people import (
    PersonFilter,
    Standing,
    account_of,
    grant_in,
    grants_of,
    people_page,
    person_in,
    standing_of,
)
from review.people.queries_sign_ins import open_sign_ins
from review.people.queries_units import unit_in, units_of
from review.people.roles import ESTATE_NAMES, ESTATE_OF, ROLE_DUTIES, ROLE_NAMES, Estate, Role
from review.web.access import Gone, allow
from review.web.context import g, settings
from review.web.forms.people import DisableForm, GrantForm, NewPersonForm, PersonForm
from review.web.paging import Page, asked
from review.web.particulars import offer, particulars_of, unit_chosen

bp = Blueprint("people", __name__, url_prefix="/people")

STANDING_NAMES = {
    Standing.IN_USE: N_("在用"),
    Standing.ONE_TIME: N_("未改初始密码"),
    Standing.DISABLED: N_("已停用"),
    Standing.NO_ACCOUNT: N_("无账号"),
}
WORDS = {
    "standings": STANDING_NAMES,
    "role_names": ROLE_NAMES,
    "duties": ROLE_DUTIES,
    "estates": ESTATE_NAMES,
    "reasons": DISABLED_WHY_NAMES,
}


@bp.get("")
@allow(Role.SYSTEM, Role.SECURITY)
def index() -> ResponseReturnValue:
    """The list of people."""
    scope = units_within(g.person, Role.SYSTEM, Role.SECURITY)
    number, size = asked()
    unit = request.args.get("unit", "")
    role, standing = request.args.get("role", ""), request.args.get("standing", "")
    wanted = PersonFilter(
        words=request.args.get("q", "").strip()[:60],
        unit=unit_in(g.session, unit, scope) if unit else None,
        role=Role(role) if role in list(Role) else None,
        standing=Standing(standing) if standing in list(Standing) else None,
        roleless=role == "none",
    )
    lines, total = people_page(
        g.session,
        scope,
        wanted,
        sort=request.args.get("sort", "unit"),
        limit=size,
        offset=(number - 1) * size,
    )
    return render_template(
        "people/index.html",
        page=Page(lines, total, number, size),
        wanted=wanted,
        units=units_of(g.session, scope),
        narrowed=any(request.args.get(name) for name in ("q", "unit", "role", "standing")),
        **WORDS,
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.SYSTEM)
def new() -> ResponseReturnValue:
    """Register a person, with an account where wanted; the one-time password is on the answer and nowhere else."""
    form = NewPersonForm()
    offer(form)
    if request.method == "POST" and form.validate():
        try:
            with transaction(g.session):
                person = register_person(
                    g.session,
                    staff_no=form.staff_no.data.strip(),
                    unit=unit_chosen(form),
                    particulars=particulars_of(form),
                    estate=Estate(form.estate.data),
                    by=g.person,
                    at=g.now,
                )
                password = open_account(g.session, person, by=g.person, at=g.now) if form.account.data else ""
            if password:
                return _password_page(person, password)
            flash(_("已登记 %(name)s。", name=person.name), "success")
            return redirect(url_for("people.show", public_id=person.public_id), 303)
        except StaffNumberTaken as refusal:
            form.refuse("staff_no", refusal)
    return render_template("people/new.html", form=form), 422 if form.errors else 200


@bp.get("/<public_id>")
@allow(Role.SYSTEM, Role.SECURITY)
def show(public_id: str) -> ResponseReturnValue:
    """One person: particulars, account, roles."""
    return _page(_person(public_id, Role.SYSTEM, Role.SECURITY))


@bp.post("/<public_id>")
@allow(Role.SYSTEM)
def change(public_id: str) -> ResponseReturnValue:
    """Change what is known of a person."""
    person = _person(public_id, Role.SYSTEM)
    form = PersonForm()
    offer(form)
    if not form.validate():
        return _page(person, form=form), 422
    with transaction(g.session):
        change_person(
            g.session,
            person,
            unit=unit_chosen(form),
            particulars=particulars_of(form),
            by=g.person,
            at=g.now,
        )
    flash(_("已保存。"), "success")
    return redirect(url_for("people.show", public_id=public_id), 303)


@bp.post("/<public_id>/account")
@allow(Role.SYSTEM)
def open_(public_id: str) -> ResponseReturnValue:
    """Open an account."""
    person = _person(public_id, Role.SYSTEM)
    with transaction(g.session):
        password = open_account(g.session, person, by=g.person, at=g.now)
    return _password_page(person, password)


@bp.post("/<public_id>/password")
@allow(Role.SYSTEM)
def reset(public_id: str) -> ResponseReturnValue:
    """Give a one-time password."""
    person = _person(public_id, Role.SYSTEM)
    with transaction(g.session):
        password = reset_password(g.session, person, by=g.person, at=g.now)
    return _password_page(person, password)


@bp.post("/<public_id>/disabling")
@allow(Role.SYSTEM)
def disable(public_id: str) -> ResponseReturnValue:
    """Keep the person out."""
    person = _person(public_id, Role.SYSTEM)
    form = DisableForm()
    if not form.validate():
        return _page(person, disabling=form), 422
    with transaction(g.session):
        disable_account(g.session, person, why=DisabledWhy(form.why.data), by=g.person, at=g.now)
    flash(_("已停用 %(name)s 的账号，其登录已全部下线。", name=person.name), "success")
    return redirect(url_for("people.show", public_id=public_id), 303)


@bp.post("/<public_id>/enabling")
@allow(Role.SYSTEM)
def enable(public_id: str) -> ResponseReturnValue:
    """Let the person in again."""
    person = _person(public_id, Role.SYSTEM)
    with transaction(g.session):
        enable_account(g.session, person, by=g.person, at=g.now)
    flash(_("已启用 %(name)s 的账号。", name=person.name), "success")
    return redirect(url_for("people.show", public_id=public_id), 303)


@bp.post("/<public_id>/sign-out")
@allow(Role.SYSTEM)
def sign_out(public_id: str) -> ResponseReturnValue:
    """End every sign-in of the person."""
    person = _person(public_id, Role.SYSTEM)
    with transaction(g.session):
        ended = sign_out_everywhere(g.session, person, by=g.person, at=g.now)
    flash(_("已下线 %(n)d 处登录。", n=ended), "success")
    return redirect(url_for("people.show", public_id=public_id), 303)


@bp.post("/<public_id>/grants")
@allow(Role.SECURITY)
def grant(public_id: str) -> ResponseReturnValue:
    """Give a role over a subtree."""
    person = _person(public_id, Role.SECURITY)
    form = _grant_form(person)
    if form.validate():
        unit = unit_in(g.session, form.unit.data, units_within(g.person, Role.SECURITY))
        assert unit is not None  # the form offers nothing else
        try:
            with transaction(g.session):
                grant_role(g.session, person, role=Role(form.role.data), unit=unit, by=g.person, at=g.now)
            flash(_("已授权，%(name)s 下次登录时生效。", name=person.name), "success")
            return redirect(url_for("people.show", public_id=public_id), 303)
        except (GrantThere, RoleOfAnotherEstate) as refusal:
            form.refuse("role", refusal)
    return _page(_person(public_id, Role.SECURITY), granting=form), 422


@bp.post("/<public_id>/grants/<int:grant_id>/revocation")
@allow(Role.SECURITY)
def revoke(public_id: str, grant_id: int) -> ResponseReturnValue:
    """Take a role back."""
    person = _person(public_id, Role.SECURITY)
    held = grant_in(g.session, person.id, grant_id, units_within(g.person, Role.SECURITY))
    if held is None:
        raise Gone
    with transaction(g.session):
        revoke_role(g.session, held, by=g.person, at=g.now)
    flash(_("已收回角色，%(name)s 的登录已下线。", name=person.name), "success")
    return redirect(url_for("people.show", public_id=public_id), 303)


def _page(
    person: Person,
    *,
    form: PersonForm | None = None,
    disabling: DisableForm | None = None,
    granting: GrantForm | None = None,
) -> str:
    account = account_of(g.session, person.id)
    if form is None:
        form = PersonForm(
            formdata=None,
            name=person.name,
            unit=person.unit.public_id,
            department=person.department.public_id if person.department else "",
            rank=person.rank,
            specialities=person.specialities,
            capacity=person.capacity,
            active=person.active,
        )
        offer(form)
    return render_template(
        "people/show.html",
        person=person,
        account=account,
        standing=standing_of(account),
        sign_ins=open_sign_ins(g.session, person.id, at=g.now, settings=settings()),
        grants=grants_of(g.session, person.id),
        form=form,
        disabling=disabling or DisableForm(formdata=None),
        granting=granting or _grant_form(person, blank=True),
        own=person.id == g.person.id,
        **WORDS,
    )


def _grant_form(person: Person, *, blank: bool = False) -> GrantForm:
    """Only roles of the person's estate, only units within the granter's reach."""
    form = GrantForm(formdata=None) if blank else GrantForm()
    form.role.choices = [
        SelectChoice(role.value, _(ROLE_NAMES[role])) for role in Role if ESTATE_OF[role] is person.estate
    ]
    reach = units_of(g.session, units_within(g.person, Role.SECURITY))
    form.unit.choices = [SelectChoice(unit.public_id, unit.name) for unit in reach]
    if blank:
        form.unit.data = person.unit.public_id
    return form


def _password_page(person: Person, password: str) -> str:
    return render_template("people/password.html", person=person, password=password)


def _person(public_id: str, *roles: Role) -> Person:
    person = person_in(g.session, public_id, units_within(g.person, *roles))
    if person is None:
        raise Gone
    return person
