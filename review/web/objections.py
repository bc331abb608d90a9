"""The leader answers the handler's objections (异议处理)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.db import transaction
from review.errors import ReviewError
from review.feedback.actions_objections import answer_objection, finish_objections
from review.feedback.models import STANCE_NAMES, Stance
from review.feedback.queries import hearing_of
from review.grading.actions_checks import ReasonMissing, SeverityUnknown
from review.grading.levels import CriteriaOpen
from review.grading.models import STAGE_NAMES, Conclusion, Stage
from review.people.roles import Role
from review.web.access import Gone, allow
from review.web.catalogue_words import words_of
from review.web.conclusions import filled, finding_in, own_conclusion, points_sheet, round_of
from review.web.context import g
from review.web.forms.conclusions import OUTCOMES, CheckForm, ObjectionForm

bp = Blueprint("objections", __name__, url_prefix="/conclusions/<public_id>/objections")


@bp.get("")
@allow(Role.LEADER)
def show(public_id: str) -> ResponseReturnValue:
    """What the handler said, and the answers."""
    conclusion = own_conclusion(public_id)
    return page(conclusion, filled(conclusion))


@bp.post("/<finding_id>")
@allow(Role.LEADER)
def answer(public_id: str, finding_id: str) -> ResponseReturnValue:
    """Answer one objection."""
    conclusion = own_conclusion(public_id)
    form = ObjectionForm()
    if not form.validate():
        return page(conclusion, filled(conclusion), answering=finding_id, answer_form=form), 422
    if form.outcome.data == "severity" and not form.severity.data:
        raise SeverityUnknown
    with transaction(g.session):
        answer_objection(
            g.session,
            conclusion,
            finding_in(conclusion, finding_id),
            upheld=form.outcome.data != "reject",
            severity=form.severity.data or "" if form.outcome.data == "severity" else "",
            answer=form.answer.data or "",
            version=form.version.data,
            by=g.person,
            at=g.now,
        )
    flash(_("已答复。"), "success")
    return redirect(url_for("objections.show", public_id=public_id), 303)


@bp.post("")
@allow(Role.LEADER)
def finish(public_id: str) -> ResponseReturnValue:
    """Every objection is answered: propose the grade and send for approval."""
    conclusion = own_conclusion(public_id)
    form = CheckForm()
    if not form.validate():
        return page(conclusion, form), 422
    try:
        with transaction(g.session):
            finish_objections(
                g.session,
                conclusion,
                grade=form.grade.data,
                criteria=form.ticked,
                opinion=form.opinion.data or "",
                version=form.version.data,
                by=g.person,
                at=g.now,
            )
    except CriteriaOpen as refusal:
        return refused(public_id, form, "criteria", refusal)
    except ReasonMissing as refusal:
        return refused(public_id, form, "opinion", refusal)
    flash(_("%(number)s 的异议已全部答复，已报请审批。", number=conclusion.number), "success")
    return redirect(url_for("conclusions.index", tab="objection"), 303)


def refused(public_id: str, form: CheckForm, field: str, refusal: ReviewError) -> ResponseReturnValue:
    """The page again, with the refusal beside its field."""
    form.refuse(field, refusal)
    return page(own_conclusion(public_id), form), 422


def page(
    conclusion: Conclusion, form: CheckForm, *, answering: str = "", answer_form: ObjectionForm | None = None
) -> str:
    """The page of one case's objections."""
    hearing = hearing_of(g.session, conclusion)
    if hearing is None:
        raise Gone
    words = words_of(round_of(conclusion))
    findings = {finding.id: finding for finding in conclusion.findings}
    objected = [
        (findings[reply.finding_id], reply)
        for reply in hearing.replies
        if reply.sent_at is not None and reply.stance is not Stance.ACCEPT
    ]
    return render_template(
        "conclusions/objections.html",
        conclusion=conclusion,
        hearing=hearing,
        objected=objected,
        open=sum(reply.answered_at is None for _finding, reply in objected),
        form=form,
        answering=answering,
        answer_form=answer_form or ObjectionForm(formdata=None),
        deciding=conclusion.stage is Stage.OBJECTION,
        words=words,
        sheet=points_sheet(conclusion, words),
        grades={grade.id: grade for grade in words.grades},
        stages=STAGE_NAMES,
        stances=STANCE_NAMES,
        outcomes=OUTCOMES,
    )
