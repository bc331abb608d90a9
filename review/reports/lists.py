"""The lists of a round as tables (清单): cases with grade and weight, problems, corrections. Pure.

`cases_sheet` is what lets a stranger compute every rate again: stratum, layer, weight, grade, problem or not.
"""

from collections.abc import Iterable, Mapping

from review.catalogue.catalogue import Catalogue
from review.errors import N_
from review.feedback.models import STANCE_NAMES
from review.rectification.models import CORRECTION_NAMES, CorrectionState
from review.reports.dossiers import FindingDetail, Place
from review.reports.facts import CaseFact, FindingFact
from review.reports.sheets import Column, Kind, Sheet, Value
from review.reports.speech import Speech, basis_words
from review.sampling.models import LAYER_NAMES

Found = tuple[CaseFact, FindingFact]

CASE_COLUMNS = (
    (N_("文书号"), Kind.TEXT),
    (N_("部门受案号"), Kind.TEXT),
    (N_("单位"), Kind.TEXT),
    (N_("承办检察官"), Kind.TEXT),
    (N_("案件类型"), Kind.TEXT),
    (N_("案由"), Kind.TEXT),
    (N_("办结日期"), Kind.DAY),
    (N_("层"), Kind.TEXT),
    (N_("入样方式"), Kind.TEXT),
    (N_("层内案件数"), Kind.NUMBER),
    (N_("名额"), Kind.NUMBER),
    (N_("权重"), Kind.NUMBER),
    (N_("计入问题率"), Kind.NUMBER),
    (N_("得分"), Kind.NUMBER),
    (N_("等次"), Kind.TEXT),
    (N_("问题数"), Kind.NUMBER),
    (N_("有问题"), Kind.NUMBER),
    (N_("亮点数"), Kind.NUMBER),
)

PROBLEM_COLUMNS = (
    (N_("文书号"), Kind.TEXT),
    (N_("部门受案号"), Kind.TEXT),
    (N_("单位"), Kind.TEXT),
    (N_("承办检察官"), Kind.TEXT),
    (N_("等次"), Kind.TEXT),
    (N_("类别"), Kind.TEXT),
    (N_("要点编号"), Kind.TEXT),
    (N_("评查要点"), Kind.LONG),
    (N_("严重程度"), Kind.TEXT),
    (N_("扣分"), Kind.NUMBER),
    (N_("问题说明"), Kind.LONG),
    (N_("依据"), Kind.LONG),
    (N_("出处"), Kind.TEXT),
    (N_("原文"), Kind.LONG),
    (N_("承办人意见"), Kind.TEXT),
    (N_("承办人理由"), Kind.LONG),
    (N_("答复"), Kind.LONG),
    (N_("整改状态"), Kind.TEXT),
)

LEDGER_COLUMNS = (
    (N_("台账编号"), Kind.TEXT),
    (N_("单位"), Kind.TEXT),
    (N_("部门受案号"), Kind.TEXT),
    (N_("责任人"), Kind.TEXT),
    (N_("要点编号"), Kind.TEXT),
    (N_("问题说明"), Kind.LONG),
    (N_("严重程度"), Kind.TEXT),
    (N_("整改措施"), Kind.LONG),
    (N_("完成期限"), Kind.DAY),
    (N_("状态"), Kind.TEXT),
)


def _columns(named: Iterable[tuple[str, Kind]], speech: Speech) -> tuple[Column, ...]:
    return tuple(Column(speech(words), kind) for words, kind in named)


def cases_sheet(cases: Iterable[CaseFact], catalogue: Catalogue, scheme: str, speech: Speech) -> Sheet:
    """The grade list (等次清单): one row per case."""
    listed = list(cases)
    strata = {stratum: f"{n:04d}" for n, stratum in enumerate(sorted({one.stratum for one in listed}), 1)}
    rows = tuple(
        (
            case.number,
            case.key,
            case.unit_name,
            case.handler_name,
            speech.family(catalogue, case.family),
            case.cause,
            case.finish_date,
            case.stratum if case.named else strata[case.stratum],  # its name may hold the handler's number
            speech(LAYER_NAMES[case.layer]),
            case.stratum_size,
            case.quota,
            case.weight,
            int(case.drawn),
            case.points,
            speech.grade(catalogue, scheme, case.grade),
            len(case.findings),
            int(bool(case.findings)),
            case.merits,
        )
        for case in listed
    )
    return Sheet(speech(N_("逐案数据")), _columns(CASE_COLUMNS, speech), rows)


def problems_sheet(
    found: Iterable[Found],
    details: Mapping[str, FindingDetail],
    catalogue: Catalogue,
    scheme: str,
    speech: Speech,
) -> Sheet:
    """The list of problems (问题清单): one row per standing problem."""
    rows = tuple(
        _problem_row(case, finding, details[finding.id], catalogue, scheme, speech) for case, finding in found
    )
    return Sheet(speech(N_("问题清单")), _columns(PROBLEM_COLUMNS, speech), rows)


def _problem_row(
    case: CaseFact,
    finding: FindingFact,
    detail: FindingDetail,
    catalogue: Catalogue,
    scheme: str,
    speech: Speech,
) -> tuple[Value, ...]:
    rule = catalogue.by_code[finding.rule]
    return (
        case.number,
        case.key,
        case.unit_name,
        case.handler_name,
        speech.grade(catalogue, scheme, case.grade),
        speech.category(catalogue, finding.category),
        finding.rule,
        rule.question,
        speech.severity(catalogue, finding.severity),
        finding.deduction,
        detail.reason,
        "；".join(basis_words(catalogue, citation) for citation in rule.basis),
        place_words(detail.place, speech),
        detail.place.quote,
        speech(STANCE_NAMES[detail.stance]) if detail.stance else "",
        detail.said,
        detail.answer,
        correction_words(detail, speech),
    )


def ledger_sheet(
    found: Iterable[Found], details: Mapping[str, FindingDetail], catalogue: Catalogue, speech: Speech
) -> Sheet:
    """The correction ledger (整改台账): one row per correction, by its number."""
    listed = [(case, details[finding.id]) for case, finding in found if finding.correction]
    rows = tuple(
        (
            detail.correction_no,
            case.unit_name,
            case.key,
            case.handler_name,
            detail.fact.rule,
            detail.reason,
            speech.severity(catalogue, detail.fact.severity),
            detail.task,
            detail.due_on,
            correction_words(detail, speech),
        )
        for case, detail in sorted(listed, key=lambda pair: pair[1].correction_no)
    )
    return Sheet(speech(N_("整改台账")), _columns(LEDGER_COLUMNS, speech), rows)


def place_words(place: Place, speech: Speech) -> str:
    """Where in the dossier, such as 起诉书第 3 页; empty where no place was named."""
    if place.page is None:
        return place.document
    return speech(N_("%(document)s第 %(page)d 页"), document=place.document, page=place.page)


def correction_words(detail: FindingDetail, speech: Speech) -> str:
    """The state of its correction; empty where none was opened."""
    state: CorrectionState | None = detail.state
    return speech(CORRECTION_NAMES[state]) if state else ""
