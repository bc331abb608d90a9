"""Reports as files (报告导出): every file taken leaves a line in the journal with its SHA-256."""

from io import BytesIO

from flask import Blueprint, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.db import transaction
from review.reports.actions import record_export
from review.reports.exports import REPORTS, case_file, make_file
from review.web.access import Gone, allow
from review.web.context import g
from review.web.report_material import READERS, final, one_case, told_in_full
from review.web.report_words import mark, speech

bp = Blueprint("report_files", __name__)

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


@bp.post("/rounds/<public_id>/reports/<kind>/file")
@allow(*READERS)
def export(public_id: str, kind: str) -> ResponseReturnValue:
    """A report as a file; that it was taken stands in the journal."""
    if kind not in REPORTS:
        raise Gone
    report, format_ = REPORTS[kind], request.form.get("format", "")
    with transaction(g.session):
        round_, material = final(public_id)
        material = told_in_full(round_, material, report)
        content = make_file(report, material, format_, speech(), mark=mark())
        record_export(
            g.session,
            round_,
            report=kind,
            format_=format_,
            cases=len(material.dossiers) or len(material.cases),
            content=content,
            by=g.person,
            at=g.now,
        )
    return _sent(content, f"{_(report.words)}.{format_}", format_)


@bp.post("/rounds/<public_id>/reports/cases/<case_id>/file")
@allow(*READERS)
def export_case(public_id: str, case_id: str) -> ResponseReturnValue:
    """The report of one case as a file."""
    with transaction(g.session):
        round_, material = one_case(public_id, case_id)
        content = case_file(material, speech(), mark=mark())
        record_export(
            g.session,
            round_,
            report="case",
            format_="docx",
            cases=1,
            content=content,
            by=g.person,
            at=g.now,
        )
    return _sent(content, f"{_('个案评查报告')}.docx", "docx")


def _sent(content: bytes, name: str, format_: str) -> ResponseReturnValue:
    return send_file(BytesIO(content), mimetype=TYPES[format_], as_attachment=True, download_name=name)
