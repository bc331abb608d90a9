"""The plan of a round (评查方案): the wizard while it is a draft, the sealed document afterwards."""

import json
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.catalogue.catalogue import Catalogue
from review.catalogue.loader import versions
from review.catalogue.queries import pinned, shipped
from review.db import transaction
from review.errors import ReviewError
from review.moments import local_day
from review.people.roles import Role
from review.rounds.actions import (
    NotAReviewer,
    PlanChanged,
    edit_plan,
    exclude_case,
    include_case,
    set_pool,
)
from review.rounds.models import KIND_NAMES, MODE_NAMES, Round
from review.rounds.plan import Draft
from review.rounds.queries import candidates, case_in_reach, draft_of, exclusions, units_of_subtree
from review.rounds.readiness import STATE_NAMES, open_points, states
from review.rounds.sections import SECTION_NAMES, STRATA, Part, Sampling, Scope, Section
from review.rounds.steps import Step
from review.sampling.key_cases import listed_kinds
from review.sampling.preview import FILTERS
from review.sampling.queries import Weighed, weigh
from review.web.access import Gone, allow
from review.web.context import g, settings
from review.web.errors import STATUS, sentence_said
from review.web.forms.plan import FORMS, Choices, ExclusionForm, FreezeForm, SectionForm, capacities
from review.web.rounds import found

bp = Blueprint("plan", __name__, url_prefix="/rounds/<public_id>/plan")

SHOWN_STRATA = 60
"""Strata that the wizard lists; the preview page has all."""


@bp.get("")
@allow(Role.OFFICER)
def show(public_id: str) -> ResponseReturnValue:
    """The sealed plan as a page to print; a draft leads to its check instead."""
    round_ = found(public_id)
    if round_.plan is None:
        return redirect(url_for("plan.check", public_id=public_id))
    catalogue = pinned(g.session, round_.catalogue_hash or "")
    return render_template("plan/show.html", round_=round_, plan=json.loads(round_.plan), **_words(catalogue))


@bp.route("/<section>", methods=["GET", "POST"])
@allow(Role.OFFICER)
def edit(public_id: str, section: str) -> ResponseReturnValue:
    """One section of the draft; saved in any order."""
    if section not in list(Section) or section == Section.CHECK:
        raise Gone
    round_, here = found(public_id), Section(section)
    if round_.step is not Step.DRAFT and request.method == "GET":
        return redirect(url_for("plan.show", public_id=public_id))
    draft = draft_of(g.session, round_)
    choices = choices_of(round_, draft)
    if request.method == "GET":
        form = FORMS[here](data=FORMS[here].facts(draft, choices) | {"version": round_.version})
        form.offer(choices)
        return _page(round_, draft, choices, here, form)
    form = FORMS[here](request.form)
    form.offer(choices)
    if not form.validate():
        return _page(round_, draft, choices, here, form, status=422)
    try:
        with transaction(g.session):
            _save(round_, form, form.part(choices))
    except ReviewError as refusal:
        return _refused(public_id, choices, here, form, refusal)
    following = list(Section)[list(Section).index(here) + 1]
    goes_on = "stay" not in request.form
    flash(_("已保存“%(section)s”。", section=_(SECTION_NAMES[here])), "success")
    if goes_on and following is Section.CHECK:
        return redirect(url_for("plan.check", public_id=public_id), 303)
    onward = following if goes_on else here
    return redirect(url_for("plan.edit", public_id=public_id, section=onward.value), 303)


def _save(round_: Round, form: SectionForm, part: Part) -> None:
    """Save the section, and the pool with it where it stands in the same form."""
    edit_plan(g.session, round_, part, version=form.version.data or 0, by=g.person, at=g.now)
    if "pool" not in request.form:
        return
    ids = {one.public_id: one.person_id for one in candidates(g.session, round_)}
    wanted = capacities(request.form, request.form.getlist("reviewer"))
    if not wanted.keys() <= ids.keys():
        raise NotAReviewer
    chosen = {ids[name]: capacity for name, capacity in wanted.items()}
    set_pool(g.session, round_, chosen, version=round_.version, by=g.person, at=g.now)


def _refused(
    public_id: str, choices: Choices, here: Section, form: SectionForm, refusal: ReviewError
) -> ResponseReturnValue:
    """The section again, with what was filled in and the refusal; a newer draft is named and may be overwritten."""
    round_ = found(public_id)
    if round_.step is not Step.DRAFT:
        raise refusal
    if isinstance(refusal, PlanChanged):
        form.version.data, form.version.raw_data = round_.version, None
    form.refuse_beside(refusal)
    return _page(round_, draft_of(g.session, round_), choices, here, form, status=STATUS[refusal.kind])


def _page(
    round_: Round, draft: Draft, choices: Choices, here: Section, form: SectionForm, status: int = 200
) -> ResponseReturnValue:
    weighed = weigh(g.session, round_, draft)
    more: dict[str, Any] = {}
    if here is Section.SCOPE:
        lines, count = exclusions(g.session, round_.id, limit=50)
        more = {"excluded": lines, "excluded_count": count}
    if here is Section.REVIEWERS:
        more = {"candidates": candidates(g.session, round_), "ticked": request.form.getlist("reviewer")}
    return (
        render_template(
            "plan/edit.html",
            round_=round_,
            here=here,
            form=form,
            choices=choices,
            exclusion=ExclusionForm(formdata=None, data={"version": round_.version}),
            **_wizard(weighed, choices),
            **more,
        ),
        status,
    )


def _wizard(weighed: Weighed, choices: Choices) -> dict[str, Any]:
    """What every step of the wizard shows beside its form: states, summary, preview."""
    points = open_points(weighed.draft, weighed.counted, today=local_day(g.now, settings().timezone))
    return {
        "draft": weighed.draft,
        "preview": weighed.preview,
        "points": points,
        "states": states(points),
        "state_names": STATE_NAMES,
        "sections": SECTION_NAMES,
        "shown_strata": SHOWN_STRATA,
        "said_point": lambda point: sentence_said(point.sentence, point.facts),
        **_words(None, choices),
    }


def _words(catalogue: Catalogue | None, choices: Choices | None = None) -> dict[str, Any]:
    """Words for what a plan holds as codes."""
    kinds = listed_kinds(catalogue.key_cases) if catalogue else choices.kinds if choices else []
    families = catalogue.codes.families if catalogue else ()
    chinese = g.language == "zh"
    return {
        "kinds": KIND_NAMES,
        "modes": MODE_NAMES,
        "strata": STRATA,
        "filters": FILTERS,
        "key_kinds": {one.name: one.kind.zh if chinese else one.kind.en for one in kinds},
        "family_names": {one.code: one.zh if chinese else one.en for one in families}
        or dict(choices.families if choices else ()),
        "unit_names": {unit.id: unit.name for unit in choices.units} if choices else {},
        "scheme_names": dict(choices.schemes)
        if choices
        else {one.id: one.zh if chinese else one.en for one in catalogue.grades.schemes}
        if catalogue
        else {},
    }


@bp.get("/preview")
@allow(Role.OFFICER)
def preview(public_id: str) -> ResponseReturnValue:
    """What the plan would draw with the form as it is being filled in, saved or not; a piece of the page."""
    round_ = found(public_id)
    draft = draft_of(g.session, round_)
    choices = choices_of(round_, draft)
    section = request.args.get("section", "")
    valid = True
    if section in list(Section) and section != Section.CHECK:
        draft, valid = _imagined(draft, choices, Section(section))
    weighed = weigh(g.session, round_, draft)
    return render_template(
        "plan/_preview.html", round_=round_, valid=valid, live=True, **_wizard(weighed, choices)
    )


def _imagined(draft: Draft, choices: Choices, section: Section) -> tuple[Draft, bool]:
    """The draft with the section as filled in so far; unchanged, and False, where it cannot be taken."""
    form = FORMS[section](request.args, meta={"csrf": False})
    form.offer(choices)
    if not form.validate():
        return draft, False
    part = form.part(choices)
    try:
        part.check()
    except ReviewError:
        return draft, False
    if isinstance(part, Scope):
        return replace(draft, scope=part), True
    if isinstance(part, Sampling):
        return replace(draft, sampling=part), True
    return draft, True


@bp.get("/check")
@allow(Role.OFFICER)
def check(public_id: str) -> ResponseReturnValue:
    """Everything filled in, section by section, with what is still open; from here the plan is frozen."""
    round_ = found(public_id)
    if round_.step is not Step.DRAFT:
        return redirect(url_for("plan.show", public_id=public_id))
    weighed = weigh(g.session, round_)
    return render_template(
        "plan/check.html",
        round_=round_,
        here=Section.CHECK,
        form=FreezeForm(data={"version": round_.version}),
        **_wizard(weighed, choices_of(round_, weighed.draft)),
    )


@bp.get("/strata")
@allow(Role.OFFICER)
def strata(public_id: str) -> ResponseReturnValue:
    """Every stratum of the draft with what it would give."""
    round_ = found(public_id)
    if round_.step is not Step.DRAFT:
        return redirect(url_for("sampling.show", public_id=public_id))
    weighed = weigh(g.session, round_)
    return render_template(
        "plan/strata.html", round_=round_, **_wizard(weighed, choices_of(round_, weighed.draft))
    )


@bp.post("/exclusions")
@allow(Role.OFFICER)
def exclude(public_id: str) -> ResponseReturnValue:
    """Leave a case out of the frame, in writing."""
    round_ = found(public_id)
    form = ExclusionForm(request.form)
    if form.validate():
        case = case_in_reach(g.session, round_, (form.key.data or "").strip())
        if case is None:
            flash(
                _("管辖范围内没有部门受案号为“%(key)s”的案件。请核对后重新填写。", key=form.key.data),
                "danger",
            )
        else:
            with transaction(g.session):
                exclude_case(
                    g.session,
                    round_,
                    case,
                    reason=form.reason.data or "",
                    version=form.version.data or 0,
                    by=g.person,
                    at=g.now,
                )
            flash(_("已排除案件“%(key)s”。", key=case.key), "success")
    else:
        for errors in form.errors.values():
            flash(errors[0], "danger")
    return redirect(url_for("plan.edit", public_id=public_id, section="scope") + "#exclusions", 303)


@bp.post("/exclusions/<case_id>/withdrawal")
@allow(Role.OFFICER)
def include(public_id: str, case_id: str) -> ResponseReturnValue:
    """Take an exclusion back."""
    round_ = found(public_id)
    form = FreezeForm(request.form)
    lines, _count = exclusions(g.session, round_.id, limit=100_000)
    line = next((one for one in lines if one.case_public_id == case_id), None)
    case = case_in_reach(g.session, round_, line.key) if line else None
    if case is None or not form.validate():
        raise Gone
    with transaction(g.session):
        include_case(g.session, round_, case, version=form.version.data or 0, by=g.person, at=g.now)
    flash(_("已恢复案件“%(key)s”。", key=case.key), "success")
    return redirect(url_for("plan.edit", public_id=public_id, section="scope") + "#exclusions", 303)


def choices_of(round_: Round, draft: Draft) -> Choices:
    """What the sections offer for this round."""
    offered = versions()
    catalogue = shipped(draft.rules.catalogue_version or offered[-1])
    chinese = g.language == "zh"
    return Choices(
        units=units_of_subtree(g.session, round_.unit_id),
        families=[(one.code, one.zh if chinese else one.en) for one in catalogue.codes.families],
        versions=[(version, _title(version)) for version in offered],
        schemes=[(one.id, one.zh if chinese else one.en) for one in catalogue.grades.schemes],
        kinds=listed_kinds(catalogue.key_cases),
    )


def _title(version: str) -> str:
    """A version of the catalogue with its title."""
    title = shipped(version).cover.title
    return f"{version} {title.zh if g.language == 'zh' else title.en}"
