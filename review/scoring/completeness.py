"""What still stands open before a review can be handed in (未完成事项). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from review.catalogue.catalogue import Catalogue
from review.catalogue.schema import Rule
from review.catalogue.tables import Grade
from review.errors import N_
from review.scoring.answering import Said
from review.scoring.models import Result

SUBSTANTIVE = 20
"""Characters from which an opinion says something by itself where there is neither problem nor highlight."""


class Open(StrEnum):
    """What is open; the sentence for each stands in `OPEN_SENTENCES`."""

    UNANSWERED = "unanswered"
    PROBLEM_WITHOUT_REASON = "problem_without_reason"
    PROBLEM_WITHOUT_ANCHOR = "problem_without_anchor"
    NOT_APPLICABLE_WITHOUT_REASON = "not_applicable_without_reason"
    MISSING_WITHOUT_REASON = "missing_without_reason"
    NO_OPINION = "no_opinion"
    NOTHING_SAID = "nothing_said"
    NO_GRADE = "no_grade"
    CRITERIA = "criteria"
    GRADE_DIFFERS = "grade_differs"
    GRADE_DESPITE_MISSING = "grade_despite_missing"


OPEN_SENTENCES = {
    Open.UNANSWERED: N_("尚未评查"),
    Open.PROBLEM_WITHOUT_REASON: N_("有问题，未写明理由"),
    Open.PROBLEM_WITHOUT_ANCHOR: N_("严重问题须定位到文书，尚未引用原文或选择文书"),
    Open.NOT_APPLICABLE_WITHOUT_REASON: N_("选择不适用，未写明原因"),
    Open.MISSING_WITHOUT_REASON: N_("选择材料缺失，未写明缺什么材料"),
    Open.NO_OPINION: N_("请填写总体评查意见。"),
    Open.NOTHING_SAID: N_("未发现问题也未记录亮点时，总体评查意见须写明评查情况，不少于 20 字。"),
    Open.NO_GRADE: N_("请选择拟定等次。"),
    Open.CRITERIA: N_("拟定为该等次须逐项勾选全部条件。"),
    Open.GRADE_DIFFERS: N_("拟定等次与系统建议不一致，请写明理由。"),
    Open.GRADE_DESPITE_MISSING: N_("有材料缺失无法评查的事项，拟定为该等次须写明理由。"),
}


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One open point; `rule_code` is empty where it concerns the whole review."""

    what: Open
    rule_code: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the reviewer says of the whole case (汇总)."""

    opinion: str = ""
    grade: str | None = None
    grade_reason: str = ""
    criteria: tuple[str, ...] = ()


def open_items(rules: Sequence[Rule], answers: Mapping[str, Said], catalogue: Catalogue) -> list[OpenPoint]:
    """The items of the checklist that are not done, in its order (未完成的评查项)."""
    return [point for rule in rules for point in _open_of(rule, answers.get(rule.code), catalogue)]


def _open_of(rule: Rule, said: Said | None, catalogue: Catalogue) -> list[OpenPoint]:
    if said is None or said.result is None:
        return [OpenPoint(Open.UNANSWERED, rule.code)]
    lacking = {
        Result.PROBLEM: Open.PROBLEM_WITHOUT_REASON,
        Result.NOT_APPLICABLE: Open.NOT_APPLICABLE_WITHOUT_REASON,
        Result.MATERIAL_MISSING: Open.MISSING_WITHOUT_REASON,
    }
    points = []
    if said.result in lacking and not said.reason.strip():
        points.append(OpenPoint(lacking[said.result], rule.code))
    needs_anchor = said.result is Result.PROBLEM and catalogue.severity(said.severity or rule.severity).anchor
    if needs_anchor and not said.anchor:
        points.append(OpenPoint(Open.PROBLEM_WITHOUT_ANCHOR, rule.code))
    return points


def open_summary(
    summary: Summary,
    *,
    grades: Sequence[Grade],
    computed: str,
    problems: int,
    highlights: int,
    missing: int,
) -> list[OpenPoint]:
    """What the summary lacks. `computed` is the grade that the points propose; the others are counts."""
    found = []
    opinion = "".join(summary.opinion.split())
    if not opinion:
        found.append(Open.NO_OPINION)
    elif not problems and not highlights and len(opinion) < SUBSTANTIVE:
        found.append(Open.NOTHING_SAID)
    grade = next((grade for grade in grades if grade.id == summary.grade), None)
    if grade is None:
        return [OpenPoint(what) for what in (*found, Open.NO_GRADE)]
    if grade.every_criterion and not {one.id for one in grade.criteria} <= set(summary.criteria):
        found.append(Open.CRITERIA)
    if not summary.grade_reason.strip():
        if grade.id != computed:
            found.append(Open.GRADE_DIFFERS)
        elif grade.every_criterion and missing:
            # missing material is never an exemption: a good grade in spite of it is somebody's word
            found.append(Open.GRADE_DESPITE_MISSING)
    return [OpenPoint(what) for what in found]
