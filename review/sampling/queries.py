"""Reading the frame (抽样框查询): what could be drawn, what a draft would draw, and the frame once it is frozen."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, case, cast, false, func, or_, select, true
from sqlalchemy.orm import Session

from review.cases.models import Case
from review.catalogue.catalogue import Catalogue
from review.catalogue.queries import shipped
from review.people.models import Person, Region, Unit
from review.rounds.models import Exclusion, Mode, Round, RoundReviewer
from review.rounds.plan import Draft
from review.rounds.queries import draft_of
from review.rounds.readiness import Counted
from review.rounds.sections import Scope
from review.rounds.steps import Step
from review.sampling.draw import Plan
from review.sampling.key_cases import ListedKind, chosen_kinds, fields_of, kind_of
from review.sampling.models import FrameLine, SampledCase
from review.sampling.preview import FILTERS, Frameable, Funnel, Preview, Removed, preview
from review.sampling.strata import FrameCase, canonical, stratum_name


def in_subtree(session: Session, round_: Round) -> ColumnElement[bool]:
    """The condition that a closed case is the current version and lies in the organising office's subtree."""
    top = session.get_one(Unit, round_.unit_id)
    return and_(Case.current, Unit.path.startswith(top.path, autoescape=True))


def passes(round_id: int, scope: Scope) -> dict[str, ColumnElement[bool]]:
    """What each filter lets through, in the order of `FILTERS`."""
    window = [
        Case.finish_date >= scope.window_from if scope.window_from else true(),
        Case.finish_date <= scope.window_to if scope.window_to else true(),
        Case.finish_date.is_not(None),
    ]
    mine = select(Exclusion.case_id).where(Exclusion.round_id == round_id)
    given = {
        "window": and_(*window),
        "units": Case.unit_id.in_(scope.unit_ids) if scope.unit_ids else true(),
        "families": Case.family.in_(scope.families) if scope.families else true(),
        "causes": Case.cause_decided.in_(scope.causes) if scope.causes else true(),
        "split": or_(Case.split_merged.is_(None), Case.split_merged.is_(False)),
        "excluded": Case.id.not_in(mine),
        "elsewhere": Case.key.not_in(keys_elsewhere(round_id)),
    }
    assert list(given) == list(FILTERS)
    return given


def keys_elsewhere(round_id: int) -> ColumnElement[str]:
    """Keys of cases that another round, not yet closed, reviews or may still draw."""
    drawn = (
        select(Case.key)
        .join(SampledCase, SampledCase.case_id == Case.id)
        .join(Round, Round.id == SampledCase.round_id)
        .where(Round.id != round_id, Round.step != Step.CLOSED)
    )
    waiting = (
        select(FrameLine.key)
        .join(Round, Round.id == FrameLine.round_id)
        .where(Round.id != round_id, Round.step.in_((Step.FROZEN, Step.SEEDED)))
    )
    return drawn.union(waiting).scalar_subquery()


def funnel_of(session: Session, round_: Round, scope: Scope) -> Funnel:
    """How many cases each filter takes out, in one query."""
    conditions = passes(round_.id, scope)
    left = [
        func.coalesce(func.sum(case((and_(*list(conditions.values())[:n]), 1), else_=0)), 0)
        for n in range(1, len(conditions) + 1)
    ]
    counts = session.execute(
        select(func.count(), *left).select_from(Case).join(Case.unit).where(in_subtree(session, round_))
    ).one()
    steps = zip(FILTERS, counts, counts[1:], strict=False)
    return Funnel(counts[0], tuple(Removed(name, before - after) for name, before, after in steps))


def frameable(
    session: Session, round_: Round, scope: Scope, strata: Sequence[str], kinds: Sequence[ListedKind]
) -> list[Frameable]:
    """Every case that the scope lets through, with its stratum and key-case kind, by key."""
    wanted = and_(in_subtree(session, round_), *passes(round_.id, scope).values())
    rows = session.execute(
        select(
            Case.id,
            Case.key,
            Case.record_hash,
            Unit.code,
            Unit.name,
            Unit.region_id,
            Case.handler_no,
            Case.handler_name,
            Case.family,
            Case.business_line,
        )
        .join(Case.unit)
        .where(wanted)
        .order_by(Case.key)
    )
    key_cases = key_case_ids(session, wanted, kinds)
    places = [{"unit": 3, "handler": 6, "family": 8, "business_line": 9}[column] for column in strata]
    return [
        Frameable(
            row[0],
            canonical(row[1]),
            *row[2:8],
            stratum_name([str(row[place]).replace("|", "/") for place in places]),
            key_cases.get(row[0], ""),
        )
        for row in rows
    ]


def key_case_ids(
    session: Session, wanted: ColumnElement[bool], kinds: Sequence[ListedKind]
) -> dict[int, str]:
    """The key cases among those that `wanted` lets through, each with the first kind it belongs to.

    The database only picks out what may belong to a kind; `kind_of` alone decides.
    """
    known = [name for name in fields_of(kinds) if name in Case.__table__.columns]
    if not known:
        return {}
    rows = session.execute(
        select(Case.id, *(Case.__table__.columns[name] for name in known))
        .join(Case.unit)
        .where(wanted, or_(*(_may_be(one) for one in kinds)))
    )
    found = {row[0]: kind_of(dict(zip(known, row[1:], strict=True)), kinds) for row in rows}
    return {case_id: kind for case_id, kind in found.items() if kind}


def _may_be(one: ListedKind) -> ColumnElement[bool]:
    """What a case must show to belong to the kind, as far as the database can tell: values, and lists not empty."""
    tests: list[ColumnElement[bool]] = []
    for test in one.kind.when:
        column = Case.__table__.columns.get(test.field)
        if column is None:
            return false()
        if test.in_ is not None:
            tests.append(cast(column, Text).in_(test.in_))
        else:
            tests.append(cast(column, Text) != "[]")
    return and_(*tests)


def kinds_of(draft: Draft) -> list[ListedKind]:
    """The key-case kinds that the draft reviews for certain; none as long as no catalogue is chosen."""
    if not draft.rules.catalogue_version:
        return []
    return chosen_kinds(shipped(draft.rules.catalogue_version).key_cases, draft.sampling.must_kinds)


def preview_of(session: Session, round_: Round, draft: Draft) -> tuple[Preview, list[Frameable]]:
    """What the draft would draw, and from what; nothing as long as the window is open."""
    scope = draft.scope
    if scope.window_from is None or scope.window_to is None:
        cases: list[Frameable] = []
    else:
        cases = frameable(session, round_, scope, draft.sampling.strata, kinds_of(draft))
    made = preview(
        cases,
        funnel_of(session, round_, scope),
        rate=draft.sampling.rate,
        minimum=draft.sampling.minimum,
        reviewers_per_case=draft.reviewing.reviewers_per_case,
        reviewers=draft.pool.reviewers,
    )
    return made, cases


@dataclass(frozen=True, slots=True)
class Weighed:
    """A draft with what the database says of it."""

    draft: Draft
    preview: Preview
    cases: list[Frameable]
    counted: Counted


def weigh(session: Session, round_: Round, draft: Draft | None = None) -> Weighed:
    """The round's draft, or a change of it that is not saved yet, with its preview and what readiness asks."""
    draft = draft or draft_of(session, round_)
    made, cases = preview_of(session, round_, draft)
    version = draft.rules.catalogue_version
    schemes = [scheme.id for scheme in shipped(version).grades.schemes] if version else []
    uncovered = _uncovered(session, round_, draft, {one.region_id for one in cases}) if made.lines else []
    return Weighed(draft, made, cases, Counted(len(cases), made.slots, uncovered, schemes))


def _uncovered(session: Session, round_: Round, draft: Draft, regions: set[int]) -> list[str]:
    """Regions whose cases find fewer units of reviewers than they want reviewers, by the mode of review."""
    pool = session.execute(
        select(Unit.id, Unit.region_id)
        .join(Person, Person.unit_id == Unit.id)
        .join(RoundReviewer, RoundReviewer.person_id == Person.id)
        .where(RoundReviewer.round_id == round_.id)
        .distinct()
    ).all()
    if not pool:
        return []
    elsewhere = draft.reviewing.mode is Mode.CROSS_REGION
    names = {row.id: row.name for row in session.execute(select(Region.id, Region.name))}
    wanted = draft.reviewing.reviewers_per_case
    return [
        names[region]
        for region in sorted(regions)
        if sum(1 for unit in pool if not elsewhere or unit.region_id != region) < wanted
    ]


def frame_cases(session: Session, round_id: int) -> list[FrameCase]:
    """The frozen frame, by key."""
    rows = session.execute(
        select(FrameLine.key, FrameLine.stratum, FrameLine.record_hash, FrameLine.must)
        .where(FrameLine.round_id == round_id)
        .order_by(FrameLine.key)
    )
    return [FrameCase(*row) for row in rows]


def frame_case_ids(session: Session, round_id: int) -> dict[str, int]:
    """The case behind each key of the frozen frame."""
    rows = session.execute(select(FrameLine.key, FrameLine.case_id).where(FrameLine.round_id == round_id))
    return {row.key: row.case_id for row in rows}


def draw_plan(round_: Round) -> Plan:
    """What decides the round's draw beside its frame."""
    return Plan(
        seed=round_.seed or "", rate=round_.rate, minimum=round_.minimum, columns=tuple(round_.strata)
    )


def catalogue_of(round_: Round) -> Catalogue:
    """The catalogue a draft has chosen, as it travels with the code."""
    return shipped(round_.catalogue_version)
