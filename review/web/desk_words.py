"""What the desk's pages and script are told (工作台数据): items in groups, totals, the script's words. Decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from review.catalogue.catalogue import Catalogue
from review.catalogue.schema import Citation, Rule
from review.catalogue.tables import Category
from review.errors import N_
from review.scoring.answering import Said, rungs, usual_deduction
from review.scoring.queries import DeskRow, Task
from review.scoring.sheet import Progress, Sheet

LISTS: tuple[tuple[str, str, Callable[[DeskRow], bool]], ...] = (
    ("todo", N_("待评"), lambda row: not row.began and row.handed_in_on is None),
    ("doing", N_("进行中"), lambda row: row.began and row.handed_in_on is None),
    ("done", N_("已提交"), lambda row: row.handed_in_on is not None),
)
"""The tabs of the list of work, and which rows belong to each."""

SCRIPT_WORDS = {
    "saving": N_("正在保存…"),
    "saved": N_("已保存 {time}"),
    "failed": N_("保存失败，{n} 项待重试"),
    "offline": N_("连接中断，{n} 项待保存，恢复后自动重试。"),
    "waiting": N_("{n} 项待保存"),
    "refused": N_("没有保存：{why}"),
    "gone": N_("本案已不在您的任务中，未保存的内容不会提交。请返回任务列表。"),
    "quote": N_("引用到 {code}"),
    "quote_problem": N_("引用到 {code} 并记为有问题"),
    "quote_highlight": N_("引用到亮点"),
    "no_item": N_("请先在右侧选择一项。"),
    "all_done": N_("没有符合条件的事项。"),
    "hits": N_("{n} 处"),
    "points": N_("{n} 分"),
    "reason_problem": N_("问题说明"),
    "reason_not_applicable": N_("不适用的原因"),
    "reason_material_missing": N_("缺少什么材料"),
    "veto": N_("一票否决：等次建议不高于最低档"),
    "unanswered": N_("未评"),
    "no_reason": N_("（无说明）"),
    "restored": N_("已恢复上次未保存的 {n} 项内容，正在重新保存。"),
}
"""What the script says; `{…}` is filled in there."""


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis as it is shown: what is cited, and under which name its text is kept on the page."""

    cited: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist."""

    rule: Rule
    said: Said | None
    version: int
    basis: tuple[Basis, ...]
    severities: str
    fatal: bool


def item_groups(task: Task, sheet: Sheet) -> list[tuple[Category, Progress, list[Item]]]:
    """The checklist in groups, with what was said of each item."""
    versions = {answer.rule_code: answer.version for answer in task.review.answers} if task.review else {}
    return [
        (
            category,
            sheet.progress(category.id),
            [
                _item(task.catalogue, rule, sheet.answers.get(rule.code), versions.get(rule.code, 0))
                for rule in rules
            ],
        )
        for category, rules in sheet.by_category
    ]


def _item(catalogue: Catalogue, rule: Rule, said: Said | None, version: int) -> Item:
    offered = rungs(catalogue, rule)
    return Item(
        rule=rule,
        said=said,
        version=version,
        basis=tuple(_basis(catalogue, citation) for citation in rule.basis),
        # "minor:1 serious:10": which severities, and the most each may cost
        severities=" ".join(f"{one.id}:{usual_deduction(catalogue, rule, one.id)}" for one in offered),
        fatal=any(one.fatal for one in offered),
    )


def _basis(catalogue: Catalogue, citation: Citation) -> Basis:
    article = catalogue.article(citation)
    law = catalogue.statutes.law(citation.law) if citation.law else None
    if article is None or law is None:
        return Basis(citation.norm or "", "", "")
    return Basis(f"《{law.title}》{article.article}", f"{law.short}-{article.article}", article.text)


def articles(groups: list[tuple[Category, Progress, list[Item]]]) -> dict[str, str]:
    """Every article that the items cite, once, by the name it has on the page."""
    return {
        basis.article: basis.text
        for _category, _progress, items in groups
        for item in items
        for basis in item.basis
        if basis.article
    }


def ladder(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The severities as the script needs them."""
    return [
        {"id": level.id, "zh": level.zh, "en": level.en, "anchor": level.anchor, "fatal": level.fatal}
        for level in catalogue.severities.levels
    ]


def answer_json(said: Said, version: int) -> dict[str, Any]:
    """An answer as the script knows it."""
    return {
        "version": version,
        "result": said.result.value if said.result else "",
        "severity": said.severity or "",
        "deduction": f"{said.deduction.normalize():f}" if said.deduction is not None else "",
        "reason": said.reason,
        "document": said.anchor.document,
        "page": said.anchor.page or "",
        "quote": said.anchor.quote,
        "flagged": said.flagged,
    }


def totals(sheet: Sheet) -> dict[str, Any]:
    """The figures in the head and on the tabs."""
    whole = sheet.progress()
    return {
        "answered": whole.answered,
        "total": whole.total,
        "problems": whole.problems,
        "flagged": whole.flagged,
        "highlights": len(sheet.highlights),
        "points": f"{sheet.reckoning.points:.1f}",
        "deduction": f"{sheet.reckoning.deduction:.1f}",
        "categories": {
            category.id: {"answered": part.answered, "total": part.total, "problems": part.problems}
            for category, part in ((one, sheet.progress(one.id)) for one, _rules in sheet.by_category)
        },
    }
