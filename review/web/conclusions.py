"""The leader's conclusions (组长审核): reviews side by side, what the case concludes, the proposed grade.

Reviewers are 评查员甲, 乙, 丙 here, and the case is read under the mask of its first reviewer.
"""

from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.blinding.queries import masked_case
from review.db import transaction
from review.errors import ReviewError
from review.feedback.actions_hearings import agree_and_hear
from review.feedback.models import HearingEnd
from review.feedback.queries import hearing_of
from review.grading.actions_checks import (
    FindingSettled,
    ReasonMissing,
    adopt_finding,
    call_further,
    change_severity,
    withdraw_finding,
)
from review.grading.basis import reckoning_of
from review.grading.comparison import SIGNS, compare
from review.grading.levels import CriteriaOpen
from review.grading.merge import DIFFERENCE_NAMES
from review.grading.models import STAGE_NAMES, Conclusion, Finding, Stage
from review.grading.queries import (
    approvals_of,
    checks_of,
    conclusion_for,
    conclusion_lines,
    first_assignment,
    in_reach,
    reviews_of,
    rounds_in_reach,
    stage_counts,
)
from review.moments import local_day
from review.people.roles import Role
from review.rounds.models import Round
from review.web.access import Gone, allow
from review.web.catalogue_words import CatalogueWords, PointsSheet, words_for, words_of
from review.web.context import g, settings
from review.web.forms.conclusions import AdoptForm, CheckForm, SeverityForm, VersionedForm, WhyForm
from review.web.paging import Page, asked

bp = Blueprint("conclusions", __name__, url_prefix="/conclusions")

AnyForm = TypeVar("AnyForm", bound=VersionedForm)

TABS = {
    "checking": (Stage.CHECKING,),
    "objection": (Stage.OBJECTION,),
    "reviewing": (Stage.REVIEWING,),
    "hearing": (Stage.HEARING,),
    "approval": (Stage.APPROVAL,),
    "done": (Stage.APPROVED, Stage.PUBLISHED),
}
"""The lists, and the stages each holds; the first two wait for the leader."""

READABLE = tuple(stage for stage in Stage if stage is not Stage.REVIEWING)
"""Before the reviews are in there is nothing to read, and nobody looks over a reviewer's shoulder."""


@bp.get("")
@allow(Role.LEADER)
def index() -> ResponseReturnValue:
    """Cases that wait for the leader, and where the others stand."""
    number, size = asked()
    tab = request.args.get("tab", "checking")
    tab = tab if tab in TABS else "checking"
    reach = in_reach(g.person, Role.LEADER)
    wanted = request.args.get("round", "")
    if wanted:
        reach = reach.where(Round.public_id == wanted)
    counts = stage_counts(g.session, reach)
    lines, total = conclusion_lines(
        g.session, reach.where(Conclusion.stage.in_(TABS[tab])), limit=size, offset=(number - 1) * size
    )
    return render_template(
        "conclusions/index.html",
        page=Page(lines, total, number, size),
        tab=tab,
        counts={name: sum(counts.get(stage, 0) for stage in stages) for name, stages in TABS.items()},
        rounds=rounds_in_reach(g.session, g.person, Role.LEADER),
        wanted=wanted,
        stages=STAGE_NAMES,
        differences=DIFFERENCE_NAMES,
        words_for=words_for,
    )


@bp.get("/<public_id>")
@allow(Role.LEADER)
def show(public_id: str) -> ResponseReturnValue:
    """One case: what each review says, what the conclusion holds, the grade to propose."""
    conclusion = own_conclusion(public_id)
    return page(conclusion, filled(conclusion))


@bp.get("/<public_id>/case")
@allow(Role.LEADER)
def case(public_id: str) -> ResponseReturnValue:
    """The masked case behind a conclusion."""
    conclusion = own_conclusion(public_id)
    assignment = first_assignment(g.session, conclusion)
    if assignment is None:
        raise Gone
    words = words_of(round_of(conclusion))
    return render_template(
        "conclusions/case.html",
        conclusion=conclusion,
        case=masked_case(g.session, assignment, words.catalogue),
        stages=STAGE_NAMES,
    )


@bp.post("/<public_id>/check")
@allow(Role.LEADER)
def check(public_id: str) -> ResponseReturnValue:
    """Agree, propose the grade, and seek the handler's opinion."""
    conclusion = own_conclusion(public_id)
    form = CheckForm()
    if not form.validate():
        return page(conclusion, form), 422
    try:
        with transaction(g.session):
            hearing = agree_and_hear(
                g.session,
                conclusion,
                grade=form.grade.data,
                criteria=form.ticked,
                opinion=form.opinion.data or "",
                version=form.version.data,
                on=local_day(g.now, settings().timezone),
                by=g.person,
                at=g.now,
            )
    except CriteriaOpen as refusal:
        return refused(public_id, form, "criteria", refusal)
    except ReasonMissing as refusal:
        return refused(public_id, form, "opinion", refusal)
    if hearing.end is HearingEnd.NOT_NEEDED:
        flash(_("%(number)s 未发现问题，已报请审批。", number=conclusion.number), "success")
    elif hearing.closed_at is not None:
        flash(_("%(number)s 已报请审批。", number=conclusion.number), "success")
    else:
        due = hearing.due_on.isoformat()
        flash(
            _("%(number)s 已征求承办人意见，反馈期限至 %(due)s。", number=conclusion.number, due=due),
            "success",
        )
    return redirect(url_for("conclusions.index"), 303)


@bp.post("/<public_id>/findings/<finding_id>/withdrawal")
@allow(Role.LEADER)
def withdraw(public_id: str, finding_id: str) -> ResponseReturnValue:
    """Drop a finding, with the reason."""
    conclusion = own_conclusion(public_id)
    form = shaped(WhyForm())
    with transaction(g.session):
        withdraw_finding(
            g.session,
            conclusion,
            finding_in(conclusion, finding_id),
            why=form.why.data or "",
            version=form.version.data,
            by=g.person,
            at=g.now,
        )
    flash(_("已撤销该问题并重新计分。"), "success")
    return redirect(url_for("conclusions.show", public_id=public_id), 303)


@bp.post("/<public_id>/findings/<finding_id>/severity")
@allow(Role.LEADER)
def severity(public_id: str, finding_id: str) -> ResponseReturnValue:
    """Hold a finding to be of another severity, with the reason."""
    conclusion = own_conclusion(public_id)
    form = shaped(SeverityForm())
    with transaction(g.session):
        change_severity(
            g.session,
            conclusion,
            finding_in(conclusion, finding_id),
            severity=form.severity.data or "",
            why=form.why.data or "",
            version=form.version.data,
            by=g.person,
            at=g.now,
        )
    flash(_("已改定严重程度并重新计分。"), "success")
    return redirect(url_for("conclusions.show", public_id=public_id), 303)


@bp.post("/<public_id>/findings")
@allow(Role.LEADER)
def adopt(public_id: str) -> ResponseReturnValue:
    """Hold a problem that one reviewer found and the merge left out."""
    conclusion = own_conclusion(public_id)
    form = shaped(AdoptForm())
    reviews = reviews_of(g.session, conclusion)
    if form.slot.data >= len(reviews):
        raise Gone
    said = {answer.rule_code: answer for answer in reviews[form.slot.data].answers}
    if form.rule.data not in said:
        raise Gone
    with transaction(g.session):
        answer = said[form.rule.data]
        adopt_finding(g.session, conclusion, answer, version=form.version.data, by=g.person, at=g.now)
    flash(_("已采纳该问题并重新计分。"), "success")
    return redirect(url_for("conclusions.show", public_id=public_id), 303)


@bp.post("/<public_id>/further")
@allow(Role.LEADER)
def further(public_id: str) -> ResponseReturnValue:
    """Let the machine give the case to one more reviewer."""
    conclusion = own_conclusion(public_id)
    form = shaped(WhyForm())
    with transaction(g.session):
        call_further(
            g.session, conclusion, why=form.why.data or "", version=form.version.data, by=g.person, at=g.now
        )
    flash(_("%(number)s 已另行分派一名评查员，评查完成后再次送您审核。", number=conclusion.number), "success")
    return redirect(url_for("conclusions.index"), 303)


def own_conclusion(public_id: str) -> Conclusion:
    """The conclusion of that name, if it is in this leader's reach and its reviews are in."""
    conclusion = conclusion_for(g.session, g.person, public_id, Role.LEADER, stages=READABLE)
    if conclusion is None:
        raise Gone
    return conclusion


def finding_in(conclusion: Conclusion, finding_id: str) -> Finding:
    """The finding of that name among the conclusion's.

    Raises:
        FindingSettled: It is not there any more.
    """
    for finding in conclusion.findings:
        if finding.public_id == finding_id:
            return finding
    raise FindingSettled


def shaped(form: AnyForm) -> AnyForm:
    """The form, if its shape is right; what is missing is refused in one sentence."""
    if not form.validate():
        raise ReasonMissing
    return form


def round_of(conclusion: Conclusion) -> Round:
    """The round that the conclusion belongs to."""
    return g.session.get_one(Round, conclusion.round_id)


def filled(conclusion: Conclusion) -> CheckForm:
    """The form as it opens: the grade proposed so far, nothing ticked."""
    return CheckForm(formdata=None, version=conclusion.version, grade=conclusion.proposed_grade)


def refused(public_id: str, form: CheckForm, field: str, refusal: ReviewError) -> ResponseReturnValue:
    """The page again, with the refusal beside its field."""
    form.refuse(field, refusal)
    return page(own_conclusion(public_id), form), 422


def page(conclusion: Conclusion, form: CheckForm) -> str:
    """The leader's page of one case."""
    round_ = round_of(conclusion)
    words = words_of(round_)
    reviews = reviews_of(g.session, conclusion)
    order = {rule.code: place for place, rule in enumerate(words.catalogue.rules)}
    return render_template(
        "conclusions/show.html",
        conclusion=conclusion,
        round=round_,
        form=form,
        reviews=reviews,
        signs=SIGNS,
        comparison=compare(reviews, conclusion.findings, order),
        hearing=hearing_of(g.session, conclusion),
        checks=checks_of(g.session, conclusion),
        approvals=approvals_of(g.session, conclusion),
        words=words,
        sheet=points_sheet(conclusion, words),
        grades={grade.id: grade for grade in words.grades},
        stages=STAGE_NAMES,
        differences=DIFFERENCE_NAMES,
        today=local_day(g.now, settings().timezone),
    )


def points_sheet(conclusion: Conclusion, words: CatalogueWords) -> PointsSheet:
    """How the points of the standing findings come about."""
    reckoning = reckoning_of(conclusion, words.catalogue, words.scheme.id)
    return PointsSheet(reckoning, words.catalogue, tuple(conclusion.merits))
