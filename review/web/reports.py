"""Reports of a round (评查报告): the report centre with the overview, the documents and the lists."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from review.rectification.models import CORRECTION_NAMES
from review.reports.case_report import case_paper
from review.reports.definitions import definition_lines, hash_lines, interval_words, percent, scope_words
from review.reports.exports import REPORTS
from review.reports.figures import Figure
from review.reports.overview import overview
from review.reports.queries import frame_page, report_rounds
from review.reports.queries_dossiers import details_of
from review.reports.summary import (
    FUNNEL_NAMES,
    decimal,
    month_words,
    problem_sentence,
    rate_sentences,
)
from review.reports.wanted import TASKED, Wanted, findings_of, people_of
from review.rounds.steps import STEP_NAMES, Step
from review.sampling.models import LAYER_NAMES
from review.web.access import allow
from review.web.context import g
from review.web.paging import Page, asked
from review.web.report_charts import cases_by_month, correction_funnel, grades_by_unit
from review.web.report_material import READERS, final, gathered, one_case, paged, told_in_full
from review.web.report_words import chips, choices, hidden_parts, link_of, speech

bp = Blueprint("reports", __name__)

CASE_FILTERS = ("unit", "grade", "layer", "family", "month", "problem")
PROBLEM_FILTERS = ("unit", "grade", "category", "severity", "correction")


@bp.get("/reports")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """The rounds whose reports the viewer may read."""
    number, size = asked()
    rows, total = report_rounds(g.session, g.person, limit=size, offset=(number - 1) * size)
    return render_template(
        "reports/index.html", page=Page(rows, total, number, size), names=STEP_NAMES, Step=Step
    )


@bp.get("/rounds/<public_id>/reports")
@allow(*READERS)
def show(public_id: str) -> ResponseReturnValue:
    """The overview of a round: figures, charts, tables; provisional until the results are given out."""
    round_, material = gathered(public_id)
    tongue, catalogue = speech(), material.catalogue
    seen = overview(material.facts, catalogue, small_cell=material.small_cell)

    def link(figure: Figure) -> str:
        return link_of(figure, public_id)

    return render_template(
        "reports/show.html",
        round_=round_,
        material=material,
        reports=REPORTS,
        kind="summary",
        seen=seen,
        speech=tongue,
        link=link,
        layers=LAYER_NAMES,
        percent=percent,
        decimal=decimal,
        interval=interval_words,
        month=month_words,
        funnel_names=FUNNEL_NAMES,
        rate_sentences=rate_sentences(seen, tongue),
        problem_sentence=problem_sentence(seen, tongue),
        definitions=definition_lines(tongue),
        hashes=hash_lines(material.facts.head, tongue),
        scope=scope_words(material.facts.head, tongue),
        charts={
            "grades": grades_by_unit(seen, catalogue, tongue, link),
            "months": cases_by_month(seen, tongue, link),
            "funnel": correction_funnel(seen, tongue, link),
        },
    )


@bp.get("/rounds/<public_id>/reports/flaws")
@allow(*READERS)
def flaws(public_id: str) -> ResponseReturnValue:
    """The flaw report: cases of a failing grade or with a serious problem."""
    return _document(public_id, "flaws")


@bp.get("/rounds/<public_id>/reports/excellent")
@allow(*READERS)
def excellent(public_id: str) -> ResponseReturnValue:
    """The excellent-case report with the quoted highlights."""
    return _document(public_id, "excellent")


def _document(public_id: str, kind: str) -> ResponseReturnValue:
    """A report that reads as a document, as it will be printed."""
    round_, material = final(public_id)
    report = REPORTS[kind]
    material = told_in_full(round_, material, report)
    assert report.paper is not None
    return render_template(
        "reports/document.html",
        round_=round_,
        material=material,
        reports=REPORTS,
        kind=kind,
        paper=report.paper(material, speech()),
        told=[dossier.case for dossier in material.dossiers],
    )


@bp.get("/rounds/<public_id>/reports/cases/<case_id>")
@allow(*READERS)
def case(public_id: str, case_id: str) -> ResponseReturnValue:
    """The report of one case."""
    round_, material = one_case(public_id, case_id)
    paper = case_paper(material.dossiers[0], material.facts.head, material.catalogue, speech())
    return render_template(
        "reports/case.html",
        round_=round_,
        material=material,
        reports=REPORTS,
        kind="cases",
        paper=paper,
        case=material.dossiers[0].case,
    )


@bp.get("/rounds/<public_id>/reports/cases")
@allow(*READERS)
def cases(public_id: str) -> ResponseReturnValue:
    """The cases that a figure counts, with their grades."""
    round_, material = gathered(public_id)
    return render_template(
        "reports/cases.html",
        round_=round_,
        material=material,
        reports=REPORTS,
        kind="cases",
        page=paged(material.cases),
        speech=speech(),
        layers=LAYER_NAMES,
        chips=chips(material),
        choices=choices(material, CASE_FILTERS),
        kept=hidden_parts(material.wanted, CASE_FILTERS),
    )


@bp.get("/rounds/<public_id>/reports/problems")
@allow(*READERS)
def problems(public_id: str) -> ResponseReturnValue:
    """The problems that a figure counts."""
    return _findings(public_id, "problems")


@bp.get("/rounds/<public_id>/reports/ledger")
@allow(*READERS)
def ledger(public_id: str) -> ResponseReturnValue:
    """The corrections of the round."""
    return _findings(public_id, "ledger")


def _findings(public_id: str, kind: str) -> ResponseReturnValue:
    round_, material = gathered(public_id)
    wanted = material.wanted
    if kind == "ledger" and not wanted.correction:
        wanted = Wanted(**wanted.query, correction=TASKED)
    page = paged(list(findings_of(material.facts.cases, wanted)))
    details = details_of(g.session, round_.id, [case for case, _finding in page.rows])
    return render_template(
        f"reports/{kind}.html",
        round_=round_,
        material=material,
        reports=REPORTS,
        kind=kind,
        page=page,
        details=details,
        states=CORRECTION_NAMES,
        speech=speech(),
        chips=chips(material),
        choices=choices(material, PROBLEM_FILTERS),
        kept=hidden_parts(material.wanted, PROBLEM_FILTERS),
    )


@bp.get("/rounds/<public_id>/reports/people")
@allow(*READERS)
def people(public_id: str) -> ResponseReturnValue:
    """The prosecutors whose cases were reviewed, each once; not for small groups, not without the right to names."""
    round_, material = gathered(public_id)
    found = people_of(material.facts.cases, material.wanted)
    named = {person: owned for person, owned in found.items() if all(one.named for one in owned)}
    small = len(found) < material.small_cell
    listed = sorted(named.values(), key=lambda owned: (owned[0].unit_code, owned[0].handler_name))
    return render_template(
        "reports/people.html",
        round_=round_,
        material=material,
        reports=REPORTS,
        kind="summary",
        count=len(found),
        small=small,
        page=paged([] if small else listed),
        chips=chips(material),
    )


@bp.get("/rounds/<public_id>/reports/frame")
@allow(*READERS)
def frame(public_id: str) -> ResponseReturnValue:
    """The frozen frame: every case that could have been drawn."""
    round_, material = gathered(public_id)
    number, size = asked()
    rows = frame_page(g.session, round_.id, g.person, limit=size, offset=(number - 1) * size)
    return render_template(
        "reports/frame.html",
        round_=round_,
        material=material,
        reports=REPORTS,
        kind="summary",
        page=Page(rows, material.facts.frame, number, size),
        layers=LAYER_NAMES,
    )
