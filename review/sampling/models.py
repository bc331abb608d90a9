"""The frozen frame and the drawn sample."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review.cases.models import Case
from review.db import Base, Public, choice
from review.errors import N_


class Layer(StrEnum):
    """Why a case is in the sample; kept apart for ever, rates come from the random layers alone."""

    RANDOM = "random"
    MINIMUM = "minimum"
    MUST = "must"


LAYER_NAMES = {Layer.RANDOM: N_("随机"), Layer.MINIMUM: N_("下限补足"), Layer.MUST: N_("必查")}


class FrameLine(Base):
    """One case of the frozen frame (抽样框): what could have been drawn, and what it was at that moment."""

    __tablename__ = "frame_line"
    __table_args__ = (
        UniqueConstraint("round_id", "key"),
        Index("ix_frame_line_round_id_stratum", "round_id", "stratum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    key: Mapped[str] = mapped_column(String(200))
    stratum: Mapped[str] = mapped_column(String(300))
    must: Mapped[bool] = mapped_column(comment="key case: reviewed for certain")
    must_kind: Mapped[str] = mapped_column(String(60), default="")
    record_hash: Mapped[str] = mapped_column(String(64))

    case: Mapped[Case] = relationship(lazy="raise")


class SampledCase(Public, Base):
    """A drawn case (样本案件), with everything that answers "why was it drawn"."""

    __tablename__ = "sampled_case"
    __table_args__ = (UniqueConstraint("round_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    stratum: Mapped[str] = mapped_column(String(300))
    layer: Mapped[Layer] = mapped_column(choice(Layer, "layer"))
    ticket: Mapped[str] = mapped_column(String(120), comment="签号, as the consistent sampler prints it")
    rank: Mapped[int] = mapped_column(comment="within its stratum, from 1")
    quota: Mapped[int] = mapped_column(comment="cases its stratum gives")
    stratum_size: Mapped[int]

    case: Mapped[Case] = relationship(lazy="raise")
