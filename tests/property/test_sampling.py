"""What holds for every frame, seed and plan."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from review.sampling.allocation import allocate, quotas
from review.sampling.draw import Draw, Plan, draw
from review.sampling.protocol import canonical_lines, protocol_of
from review.sampling.strata import FrameCase, Layer, canonical, frame_hash
from review.sampling.tickets import leading_digits, ticket, tickets
from review.sampling.verification import verify
from tests.unit.sampling.rivest import first_ticket, in_order

TEXT = st.text(max_size=200)
SEEDS = st.text(min_size=1, max_size=80).filter(str.strip)
KEYS = st.one_of(
    st.text(st.sampled_from('ab 案号〔〕2025🙂👍🏽\u0301,"\n'), min_size=1, max_size=12),
    st.text(min_size=1, max_size=200),
).map(canonical)
SIZES = st.lists(st.integers(0, 60), min_size=1, max_size=12)
RATES = st.integers(1, 1000).map(lambda thousandths: Decimal(thousandths) / 1000)


@st.composite
def frames(draw_: st.DrawFn) -> list[FrameCase]:
    """Frames of up to 40 cases in up to four strata, some of them must-review."""
    keys = draw_(st.lists(KEYS, min_size=1, max_size=40, unique=True))
    return [
        FrameCase(
            key, draw_(st.sampled_from(["甲", "乙", "丙|a", ""])), "0" * 64, draw_(st.integers(0, 5)) == 0
        )
        for key in keys
    ]


@given(TEXT, st.lists(TEXT, max_size=20))
def test_tickets_are_those_of_the_independent_implementation(seed: str, keys: list[str]) -> None:
    expected = [first_ticket(key, seed) for key in keys]
    assert tickets(seed, keys) == [ticket(seed, key) for key in keys] == expected
    assert leading_digits(seed, keys).tolist() == [int(text[2:18]) for text in expected]


def dealt_one_by_one(sizes: Sequence[int], total: int, minimum: int) -> list[int]:
    """Sainte-Laguë in the slow, obvious way: every claim written down, sorted, the first ones served."""
    given_ = [min(size, minimum) for size in sizes]
    claims = sorted(
        (Fraction(2 * seat + 1, size), h) for h, size in enumerate(sizes) for seat in range(given_[h], size)
    )
    served = Counter(h for _, h in claims[: total - sum(given_)])
    return [count + served[h] for h, count in enumerate(given_)]


@given(SIZES, st.integers(0, 6), st.data())
def test_seats_are_those_dealt_one_by_one(sizes: list[int], minimum: int, data: st.DataObject) -> None:
    low = sum(min(size, minimum) for size in sizes)
    total = data.draw(st.integers(low, sum(sizes)))
    found = allocate(np.array(sizes, dtype=np.int64), total, minimum=minimum).tolist()
    assert found == dealt_one_by_one(sizes, total, minimum)


@given(st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=30), st.integers(0, 3), st.data())
def test_seats_add_up_and_stay_within_bounds_at_any_size(
    sizes: list[int], minimum: int, data: st.DataObject
) -> None:
    floors = [min(size, minimum) for size in sizes]
    total = data.draw(st.integers(sum(floors), sum(sizes)))
    found = allocate(np.array(sizes, dtype=np.int64), total, minimum=minimum).tolist()
    assert sum(found) == total
    assert all(low <= seats <= size for low, seats, size in zip(floors, found, sizes, strict=True))


@given(SIZES, st.integers(0, 6), st.data())
def test_one_case_more_is_one_case_more_in_one_stratum(
    sizes: list[int], minimum: int, data: st.DataObject
) -> None:
    low = sum(min(size, minimum) for size in sizes)
    assume(low < sum(sizes))
    total = data.draw(st.integers(low, sum(sizes) - 1))
    counts = np.array(sizes, dtype=np.int64)
    more = allocate(counts, total + 1, minimum=minimum) - allocate(counts, total, minimum=minimum)
    assert sorted(more.tolist()) == [0] * (len(sizes) - 1) + [1]


@given(SIZES, RATES, st.integers(0, 6))
def test_a_rate_is_kept_or_exceeded_only_for_the_floors(
    sizes: list[int], rate: Decimal, minimum: int
) -> None:
    lines = quotas({str(h): size for h, size in enumerate(sizes)}, rate=rate, minimum=minimum)
    asked = Fraction(rate) * sum(sizes)
    drawn = sum(line.quota for line in lines)
    floors = sum(line.minimum for line in lines)
    assert drawn >= asked
    assert drawn == floors or drawn < asked + 1
    assert all(line.random + line.added == line.quota >= line.minimum for line in lines)
    assert asked <= sum(line.alone for line in lines) < asked + 1


def by_key(made: Draw) -> dict[str, Layer]:
    """The layer of every sampled case."""
    return {line.key: line.layer for line in made.lines}


@given(frames(), SEEDS, RATES, RATES, st.integers(0, 4))
def test_a_sample_lies_inside_that_of_a_higher_rate(
    frame: list[FrameCase], seed: str, one: Decimal, other: Decimal, floor: int
) -> None:
    small = by_key(draw(frame, Plan(seed, rate=min(one, other), minimum=floor)))
    large = by_key(draw(frame, Plan(seed, rate=max(one, other), minimum=floor)))
    assert small.keys() <= large.keys()
    for layer in (Layer.RANDOM, Layer.MUST):  # a top-up case may become a random one, never the reverse
        assert {key for key in small if small[key] is layer} <= {key for key in large if large[key] is layer}
    everything = by_key(draw(frame, Plan(seed, rate=Decimal(1), minimum=floor)))
    assert everything.keys() == {case.key for case in frame}


@given(frames(), SEEDS, RATES, st.integers(0, 4), st.randoms())
def test_the_order_of_the_frame_decides_nothing(
    frame: list[FrameCase], seed: str, rate: Decimal, minimum: int, chance: Random
) -> None:
    mixed = list(frame)
    chance.shuffle(mixed)
    plan = Plan(seed, rate=rate, minimum=minimum)
    assert draw(mixed, plan) == draw(frame, plan)
    assert frame_hash(mixed) == frame_hash(frame)


@given(frames(), SEEDS, RATES, st.integers(0, 4))
def test_the_smallest_tickets_win_and_the_reserve_follows(
    frame: list[FrameCase], seed: str, rate: Decimal, minimum: int
) -> None:
    made = draw(frame, Plan(seed, rate=rate, minimum=minimum))
    for quota in made.quotas:
        keys = [case.key for case in frame if case.stratum == quota.stratum and not case.must]
        queue = in_order(keys, seed)
        drawn = [
            line for line in made.lines if line.stratum == quota.stratum and line.layer is not Layer.MUST
        ]
        waiting = list(made.reserve(quota.stratum))
        assert [line.key for line in drawn + waiting] == queue
        assert [line.rank for line in drawn + waiting] == list(range(1, quota.size + 1))
        assert [line.layer for line in drawn] == (
            [Layer.RANDOM] * quota.random + [Layer.MINIMUM] * quota.added
        )
    assert {line.key for line in made.lines if line.layer is Layer.MUST} == {
        case.key for case in frame if case.must
    }


@given(frames(), SEEDS, RATES, st.integers(0, 4))
def test_must_review_cases_leave_the_random_layers_as_if_they_were_not_there(
    frame: list[FrameCase], seed: str, rate: Decimal, minimum: int
) -> None:
    others = [case for case in frame if not case.must]
    assume(others)
    plan = Plan(seed, rate=rate, minimum=minimum)
    made = draw(frame, plan)
    assert tuple(line for line in made.lines if line.layer is not Layer.MUST) == draw(others, plan).lines


@given(frames(), SEEDS, RATES, st.integers(0, 4))
def test_what_was_drawn_verifies(frame: list[FrameCase], seed: str, rate: Decimal, minimum: int) -> None:
    made = draw(frame, Plan(seed, rate=rate, minimum=minimum))
    assert verify(frame, protocol_of(made), list(canonical_lines(made.lines))) == []
