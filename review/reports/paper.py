"""A document before it has a form (文稿): what a page previews and a Word file prints, block by block. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is 一、, level 2 （一）, as the text itself says."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the dossier, with where they stand."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, side by side."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the columns in `numbers` are set to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


Block = Heading | Para | Quote | Facts | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document: title, the lines under it, and its blocks."""

    title: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]


ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
"""How sections are numbered."""
