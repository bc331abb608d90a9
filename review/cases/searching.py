"""What a person types to find cases (案件搜索): words, each perhaps with the field it is meant for. Pure."""

from dataclasses import dataclass

FIELDS = ("number", "name", "handler", "cause")
"""What is searched where no field is named."""

PREFIXES = {
    "案号": "number",
    "承办人": "handler",
    "案由": "cause",
    "案名": "name",
    "number": "number",
    "handler": "handler",
    "charge": "cause",
    "name": "name",
}

MOST_WORDS = 8
"""Words above this are passed over."""


@dataclass(frozen=True, slots=True)
class Search:
    """The words, every one of which must occur: (field, word); no field means any."""

    terms: tuple[tuple[str, str], ...] = ()


def search_from(typed: str) -> Search:
    """`盗窃 承办人:林峰` → 盗窃 anywhere, 林峰 among the handlers. Full-width colons count alike."""
    terms = []
    for word in typed.replace("：", ":").split()[:MOST_WORDS]:
        prefix, colon, rest = word.partition(":")
        field = PREFIXES.get(prefix.casefold()) if colon else None
        if field is None:
            terms.append(("", word))
        elif rest:
            terms.append((field, rest))
    return Search(tuple(terms))
