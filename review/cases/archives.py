"""What a ZIP may be before anybody unpacks it (压缩包): few, small, honest members with plain names.

An XLSX workbook is a ZIP too and passes the same gate. Nothing is ever written to disk.
"""

import re
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from review.errors import N_, ReviewError

CHUNK = 1 << 20
"""Bytes unpacked at a time."""

RATIO_FROM = 1 << 20
"""Bytes from which the ratio counts; a small file of equal bytes is no bomb."""

DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""Names that are devices on Windows, where the officer might unpack the same file."""

NESTED = (".zip", ".rar", ".7z", ".gz", ".tar", ".xz", ".bz2")

CELL_AT = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^<>]{0,200}?\sr="([A-Z]{0,4})([0-9]{0,9})"')
"""Where a worksheet says that a cell or row stands."""

TAIL = 256
"""Bytes kept between chunks, so that no cell's place is cut in two."""


@dataclass(frozen=True)
class Limits:
    """How large an import may be (R17). The command line may raise them; the page never does."""

    size: int = 20 << 20
    """Bytes of the file itself."""
    unpacked: int = 64 << 20
    """Bytes of all members together."""
    ratio: int = 50
    """Unpacked bytes for each packed byte."""
    members: int = 2_000
    depth: int = 5
    """Folders inside folders."""
    rows: int = 200_000
    """Rows of one table, header included."""
    columns: int = 200
    cells: int = 5_000_000
    """Rows times columns of one worksheet."""


class FileTooLarge(ReviewError):
    """The uploaded file is above the limit."""

    sentence = N_("文件大小 %(size)d 字节，超过上限 %(limit)d 字节。请拆分后分批导入。")

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size=size, limit=limit)


class ArchiveRefused(ReviewError):
    """The archive has too much or unpacks too far."""

    def __init__(self, found: object, limit: object) -> None:
        super().__init__(found=found, limit=limit)


class TooManyMembers(ArchiveRefused):
    """More files than a package can have."""

    sentence = N_("压缩包内有 %(found)s 个文件，上限 %(limit)s 个。请检查文件后重新上传。")


class UnpacksTooLarge(ArchiveRefused):
    """More bytes unpacked than an import takes."""

    sentence = N_("压缩包解压后有 %(found)s 字节，上限 %(limit)s 字节。请拆分后分批导入。")


class PackedTooTight(ArchiveRefused):
    """A member that unpacks to very many times its size: a bomb."""

    sentence = N_("压缩包的压缩比达 %(found)s 倍，上限 %(limit)s 倍，不予解压。请检查文件来源。")


class SheetTooWide(ArchiveRefused):
    """A worksheet whose cells reach too far."""

    sentence = N_("工作表的范围达 %(found)s（行×列），上限 %(limit)s。请删除多余的行列或拆分后导入。")


class MemberRefused(ReviewError):
    """A member whose name no export program would give."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class LeadsOut(MemberRefused):
    """A path that leaves the archive."""

    sentence = N_("压缩包内的文件「%(name)s」路径越出压缩包，不予读取。请重新打包后上传。")


class DeviceName(MemberRefused):
    """A name the system keeps for a device."""

    sentence = N_("压缩包内的文件「%(name)s」使用了系统保留名。请改名后重新打包。")


class LinkInside(MemberRefused):
    """A symbolic link instead of a file."""

    sentence = N_("压缩包内的「%(name)s」是链接，不是文件。请放入文件本身后重新打包。")


class ArchiveInside(MemberRefused):
    """An archive in an archive."""

    sentence = N_("压缩包内又有压缩包「%(name)s」。请解压后只打包数据文件。")


class TooDeep(MemberRefused):
    """Too many folders inside folders."""

    sentence = N_("压缩包内的文件「%(name)s」所在文件夹层数过多。请放到压缩包顶层后重新打包。")


class ArchiveBroken(ReviewError):
    """The archive cannot be unpacked, or is locked by a password, or lies about its members."""

    sentence = N_("文件「%(name)s」已损坏或设有密码，无法打开。请重新导出后上传。")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def check_archive(path: Path, limits: Limits) -> None:
    """Refuse an archive that is a bomb, a trap or broken, by unpacking it once in small pieces.

    The table of contents is judged first; then every member is unpacked and its checksum compared, so that
    a member cannot be larger than it says.
    """
    if (size := path.stat().st_size) > limits.size:
        raise FileTooLarge(size, limits.size)
    try:
        with ZipFile(path, metadata_encoding="gb18030") as archive:
            members = archive.infolist()
            check_contents(members, limits)
            for member in members:
                check_member(archive, member, limits)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as fault:
        raise ArchiveBroken(path.name) from fault


def check_contents(members: list[ZipInfo], limits: Limits) -> None:
    """Judge the table of contents: how many, how large, how tight, and every name."""
    if len(members) > limits.members:
        raise TooManyMembers(len(members), limits.members)
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked:
        raise UnpacksTooLarge(unpacked, limits.unpacked)
    for member in members:
        check_name(member, limits)
        if member.file_size > max(RATIO_FROM, limits.ratio * member.compress_size):
            ratio = member.file_size // max(1, member.compress_size)
            raise PackedTooTight(ratio, limits.ratio)


def check_name(member: ZipInfo, limits: Limits) -> None:
    """Refuse a name that no export program would give."""
    name = member.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ":" in name or ".." in parts or any(ord(sign) < 32 for sign in name):
        raise LeadsOut(member.filename)
    if any(DEVICES.fullmatch(part) for part in parts):
        raise DeviceName(member.filename)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise LinkInside(member.filename)
    if name.lower().endswith(NESTED):
        raise ArchiveInside(member.filename)
    if len(parts) - 1 > limits.depth:
        raise TooDeep(member.filename)


def check_member(archive: ZipFile, member: ZipInfo, limits: Limits) -> None:
    """Unpack one member to nowhere; of a worksheet, also see how far its cells reach.

    One cell at XFD1048576 makes a small file that a reader would lay out as 17 thousand million cells.
    """
    sheet = re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename)
    rows = columns = 0
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            if sheet:
                for letters, row in CELL_AT.findall(tail + chunk):
                    rows, columns = max(rows, int(row or 0)), max(columns, column_number(letters))
                if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
                    raise SheetTooWide(f"{rows} × {columns}", f"{limits.rows} × {limits.columns}")
                tail = chunk[-TAIL:]


def column_number(letters: bytes) -> int:
    """The number of a worksheet's column: A is 1, AA is 27; 0 for none."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a worksheet's column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
