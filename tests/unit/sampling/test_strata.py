"""The frame's canonical text, its hash, its strata."""

from hashlib import sha256

import pytest

from review.sampling.strata import (
    CaseTwiceInFrame,
    Layer,
    MustCaseOutsideFrame,
    canonical,
    frame_hash,
    frame_text,
    mark_must,
    record_hash,
    stratum_name,
    stratum_sizes,
)
from tests.unit.sampling.frames import HASH, case, frame_of


def test_the_canonical_text_has_one_sorted_line_per_case() -> None:
    frame = [case("乙2"), case("b"), case("a", must=True), case("🙂"), case("乙10", "西山|")]
    assert "".join(frame_text(frame)) == (
        f"a,东湖|何某,must,{HASH}\n"
        f"b,东湖|何某,random,{HASH}\n"
        f"乙10,西山|,random,{HASH}\n"
        f"乙2,东湖|何某,random,{HASH}\n"
        f"🙂,东湖|何某,random,{HASH}\n"
    )


def test_the_frame_hash_is_the_sha_256_of_the_canonical_text() -> None:
    text = f"甲1,甲,random,{HASH}\n甲2,甲,random,{HASH}\n"
    frame = frame_of(甲=2)
    assert frame_hash(frame) == frame_hash(frame[::-1]) == sha256(text.encode()).hexdigest()


def test_commas_quotes_and_line_breaks_cannot_make_two_frames_look_alike() -> None:
    assert "".join(frame_text([case('a,"b"\nc', "x")])) == f'"a,""b""\nc",x,random,{HASH}\n'


def test_every_change_of_a_case_changes_the_frame_hash() -> None:
    hashes = {
        frame_hash([changed])
        for changed in (
            case("a"),
            case("b"),
            case("a", "西山"),
            case("a", must=True),
            case("a", record_hash="1"),
        )
    }
    assert len(hashes) == 5


def test_a_case_stands_in_the_frame_once() -> None:
    with pytest.raises(CaseTwiceInFrame) as refusal:
        frame_hash([case("a"), case("b"), case("a")])
    assert str(refusal.value) == "案件“a”在抽样框中出现了不止一次。请删除重复行后重新冻结。"


def test_the_record_hash_covers_columns_and_values_in_any_order() -> None:
    expected = sha256('[["handler","何某"],["key","a"]]'.encode()).hexdigest()
    assert record_hash({"key": "a", "handler": "何某"}) == expected
    assert record_hash({"handler": "何某", "key": "a"}) == expected


def test_letters_composed_differently_are_the_same_key_and_stratum() -> None:
    assert canonical("cafe\u0301") == "caf\u00e9"
    assert stratum_name(["cafe\u0301", "何某"]) == "caf\u00e9|何某"
    assert stratum_name([]) == ""


def test_must_review_cases_are_marked_and_leave_the_random_strata() -> None:
    frame = mark_must(frame_of(甲=1, 乙=3), ["乙2", "甲1"])
    assert [line.layer for line in frame] == [Layer.MUST, Layer.RANDOM, Layer.MUST, Layer.RANDOM]
    assert stratum_sizes(frame) == {"乙": 2}


def test_a_must_review_case_outside_the_frame_is_refused_by_name() -> None:
    with pytest.raises(MustCaseOutsideFrame, match="必查案件“丙1”不在抽样框中"):
        mark_must(frame_of(甲=1), ["甲1", "丙1"])
