"""One thing spelt in several ways (写法不一): which spellings differ only in case, width or blanks. Pure."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping

TAIL_MARK = " - "
"""Parts a value's head from its particulars: "Plea Of Guilty" and "Plea of Guilty - Amended Charge"."""


def odd_spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Rarer spelling → the usual one, among the values of one column.

    A value is odd if another value, or another value's head, is the same but for case, width and blanks and
    is more frequent; of two equally frequent ones, the first by code point is the usual one.
    """
    heads: dict[str, int] = defaultdict(int)
    for text, count in counts.items():
        heads[head(text)] += count
    usual_texts, usual_heads = usual(counts), usual(heads)
    odd = {}
    for text in counts:
        whole, start = usual_texts[fold_spelling(text)], usual_heads[fold_spelling(head(text))]
        if whole != text:
            odd[text] = whole
        elif start != head(text):
            odd[text] = start
    return odd


def usual(counts: Mapping[str, int]) -> dict[str, str]:
    """Folded spelling → its most frequent form."""
    best: dict[str, str] = {}
    for text in sorted(counts, key=lambda text: (-counts[text], text)):
        best.setdefault(fold_spelling(text), text)
    return best


def head(text: str) -> str:
    """A value without its particulars."""
    return text.partition(TAIL_MARK)[0]


def fold_spelling(text: str) -> str:
    """A value without case, width and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
