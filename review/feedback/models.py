"""Hearings and replies."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review.db import Base, Public, choice
from review.errors import N_
from review.grading.models import Conclusion, Finding


class HearingEnd(StrEnum):
    REPLIED = "replied"  # 已反馈
    DEFAULT = "default"  # 逾期未反馈: recorded as silence, not as consent
    NOT_NEEDED = "not_needed"  # 未发现问题


class Hearing(Public, Base):
    """The handler's opinion sought on one case (征求意见)."""

    __tablename__ = "hearing"

    id: Mapped[int] = mapped_column(primary_key=True)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"), unique=True)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    sent_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(comment="last working day to reply")
    closed_at: Mapped[datetime | None]
    end: Mapped[HearingEnd | None] = mapped_column(choice(HearingEnd, "hearing_end"))
    on_behalf: Mapped[bool] = mapped_column(default=False, comment="recorded for the handler, with proof")
    note: Mapped[str] = mapped_column(Text, default="", comment="proof of what was recorded on behalf")
    heard: Mapped[list[Any]] = mapped_column(default=list, comment="ids of the findings put to the handler")

    conclusion: Mapped[Conclusion] = relationship(lazy="raise")
    replies: Mapped[list["Reply"]] = relationship(lazy="raise", order_by="Reply.id")


class Stance(StrEnum):
    ACCEPT = "accept"  # 接受
    PARTLY = "partly"  # 部分接受
    OBJECT = "object"  # 异议


STANCE_NAMES = {Stance.ACCEPT: N_("接受"), Stance.PARTLY: N_("部分接受"), Stance.OBJECT: N_("异议")}


class Reply(Base):
    """What the handler says of one finding (反馈意见); a draft until it is sent."""

    __tablename__ = "reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"), index=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), unique=True)
    stance: Mapped[Stance] = mapped_column(choice(Stance, "stance"))
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(comment="None: a draft")
    upheld: Mapped[bool | None] = mapped_column(comment="the leader's answer: True, the objection is right")
    answer: Mapped[str] = mapped_column(
        Text, default="", comment="the leader's reason, given to every objection"
    )
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    finding: Mapped[Finding] = relationship(lazy="raise")


class Publication(Base):
    """The results of a round given out together (反馈)."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    cases: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(300), default="")
