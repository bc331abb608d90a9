"""Freezing the frame, setting the seed, drawing the sample (冻结、定种子、抽样): each once, each in the journal."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from review.catalogue.actions import pin
from review.catalogue.catalogue import Catalogue
from review.errors import N_, Kind, ReviewError
from review.journal.actions import Event, note, seal, unseal
from review.people.viewer import Viewer
from review.rounds.actions import hold, next_version, take_step
from review.rounds.models import Round
from review.rounds.plan import Catalogued, document
from review.rounds.plan import seal as seal_plan
from review.rounds.queries import step_taken
from review.rounds.readiness import Point, open_points
from review.rounds.steps import Step, StepOutOfTurn
from review.sampling.draw import Draw, draw
from review.sampling.models import FrameLine, Layer, SampledCase
from review.sampling.preview import Frameable
from review.sampling.protocol import ALGORITHM, protocol_of
from review.sampling.queries import catalogue_of, draw_plan, frame_case_ids, frame_cases, weigh
from review.sampling.seeds import commitment, phrase_as_kept, seed_of
from review.sampling.strata import FrameCase, frame_hash


class PlanNotReady(ReviewError):
    """The sentences of the open points are facts, translated one by one where they are shown."""

    sentence = N_("方案还有 %(count)d 处未完成，不能冻结。请先办理核对页列出的事项。")
    kind = Kind.CONFLICT

    def __init__(self, points: tuple[Point, ...]) -> None:
        super().__init__(count=len(points))
        self.points = points


@dataclass(frozen=True, slots=True)
class FrameFrozen(Event):
    object_kind = "round"
    plan_hash: str
    frame_hash: str
    cases: int
    must: int
    catalogue: str


@dataclass(frozen=True, slots=True)
class SeedCommitted(Event):
    """The system's phrase is fixed from here on; only its hash is known."""

    object_kind = "round"
    commitment: str


@dataclass(frozen=True, slots=True)
class SeedSet(Event):
    object_kind = "round"
    commitment: str
    system_phrase: str
    seed: str


@dataclass(frozen=True, slots=True)
class SampleDrawn(Event):
    object_kind = "round"
    seed: str
    frame_hash: str
    sample_hash: str
    random: int
    minimum: int
    must: int


def freeze_frame(
    session: Session, round_: Round, *, version: int | None = None, by: Viewer, at: datetime
) -> Round:
    """Seal the plan, pin the catalogue, list every case that may be drawn, and commit the system's phrase (冻结).

    `version` is the draft the officer checked; None takes the plan as it stands.

    Raises:
        PlanChanged: Somebody saved in the meantime.
        StepOutOfTurn: The plan is frozen already.
        PlanNotReady: Sections are open; they are named.
    """
    hold(session, round_)
    if round_.step is not Step.DRAFT:
        raise StepOutOfTurn(round_.step, Step.FROZEN)
    next_version(session, round_, round_.version if version is None else version)
    weighed = weigh(session, round_)
    points = open_points(weighed.draft, weighed.counted, today=at.date())
    if points:
        raise PlanNotReady(points)
    catalogue = catalogue_of(round_)
    pin(session, catalogue, at=at)
    frame = [FrameCase(one.key, one.stratum, one.record_hash, bool(one.must_kind)) for one in weighed.cases]
    _list_frame(session, round_, weighed.cases)
    phrase = secrets.token_hex(32)
    promised = commitment(phrase)
    note(session, SeedCommitted(round_.public_id, promised), by=None, at=at)
    sealed = seal_plan(document(weighed.draft, catalogued(catalogue), ALGORITHM))
    must = sum(case.must for case in frame)
    kept = seal(session, phrase)
    round_.plan, round_.plan_hash = sealed.text, sealed.hash
    round_.frame_hash, round_.frame_size = frame_hash(frame), len(frame)
    round_.catalogue_hash = catalogue.hash
    take_step(
        session,
        round_,
        Step.FROZEN,
        FrameFrozen(round_.public_id, sealed.hash, round_.frame_hash, len(frame), must, catalogue.hash),
        did={
            "cases": len(frame),
            "must": must,
            "strata": len({case.stratum for case in frame}),
            "plan_hash": sealed.hash,
            "frame_hash": round_.frame_hash,
            "commitment": promised,
            "sealed_phrase": kept,
        },
        by=by,
        at=at,
    )
    return round_


def catalogued(catalogue: Catalogue) -> Catalogued:
    """What the plan says of the catalogue."""
    scoring = catalogue.scoring
    return Catalogued(
        catalogue.version, catalogue.hash, scoring.formula, scoring.full_points, scoring.bonus_cap
    )


def _list_frame(session: Session, round_: Round, cases: list[Frameable]) -> None:
    """Write the frame's lines."""
    lines: list[dict[str, Any]] = [
        {
            "round_id": round_.id,
            "case_id": one.case_id,
            "key": one.key,
            "stratum": one.stratum,
            "must": bool(one.must_kind),
            "must_kind": one.must_kind,
            "record_hash": one.record_hash,
        }
        for one in cases
    ]
    session.execute(insert(FrameLine), lines)


def set_seed(session: Session, round_: Round, *, phrase: str, by: Viewer, at: datetime) -> str:
    """Make the seed from both hashes, the officer's phrase and the system's phrase committed at the freeze (定种子).

    Raises:
        StepOutOfTurn: The frame is not frozen, or the seed is set already.
        PhraseUnfit: The phrase is too short or too long.
    """
    hold(session, round_)
    if round_.step is not Step.FROZEN:
        raise StepOutOfTurn(round_.step, Step.SEEDED)
    mine = phrase_as_kept(phrase)
    frozen = step_taken(session, round_.id, Step.FROZEN)
    assert frozen is not None
    assert round_.plan_hash is not None
    assert round_.frame_hash is not None
    systems = unseal(session, frozen.did["sealed_phrase"])
    seed = seed_of(round_.plan_hash, round_.frame_hash, (mine, systems))
    promised = frozen.did["commitment"]
    round_.seed = seed
    take_step(
        session,
        round_,
        Step.SEEDED,
        SeedSet(round_.public_id, promised, systems, seed),
        did={"seed": seed, "phrases": [mine, systems], "commitment": promised},
        by=by,
        at=at,
    )
    return seed


def draw_sample(session: Session, round_: Round, *, by: Viewer, at: datetime) -> Draw:
    """Draw the round's sample, once, so that anybody can redraw it from frame and protocol (抽样).

    Raises:
        StepOutOfTurn: There is no seed yet, or the sample is drawn already.
    """
    hold(session, round_)
    if round_.step is not Step.SEEDED:
        raise StepOutOfTurn(round_.step, Step.DRAWN)
    made = draw(frame_cases(session, round_.id), draw_plan(round_))
    case_of = frame_case_ids(session, round_.id)
    drawn: list[dict[str, Any]] = [
        {
            "round_id": round_.id,
            "case_id": case_of[line.key],
            "stratum": line.stratum,
            "layer": Layer(line.layer.value),
            "ticket": line.ticket,
            "rank": line.rank,
            "quota": line.quota,
            "stratum_size": line.stratum_size,
        }
        for line in made.lines
    ]
    session.execute(insert(SampledCase), drawn)
    seeded = step_taken(session, round_.id, Step.SEEDED)
    assert seeded is not None
    protocol = protocol_of(made)
    round_.protocol = protocol | {
        "round": {
            "plan_hash": round_.plan_hash,
            "phrases": seeded.did["phrases"],
            "commitment": seeded.did["commitment"],
        }
    }
    counts = {layer.value: protocol["sample"][layer.value] for layer in Layer}
    take_step(
        session,
        round_,
        Step.DRAWN,
        SampleDrawn(
            round_.public_id, made.plan.seed, protocol["frame"]["hash"], protocol["sample"]["hash"], **counts
        ),
        did={"cases": len(made.lines), "sample_hash": protocol["sample"]["hash"], **counts},
        by=by,
        at=at,
    )
    return made
