"""Everything that names somebody in one case, and what stands for it (身份卡). Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

STEMS = "甲乙丙丁戊己庚辛壬癸"


class Part(StrEnum):
    """The part a person plays in the case; the value stands before the stem in their pseudonym."""

    HANDLER = "承办检察官"
    STAFF = "检察人员"
    PARTY = "某"
    LAWYER = "律师"
    GUARDIAN = "监护人"
    OTHER = "相关人员"


def stem(position: int) -> str:
    """甲, 乙, … 癸, 甲一, 乙一, …: the `position`-th sign, from 0."""
    turn, place = divmod(position, len(STEMS))
    return STEMS[place] + (str(turn) if turn else "")


@dataclass(frozen=True, slots=True)
class Known:
    """A person on the card: the part they play and their pseudonym."""

    part: Part
    pseudonym: str


@dataclass(slots=True)
class Card:
    """The people, places, organisations and numbers of one case. People keep the pseudonym they got first."""

    people: dict[str, Known] = field(default_factory=dict)
    latent: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    _given: dict[Part, int] = field(default_factory=dict)

    def named(self, cell: str | None, part: Part) -> str:
        """Put what one cell names on the card: people, whose pseudonyms are given, or an office (then blank)."""
        if cell and OFFICE.search(cell.strip()):
            self.organisation(cell)
            return ""
        return self.person(cell, part)

    def person(self, names: str | None, part: Part) -> str:
        """Put the people named in one cell on the card; give their pseudonyms, joined by 、."""
        given = [self._one(name, part) for name in split_names(names)]
        return "、".join(given)

    def _one(self, name: str, part: Part) -> str:
        if name not in self.people:
            place = self._given.get(part, 0)
            self._given[part] = place + 1
            self.people[name] = Known(part, part.value + ("" if part is Part.HANDLER else stem(place)))
        return self.people[name].pseudonym

    def staff(self, names: Iterable[str]) -> None:
        """People of the unit who may turn up in a text; each gets a pseudonym when they do."""
        self.latent.update(name.strip() for name in names if len(name.strip()) > 1)

    def organisation(self, name: str | None) -> None:
        """An office, court or police body, and the places in its name."""
        if name and name.strip():
            self.organisations.add(name.strip())
            self.places.update(place_names(name.strip()))

    def number(self, *numbers: str | None) -> None:
        """Numbers that stand for the case or a person in other systems."""
        self.numbers.update(number.strip() for number in numbers if number and len(number.strip()) > 3)


SEPARATORS = re.compile(r"[、，,;；/|\n]+")


NOBODY = frozenset({"不详", "未知", "其他", "本人", "暂无", "不明", "None", "null"})
"""What stands in a name's cell and names nobody."""


def split_names(cell: str | None) -> list[str]:
    """The names in one cell: 张伟、李娜 → two; blanks inside a name are dropped."""
    parts = SEPARATORS.split(cell or "")
    named = [re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", part.strip()) for part in parts]
    return [name for name in named if len(name) > 1 and name not in NOBODY]


OFFICE = re.compile(
    r"(人民检察院|检察院|人民法院|法院|公安局|公安分局|分局|派出所|监察委员会|司法局|看守所|监狱|院)$"
)
PLACE = re.compile(r"([\u4e00-\u9fff]{1,6}?)(自治区|自治州|地区|省|市|区|县|旗|盟)")


def place_names(name: str) -> set[str]:
    """The places that an office's or region's name is made of: 东湖市东湖区人民检察院 → {东湖}; a place
    of one character keeps its suffix."""
    bare = name
    while (shorter := OFFICE.sub("", bare)) != bare:
        bare = shorter
    found = {place if len(place) > 1 else place + kind for place, kind in PLACE.findall(bare)}
    latin = (word.strip() for word in re.findall(r"[A-Za-z][A-Za-z .'-]{2,}", bare))
    return found.union(latin)
