"""Whatever text is written in an encoding is read back from it."""

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.cases import decoding
from review.cases.decoding import UnreadableText, find_encoding

TEXTS = st.text(st.characters(codec="gb18030", exclude_characters="\0"), max_size=60)


@given(TEXTS)
def test_utf_8_text_is_always_read_back(text: str) -> None:
    plain = text.removeprefix("\ufeff")
    stream = io.BytesIO(plain.encode())
    assert stream.read().decode(find_encoding(stream, "x")) == plain


@given(TEXTS)
def test_marked_text_is_always_read_back_without_its_mark(text: str) -> None:
    stream = io.BytesIO(codecs.BOM_UTF8 + text.encode())
    assert find_encoding(stream, "x") == "utf-8-sig"
    assert stream.read().decode("utf-8-sig") == text


@given(TEXTS)
def test_chinese_text_in_gb18030_is_read_back(text: str) -> None:
    whole = "统一受案号,案件名称\n" + text
    stream = io.BytesIO(whole.encode("gb18030"))
    assert find_encoding(stream, "x") == "gb18030"
    assert stream.read().decode("gb18030") == whole


@given(st.binary(max_size=60).filter(lambda content: b"\0" not in content), st.integers(1, 7))
def test_small_pieces_judge_as_the_whole_does(content: bytes, piece: int) -> None:
    readable = [codec for codec in ("utf-8", "gb18030") if reads(content, codec)]
    whole_piece, decoding.CHUNK = decoding.CHUNK, piece
    try:
        found = [codec for codec in ("utf-8", "gb18030") if pieces_read(content, codec)]
    finally:
        decoding.CHUNK = whole_piece
    assert found == readable


def reads(content: bytes, codec: str) -> bool:
    """Whether Python reads all of it at once."""
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def pieces_read(content: bytes, codec: str) -> bool:
    """Whether it is read piece by piece."""
    return decoding.first_bad_line(io.BytesIO(content), codec, "x") is None


@given(TEXTS)
def test_what_no_encoding_reads_is_refused(text: str) -> None:
    content = "案".encode("gb18030") + text.encode("gb18030") + b"\n\xff\xff"
    stream = io.BytesIO(content)
    with pytest.raises(UnreadableText) as refusal:
        find_encoding(stream, "x")
    assert refusal.value.facts["line"] == 2 + text.count("\n")
