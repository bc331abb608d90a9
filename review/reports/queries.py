"""Reading what a report tells (报告查询): inside the viewer's reach, in a number of queries that no row changes.

Officers, deputy chief and chief read their own subtree, heads their own department once results are published. Who
handled a case is read by officers and heads alone. Nothing here touches a reviewer.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from review.cases.models import Case
from review.grading.models import Conclusion, Finding, Merit, Stage
from review.grading.queries import headed_by
from review.people.models import Person, Unit
from review.people.queries import units_within
from review.people.roles import Role
from review.people.viewer import Viewer
from review.rectification.models import Correction
from review.reports.facts import CaseFact, FindingFact, RoundFacts, RoundHead
from review.rounds.models import KIND_NAMES, MODE_NAMES, Round
from review.rounds.steps import Step
from review.sampling.models import FrameLine, Layer, SampledCase

LEADING = (Role.OFFICER, Role.DEPUTY, Role.CHIEF)
"""Who reads the reports of an own subtree."""

GIVEN_OUT = (Step.PUBLISHED, Step.CLOSED)
GRADED = (Stage.APPROVED, Stage.PUBLISHED)


def in_reach(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `Case` joined with its `Unit` that the viewer reads reports about it."""
    return or_(units_within(viewer, *LEADING), headed_by(viewer))


def reads_names(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on the same that the viewer may also read who handled it."""
    return or_(units_within(viewer, Role.OFFICER), headed_by(viewer))


def report_round(session: Session, viewer: Viewer, public_id: str) -> Round | None:
    """The round of that name with its unit, if this viewer has something to read in it."""
    return session.scalar(
        select(Round)
        .join(Round.unit)
        .options(contains_eager(Round.unit))
        .where(Round.public_id == public_id, _readable(viewer))
    )


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `Round` joined with its unit that its reports are open to the viewer.

    Under review they are open to the organising office alone; once published to all whose cases were reviewed.
    """
    mine = (
        select(SampledCase.round_id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(in_reach(viewer))
        .correlate(None)
    )
    return or_(
        units_within(viewer, *LEADING) & Round.step.in_((Step.OPENED, *GIVEN_OUT)),
        Round.step.in_(GIVEN_OUT) & Round.id.in_(mine),
    )


def facts_of(session: Session, round_: Round, viewer: Viewer) -> RoundFacts:
    """The round with every sampled case of the viewer's reach; `round_.unit` is loaded."""
    findings = _findings(session, round_.id)
    merits = _merit_counts(session, round_.id)
    rows = _case_rows(session, round_.id, viewer)
    cases = tuple(
        _case_fact(row, findings.get(row.conclusion, ()), merits.get(row.conclusion, 0)) for row in rows
    )
    frame, must = frame_counts(session, round_.id, viewer)
    published = next((row.published_on for row in rows if row.published_on), None)
    return RoundFacts(_head(round_, viewer, published), frame, must, cases)


def _merit_counts(session: Session, round_id: int) -> dict[int, int]:
    rows = session.execute(
        select(Merit.conclusion_id, func.count())
        .join(Conclusion, Conclusion.id == Merit.conclusion_id)
        .where(Conclusion.round_id == round_id)
        .group_by(Merit.conclusion_id)
    )
    return {row[0]: row[1] for row in rows}


def _case_rows(session: Session, round_id: int, viewer: Viewer) -> Sequence[Any]:
    graded = Conclusion.stage.in_(GRADED)
    return session.execute(
        select(
            Conclusion.id.label("conclusion"),
            SampledCase.public_id.label("id"),
            Conclusion.number,
            Case.key,
            Unit.public_id.label("unit"),
            Unit.name.label("unit_name"),
            Unit.code.label("unit_code"),
            func.coalesce(Person.public_id, Case.handler_no).label("handler"),
            case((reads_names(viewer), func.coalesce(Person.name, Case.handler_name)), else_="").label(
                "handler_name"
            ),
            reads_names(viewer).label("named"),
            Case.family,
            Case.type_name,
            Case.cause_decided.label("cause"),
            Case.finish_date,
            SampledCase.stratum,
            SampledCase.layer,
            SampledCase.stratum_size,
            SampledCase.quota,
            case((graded, Conclusion.final_grade), else_=None).label("grade"),
            case((graded, Conclusion.points), else_=None).label("points"),
            Conclusion.published_on,
        )
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(Person, Person.id == Case.handler_id)
        .where(Conclusion.round_id == round_id, in_reach(viewer))
        .order_by(Unit.code, Case.key)
    ).all()


def _case_fact(row: Any, findings: tuple[FindingFact, ...], merits: int) -> CaseFact:
    facts = dict(row._mapping)
    del facts["conclusion"], facts["published_on"]
    facts["grade"] = row.grade or ""
    facts["named"] = bool(row.named)
    shown = findings if row.grade else ()  # what is not graded yet may still change
    return CaseFact(**facts, findings=shown, merits=merits if row.grade else 0)


def _findings(session: Session, round_id: int) -> dict[int, tuple[FindingFact, ...]]:
    """The standing findings by conclusion, in the catalogue's order."""
    rows = session.execute(
        select(
            Finding.conclusion_id,
            Finding.public_id,
            Finding.position,
            Finding.rule_code,
            Finding.category,
            Finding.severity,
            Finding.deduction,
            Correction.state,
        )
        .join(Conclusion, Conclusion.id == Finding.conclusion_id)
        .outerjoin(Correction, Correction.finding_id == Finding.id)
        .where(Conclusion.round_id == round_id, Finding.withdrawn_at.is_(None))
        .order_by(Finding.conclusion_id, Finding.position)
    )
    found: dict[int, list[FindingFact]] = defaultdict(list)
    for row in rows:
        state = row.state.value if row.state else ""
        fact = FindingFact(
            row.public_id, row.position, row.rule_code, row.category, row.severity, row.deduction, state
        )
        found[row.conclusion_id].append(fact)
    return {conclusion_id: tuple(facts) for conclusion_id, facts in found.items()}


def frame_counts(session: Session, round_id: int, viewer: Viewer) -> tuple[int, int]:
    """Cases of the frozen frame inside the reach, and how many of them are must-review."""
    row = session.execute(
        select(func.count(), func.count().filter(FrameLine.must))
        .join(Case, Case.id == FrameLine.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(FrameLine.round_id == round_id, in_reach(viewer))
    ).one()
    return row[0], row[1]


@dataclass(frozen=True, slots=True)
class FrameCaseLine:
    """One case of the frame, in the list that the frame's figure leads to."""

    key: str
    unit_name: str
    finish_date: date | None
    layer: Layer | None  # None: not drawn
    must: bool


def frame_page(
    session: Session, round_id: int, viewer: Viewer, *, limit: int, offset: int
) -> list[FrameCaseLine]:
    """One page of the frame inside the reach, by key."""
    rows = session.execute(
        select(FrameLine.key, Unit.name, Case.finish_date, SampledCase.layer, FrameLine.must)
        .join(Case, Case.id == FrameLine.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(
            SampledCase,
            (SampledCase.round_id == FrameLine.round_id) & (SampledCase.case_id == FrameLine.case_id),
        )
        .where(FrameLine.round_id == round_id, in_reach(viewer))
        .order_by(FrameLine.key)
        .limit(limit)
        .offset(offset)
    )
    return [FrameCaseLine(*row) for row in rows]


def _head(round_: Round, viewer: Viewer, published_on: date | None) -> RoundHead:
    sample = (round_.protocol or {}).get("sample", {})
    whole = viewer.covers(round_.unit.path, *LEADING)
    return RoundHead(
        id=round_.public_id,
        name=round_.name,
        basis=round_.basis,
        kind=KIND_NAMES[round_.kind],
        mode=MODE_NAMES[round_.mode],
        unit_name=round_.unit.name,
        window_from=round_.window_from,
        window_to=round_.window_to,
        rate=round_.rate,
        minimum=round_.minimum,
        scheme=round_.grade_scheme,
        catalogue_version=round_.catalogue_version,
        catalogue_hash=round_.catalogue_hash or "",
        plan_hash=round_.plan_hash or "",
        frame_hash=round_.frame_hash or "",
        sample_hash=sample.get("hash", ""),
        seed=round_.seed or "",
        published_on=published_on,
        within="" if whole else viewer.unit_name,
    )


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """A round whose reports the viewer may read."""

    public_id: str
    name: str
    unit_name: str
    step: Step
    window_from: date | None
    window_to: date | None
    cases: int
    graded: int


def report_rounds(
    session: Session, viewer: Viewer, *, limit: int, offset: int
) -> tuple[list[RoundChoice], int]:
    """One page of the rounds in the reach of `report_round`, newest first, and how many there are."""
    reach = select(Round).join(Round.unit).where(_readable(viewer))
    total = session.scalar(reach.with_only_columns(func.count())) or 0
    of_round = select(func.count()).select_from(Conclusion).where(Conclusion.round_id == Round.id)
    graded = of_round.where(Conclusion.stage.in_(GRADED))
    rows = session.execute(
        reach.with_only_columns(
            Round.public_id,
            Round.name,
            Unit.name.label("unit_name"),
            Round.step,
            Round.window_from,
            Round.window_to,
            of_round.scalar_subquery().label("cases"),
            graded.scalar_subquery().label("graded"),
        )
        .order_by(Round.at.desc(), Round.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [RoundChoice(*row) for row in rows], total
