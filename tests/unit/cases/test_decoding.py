"""Which encoding a file has: found by reading it, never guessed."""

import io

import pytest

from review.cases.decoding import NotText, UnreadableText, find_encoding

TEXT = "部门受案号,案件名称\r\n001,张某盗窃案\r\n"


def test_utf_8_with_and_without_mark_are_told_apart() -> None:
    assert find_encoding(io.BytesIO(TEXT.encode("utf-8-sig")), "a.csv") == "utf-8-sig"
    assert find_encoding(io.BytesIO(TEXT.encode()), "a.csv") == "utf-8"


def test_files_of_chinese_windows_are_gb18030() -> None:
    assert find_encoding(io.BytesIO(TEXT.encode("gbk")), "a.csv") == "gb18030"


def test_a_short_file_with_a_rare_character_is_gb18030() -> None:
    stream = io.BytesIO("㐀𠮷".encode("gb18030"))
    assert find_encoding(stream, "a.csv") == "gb18030"
    assert stream.read().decode("gb18030") == "㐀𠮷"


def test_the_line_that_fits_no_encoding_is_named() -> None:
    with pytest.raises(UnreadableText) as refusal:
        find_encoding(io.BytesIO("第一行\n第二行\n".encode("gb18030") + b"\xff\xff\n"), "案件.csv")
    assert str(refusal.value) == (
        "文件「案件.csv」第 3 行有无法识别的字节，既不是 UTF-8 也不是 GB18030 编码。"
        "请另存为 CSV UTF-8 格式后重新上传。"
    )


def test_a_marked_file_is_never_taken_for_another_encoding() -> None:
    with pytest.raises(UnreadableText):
        find_encoding(io.BytesIO("\ufeff张".encode() + "案件".encode("gb18030")), "a.csv")


@pytest.mark.parametrize("content", [TEXT.encode("utf-16"), b"GIF89a\0\0\0"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(NotText):
        find_encoding(io.BytesIO(content), "a.csv")
