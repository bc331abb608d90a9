"""The reports of a round by name (报告种类): which cases each tells of, its document and its tables. Pure.

A page previews the same paper that the Word file prints and the same sheets that the workbook holds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from review.catalogue.catalogue import Catalogue
from review.errors import N_, Kind, ReviewError
from review.reports.case_report import case_paper
from review.reports.definitions import definitions_sheet
from review.reports.dossiers import Dossier, FindingDetail
from review.reports.excellent_report import excellent, excellent_paper, merits_sheet
from review.reports.facts import CaseFact, RoundFacts
from review.reports.flaw_report import flaw_paper, flawed
from review.reports.lists import cases_sheet, ledger_sheet, problems_sheet
from review.reports.overview import overview
from review.reports.paper import Paper
from review.reports.sheets import Sheet, as_csv
from review.reports.speech import Speech
from review.reports.summary import summary_paper, summary_sheets
from review.reports.wanted import TASKED, Wanted, cases_of, findings_of
from review.reports.word_file import as_docx
from review.reports.workbook import as_xlsx


class ReportNotFinal(ReviewError):
    """Nothing but the provisional overview is given out before the results are."""

    sentence = N_("本轮次的评查结果尚未公布，不能查看或者导出正式报告。请在公布结果后再办理。")
    kind = Kind.CONFLICT


class FormatUnknown(ReviewError):
    sentence = N_("此报告没有所选的文件格式。请刷新页面后重新选择。")


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is made from; `dossiers` and `details` are those of the cases it tells of."""

    facts: RoundFacts
    catalogue: Catalogue
    small_cell: int
    wanted: Wanted = field(default_factory=Wanted)
    dossiers: Sequence[Dossier] = ()
    details: Mapping[str, FindingDetail] = field(default_factory=dict)

    @property
    def scheme(self) -> str:
        return self.facts.head.scheme

    @property
    def cases(self) -> list[CaseFact]:
        """The cases asked for."""
        return cases_of(self.facts.cases, self.wanted)

    def with_dossiers(self, dossiers: Sequence[Dossier]) -> "Material":
        """The same with the dossiers of the cases it tells of."""
        details = {detail.fact.id: detail for dossier in dossiers for detail in dossier.findings}
        return replace(self, dossiers=dossiers, details=details)

    def with_details(self, details: Mapping[str, FindingDetail]) -> "Material":
        """The same with the details of its findings."""
        return replace(self, details=details)


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of report. `told` picks the cases whose dossiers it needs; `detailed` asks for all findings' details."""

    words: str
    icon: str
    formats: tuple[str, ...]
    paper: Callable[[Material, Speech], Paper] | None
    sheets: Callable[[Material, Speech], list[Sheet]]
    told: Callable[[Material], list[CaseFact]] | None = None
    detailed: bool = False


def _summary_paper(material: Material, speech: Speech) -> Paper:
    seen = overview(material.facts, material.catalogue, small_cell=material.small_cell)
    return summary_paper(seen, material.catalogue, speech)


def _summary_sheets(material: Material, speech: Speech) -> list[Sheet]:
    seen = overview(material.facts, material.catalogue, small_cell=material.small_cell)
    return [
        *summary_sheets(seen, material.catalogue, speech),
        _cases(material.facts.graded, material, speech),
    ]


def _cases(cases: Sequence[CaseFact], material: Material, speech: Speech) -> Sheet:
    return cases_sheet(cases, material.catalogue, material.scheme, speech)


def _problems(cases: Sequence[CaseFact], material: Material, speech: Speech) -> Sheet:
    found = findings_of(cases, material.wanted)
    return problems_sheet(found, material.details, material.catalogue, material.scheme, speech)


def _flaws(material: Material) -> list[CaseFact]:
    return flawed(material.facts.graded, material.catalogue, material.scheme)


def _excellent(material: Material) -> list[CaseFact]:
    return excellent(material.facts.graded, material.catalogue, material.scheme)


def _flaw_sheets(material: Material, speech: Speech) -> list[Sheet]:
    told = _flaws(material)
    return [_cases(told, material, speech), _problems(told, material, speech)]


def _excellent_sheets(material: Material, speech: Speech) -> list[Sheet]:
    merits = merits_sheet(material.dossiers, material.catalogue, speech)
    return [_cases(_excellent(material), material, speech), merits]


def _ledger(material: Material, speech: Speech) -> Sheet:
    wanted = material.wanted if material.wanted.correction else Wanted(correction=TASKED)
    found = findings_of(material.facts.cases, wanted)
    return ledger_sheet(found, material.details, material.catalogue, speech)


REPORTS: dict[str, Report] = {
    "summary": Report(
        N_("总结报告"), "bar-chart-line", ("docx", "xlsx", "csv"), _summary_paper, _summary_sheets
    ),
    "flaws": Report(
        N_("问题（瑕疵）案件报告"),
        "exclamation-triangle",
        ("docx", "xlsx", "csv"),
        lambda m, speech: flaw_paper(m.dossiers, m.facts.head, m.catalogue, speech),
        _flaw_sheets,
        told=_flaws,
    ),
    "excellent": Report(
        N_("优质案件报告"),
        "star",
        ("docx", "xlsx", "csv"),
        lambda m, speech: excellent_paper(m.dossiers, m.facts.head, m.catalogue, speech),
        _excellent_sheets,
        told=_excellent,
    ),
    "cases": Report(
        N_("等次清单"),
        "list-ol",
        ("xlsx", "csv"),
        None,
        lambda m, speech: [_cases(m.cases, m, speech)],
    ),
    "problems": Report(
        N_("问题清单"),
        "list-check",
        ("xlsx", "csv"),
        None,
        lambda m, speech: [_problems(m.facts.cases, m, speech)],
        detailed=True,
    ),
    "ledger": Report(
        N_("整改台账"),
        "journal-check",
        ("xlsx", "csv"),
        None,
        lambda m, speech: [_ledger(m, speech)],
        detailed=True,
    ),
}
"""By the name in addresses, in the order of the report centre."""


def make_file(report: Report, material: Material, format_: str, speech: Speech, *, mark: str) -> bytes:
    """The report as a file (导出).

    Raises:
        ReportNotFinal: The results have not been given out.
        FormatUnknown: The report has no such format.
    """
    if not material.facts.head.final:
        raise ReportNotFinal
    if format_ not in report.formats:
        raise FormatUnknown
    if format_ == "docx" and report.paper:
        return as_docx(report.paper(material, speech), mark=mark)
    sheets = report.sheets(material, speech)
    if format_ == "csv":
        return as_csv(sheets[0]).encode()
    about = definitions_sheet(material.facts.head, speech, mark=mark)
    return as_xlsx([*sheets, about], title=speech(report.words))


def case_file(material: Material, speech: Speech, *, mark: str) -> bytes:
    """The report of the one case that the material tells of, as a Word file."""
    if not material.facts.head.final:
        raise ReportNotFinal
    return as_docx(
        case_paper(material.dossiers[0], material.facts.head, material.catalogue, speech), mark=mark
    )
