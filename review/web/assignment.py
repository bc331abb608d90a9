"""The assignment of a round (分派): run it, its certificate, the opening, and progress by unit and by reviewer.

Nothing on these pages joins a reviewer to a case: reviewers stand under the round's aliases, cells below the
small-cell bound are merged, and the open slots name cases only.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.assignment.actions import assign_cases, fill_open_slots
from review.assignment.conditions import Condition
from review.assignment.infeasible import AssignmentInfeasible
from review.assignment.queries import open_slots, run_of
from review.db import transaction
from review.errors import N_, ReviewError
from review.grading.actions import open_round
from review.people.roles import Role
from review.rounds.actions import extend_pool
from review.rounds.models import MODE_NAMES, Round
from review.rounds.queries import candidates, pool_counts, step_taken
from review.rounds.steps import Step
from review.sampling.queries_drawn import (
    layer_counts,
)
from review.scoring.queries_progress import merge_small, progress_by_reviewer, progress_by_unit
from review.web.access import allow
from review.web.context import g, settings
from review.web.errors import STATUS, sentence_of
from review.web.forms.plan import capacities
from review.web.rounds import found

bp = Blueprint("assignment", __name__, url_prefix="/rounds/<public_id>")

CONDITION_NAMES = {
    Condition.ALL_FILLED: N_("每案评查人数"),
    Condition.DIFFERENT_UNITS: N_("同案评查员来自不同单位"),
    Condition.OTHER_REGION: N_("异地评查"),
    Condition.OTHER_UNIT: N_("不评查本单位案件"),
    Condition.NOT_HANDLER: N_("不评查本人案件"),
    Condition.CASE_CONFLICT: N_("本案回避"),
    Condition.HANDLER_CONFLICT: N_("对承办人的回避"),
    Condition.UNIT_CONFLICT: N_("对承办单位的回避"),
    Condition.CAPACITY: N_("承办上限"),
    Condition.ANTI_RECIPROCITY: N_("两地不得互评"),
    Condition.PAIR_CAP: N_("配对概率上限"),
}

SHOWN_CLASHES = 20
"""Cases that a clash lists; the sentence tells how many there are."""


@bp.get("/assignments")
@allow(Role.OFFICER)
def show(public_id: str) -> ResponseReturnValue:
    """The certificate and the progress; before, what the assignment will do."""
    return _show(found(public_id))


def _show(
    round_: Round, clash: AssignmentInfeasible | None = None, refused: str = "", status: int = 200
) -> ResponseReturnValue:
    assigned = round_.step.reached(Step.ASSIGNED)
    least, rest = settings().small_cell, _("合并显示")
    units = progress_by_unit(g.session, round_.id) if assigned else []
    reviewers = progress_by_reviewer(g.session, round_) if assigned else []
    return (
        render_template(
            "assignment/show.html",
            round_=round_,
            run=run_of(g.session, round_.id),
            taken=step_taken(g.session, round_.id, Step.ASSIGNED),
            pool=pool_counts(g.session, round_.id),
            counts=layer_counts(g.session, round_.id),
            candidates=candidates(g.session, round_),
            slots=open_slots(g.session, round_) if assigned else [],
            units=merge_small(units, least=least, rest=rest),
            reviewers=merge_small(reviewers, least=least, rest=rest),
            done=sum(line.done for line in units),
            begun=sum(line.begun for line in units),
            total=sum(line.total for line in units),
            least=least,
            modes=MODE_NAMES,
            clash=clash,
            refused=refused,
            conditions=CONDITION_NAMES,
            shown_clashes=SHOWN_CLASHES,
            may_extend=round_.step not in (Step.DRAFT, Step.PUBLISHED, Step.CLOSED),
            Step=Step,
        ),
        status,
    )


@bp.post("/assignments")
@allow(Role.OFFICER)
def run(public_id: str) -> ResponseReturnValue:
    """Let the machine assign; a clash is named and nothing is assigned."""
    try:
        with transaction(g.session):
            made = assign_cases(g.session, found(public_id), by=g.person, at=g.now)
    except AssignmentInfeasible as clash:
        return _show(found(public_id), clash, sentence_of(clash), STATUS[clash.kind])
    slots = made.certificate["slots"]
    flash(_("已完成分派，共 %(n)d 人次，未违反任何条件。", n=slots), "success")
    return redirect(url_for("assignment.show", public_id=public_id), 303)


@bp.post("/opening")
@allow(Role.OFFICER)
def opening(public_id: str) -> ResponseReturnValue:
    """Let the reviewers begin."""
    round_ = found(public_id)
    with transaction(g.session):
        open_round(g.session, round_, by=g.person, at=g.now)
    flash(_("评查已开始，评查员可以看到分派给本人的案件。"), "success")
    return redirect(url_for("assignment.show", public_id=public_id), 303)


@bp.post("/assignments/open-slots")
@allow(Role.OFFICER)
def fill(public_id: str) -> ResponseReturnValue:
    """Deal the open slots again, as far as somebody is eligible."""
    round_ = found(public_id)
    with transaction(g.session):
        filled, left = fill_open_slots(g.session, round_, at=g.now)
    if left:
        flash(
            _(
                "已补派 %(filled)d 人次，仍有 %(left)d 人次没有符合条件的评查员。请先增派评查员。",
                filled=filled,
                left=left,
            ),
            "warning",
        )
    else:
        flash(_("已补派 %(filled)d 人次，没有空缺。", filled=filled), "success")
    return redirect(url_for("assignment.show", public_id=public_id), 303)


@bp.post("/reviewers")
@allow(Role.OFFICER)
def extend(public_id: str) -> ResponseReturnValue:
    """Add reviewers, or raise what some may get."""
    round_ = found(public_id)
    ids = {one.public_id: one.person_id for one in candidates(g.session, round_)}
    wanted = capacities(request.form, request.form.getlist("reviewer"))
    chosen = {ids[name]: capacity for name, capacity in wanted.items() if name in ids}
    if not chosen:
        return _show(round_, refused=_("请至少勾选一名评查员。"), status=422)
    try:
        with transaction(g.session):
            extend_pool(g.session, round_, chosen, by=g.person, at=g.now)
    except ReviewError as refusal:
        return _show(found(public_id), refused=sentence_of(refusal), status=STATUS[refusal.kind])
    flash(_("已更新 %(n)d 名评查员。", n=len(chosen)), "success")
    return redirect(url_for("assignment.show", public_id=public_id), 303)
