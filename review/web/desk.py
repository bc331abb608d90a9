"""The reviewer's desk (评查工作台): the list of work, one masked case, its checklist. Never imports cases or sampling.

A reviewer opens nothing but own assignments that have not ended, in rounds that are opened; everything else is gone.
"""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from review.assignment.actions import recuse
from review.blinding.queries import masked_case
from review.db import transaction
from review.errors import N_, ReviewError
from review.moments import local_day
from review.people.roles import Role
from review.scoring.actions import AnswerChanged, ReviewClosed, begin_review, save_answer
from review.scoring.actions_highlights import delete_highlight, highlight_kinds, save_highlight
from review.scoring.queries import Task, desk_list, sheet_of, task_of
from review.web.access import Gone, allow
from review.web.context import g, settings
from review.web.desk_words import LISTS, SCRIPT_WORDS, answer_json, articles, item_groups, ladder, totals
from review.web.forms.desk import AnswerForm, HighlightForm, RecusalForm

bp = Blueprint("desk", __name__, url_prefix="/desk")


class AnswerMisshapen(ReviewError):
    sentence = N_("此项内容格式不正确，没有保存。请检查扣分、页码和字数。")


def own_task(public_id: str) -> Task:
    """The viewer's own assignment of that name; saving pages hold it until the commit."""
    task = task_of(g.session, public_id, reviewer_id=g.person.id, to_save=request.method == "POST")
    if task is None:
        raise Gone
    return task


@bp.get("/")
@allow(Role.REVIEWER)
def index() -> ResponseReturnValue:
    """My work as a reviewer."""
    rows = desk_list(g.session, g.person.id)
    groups = {name: [row for row in rows if belongs(row)] for name, _words, belongs in LISTS}
    tab = request.args.get("tab", "")
    if tab not in groups:
        tab = next((name for name in ("doing", "todo", "done") if groups[name]), "todo")
    return render_template(
        "desk/index.html",
        tabs=[(name, words, len(groups[name])) for name, words, _belongs in LISTS],
        tab=tab,
        rows=groups[tab],
        all_done=bool(rows) and len(groups["done"]) == len(rows),
        today=local_day(g.now, settings().timezone),
    )


@bp.get("/<public_id>/")
@allow(Role.REVIEWER)
def show(public_id: str) -> ResponseReturnValue:
    """Review one case."""
    task = own_task(public_id)
    case = masked_case(g.session, task.assignment, task.catalogue)
    if task.review is None:
        return render_template("desk/begin.html", task=task.face, case=case, today=_today())
    sheet = sheet_of(task)
    groups = item_groups(task, sheet)
    return render_template(
        "desk/show.html",
        task=task.face,
        case=case,
        sheet=sheet,
        groups=groups,
        articles=articles(groups),
        ladder=ladder(task.catalogue),
        kinds=highlight_kinds(task),
        totals=totals(sheet),
        words={name: _(sentence) for name, sentence in SCRIPT_WORDS.items()},
        today=_today(),
    )


@bp.post("/<public_id>/begin")
@allow(Role.REVIEWER)
def begin(public_id: str) -> ResponseReturnValue:
    """Begin the review of one case."""
    with transaction(g.session):
        begin_review(g.session, own_task(public_id), by=g.person, at=g.now)
    return redirect(url_for("desk.show", public_id=public_id), 303)


@bp.post("/<public_id>/items/<code>")
@allow(Role.REVIEWER)
def answer(public_id: str, code: str) -> ResponseReturnValue:
    """Save what is said of one item; the page's script asks."""
    form = AnswerForm()
    if not form.validate():
        raise AnswerMisshapen
    try:
        with transaction(g.session):
            task = own_task(public_id)
            row = save_answer(
                g.session, task, code, said=form.said, seen=form.version.data, by=g.person, at=g.now
            )
    except AnswerChanged as refusal:
        present = answer_json(refusal.present, refusal.version)
        return jsonify(sentence=_(refusal.sentence), present=present), 409
    sheet = sheet_of(task)
    return jsonify(
        answer=answer_json(sheet.answers[code], row.version),
        saved_at=g.now.astimezone(ZoneInfo(settings().timezone)).strftime("%H:%M:%S"),
        totals=totals(sheet),
    )


@bp.get("/<public_id>/token")
@allow(Role.REVIEWER)
def token(public_id: str) -> ResponseReturnValue:
    """A fresh token after signing in again in another window, so that unsaved answers can be sent."""
    own_task(public_id)
    return jsonify(token=generate_csrf())


@bp.post("/<public_id>/highlights")
@allow(Role.REVIEWER)
def add_highlight(public_id: str) -> ResponseReturnValue:
    """Record a highlight; answers with the list as it is now."""
    form = HighlightForm()
    if not form.validate():
        raise AnswerMisshapen
    with transaction(g.session):
        task = own_task(public_id)
        save_highlight(
            g.session,
            task,
            kind=form.kind.data,
            text=form.text.data or "",
            anchor=form.anchor,
            by=g.person,
            at=g.now,
        )
    return _highlights(task)


@bp.post("/<public_id>/highlights/<highlight_id>/delete")
@allow(Role.REVIEWER)
def drop_highlight(public_id: str, highlight_id: str) -> ResponseReturnValue:
    """Take a highlight back; answers with the list as it is now."""
    with transaction(g.session):
        task = own_task(public_id)
        delete_highlight(g.session, task, highlight_id, by=g.person, at=g.now)
    return _highlights(task)


@bp.route("/<public_id>/recusal", methods=["GET", "POST"])
@allow(Role.REVIEWER)
def recusal(public_id: str) -> ResponseReturnValue:
    """Step back from a case."""
    task = own_task(public_id)
    if task.closed:
        raise ReviewClosed
    form = RecusalForm()
    if request.method == "POST" and form.validate():
        with transaction(g.session):
            recuse(
                g.session,
                task.assignment,
                kind=form.kind,
                reason=form.reason.data.strip(),
                by=g.person,
                at=g.now,
            )
        flash(_("已登记回避，案件 %(alias)s 已退出您的任务列表。", alias=task.face.code), "success")
        return redirect(url_for("desk.index"), 303)
    return render_template("desk/recusal.html", task=task.face, form=form), 422 if form.errors else 200


def _highlights(task: Task) -> str:
    sheet = sheet_of(task)
    return render_template(
        "desk/_highlights.html",
        task=task.face,
        sheet=sheet,
        kinds=highlight_kinds(task),
        totals=totals(sheet),
    )


def _today() -> Any:
    return local_day(g.now, settings().timezone)
