"""Reviews of one case → one conclusion (合并), and when two of them differ too much to be one. Pure.

One review stands as it is. Two that agree are united: what either found is held. Where two differ, a third is
called; of three reviews, what at least two found is held, and the grade is the middle one. The points are always
those of what is held, so that every point leads to a finding.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from review.errors import N_
from review.scoring.answering import Anchor

GRADE, FATAL, POINTS = "grade", "fatal", "points"

DIFFERENCE_NAMES = {
    GRADE: N_("拟定等次不同"),
    FATAL: N_("一票否决项不同"),
    POINTS: N_("得分相差较大"),
}
"""The triggers that call a third reviewer, as they are said."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem one reviewer found under one rule (问题). `deduction` in points of 100."""

    rule_code: str
    rule_revision: int
    category: str
    severity: str
    fatal: bool
    deduction: Decimal
    reason: str
    anchor: Anchor
    answer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Praise:
    """A highlight one reviewer saw (亮点). `bonus` in points of 100."""

    kind: str
    bonus: Decimal
    text: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Opinion:
    """One handed-in review, as far as the merge looks at it."""

    points: Decimal
    grade: str
    words: str
    problems: tuple[Problem, ...]
    praises: tuple[Praise, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """What the reviews conclude together. `problems` in the catalogue's order."""

    points: Decimal
    grade: str
    words: str
    problems: tuple[Problem, ...]
    praises: tuple[Praise, ...]


PointsOf = Callable[[Sequence[Problem], Sequence[Praise]], Decimal]


def differences(one: Opinion, other: Opinion, *, gap: int) -> tuple[str, ...]:
    """Which of the plan's triggers two reviews meet; none means they agree.

    Args:
        gap: Points of 100; two reviews further apart than this differ.
    """
    met = {
        GRADE: one.grade != other.grade,
        FATAL: fatal_codes(one) != fatal_codes(other),
        POINTS: abs(one.points - other.points) > gap,
    }
    return tuple(trigger for trigger, differs in met.items() if differs)


def fatal_codes(opinion: Opinion) -> frozenset[str]:
    """The rules under which a veto (一票否决) was found."""
    return frozenset(problem.rule_code for problem in opinion.problems if problem.fatal)


def merge(
    opinions: Sequence[Opinion], *, order: Mapping[str, int], grades: Sequence[str], points_of: PointsOf
) -> Merged:
    """Make one conclusion of one to three reviews (合并).

    Args:
        opinions: In the order of their slots, so that the result is repeatable.
        order: Place of every rule code in the catalogue.
        grades: Grade ids of the scheme, best first.
        points_of: What the held problems and praises are worth.

    Returns:
        Of two reviews the union, of three what two hold. Where several found a problem under one rule, of two
        reviews the finding with the higher deduction is kept, of three the middle one (who found nothing counts
        as none); of equals the earlier slot's; always with everybody's reason.
        The grade is the middle one; of two different grades the worse, for the leader to decide.
    """
    problems = merge_problems(opinions, order)
    praises = merge_praises(opinions)
    points = points_of(problems, praises)
    ranks = sorted(grades.index(opinion.grade) for opinion in opinions)
    words = _together([opinion.words for opinion in opinions])
    return Merged(points, grades[ranks[len(ranks) // 2]], words, problems, praises)


def merge_problems(opinions: Sequence[Opinion], order: Mapping[str, int]) -> tuple[Problem, ...]:
    """The problems that are held, one per rule, in the catalogue's order."""
    found: dict[str, list[Problem]] = {}
    for opinion in opinions:
        for problem in opinion.problems:
            found.setdefault(problem.rule_code, []).append(problem)
    needed = _needed(len(opinions))
    held = [_one_of(same, needed) for same in found.values() if len(same) >= needed]
    return tuple(
        sorted(held, key=lambda problem: (order.get(problem.rule_code, len(order)), problem.rule_code))
    )


def merge_praises(opinions: Sequence[Opinion]) -> tuple[Praise, ...]:
    """The highlights that are kept, one per kind in order of mention, by the same majority."""
    seen: dict[str, list[Praise]] = {}
    for opinion in opinions:
        for kind in dict.fromkeys(praise.kind for praise in opinion.praises):
            same = [praise for praise in opinion.praises if praise.kind == kind]
            seen.setdefault(kind, []).append(_one_praise(same))
    return tuple(_one_praise(same) for same in seen.values() if len(same) >= _needed(len(opinions)))


def _needed(reviews: int) -> int:
    return 2 if reviews == 3 else 1


def _one_of(same: Sequence[Problem], needed: int) -> Problem:
    """The gravest finding that `needed` reviewers hold at least as grave: of three reviews the middle one."""
    kept = sorted(same, key=lambda problem: -problem.deduction)[needed - 1]  # of equals the earlier slot's
    anchored = next((problem.anchor for problem in (kept, *same) if problem.anchor), kept.anchor)
    return replace(kept, reason=_together([problem.reason for problem in same]), anchor=anchored)


def _one_praise(same: Sequence[Praise]) -> Praise:
    best = max(same, key=lambda praise: praise.bonus)
    anchored = next((praise.anchor for praise in (best, *same) if praise.anchor), best.anchor)
    return replace(best, text=_together([praise.text for praise in same]), anchor=anchored)


def _together(texts: Sequence[str]) -> str:
    """Everybody's words, each once, without saying whose."""
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
