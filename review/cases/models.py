"""Closed cases (案件) with their child tables, and the imports that brought them."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review.db import Base, Public, choice
from review.people.models import Person, Unit


class ImportState(StrEnum):
    EXAMINING = "examining"  # being read and checked
    EXAMINED = "examined"  # the preview waits for decisions
    LOADING = "loading"
    LOADED = "loaded"
    REFUSED = "refused"  # unreadable, or given up by the officer


class CaseImport(Public, Base):
    """One file brought in (一次导入): previewed, decided on, and loaded wholly or not at all."""

    __tablename__ = "case_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True, comment="importing office")
    file_name: Mapped[str] = mapped_column(String(255))
    stored_as: Mapped[str] = mapped_column(String(120), comment="generated name under the upload folder")
    file_hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the file as received")
    mapping: Mapped[str] = mapped_column(Text, default="", comment="YAML; empty for the standard package")
    state: Mapped[ImportState] = mapped_column(choice(ImportState, "import_state"))
    preview: Mapped[dict[str, Any] | None] = mapped_column(comment="counts and first rows per problem class")
    decisions: Mapped[dict[str, Any]] = mapped_column(
        default=dict, comment="problem class → keep | quarantine"
    )
    register_new: Mapped[bool] = mapped_column(
        default=False, comment="register units and handlers not known yet"
    )
    loaded: Mapped[dict[str, Any] | None] = mapped_column(
        comment="cases new, new versions, unchanged, left out"
    )
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Case(Public, Base):
    """One version of one closed case (案件). A re-import adds a version; the older one stays."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        Index(
            "one_current_version",
            "key",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
        Index("ix_case_unit_id_finish_date", "unit_id", "finish_date"),
        Index("ix_case_finish_date", "finish_date"),
        Index("ix_case_handler_id", "handler_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), comment="部门受案号, key of the stage, NFC")
    version: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("case_import.id"), index=True)
    record_hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the record as imported")
    unified_no: Mapped[str] = mapped_column(String(200), default="", comment="统一受案号")
    name: Mapped[str] = mapped_column(String(400), default="", comment="案件名称")
    type_code: Mapped[str] = mapped_column(String(40), default="")
    type_name: Mapped[str] = mapped_column(String(120), default="", comment="案件类别")
    family: Mapped[str] = mapped_column(String(40), comment="case family of the catalogue's codes")
    business_line: Mapped[str] = mapped_column(String(60), default="")
    count_class: Mapped[str] = mapped_column(String(40), default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="承办单位")
    department_name: Mapped[str] = mapped_column(String(120), default="", comment="承办部门")
    handler_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="承办检察官; None: blank in the file"
    )
    handler_no: Mapped[str] = mapped_column(String(60), default="", comment="as in the file")
    handler_name: Mapped[str] = mapped_column(String(120), default="", comment="as in the file")
    handler_rank: Mapped[str] = mapped_column(String(60), default="")
    team: Mapped[list[str]] = mapped_column(default=list, comment="staff numbers of assistants and clerks")
    investigator: Mapped[str] = mapped_column(String(200), default="")
    transferring_unit: Mapped[str] = mapped_column(String(200), default="")
    transferring_no: Mapped[str] = mapped_column(String(200), default="")
    transfer_opinion: Mapped[str] = mapped_column(String(200), default="")
    cause_transferred: Mapped[str] = mapped_column(String(200), default="", comment="移送案由")
    cause_decided: Mapped[str] = mapped_column(String(200), default="", comment="审结案由")
    other_causes: Mapped[list[str]] = mapped_column(default=list)
    source: Mapped[str] = mapped_column(String(120), default="")
    flags: Mapped[list[str]] = mapped_column(default=list, comment="督办, 交办, 关注 …")
    risk_level: Mapped[str] = mapped_column(String(40), default="")
    summary: Mapped[str] = mapped_column(Text, default="", comment="案情摘要")
    accept_date: Mapped[date | None]
    start_date: Mapped[date | None]
    due_date: Mapped[date | None]
    days: Mapped[int | None]
    decision_date: Mapped[date | None]
    finish_date: Mapped[date | None] = mapped_column(comment="办结日期: decides the window")
    archive_date: Mapped[date | None]
    decision: Mapped[str] = mapped_column(String(200), default="", comment="审结处理结果")
    amount: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    plea: Mapped[bool | None] = mapped_column(comment="认罪认罚")
    procedure_kind: Mapped[str] = mapped_column(String(40), default="")
    trial_result: Mapped[str] = mapped_column(String(200), default="")
    trial_date: Mapped[date | None]
    sentence: Mapped[str] = mapped_column(String(200), default="")
    sentence_advice: Mapped[str] = mapped_column(String(400), default="")
    linked_cases: Mapped[list[str]] = mapped_column(default=list)
    split_merged: Mapped[bool | None] = mapped_column(comment="拆案、并案")
    hearing_joint: Mapped[list[str]] = mapped_column(default=list)
    volumes: Mapped[int | None]
    e_file: Mapped[bool | None]
    extra: Mapped[dict[str, Any]] = mapped_column(
        default=dict, comment="columns that no field takes, as given"
    )
    problems: Mapped[list[Any]] = mapped_column(
        default=list, comment="import problems kept as they are: class, column"
    )

    unit: Mapped[Unit] = relationship(lazy="raise")
    handler: Mapped[Person | None] = relationship(lazy="raise")
    parties: Mapped[list["Party"]] = relationship(lazy="raise", order_by="Party.id")
    measures: Mapped[list["Measure"]] = relationship(lazy="raise", order_by="Measure.id")
    events: Mapped[list["CaseEvent"]] = relationship(lazy="raise", order_by="CaseEvent.id")
    documents: Mapped[list["Document"]] = relationship(lazy="raise", order_by="Document.id")
    notices: Mapped[list["Notice"]] = relationship(lazy="raise", order_by="Notice.id")
    workflow: Mapped[list["WorkflowNode"]] = relationship(lazy="raise", order_by="WorkflowNode.id")


class Party(Base):
    """A party (当事人) of a case."""

    __tablename__ = "party"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(60), default="")
    fields: Mapped[dict[str, Any]] = mapped_column(
        default=dict, comment="the other fields of the package, as read"
    )


class Measure(Base):
    """A coercive measure (强制措施) with its dates."""

    __tablename__ = "measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60), default="")
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)


class CaseEvent(Base):
    """An event that moves the clocks (期限事件): return for investigation, extension, recalculation."""

    __tablename__ = "case_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60), default="")
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Document(Public, Base):
    """A document (文书) of the dossier, with its text where the package brings it."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(
        String(60), default="", comment="document kind of the catalogue's codes"
    )
    title: Mapped[str] = mapped_column(String(300), default="")
    number: Mapped[str] = mapped_column(String(200), default="", comment="文号")
    made_on: Mapped[date | None]
    pages: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Notice(Base):
    """A notice given (告知送达)."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60), default="")
    given_on: Mapped[date | None]
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)


class WorkflowNode(Base):
    """A node of the case's way through the office (流转)."""

    __tablename__ = "workflow_node"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    node: Mapped[str] = mapped_column(String(120), default="")
    actor_no: Mapped[str] = mapped_column(String(60), default="")
    entered_on: Mapped[date | None]
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
