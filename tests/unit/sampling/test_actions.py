"""Freeze, seed, draw: once each, each in the journal, and repeatable by a stranger."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import func, select

from review.journal.models import JournalEntry
from review.journal.queries import verify_chain
from review.rounds.actions import PlanChanged, exclude_case
from review.rounds.models import Round
from review.rounds.queries import draft_of, step_taken
from review.rounds.sections import Sampling, Scope, Terms
from review.rounds.steps import Step, StepOutOfTurn
from review.sampling.actions import PlanNotReady, draw_sample, freeze_frame, set_seed
from review.sampling.models import FrameLine, Layer, SampledCase
from review.sampling.queries import frame_cases, funnel_of, weigh
from review.sampling.queries_drawn import (
    Sought,
    layer_counts,
    sample_export,
    sample_page,
    strata_page,
    why_drawn,
)
from review.sampling.seeds import PhraseUnfit
from review.sampling.verification import verify
from tests.builders.rounds import PHRASE, advance, draft, round_at
from tests.town import NOON, Town


def rows_of_sample(town: Town, round_: Round) -> list[dict[str, str]]:
    """The sample as sample.csv has it."""
    return [
        {
            "key": key,
            "stratum": one.stratum,
            "layer": one.layer.value,
            "ticket": one.ticket,
            "rank": str(one.rank),
            "quota": str(one.quota),
            "stratum_size": str(one.stratum_size),
        }
        for key, one in sample_export(town.session, round_.id)
    ]


def facts_of(town: Town, act: str) -> dict[str, Any]:
    found = town.session.scalars(select(JournalEntry).where(JournalEntry.act == act)).one()
    return found.facts


def test_the_frame_lists_every_case_of_the_window_with_stratum_and_record_hash(town: Town) -> None:
    town.case("窗外", "东湖区院", "林峰", finish_date=date(2025, 6, 30))
    town.case("未结", "东湖区院", "林峰", finish_date=None)
    round_ = round_at(town, Step.FROZEN, cases=4)
    lines = [(case.key, case.stratum, case.record_hash[-1]) for case in frame_cases(town.session, round_.id)]
    assert lines == [
        ("案0001", "330101|JD0008", "1"),
        ("案0002", "330201|JD0009", "2"),
        ("案0003", "330301|JD0010", "3"),
        ("案0004", "330101|JD0008", "4"),
    ]
    assert round_.frame_size == 4
    assert round_.catalogue_hash is not None


def test_every_filter_says_how_many_cases_it_removes(town: Town) -> None:
    east = town.units["东湖区院"].id
    town.case("窗外", "东湖区院", "林峰", finish_date=date(2025, 6, 30))
    town.case("他院", "西山区院", "吴静")
    town.case("逮捕", "东湖区院", "林峰", family="arrest")
    town.case("诈骗", "东湖区院", "林峰", cause_decided="诈骗罪")
    town.case("拆案", "东湖区院", "林峰", split_merged=True)
    town.case("旧版", "东湖区院", "林峰", current=False)
    out = town.case("排除", "东湖区院", "林峰")
    scope = Scope(date(2025, 7, 1), date(2025, 12, 31), ("prosecution",), ("盗窃罪",), (east,))
    round_ = draft(town, scope, cases=1)
    exclude_case(
        town.session,
        round_,
        out,
        reason="正在申诉",
        version=round_.version,
        by=town.viewer("何主任"),
        at=NOON,
    )
    funnel = funnel_of(town.session, round_, scope)
    assert {step.filter: step.cases for step in funnel.removed} == {
        "window": 1,
        "units": 1,
        "families": 1,
        "causes": 1,
        "split": 1,
        "excluded": 1,
        "elsewhere": 0,
    }
    assert (funnel.closed, funnel.left) == (7, 1)
    assert [one.key for one in weigh(town.session, round_).cases] == ["案0001"]


def test_a_case_of_another_open_round_is_left_out_and_counted(town: Town) -> None:
    first = round_at(town, Step.DRAWN, Sampling(Decimal("0.5"), 0, ()), cases=6)
    second = draft(town, cases=0, name="另一轮次")
    found = weigh(town.session, second)
    taken = {key for key, _ in sample_export(town.session, first.id)}
    assert len(taken) == 3
    assert {one.key for one in found.cases} == {f"案{n:04d}" for n in range(1, 7)} - taken
    assert {step.filter: step.cases for step in found.preview.funnel.removed}["elsewhere"] == 3


def test_a_frozen_frame_that_is_not_drawn_yet_blocks_its_cases_too(town: Town) -> None:
    round_at(town, Step.FROZEN, cases=6)
    second = draft(town, cases=0, name="另一轮次")
    assert weigh(town.session, second).cases == []


def test_key_cases_are_reviewed_for_certain_on_top_of_the_quota(town: Town) -> None:
    town.case("无罪", "东湖区院", "林峰", trial_result="宣告无罪")
    town.case("捕后", "西山区院", "吴静", decision="相对不起诉", flags=["督办", "捕后"])
    kinds = ("shanghai-16/acquitted", "hubei-20/arrest_relative")
    round_ = round_at(town, Step.DRAWN, Sampling(Decimal("0.5"), 0, (), kinds), cases=6)
    assert layer_counts(town.session, round_.id) == {Layer.RANDOM: 3, Layer.MINIMUM: 0, Layer.MUST: 2}
    must = town.session.execute(
        select(FrameLine.key, FrameLine.must_kind).where(FrameLine.must).order_by(FrameLine.key)
    )
    assert [tuple(row) for row in must] == [
        ("捕后", "hubei-20/arrest_relative"),
        ("无罪", "shanghai-16/acquitted"),
    ]


def test_an_unfinished_plan_cannot_be_frozen_and_names_what_is_open(town: Town) -> None:
    round_ = draft(town, Terms(None), cases=0)
    with pytest.raises(PlanNotReady) as caught:
        freeze_frame(town.session, round_, by=town.viewer("何主任"), at=NOON)
    assert [point.sentence for point in caught.value.points] == [
        "所选范围内没有可评查的案件，无法按比例抽样。请放宽筛选条件。",
        "请填写评查截止日。",
    ]
    town.session.rollback()
    assert town.session.scalar(select(func.count()).select_from(FrameLine)) == 0


def test_a_plan_that_changed_since_it_was_checked_is_not_frozen(town: Town) -> None:
    round_ = draft(town)
    with pytest.raises(PlanChanged):
        freeze_frame(town.session, round_, version=round_.version - 1, by=town.viewer("何主任"), at=NOON)


def test_the_systems_phrase_is_committed_before_the_officer_speaks(town: Town) -> None:
    round_ = round_at(town, Step.SEEDED)
    acts = list(town.session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq)))
    assert acts[-3:] == ["SeedCommitted", "FrameFrozen", "SeedSet"]
    seeded = step_taken(town.session, round_.id, Step.SEEDED)
    assert seeded is not None
    officers, systems = seeded.did["phrases"]
    assert officers == PHRASE
    assert facts_of(town, "SeedCommitted") == {"commitment": sha256(systems.encode()).hexdigest()}
    text = f"{round_.plan_hash}{round_.frame_hash}{officers}{systems}"
    assert round_.seed == sha256(text.encode()).hexdigest()
    assert round_.plan is not None
    assert round_.plan_hash == sha256(round_.plan.encode()).hexdigest()


def test_the_systems_phrase_cannot_be_read_before_the_seed_is_set(town: Town) -> None:
    round_ = round_at(town, Step.FROZEN)
    frozen = step_taken(town.session, round_.id, Step.FROZEN)
    assert frozen is not None
    kept = str(frozen.did)
    advance(town, round_, Step.SEEDED)
    seeded = step_taken(town.session, round_.id, Step.SEEDED)
    assert seeded is not None
    assert seeded.did["phrases"][1] not in kept


def test_a_phrase_too_short_is_refused(town: Town) -> None:
    round_ = round_at(town, Step.FROZEN)
    with pytest.raises(PhraseUnfit):
        set_seed(town.session, round_, phrase=" 短 ", by=town.viewer("何主任"), at=NOON)


def test_the_sample_is_redrawn_from_frame_and_protocol_alone(town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, cases=30)
    assert round_.protocol is not None
    frame = [replace(case, must=False) for case in frame_cases(town.session, round_.id)]
    rows = rows_of_sample(town, round_)
    assert verify(frame, round_.protocol, rows) == []
    assert [difference.where for difference in verify(frame, round_.protocol, rows[1:])] == [rows[0]["key"]]


def test_thirty_percent_of_thirty_cases_are_nine_three_of_each_handler(town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, cases=30)
    lines, count = strata_page(town.session, round_.id, limit=20, offset=0)
    assert count == 3
    assert [(line.unit_name, line.frame, line.random, line.minimum, line.must) for line in lines] == [
        ("东湖区院", 10, 3, 0, 0),
        ("西山区院", 10, 3, 0, 0),
        ("南浦区院", 10, 3, 0, 0),
    ]


def test_the_minimum_is_a_layer_of_its_own(town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, Sampling(Decimal("0.05"), 2), cases=30)
    # 5 % of 30 are 2 cases; two of each of three handlers are 6.
    assert layer_counts(town.session, round_.id) == {Layer.RANDOM: 2, Layer.MINIMUM: 4, Layer.MUST: 0}


def test_each_step_is_taken_once_and_in_turn(town: Town) -> None:
    round_, officer = draft(town), town.viewer("何主任")
    with pytest.raises(StepOutOfTurn):
        draw_sample(town.session, round_, by=officer, at=NOON)
    with pytest.raises(StepOutOfTurn):
        set_seed(town.session, round_, phrase=PHRASE, by=officer, at=NOON)
    advance(town, round_, Step.DRAWN)
    for again in (
        lambda: freeze_frame(town.session, round_, by=officer, at=NOON),
        lambda: set_seed(town.session, round_, phrase=PHRASE, by=officer, at=NOON),
        lambda: draw_sample(town.session, round_, by=officer, at=NOON),
    ):
        with pytest.raises(StepOutOfTurn):
            again()
    assert verify_chain(town.session) is None


def test_why_a_case_was_drawn_gives_rank_and_cut_off(town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, cases=30)
    rows, total = sample_page(town.session, round_.id, Sought(stratum="330101|JD0008"), limit=9, offset=0)
    assert total == 3
    last = why_drawn(town.session, round_.id, rows[-1].public_id)
    assert last is not None
    assert (last.sampled.rank, last.sampled.quota, last.sampled.stratum_size) == (3, 3, 10)
    assert last.cut_off == last.sampled.ticket
    assert why_drawn(town.session, round_.id + 1, rows[-1].public_id) is None


def test_the_drawn_list_can_be_searched_and_narrowed(town: Town) -> None:
    round_ = round_at(town, Step.DRAWN, cases=30)
    _, of_handler = sample_page(town.session, round_.id, Sought(words="林峰"), limit=9, offset=0)
    _, of_layer = sample_page(town.session, round_.id, Sought(layer=Layer.MUST), limit=9, offset=0)
    assert (of_handler, of_layer) == (3, 0)
    assert town.session.scalar(select(func.count()).select_from(SampledCase)) == 9


def test_the_plan_as_sealed_is_the_draft_that_was_frozen(town: Town) -> None:
    round_ = round_at(town, Step.FROZEN)
    assert draft_of(town.session, round_).sampling.rate == Decimal("0.3")
    assert '"name":"2025年下半年评查"' in (round_.plan or "")
