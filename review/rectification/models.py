"""Corrections and their moves."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review.db import Base, Public, choice
from review.errors import N_
from review.grading.models import Finding


class CorrectionState(StrEnum):
    OPEN = "open"  # 待整改
    SUBMITTED = "submitted"  # 待验收
    RETURNED = "returned"  # 退回整改
    STRUCK = "struck"  # 已销号


CORRECTION_NAMES = {
    CorrectionState.OPEN: N_("待整改"),
    CorrectionState.SUBMITTED: N_("待验收"),
    CorrectionState.RETURNED: N_("退回整改"),
    CorrectionState.STRUCK: N_("已销号"),
}


class Correction(Public, Base):
    """One finding to be mended (整改任务)."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_round_id_state", "round_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), unique=True)
    number: Mapped[str] = mapped_column(String(40), unique=True, comment="台账编号")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    task: Mapped[str] = mapped_column(Text, comment="整改措施, from the rule's repair step")
    due_on: Mapped[date]
    state: Mapped[CorrectionState] = mapped_column(
        choice(CorrectionState, "correction_state"), default=CorrectionState.OPEN
    )
    version: Mapped[int] = mapped_column(default=1)

    finding: Mapped[Finding] = relationship(lazy="raise")
    moves: Mapped[list["CorrectionMove"]] = relationship(lazy="raise", order_by="CorrectionMove.id")


class CorrectionMove(Base):
    """One step of a correction: who, when, what was said (流转)."""

    __tablename__ = "correction_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("correction.id"), index=True)
    to: Mapped[CorrectionState] = mapped_column(choice(CorrectionState, "correction_state"))
    text: Mapped[str] = mapped_column(Text, default="", comment="proof, or the reason it was sent back")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
