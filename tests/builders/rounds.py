"""Rounds for tests (轮次), taken to any step of their life by the real actions: `round_at(town, Step.DRAWN)`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from review.assignment.actions import assign_cases
from review.grading.actions import open_round
from review.rounds.actions import edit_plan, set_pool, start_round
from review.rounds.models import Mode, Round
from review.rounds.sections import Basics, Part, Reviewing, Rules, Sampling, Scope, Terms
from review.rounds.steps import Step
from review.sampling.actions import draw_sample, freeze_frame, set_seed
from tests.town import NOON, Town

WINDOW = (date(2025, 7, 1), date(2025, 12, 31))
"""When the cast's cases were closed."""

PHRASE = "三月二日晴，江东日报头版"

HANDLERS = (("东湖区院", "林峰"), ("西山区院", "吴静"), ("南浦区院", "唐越"))
REVIEWERS = ("陈敏", "周岚", "顾宁")

PARTS: tuple[Part, ...] = (
    Scope(*WINDOW),
    Sampling(Decimal("0.3"), minimum=2),
    Rules("2026.1", "2026"),
    Reviewing(Mode.CROSS_REGION),
    Terms(date(2026, 4, 30)),
)
"""A plan that can be frozen: 30 %, two of each handler at least, one reviewer of another region."""


def close_cases(town: Town, cases: int) -> None:
    """Add `cases` closed cases, dealt in turn to the three handlers."""
    for number in range(cases):
        unit, handler = HANDLERS[number % len(HANDLERS)]
        town.case(f"案{number + 1:04d}", unit, handler, record_hash=f"{number + 1:064x}")


def draft(town: Town, *changes: Part, cases: int = 12, capacity: int = 30, **columns: Any) -> Round:
    """A draft by 何主任 with every section filled in; a part of `changes` takes the place of its kind.

    `columns` sets columns of the round by hand, such as `name`.
    """
    close_cases(town, cases)
    officer = town.viewer("何主任")
    session = town.session
    basics = Basics(str(columns.pop("name", "2025年下半年评查")), "省院年度评查方案")
    round_ = start_round(session, town.units["江东省院"], basics=basics, by=officer, at=NOON)
    given = {type(part): part for part in (*PARTS, *changes)}
    for part in given.values():
        edit_plan(session, round_, part, version=round_.version, by=officer, at=NOON)
    pool = {town.people[name].id: capacity for name in REVIEWERS}
    set_pool(session, round_, pool, version=round_.version, by=officer, at=NOON)
    for column, value in columns.items():
        setattr(round_, column, value)
    session.commit()
    return round_


def _freeze(town: Town, round_: Round) -> None:
    freeze_frame(town.session, round_, by=town.viewer("何主任"), at=NOON)


def _seed(town: Town, round_: Round) -> None:
    set_seed(town.session, round_, phrase=PHRASE, by=town.viewer("何主任"), at=NOON)


def _draw(town: Town, round_: Round) -> None:
    draw_sample(town.session, round_, by=town.viewer("何主任"), at=NOON)


def _assign(town: Town, round_: Round) -> None:
    assign_cases(town.session, round_, by=town.viewer("何主任"), at=NOON)


def _open(town: Town, round_: Round) -> None:
    open_round(town.session, round_, by=town.viewer("何主任"), at=NOON)


TAKEN_BY: dict[Step, Callable[[Town, Round], None]] = {
    Step.FROZEN: _freeze,
    Step.SEEDED: _seed,
    Step.DRAWN: _draw,
    Step.ASSIGNED: _assign,
    Step.OPENED: _open,
}
"""How each step is taken; later steps belong to the rooms after the reviews."""


def round_at(town: Town, step: Step, *changes: Part, cases: int = 12, **others: Any) -> Round:
    """A round of `cases` closed cases, at `step`; committed."""
    round_ = draft(town, *changes, cases=cases, **others)
    advance(town, round_, step)
    return round_


def advance(town: Town, round_: Round, step: Step) -> None:
    """Take the round on to `step`; committed."""
    while round_.step is not step:
        following = round_.step.following
        assert following is not None
        TAKEN_BY[following](town, round_)
        town.session.commit()


def reviewed_by(count: int) -> Reviewing:
    """The part in which `count` reviewers review one case."""
    return replace(Reviewing(Mode.CROSS_REGION), reviewers_per_case=count)
