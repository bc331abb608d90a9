"""Reading the drawn sample (样本查询): the list, the strata, why a case was drawn, and what the files hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from review.cases.models import Case
from review.people.models import Unit
from review.sampling.models import FrameLine, Layer, SampledCase


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
