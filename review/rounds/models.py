"""Rounds, their pool of reviewers, exclusions, and the record of every step taken."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review.cases.models import Case
from review.db import Base, Public, choice
from review.errors import N_
from review.people.models import Person, Unit
from review.rounds.steps import Step, StepOutOfTurn


class RoundKind(StrEnum):
    ROUTINE = "routine"  # 常规抽查
    KEY = "key"  # 重点评查
    THEMATIC = "thematic"  # 专项评查


class Mode(StrEnum):
    CROSS_REGION = "cross_region"  # 异地评查: another region
    CROSS = "cross"  # 交叉互评: another unit
    VERTICAL = "vertical"  # 上下互评: another level of another unit


KIND_NAMES = {
    RoundKind.ROUTINE: N_("常规抽查"),
    RoundKind.KEY: N_("重点评查"),
    RoundKind.THEMATIC: N_("专项评查"),
}
MODE_NAMES = {Mode.CROSS_REGION: N_("异地评查"), Mode.CROSS: N_("交叉互评"), Mode.VERTICAL: N_("上下互评")}


class Round(Public, Base):
    """One review round (评查轮次): a closing window, a rate, a seed, a pinned catalogue."""

    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("(step IN ('draft', 'frozen')) = (seed IS NULL)", name="seed_from_its_step_on"),
        CheckConstraint("(step = 'draft') = (plan_hash IS NULL)", name="plan_sealed_when_frozen"),
        CheckConstraint("rate IS NULL OR (rate > 0 AND rate <= 1)", name="rate_is_a_share"),
        CheckConstraint("reviewers_per_case BETWEEN 1 AND 3", name="one_to_three_reviewers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    basis: Mapped[str] = mapped_column(String(300), default="", comment="依据文件")
    kind: Mapped[RoundKind] = mapped_column(choice(RoundKind, "round_kind"), default=RoundKind.ROUTINE)
    mode: Mapped[Mode] = mapped_column(choice(Mode, "mode"), default=Mode.CROSS_REGION)
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), index=True, comment="organising office; its subtree"
    )
    step: Mapped[Step] = mapped_column(choice(Step, "step"), default=Step.DRAFT)
    version: Mapped[int] = mapped_column(default=1, comment="of the draft, counts every saved change")

    window_from: Mapped[date | None] = mapped_column(comment="办结日期, first day")
    window_to: Mapped[date | None] = mapped_column(comment="办结日期, last day")
    filters: Mapped[dict[str, Any]] = mapped_column(
        default=dict, comment="families, causes, unit_ids: lists; absent = all"
    )
    rate: Mapped[Decimal | None] = mapped_column(Numeric(7, 6), comment="share of the frame, 0 to 1")
    minimum: Mapped[int] = mapped_column(default=2, comment="cases every stratum gives at least")
    strata: Mapped[list[str]] = mapped_column(default=lambda: ["unit", "handler"])
    must_kinds: Mapped[list[str]] = mapped_column(
        default=list, comment="key-case kinds that are reviewed for certain"
    )
    reviewers_per_case: Mapped[int] = mapped_column(default=1)
    anti_reciprocity: Mapped[bool] = mapped_column(default=False, comment="no two regions review each other")
    hide_handler: Mapped[bool] = mapped_column(default=True, comment="from the reviewer")
    hide_reviewer: Mapped[bool] = mapped_column(default=True, comment="from the handler")
    grade_scheme: Mapped[str] = mapped_column(String(40), default="2026")
    points_gap: Mapped[int] = mapped_column(default=10, comment="two reviews further apart call a third")
    review_due_on: Mapped[date | None]
    hearing_days: Mapped[int] = mapped_column(default=5, comment="working days to reply")
    correction_days: Mapped[int] = mapped_column(default=10, comment="working days to mend")

    catalogue_version: Mapped[str] = mapped_column(String(40), default="")
    catalogue_hash: Mapped[str | None] = mapped_column(ForeignKey("pinned_catalogue.hash"))
    plan: Mapped[str | None] = mapped_column(Text, comment="the sealed plan, canonical JSON")
    plan_hash: Mapped[str | None] = mapped_column(String(64))
    frame_hash: Mapped[str | None] = mapped_column(String(64))
    frame_size: Mapped[int | None]
    seed: Mapped[str | None] = mapped_column(String(200), comment="in hex; redraws the same sample")
    protocol: Mapped[dict[str, Any] | None] = mapped_column(
        comment="of the draw, as `review verify` reads it"
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="who started it")
    at: Mapped[datetime]

    unit: Mapped[Unit] = relationship(lazy="raise")

    def advance(self, to: Step) -> None:
        """Take the next step. Steps never repeat, skip or go back."""
        if to is not self.step.following:
            raise StepOutOfTurn(self.step, to)
        self.step = to


class RoundReviewer(Base):
    """A reviewer in the round's pool (评查员库), with the capacity for this round."""

    __tablename__ = "round_reviewer"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        CheckConstraint("capacity > 0", name="some_capacity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[int]

    person: Mapped[Person] = relationship(lazy="raise")


class Exclusion(Base):
    """A case taken out of the frame before the freeze, in writing (排除)."""

    __tablename__ = "exclusion"
    __table_args__ = (UniqueConstraint("round_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    case: Mapped[Case] = relationship(lazy="raise")


class StepTaken(Base):
    """A step the round took: who, when, what it did, and where the journal tells of it."""

    __tablename__ = "step_taken"
    __table_args__ = (UniqueConstraint("round_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    step: Mapped[Step] = mapped_column(choice(Step, "step"))
    did: Mapped[dict[str, Any]] = mapped_column(
        default=dict, comment="counts and hashes, for the round's page"
    )
    journal_seq: Mapped[int] = mapped_column(comment="the entry that tells of it")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
