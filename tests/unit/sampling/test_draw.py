"""The draw itself: who is in, in which layer, at which rank, who is next."""

from decimal import Decimal

import numpy as np
import pytest

from review.sampling import draw as draw_file
from review.sampling.allocation import NothingToDraw, SampleAboveFrame
from review.sampling.draw import Plan, SampleLine, SeedMissing, draw
from review.sampling.strata import FrameCase, Layer
from review.sampling.tickets import ticket
from tests.unit.sampling.frames import case, frame_of
from tests.unit.sampling.rivest import in_order

TOWN = [
    case("1号", "甲"),
    case("2号", "甲"),
    case("3号", "甲"),
    case("4号", "甲"),
    case("5号", "乙"),
    case("6号", "乙"),
    case("7号", "丙"),
]


def test_in_each_stratum_the_smallest_tickets_win_and_the_next_wait() -> None:
    # tickets with seed 31415 begin: 3号 .58290, 2号 .58305, 1号 .63, 4号 .89 · 6号 .73, 5号 .79 · 7号 .60
    made = draw(TOWN, Plan("31415", size=5, minimum=1))
    assert made.lines == (
        SampleLine("7号", "丙", Layer.RANDOM, ticket("31415", "7号"), 1, 1, 1),
        SampleLine("6号", "乙", Layer.RANDOM, ticket("31415", "6号"), 1, 1, 2),
        SampleLine("3号", "甲", Layer.RANDOM, ticket("31415", "3号"), 1, 3, 4),
        SampleLine("2号", "甲", Layer.RANDOM, ticket("31415", "2号"), 2, 3, 4),
        SampleLine("1号", "甲", Layer.RANDOM, ticket("31415", "1号"), 3, 3, 4),
    )
    assert list(made.reserve("甲")) == [
        SampleLine("4号", "甲", Layer.RESERVE, ticket("31415", "4号"), 4, 3, 4)
    ]
    assert list(made.reserve("丙")) == []
    assert made.counts == {Layer.RANDOM: 5, Layer.MINIMUM: 0, Layer.MUST: 0, Layer.RESERVE: 2}


def test_the_ranks_beyond_what_the_rate_gives_are_the_minimum_layer() -> None:
    # 20 % of 7 is 2: alone 甲 1, 乙 1, 丙 0 (claims 1/4, 1/2, then 3/4 against 1); the floor of 2 adds the rest
    made = draw(TOWN, Plan("31415", rate=Decimal("0.2"), minimum=2))
    assert [(line.key, line.layer, line.rank, line.quota) for line in made.lines] == [
        ("7号", Layer.MINIMUM, 1, 1),
        ("6号", Layer.RANDOM, 1, 2),
        ("5号", Layer.MINIMUM, 2, 2),
        ("3号", Layer.RANDOM, 1, 2),
        ("2号", Layer.MINIMUM, 2, 2),
    ]


def test_must_review_cases_are_all_in_with_a_queue_of_their_own() -> None:
    town = [
        FrameCase(line.key, line.stratum, line.record_hash, line.key in {"2号", "4号", "7号"})
        for line in TOWN
    ]
    made = draw(town, Plan("31415", rate=Decimal("0.5")))  # half of the other four is 2
    assert [
        (line.key, line.stratum, line.layer, line.rank, line.quota, line.stratum_size) for line in made.lines
    ] == [
        ("7号", "丙", Layer.MUST, 1, 1, 1),
        ("6号", "乙", Layer.RANDOM, 1, 1, 2),
        ("3号", "甲", Layer.RANDOM, 1, 1, 2),
        ("2号", "甲", Layer.MUST, 1, 2, 2),
        ("4号", "甲", Layer.MUST, 2, 2, 2),
    ]
    assert [line.stratum for line in made.quotas] == ["乙", "甲"]
    assert [line.key for line in made.reserve("甲")] == ["1号"]


def test_a_frame_of_must_review_cases_only_is_reviewed_as_it_is() -> None:
    made = draw(frame_of(("甲1", "甲2"), 甲=2), Plan("31415", rate=Decimal("0.3"), minimum=2))
    assert [(line.key, line.layer) for line in made.lines] == [("甲1", Layer.MUST), ("甲2", Layer.MUST)]
    with pytest.raises(SampleAboveFrame):
        draw(frame_of(("甲1", "甲2"), 甲=2), Plan("31415", size=1))


def test_a_hundred_bad_must_review_cases_move_no_rate() -> None:
    frame = frame_of(甲=300, 乙=150, 丙=50)
    named = {line.key for line in frame[::5]}
    marked = [FrameCase(line.key, line.stratum, line.record_hash, line.key in named) for line in frame]
    others = [line for line in frame if line.key not in named]
    plan = Plan("31415", rate=Decimal("0.3"), minimum=2)
    of_all, of_others = draw(marked, plan), draw(others, plan)
    assert [line for line in of_all.lines if line.layer is not Layer.MUST] == list(of_others.lines)
    assert of_all.quotas == of_others.quotas
    assert {line.key for line in of_all.lines if line.layer is Layer.MUST} == named
    assert len(named) == 100


def test_the_order_within_a_stratum_is_that_of_the_independent_implementation() -> None:
    keys = [f"京检〔2025〕{n}号" for n in range(1, 501)]
    made = draw([case(key) for key in keys], Plan("3.14159", rate=Decimal("0.3")))
    drawn = [line.key for line in made.lines]
    waiting = [line.key for line in made.reserve("东湖|何某")]
    assert drawn + waiting == in_order(keys, "3.14159")
    assert len(drawn) == 150


def test_tickets_that_begin_alike_are_compared_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = frame_of(甲=9, 乙=40, 丙=1)
    plan = Plan("31415", rate=Decimal("0.5"))
    expected = draw(frame, plan)
    monkeypatch.setattr(draw_file, "leading_digits", lambda seed, keys: np.zeros(len(keys), dtype=np.int64))
    assert draw(frame, plan) == expected
    assert list(draw(frame, plan).reserve("乙")) == list(expected.reserve("乙"))


def test_every_case_of_a_stratum_has_the_same_chance() -> None:
    frame = frame_of(甲=10, 乙=20)
    times = dict.fromkeys((line.key for line in frame), 0)
    for seed in range(2000):
        for line in draw(frame, Plan(str(seed), size=9)).lines:
            times[line.key] += 1
    assert sum(times.values()) == 18_000
    assert all(520 <= count <= 680 for count in times.values())  # 600 expected, standard deviation 20.5


def test_nothing_cannot_be_drawn_from() -> None:
    with pytest.raises(NothingToDraw) as refusal:
        draw([], Plan("31415", rate=Decimal("0.3")))
    assert str(refusal.value) == "抽样框中没有案件，无法抽样。请检查时间范围和筛选条件。"


@pytest.mark.parametrize("seed", ["", " \t\n", "\udcff"])
def test_without_a_seed_nothing_is_drawn(seed: str) -> None:
    with pytest.raises(SeedMissing):
        Plan(seed, size=1)
