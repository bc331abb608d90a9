"""A catalogue of six rules with figures that stay (小目录), so that points can be worked out by hand.

Categories: procedure capped at 20, documents at 10. Severities: notice 0, minor 1, ordinary 3, serious 10 (anchor),
fatal 41 (anchor, veto). Grades: excellent from 95 and qualified from 80 with every criterion, basic from 60,
unqualified. Bonus: reasoning 3 and rescue 4 (juvenile), at most 5 in all; a veto allows unqualified at best.
"""

from decimal import Decimal
from functools import cache
from typing import Any

from review.catalogue.catalogue import Catalogue, from_canonical_json, to_canonical_json
from review.catalogue.queries import shipped
from review.catalogue.schema import Automation, Citation, Evidence, Life, Repair, Rule
from review.catalogue.tables import Category, Criterion, Grade, GradeScheme, Highlight, Severity

ONE_REASON = Criterion(id="law", zh="适用法律正确", en="Law rightly applied")
ANOTHER = Criterion(id="procedure", zh="办案程序合法", en="Procedure lawful")


def rule(code: str, category: str, **changes: Any) -> Rule:
    """A rule of prosecution that costs 3 points, unless `changes` says otherwise."""
    facts: dict[str, Any] = {
        "revision": 1,
        "question": f"{code} 是否符合规定？",
        "families": ("prosecution",),
        "applies_words": "适用于审查起诉案件。",
        "severity": "ordinary",
        "basis": (Citation(norm="评查工作规定", subject="评查", verified=False),),
        "counts": ("不符合规定",),
        "does_not_count": ("符合规定",),
        "evidence": (Evidence(kind="indictment", where="全文"),),
        "repair": Repair(step="补正", term=5),
        "automation": Automation.C,
        "life": Life.IN_USE,
    }
    return Rule(code=code, category=category, **(facts | changes))


RULES = (
    rule("WS-001", "documents"),
    rule("CX-001", "procedure"),
    rule("CX-002", "procedure", severity="serious"),
    rule("CX-003", "procedure", severity="fatal", fatal=True),
    rule("CX-004", "procedure", deduction=Decimal("2.5"), families=("general",)),
    rule("CX-005", "procedure", families=("arrest",)),
    rule("CX-006", "procedure", life=Life.RETIRED),
    rule("CX-007", "procedure", case_types=("0301",), causes=("诈骗罪",)),
)


def _grade(id_: str, zh: str, low: int, high: int, *, every: bool) -> Grade:
    return Grade(
        id=id_,
        zh=zh,
        en=id_,
        points_from=Decimal(low),
        points_to=Decimal(high),
        every_criterion=every,
        approvers=("chief",),
        criteria=(ONE_REASON, ANOTHER),
    )


def _severity(id_: str, zh: str, deduction: int, *, anchor: bool = False, fatal: bool = False) -> Severity:
    return Severity(id=id_, zh=zh, en=id_, deduction=Decimal(deduction), anchor=anchor, fatal=fatal)


@cache
def small_catalogue() -> Catalogue:
    """The catalogue described above."""
    whole = shipped("2026.1")
    scheme = GradeScheme(
        id="2026",
        zh="四等",
        en="Four grades",
        valid_from=whole.grades.schemes[0].valid_from,
        grades=(
            _grade("excellent", "优质", 95, 110, every=True),
            _grade("qualified", "合格", 80, 95, every=True),
            _grade("basic", "基本合格", 60, 80, every=False),
            _grade("unqualified", "不合格", 0, 60, every=False),
        ),
    )
    changed = whole.model_copy(
        update={
            "cover": whole.cover.model_copy(
                update={
                    "categories": (
                        Category(id="procedure", zh="办案程序", en="Procedure", prefix="CX", cap=Decimal(20)),
                        Category(id="documents", zh="文书制作", en="Documents", prefix="WS", cap=Decimal(10)),
                    )
                }
            ),
            "rules": RULES,
            "severities": whole.severities.model_copy(
                update={
                    "levels": (
                        _severity("notice", "提示", 0),
                        _severity("minor", "轻微", 1),
                        _severity("ordinary", "一般", 3),
                        _severity("serious", "严重", 10, anchor=True),
                        _severity("fatal", "否决", 41, anchor=True, fatal=True),
                    )
                }
            ),
            "scoring": whole.scoring.model_copy(
                update={
                    "full_points": Decimal(100),
                    "bonus_cap": Decimal(5),
                    "fatal_ceiling": "unqualified",
                    "highlights": (
                        Highlight(
                            id="reasoning",
                            zh="说理透彻",
                            en="Reasoning",
                            bonus=Decimal(3),
                            asks="说理。",
                            families=("general",),
                        ),
                        Highlight(
                            id="rescue",
                            zh="帮教有效",
                            en="Rescue",
                            bonus=Decimal(4),
                            asks="帮教。",
                            families=("juvenile",),
                        ),
                    ),
                }
            ),
            "grades": whole.grades.model_copy(update={"schemes": (scheme,)}),
        }
    )
    return from_canonical_json(to_canonical_json(changed))  # afresh: a copy keeps what `whole` had worked out
