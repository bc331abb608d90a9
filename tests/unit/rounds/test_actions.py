"""Drafting a round: started, edited by section, its pool, its exclusions; each in the journal."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from review.errors import Kind, ReviewError
from review.journal.models import JournalEntry
from review.people.roles import Role
from review.rounds.actions import (
    AlreadyExcluded,
    CapacityOutOfBounds,
    NotAReviewer,
    OutOfReach,
    PlanChanged,
    ReasonMissing,
    edit_plan,
    exclude_case,
    extend_pool,
    include_case,
    set_pool,
    start_round,
)
from review.rounds.models import Mode, Round
from review.rounds.queries import draft_of, exclusions, pool_of, round_of
from review.rounds.sections import Basics, Part, Reviewing, Rules, Sampling, Scope, Terms
from review.rounds.steps import Step, StepOutOfTurn
from tests.builders.rounds import draft, round_at
from tests.town import NOON, Town


def begin(town: Town) -> Round:
    return start_round(
        town.session,
        town.units["江东省院"],
        basics=Basics(" 下半年评查 "),
        by=town.viewer("何主任"),
        at=NOON,
    )


def acts(town: Town) -> list[str]:
    return list(town.session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq)))


def test_a_round_begins_as_a_draft_of_its_office_and_the_journal_tells_of_it(town: Town) -> None:
    round_ = begin(town)
    assert (round_.name, round_.step, round_.version) == ("下半年评查", Step.DRAFT, 1)
    assert acts(town) == ["RoundStarted"]


def test_an_officer_cannot_begin_a_round_outside_the_own_subtree(town: Town) -> None:
    town.person("姚科长", "东湖市院", Role.OFFICER)
    with pytest.raises(OutOfReach):
        start_round(
            town.session,
            town.units["西山市院"],
            basics=Basics("越界"),
            by=town.viewer("姚科长"),
            at=NOON,
        )


def test_a_round_of_another_subtree_is_not_there(town: Town) -> None:
    town.person("姚科长", "东湖市院", Role.OFFICER)
    round_ = begin(town)
    town.session.commit()
    assert round_of(town.session, town.viewer("何主任"), round_.public_id) is round_
    assert round_of(town.session, town.viewer("姚科长"), round_.public_id) is None


def test_sections_are_saved_in_any_order_and_each_counts_a_version(town: Town) -> None:
    round_, officer = begin(town), town.viewer("何主任")
    parts: tuple[Part, ...] = (
        Terms(date(2026, 4, 30), 7, 15, True, False),
        Sampling(Decimal("0.05"), 3, ("unit",), ("hubei-20/acquitted",)),
        Scope(
            date(2025, 7, 1),
            date(2025, 12, 31),
            ("prosecution",),
            ("盗窃罪",),
            (town.units["东湖区院"].id,),
        ),
    )
    for part in parts:
        edit_plan(town.session, round_, part, version=round_.version, by=officer, at=NOON)
    town.session.flush()
    town.session.refresh(round_)
    made = draft_of(town.session, round_)
    assert round_.version == 4
    assert (made.terms, made.sampling, made.scope) == parts
    assert made.unit_codes == ["330101"]


def test_a_save_that_saw_an_older_draft_is_refused_and_changes_nothing(town: Town) -> None:
    round_, officer = begin(town), town.viewer("何主任")
    edit_plan(town.session, round_, Sampling(Decimal("0.2")), version=1, by=officer, at=NOON)
    with pytest.raises(PlanChanged) as caught:
        edit_plan(town.session, round_, Sampling(Decimal("0.9")), version=1, by=officer, at=NOON)
    assert caught.value.kind is Kind.CONFLICT
    assert caught.value.facts == {"seen": 1, "now": 2}
    assert round_.rate == Decimal("0.2")


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (Basics(" "), "请填写轮次名称，例如“2025年下半年案件质量评查”，不超过 120 字。"),
        (
            Scope(date(2025, 12, 31), date(2025, 7, 1)),
            "办结日期的起始日 2025-12-31 晚于截止日 2025-07-01。请把较早的日期填在前面。",
        ),
        (
            Sampling(Decimal("0.049")),
            "抽样比例须在 5% 至 100% 之间，您填写的是 4.9%。请修改。",
        ),
        (Sampling(Decimal("1.2")), "抽样比例须在 5% 至 100% 之间，您填写的是 120%。请修改。"),
        (Sampling(Decimal("0.3"), 51), "每层最低件数须在 0 至 50 件之间，您填写的是 51 件。请修改。"),
        (
            Sampling(Decimal("0.3"), 2, ("judge",)),
            "不能按“judge”分层。请在页面列出的分层依据中选择。",
        ),
        (Rules("2026.1", "2026", 0), "触发第三人评查的分差须在 1 至 100 分之间，您填写的是 0 分。请修改。"),
        (Reviewing(Mode.CROSS, 4), "每件案件由 1 至 3 名评查员评查，您填写的是 4 名。请修改。"),
        (
            Terms(date(2026, 4, 30), 0),
            "反馈期限和整改期限须在 1 至 60 个工作日之间，您填写的是 0 个。请修改。",
        ),
    ],
)
def test_values_out_of_bounds_are_refused_in_a_sentence(town: Town, part: Part, sentence: str) -> None:
    round_ = begin(town)
    with pytest.raises(ReviewError) as caught:
        edit_plan(town.session, round_, part, version=1, by=town.viewer("何主任"), at=NOON)
    assert str(caught.value) == sentence
    assert round_.version == 1


def test_a_frozen_plan_cannot_be_edited(town: Town) -> None:
    round_ = round_at(town, Step.FROZEN)
    with pytest.raises(StepOutOfTurn):
        edit_plan(
            town.session, round_, Basics("改名"), version=round_.version, by=town.viewer("何主任"), at=NOON
        )


def test_the_pool_is_replaced_as_a_whole(town: Town) -> None:
    round_, officer = begin(town), town.viewer("何主任")
    first = {town.people["陈敏"].id: 10, town.people["周岚"].id: 20}
    set_pool(town.session, round_, first, version=1, by=officer, at=NOON)
    set_pool(town.session, round_, {town.people["顾宁"].id: 5}, version=2, by=officer, at=NOON)
    assert [(one.person.name, one.capacity) for one in pool_of(town.session, round_.id)] == [("顾宁", 5)]
    assert acts(town)[1:] == ["PoolSet", "PoolSet"]


def test_only_reviewers_with_a_sensible_capacity_enter_the_pool(town: Town) -> None:
    round_, officer = begin(town), town.viewer("何主任")
    with pytest.raises(NotAReviewer):
        set_pool(town.session, round_, {town.people["林峰"].id: 5}, version=1, by=officer, at=NOON)
    with pytest.raises(CapacityOutOfBounds):
        set_pool(town.session, round_, {town.people["陈敏"].id: 0}, version=1, by=officer, at=NOON)
    town.people["陈敏"].active = False
    with pytest.raises(NotAReviewer):
        set_pool(town.session, round_, {town.people["陈敏"].id: 5}, version=1, by=officer, at=NOON)


def test_after_the_freeze_reviewers_are_only_added_or_given_more(town: Town) -> None:
    round_, officer = round_at(town, Step.DRAWN, capacity=10), town.viewer("何主任")
    town.person("新评查", "西山市院", Role.REVIEWER)
    wanted = {town.people["陈敏"].id: 4, town.people["周岚"].id: 12, town.people["新评查"].id: 6}
    extend_pool(town.session, round_, wanted, by=officer, at=NOON)
    town.session.flush()
    pool = {one.person.name: one.capacity for one in pool_of(town.session, round_.id)}
    assert pool == {"陈敏": 10, "周岚": 12, "顾宁": 10, "新评查": 6}


def test_a_draft_takes_its_pool_from_the_plan_not_from_the_extension(town: Town) -> None:
    round_ = draft(town)
    with pytest.raises(StepOutOfTurn):
        extend_pool(town.session, round_, {town.people["陈敏"].id: 9}, by=town.viewer("何主任"), at=NOON)


def test_a_case_is_excluded_once_with_a_reason_and_can_be_taken_back(town: Town) -> None:
    round_, officer = begin(town), town.viewer("何主任")
    case = town.case("案1", "东湖区院", "林峰")
    with pytest.raises(ReasonMissing):
        exclude_case(town.session, round_, case, reason=" ", version=1, by=officer, at=NOON)
    exclude_case(town.session, round_, case, reason="正在申诉", version=1, by=officer, at=NOON)
    with pytest.raises(AlreadyExcluded):
        exclude_case(town.session, round_, case, reason="再排一次", version=2, by=officer, at=NOON)
    lines, count = exclusions(town.session, round_.id, limit=10)
    assert [(line.key, line.reason, line.by) for line in lines] == [("案1", "正在申诉", "何主任")]
    assert count == 1
    include_case(town.session, round_, case, version=round_.version, by=officer, at=NOON)
    assert exclusions(town.session, round_.id, limit=10) == ([], 0)
