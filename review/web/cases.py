"""Closed cases (案件库): the list with its filters, one case with its tables and documents."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.cases.actions_exports import MOST, note_export
from review.cases.models import Case, Document
from review.cases.problems import CLASSES
from review.cases.queries import Wanted, case_in, cases_page, cases_within, decisions_of, versions_of
from review.cases.searching import search_from
from review.db import transaction
from review.people.queries import units_within
from review.people.queries_units import units_of
from review.people.roles import Role
from review.sampling.models import LAYER_NAMES
from review.sampling.queries_cases import rounds_that_drew
from review.web.access import Gone, allow
from review.web.case_tables import card_of, extras_of, facts_of, sheets_of
from review.web.context import g
from review.web.paging import Page, asked
from review.web.particulars import families
from review.web.workbooks import workbook_download

bp = Blueprint("cases", __name__, url_prefix="/cases")


@bp.get("")
@allow(Role.OFFICER, Role.HANDLER, Role.HEAD)
def index() -> ResponseReturnValue:
    """The cases the viewer may see, filtered, sorted, page by page."""
    number, size = asked()
    scope, wanted = cases_within(g.person), wanted_now()
    sort = request.args.get("sort", "-finished")
    rows, total = cases_page(g.session, scope, wanted, sort=sort, limit=size, offset=(number - 1) * size)
    return render_template(
        "cases/index.html",
        page=Page(rows, total, number, size),
        units=units_of(g.session, units_within(g.person, Role.OFFICER)),
        families=families(),
        decisions=decisions_of(g.session, scope),
        filtered=wanted != Wanted(),
        most=MOST,
        classes=CLASSES,
    )


def wanted_now() -> Wanted:
    """The filters of the address; what is nonsense counts as not given."""
    problems = request.args.get("problems", "")
    return Wanted(
        search=search_from(request.args.get("q", "")),
        unit=request.args.get("unit", ""),
        family=request.args.get("family", ""),
        decision=request.args.get("decision", ""),
        first=request.args.get("first", None, date.fromisoformat),
        last=request.args.get("last", None, date.fromisoformat),
        problems={"yes": True, "no": False}.get(problems),
        brought=request.args.get("brought", ""),
    )


@bp.post("/export")
@allow(Role.OFFICER, Role.HANDLER, Role.HEAD)
def export() -> ResponseReturnValue:
    """The filtered list as a workbook; the journal tells who took how many out."""
    sort = request.args.get("sort", "-finished")
    rows, total = cases_page(g.session, cases_within(g.person), wanted_now(), sort=sort, limit=MOST)
    with transaction(g.session):
        note_export(g.session, total, by=g.person, at=g.now)
    return workbook_download("cases.xlsx", _("案件"), exported_header(), map(exported, rows))


def exported_header() -> list[str]:
    """The columns' names in the viewer's language."""
    return [
        _("案号"),
        _("统一受案号"),
        _("案件名称"),
        _("案件类别"),
        _("承办单位"),
        _("承办部门"),
        _("承办人"),
        _("审结案由"),
        _("受理日期"),
        _("审结日期"),
        _("办结日期"),
        _("处理结果"),
        _("导入问题"),
    ]


def exported(case: Case) -> tuple[str | date | None, ...]:
    """One row of the workbook."""
    problems = dict.fromkeys(_(CLASSES[one["class"]].title) for one in case.problems)
    return (
        case.key,
        case.unified_no,
        case.name,
        case.type_name,
        case.unit.name,
        case.department_name,
        case.handler_name or case.handler_no,
        case.cause_decided,
        case.accept_date,
        case.decision_date,
        case.finish_date,
        case.decision,
        _("、").join(problems),
    )


@bp.get("/<public_id>")
@allow(Role.OFFICER, Role.HANDLER, Role.HEAD)
def show(public_id: str) -> ResponseReturnValue:
    """One version of a case: its card, its tables, its documents, its versions."""
    scope = cases_within(g.person)
    case = case_in(g.session, public_id, scope)
    if case is None:
        raise Gone
    versions = versions_of(g.session, case.key, scope)
    import_ = next(brought for one, brought in versions if one.id == case.id)
    sheets = sheets_of(case)
    tab = request.args.get("tab", "card")
    document = document_shown(case.documents)
    return render_template(
        "cases/show.html",
        case=case,
        import_=import_,
        versions=versions,
        card=card_of(case, import_),
        extras=extras_of(case.extra),
        sheets=sheets,
        tab=tab if tab in {"card", "documents", *(one.name for one in sheets)} else "card",
        document=document,
        document_facts=facts_of(document.fields, "documents") if document else [],
        classes=CLASSES,
        family=dict(families()).get(case.family, case.family),
        drawn=rounds_that_drew(g.session, g.person, case.key) if g.person.holds(Role.OFFICER) else [],
        layers=LAYER_NAMES,
    )


def document_shown(documents: Sequence[Document]) -> Document | None:
    """The document asked for in the address, else the first."""
    wanted = request.args.get("document", "")
    return next((one for one in documents if one.public_id == wanted), documents[0] if documents else None)
