"""Packages of every shape give the same rows."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from review.cases.archives import FileTooLarge, Limits
from review.cases.reading import (
    HeaderTwice,
    NoHeader,
    NothingInside,
    OldWorkbook,
    RowBroken,
    SourceRow,
    TableTooLarge,
    WorkbookBroken,
    open_package,
)
from tests.unit.cases.packages import workbook

TEXT = "部门受案号,案件名称\r\nBM1,张某盗窃案\r\n,\r\nBM3,李某诈骗案\r\n"
ROWS = [SourceRow(2, ("BM1", "张某盗窃案")), SourceRow(4, ("BM3", "李某诈骗案"))]


@pytest.mark.parametrize(
    ("codec", "shown"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8（带 BOM）"), ("gb18030", "GB18030"), ("gbk", "GB18030")],
)
def test_a_csv_file_reads_alike_in_every_encoding(tmp_path: Path, codec: str, shown: str) -> None:
    path = tmp_path / "案件.csv"
    path.write_bytes(TEXT.encode(codec))
    package = open_package(path)
    (table,) = package.tables
    assert (package.kind, table.name, table.encoding_shown) == ("csv", "案件", shown)
    assert table.headers() == ("部门受案号", "案件名称")
    assert list(table.rows()) == ROWS


def test_a_zip_of_chinese_windows_gives_its_names_and_rows(tmp_path: Path) -> None:
    path = tmp_path / "导出.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("XXXX.csv", TEXT.encode("gb18030"))
        target.writestr("__MACOSX/._cases.csv", b"x")
    path.write_bytes(path.read_bytes().replace(b"XXXX", "案件".encode("gb18030")))
    package = open_package(path)
    assert (package.kind, [table.name for table in package.tables]) == ("zip", ["案件"])
    assert list(package.tables[0].rows()) == ROWS


def test_a_folder_gives_one_table_per_csv_file(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(TEXT)
    (tmp_path / "parties.CSV").write_text("部门受案号\nBM1\n")
    (tmp_path / "notes.txt").write_text("x")
    package = open_package(tmp_path)
    assert (package.kind, [table.name for table in package.tables]) == ("folder", ["cases", "parties"])


def test_a_workbook_keeps_numbers_days_and_row_numbers(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "案件.xlsx",
        {
            "案件": [["案号", "日期", "编号"], ["BM1", date(2025, 3, 1), 110101199003070011], [], ["BM4"]],
            "空": [],
        },
    )
    package = open_package(path)
    (table,) = package.tables
    assert (package.kind, table.rows_total, table.encoding_shown) == ("xlsx", 4, "")
    assert list(table.rows()) == [
        SourceRow(2, ("BM1", date(2025, 3, 1), 1.1010119900307e17)),
        SourceRow(4, ("BM4", "", "")),
    ]


def test_a_header_may_stand_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("2025年案件表\n部门受案号,\nBM1,x\n")
    (table,) = open_package(path).tables
    assert table.headers(2) == ("部门受案号", "(B)")
    assert list(table.rows(2)) == [SourceRow(3, ("BM1", "x"))]


def test_quoted_commas_line_breaks_and_semicolons_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'a;b\r\n"1;2";"x\ny"\r\n3;4\r\n')
    assert list(open_package(path).tables[0].rows()) == [
        SourceRow(2, ("1;2", "x\ny")),
        SourceRow(3, ("3", "4")),
    ]


def test_the_kind_is_told_by_the_bytes_and_not_by_the_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "cases.csv", {"案件": [["案号"], ["BM1"]]})
    assert open_package(path).kind == "xlsx"


def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(OldWorkbook):
        open_package(path)
    path.write_text('a,b\n1,2\n"3,4\n')
    with pytest.raises(RowBroken) as refusal:
        list(open_package(path).tables[0].rows())
    assert refusal.value.facts == {"source": "a", "row": 3}
    path.write_text("a,a\n1,2\n")
    with pytest.raises(HeaderTwice) as twice:
        open_package(path).tables[0].headers()
    assert str(twice.value) == "「a」第 1 行的列名「a」出现了两次。请改名后重新上传。"
    path.write_text("")
    with pytest.raises(NoHeader):
        open_package(path).tables[0].headers()
    path.write_text("a" * 30)
    with pytest.raises(FileTooLarge):
        open_package(path, Limits(size=20))


def test_an_archive_without_tables_and_a_hollow_workbook_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("readme.txt", "x")
    with pytest.raises(NothingInside):
        open_package(path)
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("xl/workbook.xml", "<broken")
    with pytest.raises(WorkbookBroken):
        open_package(path)


def test_what_calls_itself_a_workbook_and_is_none_is_refused_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with pytest.raises(WorkbookBroken):
        open_package(path)
    path.write_text("a,b\n1,2\n")
    assert open_package(path).kind == "csv"


def test_rows_and_columns_are_limited(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    with pytest.raises(TableTooLarge):
        list(open_package(path, Limits(rows=2)).tables[0].rows())
    with pytest.raises(TableTooLarge):
        list(open_package(path, Limits(columns=1)).tables[0].rows())
