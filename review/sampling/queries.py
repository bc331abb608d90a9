"""Reading the frame and the sample (抽样查询): what could be drawn, what was, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, case, cast, false, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager

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
from review.sampling.models import FrameLine, Layer, SampledCase
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


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum of the sample as it was drawn."""

    stratum: str
    unit_name: str
    handler_name: str
    frame: int
    random: int
    minimum: int
    must: int

    @property
    def drawn(self) -> int:
        return self.random + self.minimum + self.must

    @property
    def share(self) -> float:
        return self.drawn / self.frame if self.frame else 0.0


def strata_page(session: Session, round_id: int, *, limit: int, offset: int) -> tuple[list[Stratum], int]:
    """The strata of the frozen frame with what was drawn of each, by name, and how many there are."""
    per_layer = [
        func.coalesce(func.sum(case((SampledCase.layer == layer, 1), else_=0)), 0) for layer in Layer
    ]
    rows = session.execute(
        select(
            FrameLine.stratum,
            func.min(Unit.name),
            func.min(Case.handler_name),
            func.count(),
            *per_layer,
        )
        .join(Case, Case.id == FrameLine.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(
            SampledCase,
            and_(SampledCase.case_id == FrameLine.case_id, SampledCase.round_id == FrameLine.round_id),
        )
        .where(FrameLine.round_id == round_id)
        .group_by(FrameLine.stratum)
        .order_by(FrameLine.stratum)
        .limit(limit)
        .offset(offset)
    )
    count = session.scalar(
        select(func.count(FrameLine.stratum.distinct())).where(FrameLine.round_id == round_id)
    )
    return [Stratum(*row) for row in rows], count or 0


@dataclass(frozen=True, slots=True)
class Sought:
    """What the drawn list is narrowed to."""

    words: str = ""
    layer: Layer | None = None
    stratum: str = ""


SORTS = {
    "unit": (Unit.path, Case.key),
    "stratum": (SampledCase.stratum, SampledCase.layer == Layer.MUST, SampledCase.rank),
    "rank": (SampledCase.rank, SampledCase.stratum),
    "key": (Case.key,),
}
"""Orders of the drawn list."""


def sample_page(
    session: Session, round_id: int, sought: Sought, *, sort: str = "", limit: int, offset: int
) -> tuple[Sequence[SampledCase], int]:
    """Drawn cases with case and unit, and how many match."""
    conditions: list[ColumnElement[bool]] = [SampledCase.round_id == round_id]
    if sought.words:
        like = (Case.key, Case.name, Case.handler_name, Unit.name)
        conditions.append(or_(*(column.contains(sought.words, autoescape=True) for column in like)))
    if sought.layer:
        conditions.append(SampledCase.layer == sought.layer)
    if sought.stratum:
        conditions.append(SampledCase.stratum == sought.stratum)
    order = SORTS.get(sort.removeprefix("-"), SORTS["stratum"])
    turned = [column.desc() for column in order] if sort.startswith("-") else list(order)
    rows = session.scalars(
        select(SampledCase)
        .join(SampledCase.case)
        .join(Case.unit)
        .options(contains_eager(SampledCase.case).contains_eager(Case.unit))
        .where(*conditions)
        .order_by(*turned)
        .limit(limit)
        .offset(offset)
    ).all()
    count = session.scalar(
        select(func.count())
        .select_from(SampledCase)
        .join(SampledCase.case)
        .join(Case.unit)
        .where(*conditions)
    )
    return rows, count or 0


def sample_sizes(session: Session, round_ids: Sequence[int]) -> dict[int, int]:
    """Drawn cases of each of these rounds; a round without a sample is absent."""
    rows = session.execute(
        select(SampledCase.round_id, func.count())
        .where(SampledCase.round_id.in_(round_ids))
        .group_by(SampledCase.round_id)
    )
    return {row[0]: row[1] for row in rows}


def layer_counts(session: Session, round_id: int) -> dict[Layer, int]:
    """Drawn cases per layer."""
    rows = session.execute(
        select(SampledCase.layer, func.count())
        .where(SampledCase.round_id == round_id)
        .group_by(SampledCase.layer)
    )
    counts = {row[0]: row[1] for row in rows}
    return {layer: counts.get(layer, 0) for layer in Layer}


@dataclass(frozen=True, slots=True)
class Why:
    """All that answers "why was this case drawn" (入样说明)."""

    sampled: SampledCase
    line: FrameLine
    random_size: int  # cases of the stratum's random frame
    cut_off: str  # the largest ticket that was still drawn in the same queue
    next_ticket_rank: int  # rank of the first case not drawn; 0 where all were


def why_drawn(session: Session, round_id: int, public_id: str) -> Why | None:
    """The certificate of one drawn case; None where the round did not draw it."""
    found = session.execute(
        select(SampledCase, FrameLine)
        .join(SampledCase.case)
        .join(Case.unit)
        .join(
            FrameLine,
            and_(FrameLine.round_id == SampledCase.round_id, FrameLine.case_id == SampledCase.case_id),
        )
        .options(contains_eager(SampledCase.case).contains_eager(Case.unit))
        .where(SampledCase.round_id == round_id, SampledCase.public_id == public_id)
    ).first()
    if found is None:
        return None
    sampled, line = found
    same_queue = (
        SampledCase.layer == Layer.MUST if sampled.layer is Layer.MUST else SampledCase.layer != Layer.MUST
    )
    last = session.scalar(
        select(SampledCase.ticket)
        .where(SampledCase.round_id == round_id, SampledCase.stratum == sampled.stratum, same_queue)
        .order_by(SampledCase.rank.desc())
        .limit(1)
    )
    rest = sampled.quota + 1 if sampled.quota < sampled.stratum_size else 0
    return Why(sampled, line, sampled.stratum_size, last or "", rest)


@dataclass(frozen=True, slots=True)
class FrameExport:
    """One row of frame.csv beside the columns of the strata."""

    line: FrameLine
    unit_code: str
    handler_no: str
    family: str
    business_line: str


def frame_export(session: Session, round_id: int) -> list[FrameExport]:
    """The frozen frame with the values of every column it may be stratified by, by key."""
    rows = session.execute(
        select(FrameLine, Unit.code, Case.handler_no, Case.family, Case.business_line)
        .join(Case, Case.id == FrameLine.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(FrameLine.round_id == round_id)
        .order_by(FrameLine.key)
    )
    return [FrameExport(*row) for row in rows]


def sample_export(session: Session, round_id: int) -> list[tuple[str, SampledCase]]:
    """Every drawn case with its key, by stratum, layer and rank."""
    rows = session.execute(
        select(FrameLine.key, SampledCase)
        .join(
            FrameLine,
            and_(FrameLine.round_id == SampledCase.round_id, FrameLine.case_id == SampledCase.case_id),
        )
        .where(SampledCase.round_id == round_id)
        .order_by(*SORTS["stratum"])
    )
    return [(key, sampled) for key, sampled in rows]
