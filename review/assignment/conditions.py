"""Who may review which case: the hard conditions, each with its name (分派条件). Pure.

A mode of review is a row of `MODES`: the relations that its reviewers must have to a case, beside those that
hold in every mode (another unit, not the handler, no conflict). A new mode is a new row.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from review.assignment.roster import CaseToAssign, ConflictKind, Reviewer, Roster

Table = NDArray[np.bool_]


class Condition(StrEnum):
    """The hard conditions of a plan; certificates, violations and clashes call them by these names."""

    ALL_FILLED = "all_filled"  # every case has its k reviewers, in slots 1 … k
    DIFFERENT_UNITS = "different_units"  # k different reviewers of k different units
    OTHER_REGION = "other_region"
    OTHER_UNIT = "other_unit"
    NOT_HANDLER = "not_handler"
    CASE_CONFLICT = "case_conflict"
    HANDLER_CONFLICT = "handler_conflict"
    UNIT_CONFLICT = "unit_conflict"
    CAPACITY = "capacity"
    ANTI_RECIPROCITY = "anti_reciprocity"
    PAIR_CAP = "pair_cap"


class Mode(StrEnum):
    """Who reviews whom (评查模式)."""

    CROSS_REGION = "cross_region"  # 异地评查
    CROSS_UNIT = "cross_unit"  # 同级交叉: another unit, also of the own region
    UNRESTRICTED = "unrestricted"  # 不限: only what holds in every mode


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan has to keep beside capacities (分派要求)."""

    mode: Mode = Mode.CROSS_REGION
    anti_reciprocity: bool = False  # no two regions review each other (互评回避)
    cap: Fraction | None = (
        None  # most probability of any one case meeting any one reviewer, above 0, at most 1
    )


def other_region(cases: Sequence[CaseToAssign], reviewers: Sequence[Reviewer]) -> Table:
    """The reviewer's region is not the case's."""
    return differ([case.region for case in cases], [reviewer.region for reviewer in reviewers])


def other_unit(cases: Sequence[CaseToAssign], reviewers: Sequence[Reviewer]) -> Table:
    """The reviewer's unit is not the case's."""
    return differ([case.unit for case in cases], [reviewer.unit for reviewer in reviewers])


def not_handler(cases: Sequence[CaseToAssign], reviewers: Sequence[Reviewer]) -> Table:
    """The reviewer does not handle the case."""
    return differ([case.handler for case in cases], [reviewer.reviewer_id for reviewer in reviewers])


Relation = Callable[[Sequence[CaseToAssign], Sequence[Reviewer]], Table]

ALWAYS: MappingProxyType[Condition, Relation] = MappingProxyType(
    {Condition.OTHER_UNIT: other_unit, Condition.NOT_HANDLER: not_handler}
)
"""Relations that hold in every mode."""

MODES: MappingProxyType[Mode, MappingProxyType[Condition, Relation]] = MappingProxyType(
    {
        Mode.CROSS_REGION: MappingProxyType({Condition.OTHER_REGION: other_region}),
        Mode.CROSS_UNIT: MappingProxyType({}),
        Mode.UNRESTRICTED: MappingProxyType({}),
    }
)
"""Relations that a mode adds."""

CONFLICTS: MappingProxyType[ConflictKind, tuple[Condition, Callable[[CaseToAssign], str]]] = MappingProxyType(
    {
        ConflictKind.CASE: (Condition.CASE_CONFLICT, lambda case: case.case_id),
        ConflictKind.HANDLER: (Condition.HANDLER_CONFLICT, lambda case: case.handler),
        ConflictKind.UNIT: (Condition.UNIT_CONFLICT, lambda case: case.unit),
    }
)
"""Which condition a conflict belongs to, and what of a case its target names."""


def eligible(roster: Roster, mode: Mode, without: frozenset[Condition] = frozenset()) -> Table:
    """Who may review which case, shape (cases, reviewers); the conditions in `without` are left out."""
    table = np.ones((len(roster.cases), len(roster.reviewers)), dtype=np.bool_)
    for condition, relation in {**ALWAYS, **MODES[mode]}.items():
        if condition not in without:
            table &= relation(roster.cases, roster.reviewers)
    for kind, (condition, named) in CONFLICTS.items():
        if condition not in without:
            strike_conflicts(table, roster, kind, [named(case) for case in roster.cases])
    return table


def matching(cases: Sequence[CaseToAssign], reviewers: Sequence[Reviewer]) -> Table:
    """Where the case's type is among the reviewer's specialities, shape (cases, reviewers)."""
    types = sorted({case.case_type for case in cases})
    knows = np.array([[kind in r.specialities for r in reviewers] for kind in types], dtype=np.bool_)
    row = {kind: at for at, kind in enumerate(types)}
    rows = np.array([row[case.case_type] for case in cases], dtype=np.intp)
    return knows.reshape(len(types), len(reviewers))[rows]


def strike_conflicts(table: Table, roster: Roster, kind: ConflictKind, named: Sequence[str]) -> None:
    """Take the pairs of conflicts of one kind out of `table`; `named` is what they call each case."""
    column = {reviewer.reviewer_id: j for j, reviewer in enumerate(roster.reviewers)}
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for i, target in enumerate(named):
        rows[target].append(i)
    for conflict in roster.conflicts:
        if conflict.kind is kind and conflict.reviewer_id in column and conflict.target in rows:
            table[rows[conflict.target], column[conflict.reviewer_id]] = False


def differ(of_cases: Sequence[str], of_reviewers: Sequence[str]) -> Table:
    """Where a case's value and a reviewer's differ; compared as codes, because texts are slow."""
    codes = {value: code for code, value in enumerate({*of_cases, *of_reviewers})}
    left = np.array([codes[value] for value in of_cases], dtype=np.int64)
    right = np.array([codes[value] for value in of_reviewers], dtype=np.int64)
    return np.asarray(left[:, None] != right[None, :])
