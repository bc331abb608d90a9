"""One cell read as what its field holds (取值). Pure: a cell and a field in, a value and what is wrong out."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from review.cases.dates import Fault, read_day
from review.cases.fields import Field, FieldKind
from review.cases.mapping import ColumnRule
from review.cases.problems import OUT_OF_TIME
from review.cases.reading import Cell

Value = str | int | bool | Decimal | date | tuple[str, ...] | None

EARLIEST_YEAR = 1900
"""No person in a closed case was born before it."""

LATEST_YEARS = 50
"""Years after the import that a date to come may lie (到期日)."""

TRUE_WORDS = frozenset({"是", "有", "y", "yes", "true", "1", "√"})
FALSE_WORDS = frozenset({"否", "无", "n", "no", "false", "0", "×"})

FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")
"""What makes a spreadsheet take a cell for a formula, full-width forms too."""

PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")
SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2,3}")
"""How Excel writes an 18-digit number that it has already damaged."""

LIST_MARKS = re.compile(r"[、；;|\n]")


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a cell: a problem class, its facts, perhaps a sentence of its own."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""


@dataclass(frozen=True)
class Taken:
    """What a cell gave."""

    value: Value
    flaws: tuple[Flaw, ...] = ()
    raw: str | None = None
    """The cell's own text, where the value does not say it all; kept beside the case."""
    form: str | None = None
    """How a day was written."""
    sound: bool = True
    """Whether a day may be compared with others."""


def take(field_: Field, rule: ColumnRule, cell: Cell, today: date) -> Taken:
    """The value of a cell that is not blank. What cannot be read gives `None`, a flaw and the raw text."""
    if field_.kind is FieldKind.DATE:
        return take_day(field_, rule, cell, today)
    return TAKERS[field_.kind](field_, rule, cell)


def take_day(field_: Field, rule: ColumnRule, cell: Cell, today: date) -> Taken:
    """A day; a time of day beside it is kept raw. A day out of time is kept, but not compared with others."""
    read = read_day(cell, rule.formats)
    raw = as_text(cell)
    if read.day is None:
        code = "impossible_date" if read.fault is Fault.NO_SUCH_DAY else "unreadable_date"
        return Taken(None, (Flaw(code),), raw, read.form)
    latest = today.replace(year=today.year + LATEST_YEARS, day=1) if field_.future else today
    if read.day.year < EARLIEST_YEAR or read.day > latest:
        return Taken(read.day, (Flaw("impossible_date", sentence=OUT_OF_TIME),), raw, read.form, sound=False)
    return Taken(read.day, raw=raw if read.timed else None, form=read.form)


def take_text(field_: Field, rule: ColumnRule, cell: Cell) -> Taken:
    """Words as they are. A number or day in a workbook's text column may have lost digits, so it is refused."""
    text = as_text(cell)
    if not isinstance(cell, str | bool) or SCIENTIFIC.fullmatch(text):
        return Taken(None, (Flaw("damaged_number"),), text)
    flaws = list(look_at(field_, text))
    if rule.values and text not in rule.values:
        flaws.append(Flaw("unknown_code"))
    value = rule.values.get(text, text)
    return Taken(value, tuple(flaws), text if value != text else None)


def look_at(field_: Field, text: str) -> list[Flaw]:
    """What is wrong with words whatever they mean."""
    flaws = []
    if len(text) > field_.longest:
        flaws.append(Flaw("too_long", {"found": len(text), "limit": field_.longest}))
    if text.startswith(FORMULA_SIGNS) and len(text) > 1 and not PLAIN_NUMBER.fullmatch(text):
        flaws.append(Flaw("formula_like"))
    if text != text.strip():
        flaws.append(Flaw("outer_blanks"))
    if field_.longest <= COMPARED_UP_TO and BLANKS_INSIDE.search(text.strip()):
        flaws.append(Flaw("inner_blanks"))
    return flaws


COMPARED_UP_TO = 500
"""Fields up to this length are codes and names, where two blanks are dirt; in longer prose they are not."""

BLANKS_INSIDE = re.compile(r"[^\S\n]{2,}")


def take_list(field_: Field, rule: ColumnRule, cell: Cell) -> Taken:
    """Several values of one cell, in their order."""
    taken = take_text(field_, ColumnRule(rule.column), cell)
    if taken.value is None:
        return taken
    parts = tuple(part.strip() for part in LIST_MARKS.split(str(taken.value)) if part.strip())
    unknown = [part for part in parts if rule.values and part not in rule.values]
    flaws = (*taken.flaws, Flaw("unknown_code")) if unknown else taken.flaws
    return Taken(tuple(rule.values.get(part, part) for part in parts), flaws, taken.raw)


def take_flag(field_: Field, rule: ColumnRule, cell: Cell) -> Taken:
    """Yes or no."""
    if isinstance(cell, bool):
        return Taken(cell)
    text = as_text(cell)
    word = rule.values.get(text, text).strip().casefold()
    if word in TRUE_WORDS or word in FALSE_WORDS:
        return Taken(word in TRUE_WORDS, raw=text if text in rule.values else None)
    return Taken(None, (Flaw("unreadable_flag"),), text)


def take_number(field_: Field, rule: ColumnRule, cell: Cell) -> Taken:
    """A number that is not below zero; thousands marks, 元 and ￥ are read over."""
    text = as_text(cell)
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("¥").removesuffix("元").replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return Taken(None, (Flaw("unreadable_number"),), text)
    bound, step = BOUNDS[field_.kind]
    if not number.is_finite() or abs(number) >= bound or number != number.quantize(step):
        return Taken(None, (Flaw("unreadable_number"),), text)
    value = int(number) if field_.kind is FieldKind.INTEGER else number
    return Taken(value, (Flaw("impossible_number"),) if number < 0 else ())


BOUNDS = {
    FieldKind.INTEGER: (Decimal(10) ** 9, Decimal(1)),
    FieldKind.MONEY: (Decimal(10) ** 14, Decimal("0.01")),
    FieldKind.NUMBER: (Decimal(10) ** 14, Decimal("0.000001")),
}
"""How large a number may be, and its smallest step: finer ones would be rounded when stored."""

TAKERS: dict[FieldKind, Callable[[Field, ColumnRule, Cell], Taken]] = {
    FieldKind.TEXT: take_text,
    FieldKind.CODE: take_text,
    FieldKind.LIST: take_list,
    FieldKind.FLAG: take_flag,
    FieldKind.NUMBER: take_number,
    FieldKind.MONEY: take_number,
    FieldKind.INTEGER: take_number,
}


def as_text(cell: Cell) -> str:
    """What a cell shows; a whole number without its decimal point."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell
