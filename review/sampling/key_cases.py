"""Key cases (重点案件): which kinds of the catalogue's lists a case belongs to. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from review.catalogue.tables import FieldMatch, KeyCaseKind, KeyCases


@dataclass(frozen=True, slots=True)
class ListedKind:
    """A kind of a list, under the name by which a plan refers to it."""

    name: str  # list id, slash, kind id: kinds of two lists may share an id
    list_zh: str
    list_en: str
    kind: KeyCaseKind


def listed_kinds(key_cases: KeyCases) -> list[ListedKind]:
    """Every kind of every list, in the catalogue's order."""
    return [
        ListedKind(f"{of.id}/{kind.id}", of.zh, of.en, kind) for of in key_cases.lists for kind in of.kinds
    ]


def chosen_kinds(key_cases: KeyCases, names: Iterable[str]) -> list[ListedKind]:
    """The kinds a plan names that a condition can find; those that a person marks are left out."""
    wanted = set(names)
    return [one for one in listed_kinds(key_cases) if one.name in wanted and one.kind.when]


def fields_of(kinds: Iterable[ListedKind]) -> list[str]:
    """The columns of the cases that the kinds look at."""
    return sorted({test.field for one in kinds for test in one.kind.when})


def kind_of(facts: Mapping[str, Any], kinds: Sequence[ListedKind]) -> str:
    """The first of `kinds` that the case belongs to, by name; "" for none."""
    for one in kinds:
        if all(holds(test, facts.get(test.field)) for test in one.kind.when):
            return one.name
    return ""


def holds(test: FieldMatch, value: Any) -> bool:
    """Whether one condition holds; a missing value meets none."""
    if value is None:
        return False
    if test.in_ is not None:
        return str(value) in test.in_
    return test.contains in (value if isinstance(value, list) else [str(value)])
