"""Bringing closed cases in (案件导入): a file, its preview, the decisions, the result."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from review.cases.actions import STATE_NAMES, decide, preview_of, receive_file
from review.cases.actions_jobs import discard_files, problems_file
from review.cases.actions_waiting import OPEN, ask_examination, give_up
from review.cases.deciding import choices_from, first_choices, outlook
from review.cases.error_list import HEADERS, error_csv
from review.cases.fields import TABLES
from review.cases.models import ImportState
from review.cases.preview import Decisions, Preview
from review.cases.problems import CLASSES, OUT_OF_TIME, Choice
from review.cases.queries_imports import ImportLine, import_in, imports_page, job_of
from review.cases.reading_orders import read_problems
from review.cases.template import template_workbook
from review.db import transaction
from review.errors import N_, ReviewError
from review.people.models import Unit
from review.people.queries import units_within
from review.people.queries_units import units_of
from review.people.roles import Role
from review.web.access import Gone, allow
from review.web.context import g, settings
from review.web.errors import sentence_said
from review.web.forms.imports import FileForm, MappingForm
from review.web.import_mappings import MappingNotWritten, mapping_picked, offered
from review.web.jobs import about
from review.web.paging import Page, asked

bp = Blueprint("imports", __name__, url_prefix="/imports")

STATE_TONES = {
    ImportState.EXAMINING: ("active", "arrow-repeat"),
    ImportState.EXAMINED: ("warn", "pencil-square"),
    ImportState.LOADING: ("active", "arrow-repeat"),
    ImportState.LOADED: ("good", "check-circle-fill"),
    ImportState.REFUSED: ("neutral", "slash-circle"),
}
CHOICE_NAMES = {Choice.QUARANTINE: N_("不导入这些案件"), Choice.KEEP: N_("按原样导入并标记")}


@bp.get("")
@allow(Role.OFFICER)
def index() -> ResponseReturnValue:
    """What was brought in, the latest first."""
    number, size = asked()
    wanted = request.args.get("state", "")
    state = ImportState(wanted) if wanted in list(ImportState) else None
    lines, total = imports_page(g.session, _scope(), state=state, limit=size, offset=(number - 1) * size)
    return render_template(
        "imports/index.html",
        page=Page(lines, total, number, size),
        state=state,
        names=STATE_NAMES,
        tones=STATE_TONES,
    )


@bp.get("/template")
@allow(Role.OFFICER)
def template() -> ResponseReturnValue:
    """The workbook to fill in."""
    return send_file(
        BytesIO(template_workbook(_)),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name="case-import-template.xlsx",
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.OFFICER)
def new() -> ResponseReturnValue:
    """Choose a file and how its columns are to be read."""
    form = FileForm()
    offices = units_of(g.session, Unit.path.in_(g.person.paths(Role.OFFICER)))
    form.unit.choices = [SelectChoice(unit.public_id, unit.name) for unit in offices]
    form.saved.choices = [SelectChoice("", _("请选择")), *(SelectChoice(*one) for one in offered())]
    if request.method == "POST" and len(offices) == 1:
        form.unit.data = offices[0].public_id
    if request.method == "POST" and form.validate():
        unit = next(unit for unit in offices if unit.public_id == form.unit.data)
        try:
            return redirect(url_for("imports.show", public_id=_received(form, unit)), 303)
        except ReviewError as refusal:
            form.refuse({"saved": "saved", "written": "written"}.get(form.way.data, "file"), refusal)
    status = 422 if form.errors else 200
    return render_template(
        "imports/new.html", form=form, offices=offices, limit=settings().upload_megabytes
    ), status


def _received(form: FileForm, unit: Unit) -> str:
    """Keep the file and have it examined; gives the import's public id."""
    mapping = ""
    if form.way.data == "saved":
        mapping = mapping_picked(form.saved.data or "")
    elif form.way.data == "written":
        mapping = form.written.data or ""
        if not mapping.strip():
            raise MappingNotWritten
    with transaction(g.session):
        import_ = receive_file(
            g.session,
            form.file.data.stream,
            file_name=form.file.data.filename or "",
            folder=settings().upload_dir,
            unit=unit,
            by=g.person,
            at=g.now,
        )
        ask_examination(
            g.session,
            import_,
            mapping=mapping,
            only_suggest=form.way.data == "suggest",
            by=g.person,
            at=g.now,
        )
    return import_.public_id


@bp.get("/<public_id>")
@allow(Role.OFFICER)
def show(public_id: str) -> ResponseReturnValue:
    """One import as it stands: being read, waiting for decisions, or done."""
    return _page(_import(public_id), MappingForm(formdata=None))


def _page(
    line: ImportLine,
    form: MappingForm,
    *,
    chosen: Decisions | None = None,
    register_new: bool = False,
    refusal: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """The page of one import; `chosen` are the choices to show."""
    import_, told = line.import_, line.import_.preview or {}
    preview = preview_of(import_)
    if form.mapping.data is None:
        form.mapping.data = import_.mapping or told.get("suggestion", "")
    if preview and chosen is None:
        chosen = first_choices(preview, request.args.get("all", ""))
        register_new = request.args.get("register_new") == "y"
    page = render_template(
        "imports/show.html",
        line=line,
        import_=import_,
        told=told,
        form=form,
        job=job_of(g.session, import_),
        about=about,
        own=import_.by_id == g.person.id,
        may_change=import_.state in OPEN,
        fault=_said(told.get("fault")),
        refused=refusal or _said(told.get("refused")),
        preview=preview,
        chosen=chosen or {},
        register_new=register_new,
        outlook=outlook(preview, chosen or {}, register_new=register_new) if preview else None,
        classes=CLASSES,
        choice_names=CHOICE_NAMES,
        tables=TABLES,
        state_names=STATE_NAMES,
        tones=STATE_TONES,
        example=example_said,
    )
    return page, status


@bp.post("/<public_id>/mapping")
@allow(Role.OFFICER)
def mapping(public_id: str) -> ResponseReturnValue:
    """Keep the mapping as it is written now, and have the file examined by it."""
    line, form = _import(public_id, locked=True), MappingForm()
    if form.validate():
        try:
            with transaction(g.session):
                text = form.mapping.data or ""
                ask_examination(g.session, line.import_, mapping=text, by=g.person, at=g.now)
            return redirect(url_for("imports.show", public_id=public_id), 303)
        except ReviewError as refusal:
            form.refuse("mapping", refusal)
            line = _import(public_id)
    return _page(line, form, status=422)


@bp.get("/<public_id>/outlook")
@allow(Role.OFFICER)
def outlook_now(public_id: str) -> ResponseReturnValue:
    """What the choices made so far would bring, as a piece of the page."""
    preview = _preview(_import(public_id))
    register_new = request.args.get("register_new") == "y"
    chosen = choices_from(request.args, preview)
    return render_template(
        "imports/_outlook.html",
        outlook=outlook(preview, chosen, register_new=register_new),
        classes=CLASSES,
    )


@bp.post("/<public_id>/decision")
@allow(Role.OFFICER)
def decision(public_id: str) -> ResponseReturnValue:
    """Confirm the import with a choice for every class."""
    line = _import(public_id, locked=True)
    preview = _preview(line)
    chosen, register_new = choices_from(request.form, preview), request.form.get("register_new") == "y"
    try:
        with transaction(g.session):
            decide(
                g.session, line.import_, decisions=chosen, register_new=register_new, by=g.person, at=g.now
            )
    except ReviewError as refusal:
        line, said = _import(public_id), sentence_said(refusal.sentence, refusal.facts)
        form = MappingForm(formdata=None)
        return _page(line, form, chosen=chosen, register_new=register_new, refusal=said, status=422)
    return redirect(url_for("imports.show", public_id=public_id), 303)


@bp.post("/<public_id>/giving-up")
@allow(Role.OFFICER)
def giving_up(public_id: str) -> ResponseReturnValue:
    """Leave the file unimported; it is deleted."""
    line = _import(public_id, locked=True)
    with transaction(g.session):
        give_up(g.session, line.import_, by=g.person, at=g.now)
    discard_files(settings(), line.import_)
    flash(
        _("已放弃导入“%(name)s”，没有写入任何案件，上传的文件已删除。", name=line.import_.file_name), "info"
    )
    return redirect(url_for("imports.index"), 303)


@bp.get("/<public_id>/problems")
@allow(Role.OFFICER)
def problems(public_id: str) -> ResponseReturnValue:
    """Every problem of the file, as a CSV that is safe to open in a spreadsheet."""
    file = problems_file(settings(), _import(public_id).import_)
    if not file.exists():
        raise Gone
    sentences = (
        *HEADERS,
        OUT_OF_TIME,
        *(text for one in CLASSES.values() for text in (one.title, one.sentence)),
    )
    words = {text: _(text) for text in sentences}  # said now: the lines are sent after the request has ended

    def lines() -> Iterator[str]:
        yield from error_csv(read_problems(file), lambda text: words.get(text, text))

    headers = {"Content-Disposition": 'attachment; filename="import-problems.csv"'}
    return Response(lines(), mimetype="text/csv", headers=headers)


def example_said(example: Any) -> str:
    """What is wrong with one cell, in the viewer's language."""
    sentence, facts = example.explained()
    return sentence_said(sentence, facts)


def _said(fault: Mapping[str, Any] | None) -> str:
    return sentence_said(fault["sentence"], fault["facts"]) if fault else ""


def _scope() -> Any:
    return units_within(g.person, Role.OFFICER)


def _import(public_id: str, *, locked: bool = False) -> ImportLine:
    line = import_in(g.session, public_id, _scope(), locked=locked)
    if line is None:
        raise Gone
    return line


def _preview(line: ImportLine) -> Preview:
    preview = preview_of(line.import_)
    if preview is None:
        raise Gone
    return preview
