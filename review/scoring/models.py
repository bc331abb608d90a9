"""Reviews and their answers."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review.assignment.models import Assignment
from review.db import Base, Public, choice
from review.errors import N_


class Result(StrEnum):
    """What a reviewer says of an item. Not answered: no row, or a row without a result (flagged, taken back)."""

    CLEAR = "clear"  # 未见问题
    PROBLEM = "problem"  # 有问题
    NOT_APPLICABLE = "not_applicable"  # 不适用, with the reason
    MATERIAL_MISSING = "material_missing"  # 材料缺失无法评查: never an exemption


RESULT_NAMES = {
    Result.CLEAR: N_("未见问题"),
    Result.PROBLEM: N_("有问题"),
    Result.NOT_APPLICABLE: N_("不适用"),
    Result.MATERIAL_MISSING: N_("材料缺失"),
}


class Review(Base):
    """One reviewer's review of one case (评查)."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("(handed_in_at IS NULL) = (points IS NULL)", name="points_when_handed_in"),
        CheckConstraint("(handed_in_at IS NULL) OR (grade IS NOT NULL)", name="grade_when_handed_in"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    catalogue_hash: Mapped[str] = mapped_column(ForeignKey("pinned_catalogue.hash"))
    version: Mapped[int] = mapped_column(
        default=1, comment="of opinion, grade and ticks; every save names the one it saw"
    )
    opinion: Mapped[str] = mapped_column(Text, default="", comment="总体评查意见")
    grade: Mapped[str | None] = mapped_column(String(40), comment="grade id the reviewer proposes")
    grade_reason: Mapped[str] = mapped_column(
        Text, default="", comment="where it differs from the computed one"
    )
    criteria: Mapped[list[str]] = mapped_column(default=list, comment="criteria of the grade that are ticked")
    last_item: Mapped[str] = mapped_column(
        String(40), default="", comment="rule code where the reviewer stopped"
    )
    began_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    points: Mapped[Decimal | None] = mapped_column(Numeric(6, 2), comment="of 100, as computed at hand-in")
    computed_grade: Mapped[str | None] = mapped_column(String(40))
    explanation: Mapped[dict[str, Any] | None] = mapped_column(comment="how the points came about, frozen")

    assignment: Mapped[Assignment] = relationship(lazy="raise")
    answers: Mapped[list["Answer"]] = relationship(lazy="raise", order_by="Answer.rule_code")
    highlights: Mapped[list["Highlight"]] = relationship(lazy="raise", order_by="Highlight.id")


class Answer(Base):
    """What the reviewer says of one rule (一项评查结果), saved by itself."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("review_id", "rule_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    rule_code: Mapped[str] = mapped_column(String(40))
    rule_revision: Mapped[int]
    result: Mapped[Result | None] = mapped_column(
        choice(Result, "result"), comment="None: only flagged, or taken back; counts as not answered"
    )
    severity: Mapped[str | None] = mapped_column(String(20), comment="of the ladder; only for a problem")
    deduction: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0), comment="points of 100")
    reason: Mapped[str] = mapped_column(Text, default="")
    anchor_document: Mapped[str] = mapped_column(
        String(22), default="", comment="masked document's id within the case"
    )
    anchor_page: Mapped[int | None]
    anchor_quote: Mapped[str] = mapped_column(Text, default="")
    flagged: Mapped[bool] = mapped_column(default=False, comment="标记: look again")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]


class Highlight(Public, Base):
    """Something done outstandingly well (亮点), quoted in the excellent-case report."""

    __tablename__ = "highlight"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40), comment="highlight kind of the catalogue")
    bonus: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    text: Mapped[str] = mapped_column(Text)
    anchor_document: Mapped[str] = mapped_column(String(22), default="")
    anchor_page: Mapped[int | None]
    anchor_quote: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
