"""Names in a condition (条件中的名称): which columns of which table a condition reads. Pure.

The closed language itself belongs to the screening engine; here its text is only cut into signs, so that a
misspelt column, an unknown function or a value that no code table has is found when the file is read.
"""

import re
from dataclasses import dataclass, field

from review.catalogue.vocabulary import Codes, Dictionary
from review.errors import N_

SIGN = re.compile(
    r"(?P<blank>\s+)|(?P<text>'(?:[^']|'')*')|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)|(?P<sign><>|<=|>=|[-+*/=<>(),])"
)
"""One sign of the language."""

WORDS = frozenset(
    [
        "AND",
        "OR",
        "NOT",
        "IN",
        "BETWEEN",
        "IS",
        "NULL",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "TRUE",
        "FALSE",
    ]
)

FUNCTIONS = frozenset(
    [
        "days_between",
        "add_days",
        "add_months",
        "workdays_between",
        "next_workday",
        "is_blank",
        "len",
        "matches",
        "abs",
        "coalesce",
        "substr",
    ]
)

CHILD_FUNCTION = re.compile(r"(?P<prefix>[a-z]+)_(?P<what>n|any|min|max)")

LONGEST = 4_000
"""Characters a condition may have."""

PLACES = re.compile(r"\{([^{}]*)\}")
"""Expressions in an explanation template."""


@dataclass(frozen=True)
class Slip:
    """Something in a condition that cannot be right."""

    sentence: str
    facts: dict[str, str | int]


@dataclass
class Walk:
    """Where the reader of a condition stands: the tables opened, and what was found."""

    tables: list[str | None]
    codes: str | None = None
    """The code table of the column last read."""
    comparing: bool = False
    """Whether a literal that follows is compared with that column."""
    slips: list[Slip] = field(default_factory=list)

    @property
    def table(self) -> str:
        """The table that plain names belong to."""
        return next(table for table in reversed(self.tables) if table is not None)


def slips_in(condition: str, dictionary: Dictionary, codes: Codes, main: str = "cases") -> tuple[Slip, ...]:
    """What is wrong with the names of a condition, in reading order."""
    if len(condition) > LONGEST:
        return (Slip(N_("条件超过 %(most)d 个字符。"), {"most": LONGEST}),)
    walk = Walk([main])
    opened: str | None = None
    place = 0
    while place < len(condition):
        match = SIGN.match(condition, place)
        if match is None:
            facts: dict[str, str | int] = {"sign": condition[place], "at": place + 1}
            walk.slips.append(Slip(N_("条件第 %(at)d 个字符“%(sign)s”不在规则语言之内。"), facts))
            return tuple(walk.slips)
        place = match.end()
        kind, text = str(match.lastgroup), match.group()
        if kind == "name":
            opened = read_name(text, condition[place:].lstrip().startswith("("), walk, dictionary)
        elif kind == "text":
            read_literal(text, walk, codes)
        elif kind == "sign":
            walk.comparing = text in ("=", "<>") or (walk.comparing and text in ("(", ","))
        if text == "(":
            walk.tables.append(opened)
            opened = None
        elif text == ")" and not close(walk):
            return tuple(walk.slips)
    if len(walk.tables) > 1:
        walk.slips.append(Slip(N_("条件中的括号没有配对。"), {}))
    return tuple(walk.slips)


def close(walk: Walk) -> bool:
    """Take back the table that a bracket opened; whether there was one."""
    if len(walk.tables) == 1:
        walk.slips.append(Slip(N_("条件中的括号没有配对。"), {}))
        return False
    walk.tables.pop()
    return True


def read_name(name: str, called: bool, walk: Walk, dictionary: Dictionary) -> str | None:
    """Judge a word, function or column; gives the table that a child function opens."""
    if name.upper() in WORDS:
        walk.comparing = name.upper() == "IN"
        return None
    if called:
        return read_function(name, walk, dictionary)
    table, _, column = name.rpartition(".")
    if table not in ("", "c"):
        walk.slips.append(Slip(N_("不认识的名称“%(name)s”。"), {"name": name}))
        return None
    home = "cases" if table == "c" else walk.table
    known = dictionary.tables[home].columns.get(column)
    walk.codes = known.codes if known else None
    if known is None:
        facts: dict[str, str | int] = {"name": column, "table": home}
        walk.slips.append(Slip(N_("表 %(table)s 没有“%(name)s”这一列。"), facts))
    return None


def read_function(name: str, walk: Walk, dictionary: Dictionary) -> str | None:
    """Judge a function's name; a child function opens its table."""
    if name in FUNCTIONS:
        walk.codes = None
        return None
    child = CHILD_FUNCTION.fullmatch(name)
    table = dictionary.table_with_prefix(child["prefix"]) if child else None
    if table is None:
        walk.slips.append(Slip(N_("不认识的函数“%(name)s”。"), {"name": name}))
    elif len(set(walk.tables)) > 1 and walk.table != "cases":
        walk.slips.append(Slip(N_("子表函数“%(name)s”不能写在另一个子表函数之内。"), {"name": name}))
    return table


def read_literal(text: str, walk: Walk, codes: Codes) -> None:
    """Judge a text compared with a coded column: a value that no code table has never matches."""
    value = text[1:-1].replace("''", "'")
    if walk.comparing and walk.codes and codes.named(walk.codes, value) is None:
        facts: dict[str, str | int] = {"value": value, "table": walk.codes}
        walk.slips.append(Slip(N_("代码表 %(table)s 没有“%(value)s”这个值。"), facts))


def template_expressions(template: str) -> tuple[str, ...]:
    """The expressions between braces of an explanation template."""
    return tuple(PLACES.findall(template))
