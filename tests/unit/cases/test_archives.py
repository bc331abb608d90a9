"""What a ZIP may be before anybody reads it."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from review.cases.archives import (
    ArchiveBroken,
    ArchiveInside,
    DeviceName,
    FileTooLarge,
    LeadsOut,
    Limits,
    LinkInside,
    PackedTooTight,
    SheetTooWide,
    TooDeep,
    TooManyMembers,
    UnpacksTooLarge,
    check_archive,
    column_letters,
    column_number,
)


def archive(folder: Path, members: dict[str, bytes]) -> Path:
    """A ZIP with these members."""
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return path


def test_an_honest_archive_passes(tmp_path: Path) -> None:
    check_archive(archive(tmp_path, {"案件.csv": b"a,b\n1,2\n", "folder/parties.csv": b"a\n"}), Limits())


@pytest.mark.parametrize(
    "name", ["../cases.csv", "a/../../cases.csv", "/etc/cases.csv", "C:/cases.csv", "..\\x.csv"]
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LeadsOut):
        check_archive(archive(tmp_path, {name: b"a\n"}), Limits())


def test_device_names_nested_archives_and_deep_folders_are_refused(tmp_path: Path) -> None:
    for name, refusal in [
        ("nul.csv", DeviceName),
        ("more.ZIP", ArchiveInside),
        ("a/b/c/d/e/f/x.csv", TooDeep),
    ]:
        with pytest.raises(refusal):
            check_archive(archive(tmp_path, {name: b"a\n"}), Limits())


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    member = zipfile.ZipInfo("cases.csv")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(member, "/etc/passwd")
    with pytest.raises(LinkInside):
        check_archive(path, Limits())


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = archive(tmp_path, {"cases.csv": b"0" * (2 << 20)})
    with pytest.raises(PackedTooTight) as refusal:
        check_archive(path, Limits())
    assert refusal.value.facts["limit"] == 50


def test_counts_sums_and_sizes_are_limited(tmp_path: Path) -> None:
    path = archive(tmp_path, {f"{number}.csv": b"abc" for number in range(4)})
    with pytest.raises(TooManyMembers) as refusal:
        check_archive(path, Limits(members=3))
    assert str(refusal.value) == "压缩包内有 4 个文件，上限 3 个。请检查文件后重新上传。"
    with pytest.raises(UnpacksTooLarge):
        check_archive(path, Limits(unpacked=11))
    with pytest.raises(FileTooLarge):
        check_archive(path, Limits(size=10))


def test_a_member_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, {"cases.csv": b"x" * 5_000})
    honest, lie = struct.pack("<L", 5_000), struct.pack("<L", 5)
    path.write_bytes(path.read_bytes().replace(honest, lie))
    with pytest.raises(ArchiveBroken):
        check_archive(path, Limits())


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, {"cases.csv": b"a,b\n" * 1_000})
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ArchiveBroken):
        check_archive(path, Limits())


def test_a_sheet_with_one_cell_at_the_end_of_the_world_is_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("案件").write_string(1_048_575, 16_383, "x")
    book.close()
    path = tmp_path / "far.xlsx"
    path.write_bytes(target.getvalue())
    with pytest.raises(SheetTooWide) as refusal:
        check_archive(path, Limits())
    assert refusal.value.facts == {"found": "1048576 × 16384", "limit": "200000 × 200"}


def test_columns_have_letters_and_numbers() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 702, 16_384)] == ["A", "Z", "AA", "ZZ", "XFD"]
    assert [column_number(letters) for letters in (b"A", b"Z", b"AA", b"ZZ", b"XFD")] == [
        1,
        26,
        27,
        702,
        16_384,
    ]
