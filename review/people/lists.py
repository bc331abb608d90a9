"""Lists brought in from a file (名册导入): which column is which, and what is wrong where. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from review.errors import N_, ReviewError


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its field, the name people know, other names it goes by, whether it must be there."""

    field: str
    words: str
    aliases: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell; `sentence` is marked, `facts` fill it in."""

    row: int
    column: str
    value: str
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class ColumnsMissing(ReviewError):
    sentence = N_("文件缺少列：%(columns)s。请下载模板，按模板的列名整理后重新上传。")

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(columns=list(columns))


class ListEmpty(ReviewError):
    sentence = N_("文件里没有数据行。请在表头下面填写后重新上传。")


REQUIRED = N_("未填写")
TOO_LONG = N_("超过 %(most)d 个字符")
TWICE = N_("与第 %(row)d 行重复")


def find_columns(headers: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each field stands; fields whose column is not there are left out.

    Raises:
        ColumnsMissing: A column that must be there is not; all such are named.
    """
    places = {plain(name): place for place, name in reversed(list(enumerate(headers)))}
    found: dict[str, int] = {}
    for column in columns:
        for name in (column.words, column.field, *column.aliases):
            if plain(name) in places:
                found[column.field] = places[plain(name)]
                break
    missing = [column.words for column in columns if column.required and column.field not in found]
    if missing:
        raise ColumnsMissing(missing)
    return found


def plain(name: str) -> str:
    """A column's name without blanks, underscores, case, or a star that marks it as required."""
    return "".join(name.split()).replace("_", "").strip("*＊").casefold()


def text_of(cell: object) -> str:
    """A cell as text: a whole number loses the decimals a spreadsheet gave it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def many(value: str) -> list[str]:
    """The words of a cell that holds several, set apart by 、 ， , ; ； | or /."""
    for mark in "，,;；|/":
        value = value.replace(mark, "、")
    return [word.strip() for word in value.split("、") if word.strip()]


@dataclass(slots=True)
class Reading:
    """The cells of one row, read one by one; what is wrong is gathered."""

    number: int
    cells: Mapping[str, str]
    words: Mapping[str, str]  # field → the column's name
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str, most: int, *, required: bool = False) -> str:
        """The cell's text, at most `most` characters."""
        value = self.cells.get(name, "")
        if required and not value:
            self.fault(name, REQUIRED)
        if len(value) > most:
            self.fault(name, TOO_LONG, most=most)
        return value

    def fault(self, name: str, sentence: str, **facts: Any) -> None:
        """Note that the cell is wrong."""
        self.faults.append(Fault(self.number, self.words[name], self.cells.get(name, ""), sentence, facts))
