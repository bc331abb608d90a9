"""What stands between a draft and its freeze."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from review.rounds.models import Mode
from review.rounds.plan import Draft, Organiser, Pool
from review.rounds.readiness import Counted, State, open_points, states
from review.rounds.sections import Basics, Reviewing, Rules, Sampling, Scope, Section, Terms

TODAY = date(2026, 3, 2)
READY = Draft(
    organiser=Organiser("33", "江东省院"),
    basics=Basics("下半年评查"),
    scope=Scope(date(2025, 7, 1), date(2025, 12, 31)),
    unit_codes=(),
    sampling=Sampling(Decimal("0.3")),
    rules=Rules("2026.1", "2026"),
    reviewing=Reviewing(Mode.CROSS_REGION, 2),
    terms=Terms(date(2026, 4, 30)),
    pool=Pool(3, 3, 30),
    excluded=(),
)
COUNTED = Counted(cases=40, slots=24, schemes=("2026",))


def said(draft: Draft, counted: Counted = COUNTED) -> list[tuple[Section, str]]:
    points = open_points(draft, counted, today=TODAY)
    return [(point.section, point.sentence % point.facts) for point in points]


def test_a_complete_plan_has_no_open_points() -> None:
    assert said(READY) == []
    assert set(states(()).values()) == {State.DONE}


def test_an_empty_draft_lists_every_section_in_order() -> None:
    empty = replace(
        READY,
        scope=Scope(None, None),
        sampling=Sampling(None),
        rules=Rules("", "2026"),
        terms=Terms(None),
        pool=Pool(0, 0, 0),
    )
    points = open_points(empty, Counted(0, 0), today=TODAY)
    assert [point.section for point in points] == [
        Section.SCOPE,
        Section.SAMPLING,
        Section.RULES,
        Section.REVIEWERS,
        Section.TERMS,
    ]
    found = states(points)
    assert found[Section.BASICS] is State.DONE
    assert found[Section.SCOPE] is State.NOT_BEGUN
    assert found[Section.CHECK] is State.UNDER_WAY


def test_half_a_window_is_under_way() -> None:
    half = replace(READY, scope=Scope(date(2025, 7, 1), None))
    assert states(open_points(half, COUNTED, today=TODAY))[Section.SCOPE] is State.UNDER_WAY


def test_thirty_percent_of_nothing_is_named() -> None:
    assert said(READY, replace(COUNTED, cases=0)) == [
        (Section.SCOPE, "所选范围内没有可评查的案件，无法按比例抽样。请放宽筛选条件。")
    ]


def test_too_little_capacity_and_uncovered_regions_are_told_with_their_numbers() -> None:
    counted = replace(COUNTED, slots=31, uncovered=("东湖市",))
    assert said(READY, counted) == [
        (
            Section.REVIEWERS,
            "评查员承办上限合计 30 件，少于所需的 31 人次。请增加评查员、提高承办上限或降低抽样比例。",
        ),
        (
            Section.REVIEWERS,
            "东湖市 的案件按所选评查方式须由 2 名不同单位的评查员评查，库中符合条件的单位不足。请增加其他地区的评查员。",
        ),
    ]


def test_a_due_day_in_the_past_is_wrong() -> None:
    past = replace(READY, terms=Terms(TODAY))
    assert said(past) == [(Section.TERMS, "评查截止日 2026-03-02 已过。请填写今天以后的日期。")]


def test_a_grade_scheme_that_the_catalogue_lacks_is_wrong() -> None:
    assert said(replace(READY, rules=Rules("2026.1", "2018"))) == [
        (Section.RULES, "所选规则目录没有等次方案“2018”。请重新选择。")
    ]
