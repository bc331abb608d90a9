"""Approval of grades (定级审批): one page per case with everything the decision rests on; no reviewer anywhere."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.db import transaction
from review.errors import ReviewError
from review.feedback.models import STANCE_NAMES
from review.feedback.queries import hearing_of
from review.grading.actions_approvals import MeetingNoteMissing, approve, own_level, send_back
from review.grading.actions_checks import ReasonMissing
from review.grading.levels import CriteriaOpen, GradeAboveLevel, grades_at
from review.grading.models import APPROVAL_NAMES, STAGE_NAMES, ApprovalLevel, Conclusion, Stage
from review.grading.queries import (
    approvals_of,
    at_level,
    checks_of,
    conclusion_for,
    conclusion_lines,
    documents_of,
    in_reach,
    rounds_in_reach,
)
from review.people.roles import Role
from review.rounds.models import Round
from review.web.access import Gone, allow
from review.web.catalogue_words import words_for, words_of
from review.web.conclusions import points_sheet, round_of
from review.web.context import g
from review.web.forms.conclusions import ApprovalForm, WhyForm
from review.web.paging import Page, asked

bp = Blueprint("approvals", __name__, url_prefix="/approvals")

APPROVERS = (Role.DEPUTY, Role.CHIEF)
READABLE = (Stage.APPROVAL, Stage.APPROVED, Stage.PUBLISHED)
FIELD_OF: dict[type[ReviewError], str] = {
    CriteriaOpen: "criteria",
    ReasonMissing: "reason",
    MeetingNoteMissing: "reason",
    GradeAboveLevel: "grade",
}
"""Beside which field a refusal of the decision is shown."""


@bp.get("")
@allow(*APPROVERS)
def index() -> ResponseReturnValue:
    """Cases whose proposed grade this person approves."""
    number, size = asked()
    tab = "done" if request.args.get("tab") == "done" else "waiting"
    reach = in_reach(g.person, *APPROVERS)
    wanted = request.args.get("round", "")
    if wanted:
        reach = reach.where(Round.public_id == wanted)
    mine = reach.where(at_level(g.session, g.person, own_level(g.person)))
    lists = {
        "waiting": mine.where(Conclusion.stage == Stage.APPROVAL),
        "done": reach.where(Conclusion.stage.in_((Stage.APPROVED, Stage.PUBLISHED))),
    }
    lines, total = conclusion_lines(g.session, lists[tab], limit=size, offset=(number - 1) * size)
    return render_template(
        "approvals/index.html",
        page=Page(lines, total, number, size),
        tab=tab,
        wanted=wanted,
        rounds=rounds_in_reach(g.session, g.person, *APPROVERS),
        level=APPROVAL_NAMES[own_level(g.person)],
        stages=STAGE_NAMES,
        words_for=words_for,
    )


@bp.get("/<public_id>")
@allow(*APPROVERS)
def show(public_id: str) -> ResponseReturnValue:
    """One case with the basis of its grade."""
    conclusion = own_conclusion(public_id)
    form = ApprovalForm(formdata=None, version=conclusion.version, grade=conclusion.proposed_grade)
    return page(conclusion, form)


@bp.post("/<public_id>/decision")
@allow(*APPROVERS)
def decide(public_id: str) -> ResponseReturnValue:
    """Approve the proposed grade, or set another one."""
    conclusion = own_conclusion(public_id)
    form = ApprovalForm()
    if not form.validate():
        return page(conclusion, form), 422
    try:
        with transaction(g.session):
            approve(
                g.session,
                conclusion,
                level=ApprovalLevel.COMMITTEE if form.committee.data else own_level(g.person),
                grade=form.grade.data,
                criteria=form.ticked,
                reason=form.reason.data or "",
                version=form.version.data,
                by=g.person,
                at=g.now,
            )
    except tuple(FIELD_OF) as refusal:
        form.refuse(FIELD_OF[type(refusal)], refusal)
        return page(own_conclusion(public_id), form), 422
    flash(_("%(number)s 已定级。", number=conclusion.number), "success")
    return redirect(url_for("approvals.index"), 303)


@bp.post("/<public_id>/return")
@allow(*APPROVERS)
def give_back(public_id: str) -> ResponseReturnValue:
    """Send the case back to the leader."""
    conclusion = own_conclusion(public_id)
    form = WhyForm()
    if not form.validate():
        raise ReasonMissing
    with transaction(g.session):
        send_back(
            g.session,
            conclusion,
            reason=form.why.data or "",
            version=form.version.data,
            by=g.person,
            at=g.now,
        )
    flash(_("%(number)s 已退回评查组长。", number=conclusion.number), "success")
    return redirect(url_for("approvals.index"), 303)


def own_conclusion(public_id: str) -> Conclusion:
    """The conclusion of that name, if it is in this approver's reach and has come that far."""
    conclusion = conclusion_for(g.session, g.person, public_id, *APPROVERS, stages=READABLE)
    if conclusion is None:
        raise Gone
    return conclusion


def page(conclusion: Conclusion, form: ApprovalForm) -> str:
    """The approver's page of one case."""
    round_ = round_of(conclusion)
    words = words_of(round_)
    level = own_level(g.person)
    own = grades_at(words.scheme, ApprovalLevel.DEPUTY)
    return render_template(
        "approvals/show.html",
        conclusion=conclusion,
        case=conclusion.sampled_case.case,
        documents=documents_of(g.session, conclusion),
        round=round_,
        form=form,
        hearing=hearing_of(g.session, conclusion),
        checks=checks_of(g.session, conclusion),
        approvals=approvals_of(g.session, conclusion),
        words=words,
        sheet=points_sheet(conclusion, words),
        grades={grade.id: grade for grade in words.grades},
        offered=[grade for grade in words.grades if level is ApprovalLevel.CHIEF or grade.id in own],
        mine=level is ApprovalLevel.CHIEF or conclusion.proposed_grade in own,
        chief=level is ApprovalLevel.CHIEF,
        deciding=conclusion.stage is Stage.APPROVAL,
        levels=APPROVAL_NAMES,
        stages=STAGE_NAMES,
        stances=STANCE_NAMES,
    )
