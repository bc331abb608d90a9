"""Which encoding a text file has (编码): byte-order mark, else strict UTF-8, else strict GB18030.

A guess by statistics would be wrong on short files with rare characters, so nothing is guessed: the whole
file must decode without one bad byte, and what was found is shown to the officer.
"""

import codecs
from typing import BinaryIO

from review.errors import N_, ReviewError

CHUNK = 1 << 20
"""Bytes read at a time."""

WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

SHOWN = {"utf-8-sig": N_("UTF-8（带 BOM）"), "utf-8": "UTF-8", "gb18030": "GB18030"}
"""Codec name → the name an officer knows."""


class UnreadableText(ReviewError):
    """The file is neither UTF-8 nor GB18030 text."""

    sentence = N_(
        "文件「%(name)s」第 %(line)d 行有无法识别的字节，既不是 UTF-8 也不是 GB18030 编码。"
        "请另存为 CSV UTF-8 格式后重新上传。"
    )

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name=name, line=line)


class NotText(ReviewError):
    """The file has NUL bytes or a UTF-16 mark: a picture, a program, or Excel's "Unicode text"."""

    sentence = N_("文件「%(name)s」不是可以读取的 CSV 文本。请另存为 CSV UTF-8 格式后重新上传。")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def find_encoding(stream: BinaryIO, name: str) -> str:
    """The one codec that reads all of `stream`: `utf-8-sig`, `utf-8` or `gb18030`.

    Bytes that are both valid UTF-8 and valid GB18030 count as UTF-8. Reads from where the stream can be
    rewound to, leaves it at its beginning, and never holds more than one chunk.

    Raises:
        NotText: the bytes are no text at all.
        UnreadableText: neither encoding fits; the line is where GB18030 stopped.
    """
    stream.seek(0)
    start = stream.read(4)
    if start.startswith(WIDE_MARKS):
        raise NotText(name)
    marked = start.startswith(codecs.BOM_UTF8)
    bad_line = first_bad_line(stream, "utf-8", name)
    if bad_line is None:
        stream.seek(0)
        return "utf-8-sig" if marked else "utf-8"
    if marked:
        raise UnreadableText(name, bad_line)
    bad_line = first_bad_line(stream, "gb18030", name)
    stream.seek(0)
    if bad_line is not None:
        raise UnreadableText(name, bad_line)
    return "gb18030"


def first_bad_line(stream: BinaryIO, codec: str, name: str) -> int | None:
    """The line, from 1, of the first byte that `codec` cannot read; `None` if it reads them all."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(codec)("strict")
    lines = 1
    while True:
        chunk = stream.read(CHUNK)
        if b"\0" in chunk:
            raise NotText(name)
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as fault:
            return lines + fault.object[: fault.start].count(b"\n")
        if not chunk:
            return None
        lines += chunk.count(b"\n")
