"""Conclusions per sampled case, with findings, merits, checks and approvals."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review.db import Base, Public, choice
from review.errors import N_, Kind, ReviewError
from review.sampling.models import SampledCase


class Stage(StrEnum):
    """Where one sampled case stands, in this order; CHECKING may send back to REVIEWING."""

    REVIEWING = "reviewing"  # 评查办理
    CHECKING = "checking"  # 组长审核
    HEARING = "hearing"  # 征求意见
    OBJECTION = "objection"  # 异议处理
    APPROVAL = "approval"  # 审批
    APPROVED = "approved"  # 已定级
    PUBLISHED = "published"  # 已反馈


STAGE_NAMES = {
    Stage.REVIEWING: N_("评查办理"),
    Stage.CHECKING: N_("组长审核"),
    Stage.HEARING: N_("征求意见"),
    Stage.OBJECTION: N_("异议处理"),
    Stage.APPROVAL: N_("待审批"),
    Stage.APPROVED: N_("已定级"),
    Stage.PUBLISHED: N_("已反馈"),
}

FOLLOWING = {
    Stage.REVIEWING: {Stage.CHECKING},
    Stage.CHECKING: {Stage.REVIEWING, Stage.HEARING, Stage.APPROVAL},
    Stage.HEARING: {Stage.OBJECTION, Stage.APPROVAL},
    Stage.OBJECTION: {Stage.APPROVAL},
    Stage.APPROVAL: {Stage.CHECKING, Stage.APPROVED},
    Stage.APPROVED: {Stage.PUBLISHED},
    Stage.PUBLISHED: set(),
}
"""The moves a conclusion may make; approval may send it back to the leader."""


class StageOutOfTurn(ReviewError):
    sentence = N_("本案当前为“%(now)s”，不能转入“%(wanted)s”，可能已由他人办理。请刷新页面查看。")
    kind = Kind.CONFLICT

    def __init__(self, now: Stage, wanted: Stage) -> None:
        super().__init__(now=STAGE_NAMES[now], wanted=STAGE_NAMES[wanted])


class Conclusion(Public, Base):
    """What the round concludes about one case (评查结论)."""

    __tablename__ = "conclusion"
    __table_args__ = (
        Index("ix_conclusion_round_id_stage", "round_id", "stage"),
        CheckConstraint(
            "stage NOT IN ('approved', 'published') OR final_grade IS NOT NULL", name="graded_when_approved"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    sampled_case_id: Mapped[int] = mapped_column(ForeignKey("sampled_case.id"), unique=True)
    number: Mapped[str] = mapped_column(
        String(40), unique=True, comment="评查文书号, random order, e.g. 评2026-8F3K2"
    )
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"), default=Stage.REVIEWING)
    version: Mapped[int] = mapped_column(default=1)
    third_called: Mapped[bool] = mapped_column(
        default=False, comment="two reviews differed, a third was called"
    )
    difference: Mapped[str] = mapped_column(
        String(200), default="", comment="which trigger: grade | fatal | points"
    )
    points: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    proposed_grade: Mapped[str | None] = mapped_column(String(40), comment="after merge and leader check")
    final_grade: Mapped[str | None] = mapped_column(String(40), comment="as approved")
    opinion: Mapped[str] = mapped_column(Text, default="", comment="评查意见, after merge")
    graded_at: Mapped[datetime | None]
    published_on: Mapped[date | None] = mapped_column(
        comment="a day, not a moment: results of a batch look alike"
    )

    sampled_case: Mapped[SampledCase] = relationship(lazy="raise")
    findings: Mapped[list["Finding"]] = relationship(lazy="raise", order_by="Finding.position")
    merits: Mapped[list["Merit"]] = relationship(lazy="raise", order_by="Merit.id")

    def move(self, to: Stage) -> None:
        """Go on to `to`, if that is a move from here."""
        if to not in FOLLOWING[self.stage]:
            raise StageOutOfTurn(self.stage, to)
        self.stage = to
        self.version += 1


class Finding(Public, Base):
    """A problem the conclusion holds (问题). Withdrawn ones stay, with the reason."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"), index=True)
    position: Mapped[int] = mapped_column(comment="in the catalogue's order, from 1")
    rule_code: Mapped[str] = mapped_column(String(40))
    rule_revision: Mapped[int]
    category: Mapped[str] = mapped_column(String(40))
    severity: Mapped[str] = mapped_column(String(20))
    deduction: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    reason: Mapped[str] = mapped_column(Text)
    anchor_document: Mapped[str] = mapped_column(String(22), default="")
    anchor_page: Mapped[int | None]
    anchor_quote: Mapped[str] = mapped_column(Text, default="")
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), comment="the answer it comes from")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(Text, default="")

    conclusion: Mapped[Conclusion] = relationship(lazy="raise", overlaps="findings")


class Merit(Base):
    """A highlight the conclusion keeps (亮点)."""

    __tablename__ = "merit"

    id: Mapped[int] = mapped_column(primary_key=True)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    bonus: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    text: Mapped[str] = mapped_column(Text)
    anchor_document: Mapped[str] = mapped_column(String(22), default="")
    anchor_page: Mapped[int | None]
    anchor_quote: Mapped[str] = mapped_column(Text, default="")


class LeaderCheck(Base):
    """The leader's check of a conclusion (组长审核)."""

    __tablename__ = "leader_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"), index=True)
    agreed: Mapped[bool] = mapped_column(comment="False: sent back to the reviewer")
    opinion: Mapped[str] = mapped_column(Text, default="")
    grade: Mapped[str] = mapped_column(String(40), default="", comment="proposed from here on")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ApprovalLevel(StrEnum):
    """Who approves; which grades go to whom is the grade scheme's (分管副检察长 / 检察长 / 检委会)."""

    DEPUTY = "deputy"
    CHIEF = "chief"
    COMMITTEE = "committee"


APPROVAL_NAMES = {
    ApprovalLevel.DEPUTY: N_("分管副检察长"),
    ApprovalLevel.CHIEF: N_("检察长"),
    ApprovalLevel.COMMITTEE: N_("检察委员会"),
}


class Approval(Base):
    """A decision on the grade (审批)."""

    __tablename__ = "approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"), index=True)
    level: Mapped[ApprovalLevel] = mapped_column(choice(ApprovalLevel, "approval_level"))
    agreed: Mapped[bool] = mapped_column(comment="False: sent back to the leader")
    grade: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(
        Text, default="", comment="where the grade differs from the proposed one"
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
