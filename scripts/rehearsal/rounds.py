"""One round in each stage of its life (各阶段轮次), made by the product's own actions.

Each round is a generator that gives the moment of its next act; the rounds are carried on together in the order
of those moments, so that the journal tells of them in order.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

from sqlalchemy import select

from review.assignment.actions import assign_cases
from review.feedback.actions_hearings import close_overdue
from review.grading.actions import open_round
from review.people.models import Unit
from review.rectification.actions import close_round, publish_and_open
from review.rounds.actions import edit_plan, set_pool, start_round
from review.rounds.models import Mode, Round, RoundKind
from review.rounds.sections import Basics, Reviewing, Rules, Sampling, Scope, Terms
from review.sampling.actions import draw_sample, freeze_frame, set_seed
from scripts.rehearsal import reviewing
from scripts.rehearsal.names import CITIES
from scripts.rehearsal.package import Year
from scripts.rehearsal.province import Province
from scripts.rehearsal.reviewing import Crew

Life = Generator[datetime, None, object]


@dataclass
class Rehearsal:
    """What every round needs."""

    province: Province
    crew: Crew
    year: Year
    today: date
    timezone: str
    catalogue_version: str

    def ago(self, days: int) -> datetime:
        """Half past eight in the morning, so many days ago."""
        morning = datetime.combine(self.today - timedelta(days=days), time(8, 30), ZoneInfo(self.timezone))
        return morning.astimezone(UTC)

    def demo_units(self) -> list[int]:
        """The offices of the demo city."""
        code = self.province.units[f"{CITIES[0]}市人民检察院"].code
        path = f"{self.province.top.path}{code}/"
        return list(
            self.crew.session.scalars(select(Unit.id).where(Unit.path.startswith(path)).order_by(Unit.id))
        )


@dataclass(frozen=True)
class Draft:
    """What the rounds differ in."""

    name: str
    part: int
    rate: str
    minimum: int = 0
    kind: RoundKind = RoundKind.ROUTINE
    reviewers: int = 1
    due_in: int = 20


def planned(world: Rehearsal, draft: Draft, at: datetime) -> Round:
    """A draft with every section of its plan filled in."""
    session, by = world.crew.session, world.crew.officer
    basics = Basics(draft.name, "《人民检察院案件质量检查与评查工作规定》", draft.kind)
    round_ = start_round(session, world.province.top, basics=basics, by=by, at=at)
    first, last = world.year.quarter(draft.part)
    strata = ("unit", "handler") if draft.minimum else ("unit",)
    parts = (
        Scope(first, last, unit_ids=world.demo_units()),
        Sampling(
            Decimal(draft.rate),
            draft.minimum,
            strata,
            ("shanghai-16/acquitted", "shanghai-16/prosecution_withdrawn"),
        ),
        Rules(world.catalogue_version, "2026"),
        Reviewing(Mode.CROSS_REGION, draft.reviewers),
        Terms(date_of(at) + timedelta(days=draft.due_in), hearing_days=5, correction_days=10),
    )
    for part in parts:
        edit_plan(session, round_, part, version=round_.version, by=by, at=at)
    pool = {person.id: 40 for person in world.province.reviewers}
    set_pool(session, round_, pool, version=round_.version, by=by, at=at)
    return round_


def date_of(at: datetime) -> date:
    return at.date()


def begun(world: Rehearsal, draft: Draft, days: int, steps: int = 5) -> Generator[datetime, None, Round]:
    """Begin a round so many days ago and take its first `steps` steps, an hour and a half between two; gives the round."""
    session, by = world.crew.session, world.crew.officer
    take: tuple[Callable[[datetime], object], ...] = (
        lambda at: freeze_frame(session, round_, by=by, at=at),
        lambda at: set_seed(session, round_, phrase="公正抽取 全程留痕", by=by, at=at),
        lambda at: draw_sample(session, round_, by=by, at=at),
        lambda at: assign_cases(session, round_, by=by, at=at),
        lambda at: open_round(session, round_, by=by, at=at),
    )
    at = world.ago(days)
    yield at
    round_ = planned(world, draft, at)
    for step in take[:steps]:
        at += timedelta(minutes=95)
        yield at
        step(at)
    return round_


def under_review(world: Rehearsal) -> Generator[datetime, None, None]:
    """A big round in the middle of its work: some cases at every stage."""
    draft = Draft("2026年第三批案件质量常规抽查（30%）", 3, "0.30", minimum=2, due_in=24)
    round_ = yield from begun(world, draft, 17)
    crew = world.crew
    yield world.ago(10)
    reviewing.review_some(crew, round_, 0.22, world.ago(10))
    yield world.ago(8)
    reviewing.check_some(crew, round_, 0.8, world.ago(8))
    yield world.ago(6)
    reviewing.hear_some(crew, round_, 0.5, world.ago(6))
    yield world.ago(5)
    reviewing.approve_some(crew, round_, 0.5, world.ago(5))
    yield world.ago(2)
    reviewing.review_some(crew, round_, 0.0, world.ago(2), begun=0.12)
    yield world.ago(1)
    reviewing.check_some(crew, round_, 0.5, world.ago(1))


def finished(world: Rehearsal, draft: Draft, days: int, mended: float) -> Generator[datetime, None, None]:
    """A round whose results are out; closed where every correction is mended."""
    round_ = yield from begun(world, draft, days)
    crew = world.crew
    acts: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (8, lambda at: reviewing.review_some(crew, round_, 1.0, at)),
        (9, lambda at: reviewing.review_some(crew, round_, 1.0, at)),
        (10, lambda at: reviewing.check_some(crew, round_, 1.0, at)),
        (12, lambda at: reviewing.hear_some(crew, round_, 0.9, at)),
        (29, lambda at: close_overdue(crew.session, round_=round_, on=at.date(), by=crew.officer, at=at)),
        (30, lambda at: reviewing.answer_objections(crew, round_, at)),
        (31, lambda at: reviewing.approve_some(crew, round_, 1.0, at)),
        (33, lambda at: publish_and_open(crew.session, round_, on=at.date(), by=crew.officer, at=at)),
        (41, lambda at: reviewing.correct_some(crew, round_, mended, at)),
    )
    for after, act in acts:
        moment = world.ago(days - after)
        yield moment
        act(moment)
    if mended == 1:
        yield world.ago(days - 43)
        close_round(crew.session, round_, by=crew.officer, at=world.ago(days - 43))


def lives(world: Rehearsal) -> list[tuple[str, Life]]:
    """Every round to be made, with the words that tell of its making."""
    return [
        ("已归档", finished(world, Draft("2026年第一批案件质量常规抽查", 0, "0.07"), 66, 1.0)),
        (
            "已反馈",
            finished(world, Draft("2026年第二批案件质量评查（两人评查）", 1, "0.06", reviewers=2), 46, 0.45),
        ),
        ("评查中", under_review(world)),
        ("已分派", begun(world, Draft("2026年案件质量重点评查", 4, "0.20", kind=RoundKind.KEY), 4, 4)),
        ("已抽样", begun(world, Draft("2026年案件质量专项评查", 5, "0.30", kind=RoundKind.THEMATIC), 3, 3)),
        ("已定种子", begun(world, Draft("2026年第六批案件质量常规抽查", 6, "0.15"), 2, 2)),
        ("已冻结", begun(world, Draft("2026年第七批案件质量常规抽查", 7, "0.10"), 2, 1)),
        ("草稿", begun(world, Draft("2026年第八批案件质量评查（筹备）", 2, "0.30", minimum=2), 1, 0)),
    ]


def carry_on(rounds: list[tuple[str, Life]], tell: Callable[[str], None]) -> None:
    """Carry all rounds on together, always the one whose next act comes first."""
    queue: list[tuple[datetime, int, str, Life]] = []
    for place, (words, life) in enumerate(rounds):
        heappush(queue, (next(life), place, words, life))
    while queue:
        _, place, words, life = heappop(queue)
        tell(words)
        moment = next(life, None)
        if moment is not None:
            heappush(queue, (moment, place, words, life))
