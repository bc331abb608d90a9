"""Giving out a round's results, and closing the round (公布结果、归档): what it will do is shown first."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.catalogue.workdays import Calendar
from review.db import transaction
from review.feedback.actions import stages_of
from review.feedback.queries import publication_of
from review.grading.models import STAGE_NAMES, Stage
from review.grading.queries import grades_of_round, standing_count
from review.people.roles import Role
from review.rectification.actions import close_round, publish_and_open
from review.rectification.queries import count_unfinished
from review.rounds.models import Round
from review.rounds.steps import STEP_NAMES, Step
from review.web.access import allow
from review.web.catalogue_words import words_of
from review.web.context import g
from review.web.forms.hearings import PublicationForm
from review.web.hearings import today
from review.web.round_hearings import own_round

bp = Blueprint("publication", __name__, url_prefix="/rounds/<public_id>/publication")


@bp.get("")
@allow(Role.OFFICER)
def show(public_id: str) -> ResponseReturnValue:
    """What publication will do, or has done; then what stands before closing."""
    return page(own_round(public_id), PublicationForm(formdata=None))


@bp.post("")
@allow(Role.OFFICER)
def publish(public_id: str) -> ResponseReturnValue:
    """Give out every result at once, and open the corrections."""
    round_ = own_round(public_id)
    form = PublicationForm()
    if not form.validate():
        return page(round_, form), 422
    with transaction(g.session):
        publication = publish_and_open(
            g.session, round_, note_=form.note.data or "", on=today(), by=g.person, at=g.now
        )
    flash(_("已公布 %(n)d 件案件的评查结果，整改任务已下发。", n=publication.cases), "success")
    return redirect(url_for("publication.show", public_id=public_id), 303)


@bp.post("/closing")
@allow(Role.OFFICER)
def close(public_id: str) -> ResponseReturnValue:
    """Close and archive the round."""
    round_ = own_round(public_id)
    with transaction(g.session):
        close_round(g.session, round_, by=g.person, at=g.now)
    flash(_("本轮次已归档，内容只读。"), "success")
    return redirect(url_for("publication.show", public_id=public_id), 303)


def page(round_: Round, form: PublicationForm) -> str:
    """The page of a round's publication."""
    words = words_of(round_)
    stages = stages_of(g.session, round_)
    unfinished, corrections = count_unfinished(g.session, round_)
    reached = Calendar(words.catalogue.holidays).add_workdays(today(), round_.correction_days)
    grades = grades_of_round(g.session, round_)
    return render_template(
        "publication/show.html",
        round=round_,
        form=form,
        stages=[(stage, STAGE_NAMES[stage], stages.get(stage, 0)) for stage in Stage],
        total=sum(stages.values()),
        open=sum(count for stage, count in stages.items() if stage not in (Stage.APPROVED, Stage.PUBLISHED)),
        grades=[(grade, grades.get(grade.id, 0)) for grade in words.grades],
        findings=standing_count(g.session, round_),
        due=reached.day,
        publication=publication_of(g.session, round_),
        unfinished=unfinished,
        corrections=corrections,
        step=STEP_NAMES[round_.step],
        publishable=round_.step is Step.OPENED,
        published=round_.step.reached(Step.PUBLISHED),
        closed=round_.step is Step.CLOSED,
        words=words,
    )
