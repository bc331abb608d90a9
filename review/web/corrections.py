"""The ledger of corrections (整改台账): what was found, who mends it until when, and who struck it off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.db import transaction
from review.grading.queries import documents_of, headed_case
from review.people.roles import Role
from review.rectification.actions import (
    ProofMissing,
    ReturnReasonMissing,
    give_back,
    strike_off,
    submit,
)
from review.rectification.models import CORRECTION_NAMES, Correction, CorrectionState
from review.rectification.queries import (
    Filter,
    correction_for,
    correction_lines,
    in_reach,
    ledger_figures,
    narrowed,
    people_of,
    units_of,
)
from review.rounds.models import Round
from review.web.access import Gone, allow
from review.web.catalogue_words import words_for, words_of
from review.web.context import g
from review.web.forms.corrections import MoveForm
from review.web.hearings import today
from review.web.paging import Page, asked

bp = Blueprint("corrections", __name__, url_prefix="/corrections")

LEDGER = (Role.OFFICER, Role.HANDLER, Role.HEAD)


@bp.get("")
@allow(*LEDGER)
def index() -> ResponseReturnValue:
    """The ledger, narrowed by state, unit, term and words."""
    number, size = asked()
    wanted = Filter(
        state=request.args.get("state", ""),
        unit=request.args.get("unit", ""),
        round=request.args.get("round", ""),
        words=request.args.get("words", "").strip()[:100],
        overdue=request.args.get("overdue") == "1",
    )
    whole = in_reach(g.person)
    reach = narrowed(whole, wanted, today=today())
    lines, total = correction_lines(
        g.session, reach, sort=request.args.get("sort", ""), limit=size, offset=(number - 1) * size
    )
    return render_template(
        "corrections/index.html",
        page=Page(lines, total, number, size),
        wanted=wanted,
        narrowed=wanted != Filter(),
        figures=ledger_figures(g.session, whole, today=today()),
        units=units_of(g.session, whole),
        states=CORRECTION_NAMES,
        tones=TONES,
        today=today(),
        words_for=words_for,
    )


TONES = {
    CorrectionState.OPEN: ("neutral", "circle"),
    CorrectionState.SUBMITTED: ("active", "hourglass-split"),
    CorrectionState.RETURNED: ("warn", "arrow-counterclockwise"),
    CorrectionState.STRUCK: ("good", "check-circle-fill"),
}


@bp.get("/<public_id>")
@allow(*LEDGER)
def show(public_id: str) -> ResponseReturnValue:
    """One correction with its whole way."""
    correction = own_correction(public_id)
    return page(correction, MoveForm(formdata=None, version=correction.version))


@bp.post("/<public_id>/submission")
@allow(*LEDGER)
def submission(public_id: str) -> ResponseReturnValue:
    """Say what was done."""
    correction = own_correction(public_id)
    if not may_submit(correction):
        raise Gone
    form = MoveForm()
    try:
        if not form.validate():
            raise ProofMissing
        with transaction(g.session):
            submit(
                g.session,
                correction,
                text=form.text.data or "",
                version=form.version.data,
                by=g.person,
                at=g.now,
            )
    except ProofMissing as refusal:
        form.refuse("text", refusal)
        return page(own_correction(public_id), form, at_fault="submission"), 422
    flash(_("整改情况已提交，等待验收。"), "success")
    return redirect(url_for("corrections.show", public_id=public_id), 303)


@bp.post("/<public_id>/verification")
@allow(Role.OFFICER, Role.HEAD)
def verification(public_id: str) -> ResponseReturnValue:
    """Strike it off, or give it back with the reason."""
    correction = own_correction(public_id)
    if not may_verify(correction):
        raise Gone
    form = MoveForm()
    done = request.form.get("do") != "return"
    try:
        if not form.validate():
            raise ReturnReasonMissing
        said, seen = form.text.data or "", form.version.data
        with transaction(g.session):
            if done:
                strike_off(g.session, correction, text=said, version=seen, by=g.person, at=g.now)
            else:
                give_back(g.session, correction, reason=said, version=seen, by=g.person, at=g.now)
    except ReturnReasonMissing as refusal:
        form.refuse("text", refusal)
        return page(own_correction(public_id), form, at_fault="verification"), 422
    number = correction.number
    flash(
        _("%(number)s 已销号。", number=number) if done else _("%(number)s 已退回整改。", number=number),
        "success",
    )
    return redirect(url_for("corrections.show", public_id=public_id), 303)


def own_correction(public_id: str) -> Correction:
    """The correction of that name in the viewer's reach."""
    correction = correction_for(g.session, g.person, public_id)
    if correction is None:
        raise Gone
    return correction


def may_submit(correction: Correction) -> bool:
    """The owner says what was done; for an owner without an account the head or the officer does."""
    if correction.owner_id is not None:
        return correction.owner_id == g.person.id
    return g.person.holds(Role.OFFICER, Role.HEAD)


def may_verify(correction: Correction) -> bool:
    """An officer above the unit, or the owner's head; never the owner."""
    case = correction.finding.conclusion.sampled_case.case
    if correction.owner_id == g.person.id:
        return False
    return g.person.covers(case.unit.path, Role.OFFICER) or headed_case(g.session, g.person, case)


def page(correction: Correction, form: MoveForm, at_fault: str = "") -> str:
    """The page of one correction."""
    conclusion = correction.finding.conclusion
    round_ = g.session.get_one(Round, correction.round_id)
    return render_template(
        "corrections/show.html",
        correction=correction,
        finding=correction.finding,
        conclusion=conclusion,
        case=conclusion.sampled_case.case,
        round=round_,
        form=form,
        at_fault=at_fault,
        may_submit=may_submit(correction)
        and correction.state in (CorrectionState.OPEN, CorrectionState.RETURNED),
        may_verify=may_verify(correction) and correction.state is CorrectionState.SUBMITTED,
        people=people_of(g.session, correction),
        documents=documents_of(g.session, conclusion),
        words=words_of(round_),
        states=CORRECTION_NAMES,
        tones=TONES,
        today=today(),
    )
