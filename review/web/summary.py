"""The summary of one review (汇总与提交): check the answers, propose a grade, hand in. Never imports cases or sampling."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.blinding.masking import betrays
from review.db import transaction
from review.errors import N_, ReviewError
from review.grading.actions import hand_in_review
from review.people.roles import Role
from review.scoring.actions import NotBegun, NotReadyToHandIn, SummaryChanged, save_summary
from review.scoring.completeness import OPEN_SENTENCES, Open, OpenPoint, Summary
from review.scoring.models import Review
from review.scoring.queries import Task, sheet_of
from review.scoring.sheet import Sheet
from review.web.access import allow
from review.web.context import g
from review.web.desk import own_task
from review.web.errors import sentence_of
from review.web.forms.desk import SummaryForm

bp = Blueprint("summary", __name__, url_prefix="/desk/<public_id>")

FIELD_OF = {
    Open.NO_OPINION: "opinion",
    Open.NOTHING_SAID: "opinion",
    Open.NO_GRADE: "grade",
    Open.CRITERIA: "criteria",
    Open.GRADE_DIFFERS: "grade_reason",
    Open.GRADE_DESPITE_MISSING: "grade_reason",
}
"""Which field of the summary an open point stands beside."""


class NotDeclared(ReviewError):
    sentence = N_("请先勾选声明，再提交评查意见。")


class NamesSomebody(ReviewError):
    sentence = N_("您的意见中出现了%(words)s，会使对方得知评查员身份。请删去后再提交。")

    def __init__(self, words: list[str]) -> None:
        super().__init__(words=[f"“{word}”" for word in words])


@bp.get("/summary")
@allow(Role.REVIEWER)
def show(public_id: str) -> ResponseReturnValue:
    """Check all answers of one review before it is handed in; read it afterwards."""
    task = own_task(public_id)
    review = begun(task)
    form = filled(task, review)
    return page(task, form)


@bp.post("/summary")
@allow(Role.REVIEWER)
def save(public_id: str) -> ResponseReturnValue:
    """Save the summary, and hand the review in where that was asked."""
    task = own_task(public_id)
    review = begun(task)
    form = SummaryForm()
    if not form.validate():
        return page(task, form), 422
    try:
        with transaction(g.session):
            save_summary(g.session, task, summary=form.summary, seen=form.version.data, by=g.person, at=g.now)
    except SummaryChanged as changed:
        form.version.data = changed.version
        return page(own_task(public_id), form, refusal=changed, present=changed.present), 409
    form.version.data = review.version
    if request.form.get("do") != "hand_in":
        flash(_("草稿已保存。"), "success")
        return redirect(url_for("summary.show", public_id=public_id), 303)
    open_points = sheet_of(task).open_points()
    if open_points:
        return page(task, form, points=open_points), 422
    given_away = betrays(own_words(task), [g.person.name, g.person.unit_name])
    if given_away:
        return page(task, form, refusal=NamesSomebody(given_away)), 422
    if not form.declared.data:
        return page(task, form, refusal=NotDeclared()), 422
    try:
        with transaction(g.session):
            hand_in_review(g.session, review, by=g.person, at=g.now)
    except NotReadyToHandIn as refusal:
        return page(own_task(public_id), form, points=refusal.points), 422
    return redirect(url_for("summary.done", public_id=public_id), 303)


@bp.get("/done")
@allow(Role.REVIEWER)
def done(public_id: str) -> ResponseReturnValue:
    """What was handed in: code, time, fingerprint."""
    task = own_task(public_id)
    review = begun(task)
    if review.handed_in_at is None:
        return redirect(url_for("summary.show", public_id=public_id), 303)
    return render_template("desk/done.html", task=task.face, review=review, sheet=sheet_of(task))


def begun(task: Task) -> Review:
    """The task's review; one that has not begun has no summary."""
    if task.review is None:
        raise NotBegun
    return task.review


def filled(task: Task, review: Review) -> SummaryForm:
    """The form with what is kept."""
    return SummaryForm(
        formdata=None,
        version=review.version,
        opinion=review.opinion,
        grade=review.grade,
        grade_reason=review.grade_reason,
        criteria=[f"{review.grade}.{criterion}" for criterion in review.criteria],
    )


def own_words(task: Task) -> str:
    """Everything that the reviewer wrote and the other side will read."""
    sheet = sheet_of(task)
    reasons = (said.reason for said in sheet.answers.values())
    return "\n".join((sheet.summary.opinion, *reasons, *(praise.text for praise in sheet.highlights)))


def page(
    task: Task,
    form: SummaryForm,
    *,
    points: list[OpenPoint] | None = None,
    refusal: ReviewError | None = None,
    present: Summary | None = None,
) -> str:
    """The page with what is wrong, if anything was asked of it."""
    sheet = sheet_of(task)
    if points:
        for point in points:
            if point.what in FIELD_OF:
                field = form[FIELD_OF[point.what]]
                field.errors = [*field.errors, _(OPEN_SENTENCES[point.what])]
    return render_template(
        "desk/summary.html",
        task=task.face,
        form=form,
        sheet=sheet,
        rules={rule.code: rule for rule in sheet.rules},
        grades={grade.id: grade for grade in sheet.grades},
        severities={level.id: level for level in sheet.catalogue.severities.levels},
        kinds={kind.id: kind for kind in sheet.catalogue.scoring.highlights},
        open_items=_said(sheet),
        shown_points=points or [],
        field_of=FIELD_OF,
        sentences=OPEN_SENTENCES,
        refusal=sentence_of(refusal) if refusal else "",
        present=present,
    )


def _said(sheet: Sheet) -> list[tuple[str, list[OpenPoint]]]:
    """Open items by what they lack, in the order of `Open`."""
    groups = {what: [point for point in sheet.open_items if point.what is what] for what in Open}
    return [(OPEN_SENTENCES[what], points) for what, points in groups.items() if points]
