"""Files are read with their oddities and refused with row and column."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from review.sampling.draw import Plan, draw
from review.sampling.files import (
    read_frame,
    read_must,
    read_protocol,
    read_sample,
    write_protocol,
    write_sample,
)
from review.sampling.protocol import canonical_lines, protocol_of
from review.sampling.rows import FileFault, read_header
from review.sampling.strata import FrameCase, record_hash
from tests.unit.sampling.frames import case, frame_of


def written(folder: Path, content: str | bytes, name: str = "frame.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_frame_is_read_with_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffhandler,key,unit\r\n何某,1号,东湖\r\n\r\n,2号,西山\r\n")
    assert read_header(path) == ["handler", "key", "unit"]
    assert read_frame(path, ["unit", "handler"]) == [
        FrameCase("1号", "东湖|何某", record_hash({"handler": "何某", "key": "1号", "unit": "东湖"})),
        FrameCase("2号", "西山|", record_hash({"handler": "", "key": "2号", "unit": "西山"})),
    ]


def test_without_columns_the_frame_is_one_stratum(tmp_path: Path) -> None:
    assert [line.stratum for line in read_frame(written(tmp_path, "key\na\nb\n"), [])] == ["", ""]


def test_quoted_fields_may_hold_commas_and_line_breaks(tmp_path: Path) -> None:
    path = written(tmp_path, 'key,unit\n"a,""b""\nc",东湖\n')
    assert [(line.key, line.stratum) for line in read_frame(path, ["unit"])] == [('a,"b"\nc', "东湖")]


def test_keys_are_read_in_their_composed_form(tmp_path: Path) -> None:
    assert [line.key for line in read_frame(written(tmp_path, "key\ncafe\u0301\n"), [])] == ["caf\u00e9"]


def test_a_record_hash_that_the_frame_carries_is_kept(tmp_path: Path) -> None:
    (line,) = read_frame(written(tmp_path, f"key,record_hash\na,{'1' * 64}\n"), [])
    assert line.record_hash == "1" * 64


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "文件“frame.csv”是空的，至少应有一行列名。"),
        (
            "id,unit\n1,东湖\n",
            "文件“frame.csv”缺少“key”列，现有的列是：id、unit。请补上该列或改用现有的列。",
        ),
        ("key\n1\n", "文件“frame.csv”缺少“unit”列，现有的列是：key。请补上该列或改用现有的列。"),
        (
            "key,unit,unit\n1,a,b\n",
            "文件“frame.csv”的表头中“unit”列出现了两次。请删除或改名其中一列。",
        ),
        ("key,unit\n1,a\n2\n", "文件“frame.csv”第 3 行有 1 个字段，表头有 2 个。请修正该行。"),
        ("key,unit\n1,a,b\n", "文件“frame.csv”第 2 行有 3 个字段，表头有 2 个。请修正该行。"),
        ("key,unit\n1,a\n ,b\n", "文件“frame.csv”第 3 行的“key”列是空的。每件案件都要有编号。"),
        (
            "key,unit\n1,a\n2,a\n1,b\n",
            "文件“frame.csv”第 4 行“key”列的“1”与第 2 行重复。请删除重复行。",
        ),
        (
            "key,unit\ncafe\u0301,a\ncaf\u00e9,b\n",
            "文件“frame.csv”第 3 行“key”列的“caf\u00e9”与第 2 行重复。请删除重复行。",
        ),
        (
            'key,unit\n1,"a"b\n',
            "文件“frame.csv”第 2 行不符合 CSV 格式（引号不配对或字段过长）。请修正该行。",
        ),
        (
            'key,unit\n1,a\n2,"b\n',
            "文件“frame.csv”第 3 行不符合 CSV 格式（引号不配对或字段过长）。请修正该行。",
        ),
        (
            f"key,unit\n1,{'长' * 140_000}\n",
            "文件“frame.csv”第 2 行不符合 CSV 格式（引号不配对或字段过长）。请修正该行。",
        ),
        (
            "key,unit\n1,东湖\n".encode("gb18030"),
            "文件“frame.csv”第 2 行不是 UTF-8 编码。请另存为 UTF-8 编码的 CSV 后重试。",
        ),
        (
            "key,unit\n1,a\n".encode("utf-16"),
            "文件“frame.csv”第 1 行不是 UTF-8 编码。请另存为 UTF-8 编码的 CSV 后重试。",
        ),
        (
            "key,unit,record_hash\n1,a,ABC\n",
            "文件“frame.csv”第 2 行的“record_hash”列不是 64 位小写十六进制校验值。请勿改动该列。",
        ),
    ],
)
def test_a_faulty_frame_is_refused_with_row_and_column(
    tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    with pytest.raises(FileFault) as refusal:
        read_frame(written(tmp_path, content), ["unit"])
    assert str(refusal.value) == sentence


def test_strata_that_look_alike_once_joined_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "key,unit,handler\n1,a|b,c\n2,a,b|c\n")
    with pytest.raises(FileFault) as refusal:
        read_frame(path, ["unit", "handler"])
    assert str(refusal.value) == (
        "文件“frame.csv”第 3 行的分层值含有“|”，与另一层“a|b|c”无法区分。请改用别的字符。"
    )
    assert [line.stratum for line in read_frame(path, ["unit"])] == ["a|b", "a"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileFault) as refusal:
        read_frame(tmp_path / "none.csv", [])
    assert str(refusal.value) == ("文件“none.csv”无法读取：No such file or directory。请检查路径和权限。")


def test_must_review_cases_have_to_be_in_the_frame(tmp_path: Path) -> None:
    frame = [case("1号"), case("2号")]
    assert read_must(written(tmp_path, "key,理由\n2号,无罪\n", "must.csv"), frame) == ["2号"]
    with pytest.raises(FileFault) as refusal:
        read_must(written(tmp_path, "key\n2号\n3号\n", "must.csv"), frame)
    assert str(refusal.value) == "文件“must.csv”第 3 行的“key”列“3号”不在抽样框中。请核对编号或删除该行。"


def test_a_sample_is_written_as_it_is_read(tmp_path: Path) -> None:
    frame = [case("a,1", "x"), *frame_of(("甲2",), 甲=3)]
    made = draw(frame, Plan("31415", rate=Decimal("1")))
    write_sample(tmp_path / "sample.csv", made.lines)
    text = (tmp_path / "sample.csv").read_bytes().decode()
    assert text.splitlines()[0] == "key,stratum,layer,ticket,rank,quota,stratum_size"
    assert text.splitlines()[1].startswith('"a,1",x,random,0.')
    assert read_sample(tmp_path / "sample.csv") == list(canonical_lines(made.lines))
    assert [path.name for path in tmp_path.iterdir()] == ["sample.csv"]


def test_a_protocol_is_written_as_it_is_read(tmp_path: Path) -> None:
    protocol = protocol_of(draw(frame_of(甲=3), Plan("种子", size=2)))
    write_protocol(tmp_path / "protocol.json", protocol)
    assert read_protocol(tmp_path / "protocol.json") == json.loads(json.dumps(protocol))


def test_nothing_is_left_where_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "sample.csv").mkdir()
    with pytest.raises(FileFault) as refusal:
        write_sample(tmp_path / "sample.csv", ())
    assert str(refusal.value) == "文件“sample.csv”无法写入：Is a directory。请检查目录、权限和磁盘空间。"
    assert [path.name for path in tmp_path.iterdir()] == ["sample.csv"]


@pytest.mark.parametrize(
    ("content", "row"), [("", 1), ("{\n'a': 1}", 2), ("[1]", 1), ("[" * 100_000, 1), ('{"a": 1}}', 1)]
)
def test_a_protocol_that_is_no_json_object_is_refused(tmp_path: Path, content: str, row: int) -> None:
    with pytest.raises(FileFault) as refusal:
        read_protocol(written(tmp_path, content, "p.json"))
    assert str(refusal.value) == (
        f"文件“p.json”不是有效的 JSON 对象（第 {row} 行）。请使用抽样时生成的原始记录文件。"
    )
