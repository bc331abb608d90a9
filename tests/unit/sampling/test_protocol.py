"""A protocol tells all that a stranger needs; verification names whatever does not fit it."""

import json
from copy import deepcopy
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from review.sampling.draw import Plan, draw
from review.sampling.protocol import (
    ALGORITHM,
    AlgorithmUnknown,
    ProtocolUnreadable,
    canonical_lines,
    protocol_of,
    sample_hash,
    terms_of,
)
from review.sampling.strata import FrameCase, frame_hash
from review.sampling.tickets import ticket
from review.sampling.verification import Difference, What, verify
from tests.unit.sampling.frames import case, frame_of

MADE = draw(
    frame_of(("甲1",), 甲=5, 乙=2), Plan("31415", Decimal("0.30"), minimum=1, columns=("unit", "handler"))
)
FRAME = frame_of(甲=5, 乙=2)  # as read from a file, nothing marked
# 30 % of the six cases beside 甲1 is two: one of 乙, one of 甲


def protocol(**changes: Any) -> dict[str, Any]:
    """The protocol of the draw after a trip through JSON, changed in some fields."""
    return {**json.loads(json.dumps(protocol_of(MADE))), **changes}


def sample() -> list[dict[str, str]]:
    """The rows of the sample."""
    return list(canonical_lines(MADE.lines))


def test_the_protocol_holds_plan_hashes_quotas_and_counts() -> None:
    assert protocol() == {
        "format": "pingcha-sample-protocol",
        "algorithm": ALGORITHM,
        "seed": "31415",
        "rate": "0.3",
        "size": None,
        "minimum": 1,
        "columns": ["unit", "handler"],
        "must": ["甲1"],
        "frame": {"hash": frame_hash(MADE.frame), "cases": 7, "random": 6, "must": 1},
        "strata": [
            {"stratum": "乙", "size": 2, "minimum": 1, "alone": 1, "quota": 1},
            {"stratum": "甲", "size": 4, "minimum": 1, "alone": 1, "quota": 1},
        ],
        "sample": {"hash": sample_hash(sample()), "cases": 3, "random": 2, "minimum": 0, "must": 1},
    }


def test_the_sample_hash_is_that_of_its_csv_sorted_by_key() -> None:
    text = "key,stratum,layer,ticket,rank,quota,stratum_size\n" + "".join(
        f"{key},{stratum},{layer},{ticket('31415', key)},1,1,{size}\n"
        for key, stratum, layer, size in (
            ("乙1", "乙", "random", 2),
            ("甲1", "甲", "must", 1),
            (MADE.lines[1].key, "甲", "random", 4),
        )
    )
    assert sample_hash(sample()) == sample_hash(sample()[::-1]) == sha256(text.encode()).hexdigest()


def test_what_belongs_together_is_equal_in_any_order() -> None:
    assert verify(FRAME, protocol(), sample()) == []
    assert verify(FRAME[::-1], protocol(), sample()[::-1]) == []


def test_a_changed_record_shows_in_the_frame_hash_alone() -> None:
    frame = [FrameCase("甲4", "甲", "f" * 64) if line.key == "甲4" else line for line in FRAME]
    (difference,) = verify(frame, protocol(), sample())
    assert (difference.what, difference.where) == (What.FACT_DIFFERS, "frame.hash")


def test_a_changed_missing_extra_or_repeated_line_is_named() -> None:
    first, second, third = sample()
    assert verify(FRAME, protocol(), [{**first, "rank": "2"}, second, third]) == [
        Difference(What.CELL_DIFFERS, first["key"], "1", "2", "rank")
    ]
    assert verify(FRAME, protocol(), [first, second]) == [Difference(What.CASE_MISSING, third["key"])]
    assert verify(FRAME, protocol(), [*sample(), {**first, "key": "丁1"}]) == [
        Difference(What.CASE_EXTRA, "丁1")
    ]
    (twice,) = verify(FRAME, protocol(), [*sample(), first])
    assert str(twice) == f"案件“{first['key']}”在样本中出现了 2 次。"


def test_another_seed_gives_another_sample_and_is_found_out() -> None:
    whats = {difference.what for difference in verify(FRAME, protocol(seed="27182"), sample())}
    assert What.CELL_DIFFERS in whats or What.CASE_MISSING in whats


def test_a_case_put_into_the_frame_afterwards_shows_in_its_stratum() -> None:
    found = verify([*FRAME, case("甲6", "甲")], protocol(), sample())
    assert Difference(What.FACT_DIFFERS, "frame.cases", "7", "8") in found
    assert (
        Difference(
            What.STRATUM_DIFFERS, "甲", "size=4 minimum=1 alone=1 quota=1", "size=5 minimum=1 alone=2 quota=2"
        )
        in found
    )


def test_strata_that_came_or_went_are_named() -> None:
    moved = [FrameCase(line.key, "丙" if line.stratum == "乙" else "甲", line.record_hash) for line in FRAME]
    found = [difference for difference in verify(moved, protocol(), sample()) if "stratum" in difference.what]
    assert found == [Difference(What.STRATUM_NEW, "丙"), Difference(What.STRATUM_GONE, "乙")]


def test_a_must_review_case_that_left_the_frame_is_named() -> None:
    found = verify([line for line in FRAME if line.key != "甲1"], protocol(), sample())
    assert found[0] == Difference(What.MUST_CASE_GONE, "甲1")
    assert Difference(What.CASE_EXTRA, "甲1") in found


def test_tampered_counts_of_the_protocol_are_named() -> None:
    tampered = protocol()
    tampered["sample"]["random"] = 3
    assert verify(FRAME, tampered, sample()) == [Difference(What.FACT_DIFFERS, "sample.random", "3", "2")]


def test_a_plan_that_cannot_be_carried_out_any_more_is_a_difference() -> None:
    (found,) = verify(FRAME, protocol(rate=None, size=99), sample())
    assert str(found) == (
        "无法按记录重新抽样：抽样总数定为 99 件，但除必查案件外只有 6 件案件可抽。请把总数改为不超过 6 件。"
    )


def test_later_fields_of_a_protocol_do_not_disturb() -> None:
    assert verify(FRAME, protocol(ceremony={"phrases": []}), sample()) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("algorithm", "pingcha"),
        ("seed", 31415),
        ("rate", 0.3),
        ("size", "3"),
        ("minimum", True),
        ("minimum", None),
        ("columns", "unit"),
        ("must", [1]),
        ("frame", []),
        ("sample", {}),
        ("strata", None),
        ("strata", [{}]),
    ],
)
def test_a_field_of_another_kind_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(ProtocolUnreadable, match=f"抽样记录的“{field}"):
        verify(FRAME, protocol(**{field: value}), sample())


def test_a_missing_field_is_refused_by_name() -> None:
    for field in ("algorithm", "seed", "rate", "size", "minimum", "columns", "must", "frame", "sample"):
        lacking = protocol()
        del lacking[field]
        with pytest.raises(ProtocolUnreadable, match=f"“{field}"):
            terms_of(lacking)


def test_another_version_of_the_algorithm_is_not_guessed_at() -> None:
    other = deepcopy(protocol())
    other["algorithm"]["version"] = 2
    with pytest.raises(AlgorithmUnknown) as refusal:
        verify(FRAME, other, sample())
    assert str(refusal.value) == (
        "抽样记录的算法是 pingcha-draw 第 2 版，本程序无法复核。请使用生成该记录的程序版本。"
    )
