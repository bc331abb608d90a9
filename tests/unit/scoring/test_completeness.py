"""What still stands open before a review can be handed in."""

from decimal import Decimal

import pytest

from review.scoring.answering import Anchor, Said
from review.scoring.completeness import Open, OpenPoint, Summary
from review.scoring.models import Result
from review.scoring.sheet import Praise, Progress, Sheet
from tests.builders.small_catalogue import small_catalogue

RULES = small_catalogue().rules[:4]  # WS-001, CX-001, CX-002 serious, CX-003 fatal
ALL_CLEAR = {rule.code: Said(Result.CLEAR) for rule in RULES}
LONG = "经审查，本案事实清楚，证据确实充分，程序合法，适用法律正确。"
BOTH = ("law", "procedure")
GOOD = Summary(LONG, "excellent", "", BOTH)


def sheet(summary: Summary = GOOD, praised: bool = False, **said: Said) -> Sheet:
    answers = ALL_CLEAR | {code.replace("_", "-"): one for code, one in said.items()}
    praise = Praise("x", "reasoning", Decimal(3), "说理", Anchor())
    return Sheet(small_catalogue(), "2026", RULES, answers, (praise,) if praised else (), summary)


def problem(severity: str = "ordinary", reason: str = "超期", anchor: Anchor = Anchor("D01")) -> Said:
    return Said(Result.PROBLEM, severity, Decimal(1), reason, anchor)


def test_a_complete_review_has_nothing_open() -> None:
    assert sheet().open_points() == []


def test_an_untouched_form_is_all_open_and_nothing_done() -> None:
    blank = Sheet(small_catalogue(), "2026", RULES, {}, (), Summary())
    assert blank.progress() == Progress(0, 4, 0, 0)
    assert [point.rule_code for point in blank.open_items] == ["WS-001", "CX-001", "CX-002", "CX-003"]


def test_a_flag_alone_is_not_an_answer() -> None:
    flagged = sheet(CX_001=Said(None, flagged=True))
    assert flagged.progress() == Progress(3, 4, 0, 1)
    assert flagged.open_items == [OpenPoint(Open.UNANSWERED, "CX-001")]


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        (problem(reason=" "), [Open.PROBLEM_WITHOUT_REASON]),
        (problem("serious", anchor=Anchor()), [Open.PROBLEM_WITHOUT_ANCHOR]),
        (problem("ordinary", anchor=Anchor()), []),
        (
            problem("serious", reason="", anchor=Anchor()),
            [Open.PROBLEM_WITHOUT_REASON, Open.PROBLEM_WITHOUT_ANCHOR],
        ),
        (problem("serious", anchor=Anchor(quote="查明")), []),
        (Said(Result.NOT_APPLICABLE), [Open.NOT_APPLICABLE_WITHOUT_REASON]),
        (Said(Result.NOT_APPLICABLE, reason="未采取强制措施"), []),
        (Said(Result.MATERIAL_MISSING), [Open.MISSING_WITHOUT_REASON]),
    ],
)
def test_every_result_says_what_it_owes(said: Said, lacks: list[Open]) -> None:
    assert sheet(CX_001=said).open_items == [OpenPoint(what, "CX-001") for what in lacks]


@pytest.mark.parametrize(
    ("summary", "lacks"),
    [
        (Summary(), [Open.NO_OPINION, Open.NO_GRADE]),
        (Summary("无问题", "excellent", "", BOTH), [Open.NOTHING_SAID]),
        (Summary(LONG, "excellent", "", ("law",)), [Open.CRITERIA]),
        (Summary(LONG, "qualified", "", BOTH), [Open.GRADE_DIFFERS]),
        (Summary(LONG, "qualified", "有保留", BOTH), []),
        (Summary(LONG, "basic", "有保留"), []),
        (Summary(LONG, "unheard of"), [Open.NO_GRADE]),
    ],
)
def test_the_summary_says_what_it_lacks(summary: Summary, lacks: list[Open]) -> None:
    assert sheet(summary).open_points() == [OpenPoint(what) for what in lacks]


def test_a_short_opinion_will_do_beside_a_problem_or_a_highlight() -> None:
    short = Summary("程序有一处不当。", "excellent", "", BOTH)
    assert sheet(short, CX_001=problem()).open_points() == []
    assert sheet(short, praised=True).open_points() == []


def test_missing_material_is_never_an_exemption() -> None:
    missing = Said(Result.MATERIAL_MISSING, reason="缺告知书")
    assert sheet(CX_001=missing).open_points() == [OpenPoint(Open.GRADE_DESPITE_MISSING)]
    reasoned = Summary(LONG, "excellent", "已从审查报告核实", BOTH)
    assert sheet(reasoned, CX_001=missing).open_points() == []
