"""The tables and fields of a package (案卡项目): the truth for every import. Pure.

The case's fields are those of the national system's basic case table; children name their case by `dept_no`.
"""

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """What a field holds; decides how its cells are read and checked."""

    TEXT = "text"  # any words
    CODE = "code"  # one of few values, or a name: spellings are compared
    DATE = "date"  # a day; a time of day is kept beside it, unread
    NUMBER = "number"  # a Decimal
    MONEY = "money"  # a Decimal in yuan
    INTEGER = "integer"  # a count, never negative
    FLAG = "flag"  # yes or no
    LIST = "list"  # several values in one cell, parted by 、 ； ; or |


@dataclass(frozen=True)
class Field:
    """One field of a table, with its names in both languages."""

    name: str
    zh: str
    en: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    longest: int = 200
    """Most characters a cell may have; never more than its database column holds."""
    future: bool = False
    """A date that may lie after the day of the import (到期日)."""


@dataclass(frozen=True)
class Table:
    """One table of a package, with the chains of dates that must not run backwards."""

    name: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    chains: tuple[tuple[str, ...], ...] = ()

    def field(self, name: str) -> Field:
        """The field called `name`; `KeyError` if this table has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """Whether this table has a field called `name`."""
        return any(field.name == name for field in self.fields)


TEXT, CODE, DATE = FieldKind.TEXT, FieldKind.CODE, FieldKind.DATE
INTEGER, FLAG, LIST, MONEY = FieldKind.INTEGER, FieldKind.FLAG, FieldKind.LIST, FieldKind.MONEY

KEY = "dept_no"
"""The field that names a case, in every table."""

CASE_KEY = Field(KEY, "部门受案号", "Stage case number", TEXT, required=True)

CASES = Table(
    "cases",
    "案件",
    "Cases",
    (
        Field("unified_no", "统一受案号", "Unified case number", TEXT, required=True),
        CASE_KEY,
        Field("case_name", "案件名称", "Case name", TEXT, required=True, longest=400),
        Field("type_code", "案件类别编码", "Case type code", CODE, required=True, longest=40),
        Field("type_name", "案件类别名称", "Case type", CODE, required=True, longest=120),
        Field("business_line", "业务条线", "Business line", CODE, required=True, longest=60),
        Field("count_class", "案件统计类别", "Counting class", CODE, longest=40),
        Field("region_name", "地区", "Region", CODE, longest=120),
        Field("office_code", "承办单位编码", "Unit code", CODE, longest=40),
        Field("office_name", "承办单位名称", "Unit", CODE, longest=120),
        Field("dept_code", "承办部门编码", "Department code", CODE, longest=40),
        Field("dept_name", "承办部门名称", "Department", CODE, required=True, longest=120),
        Field("handler_id", "承办检察官编号", "Handler number", CODE, longest=60),
        Field("handler_name", "承办检察官姓名", "Handler", CODE, longest=120),
        Field("handler_rank", "承办人身份", "Handler's rank", CODE, longest=60),
        Field("team", "办案组", "Team", LIST, longest=500),
        Field("investigator", "侦查机关", "Investigating body", CODE),
        Field("transferring_unit", "移送单位", "Transferring body", CODE, required=True),
        Field("transferring_no", "移送文书文号", "Transfer document number", TEXT),
        Field("transfer_opinion", "移送意见", "Transfer opinion", CODE),
        Field("cause_transferred", "移送案由", "Charge on transfer", CODE, required=True),
        Field("cause_decided", "审结案由", "Charge on decision", CODE, required=True),
        Field("other_causes", "其他案由", "Other charges", LIST, longest=2000),
        Field("source", "案件来源", "Source of the case", CODE, longest=120),
        Field("flags", "特殊标记", "Special marks", LIST, longest=500),
        Field("risk_level", "风险等级", "Risk level", CODE, longest=40),
        Field("summary", "案情摘要", "Summary", TEXT, longest=20000),
        Field("accept_date", "受理日期", "Accepted on", DATE, required=True),
        Field("start_date", "办理开始日期", "Started on", DATE),
        Field("due_date", "办理到期日期", "Due on", DATE, future=True),
        Field("days", "办理天数", "Days", INTEGER),
        Field("decision_date", "审结日期", "Decided on", DATE, required=True),
        Field("finish_date", "办结日期", "Finished on", DATE, required=True),
        Field("archive_date", "归档日期", "Archived on", DATE),
        Field("decision", "审结处理结果", "Decision", CODE, required=True),
        Field("amount", "涉案数额", "Amount involved", MONEY),
        Field("plea", "是否认罪认罚", "Plea of guilt", FLAG),
        Field("procedure_kind", "适用程序", "Procedure", CODE, longest=40),
        Field("trial_result", "判决结果", "Trial result", CODE),
        Field("trial_date", "判决日期", "Judgment on", DATE),
        Field("sentence", "判决刑期", "Sentence", TEXT),
        Field("sentence_advice", "量刑建议", "Sentencing advice", TEXT, longest=400),
        Field("linked_cases", "关联案件", "Linked cases", LIST, longest=2000),
        Field("split_merged", "拆案并案", "Split or merged", FLAG),
        Field("hearing_joint", "讨论情况", "Joint meeting or committee", LIST, longest=2000),
        Field("volumes", "卷宗册数", "Volumes", INTEGER),
        Field("e_file", "电子卷宗", "Electronic file", FLAG),
    ),
    (("accept_date", "decision_date", "finish_date", "archive_date"), ("start_date", "finish_date")),
)

PARTIES = Table(
    "parties",
    "当事人",
    "Parties",
    (
        CASE_KEY,
        Field("party_no", "当事人编号", "Party number", TEXT),
        Field("name", "姓名", "Name", TEXT),
        Field("role", "诉讼地位", "Role", CODE, longest=60),
        Field("sex", "性别", "Sex", CODE),
        Field("birth_date", "出生日期", "Born on", DATE),
        Field("age_at_act", "作案时年龄", "Age at the act", INTEGER),
        Field("id_number", "证件号码", "Identity number", TEXT),
        Field("identity_verified", "身份是否核实", "Identity verified", FLAG),
        Field("juvenile", "是否未成年", "Juvenile", FLAG),
        Field("household", "户籍地", "Household", TEXT, longest=500),
        Field("previous_record", "前科情况", "Previous record", TEXT, longest=2000),
        Field("guardian", "法定代理人或合适成年人", "Guardian or appropriate adult", TEXT),
        Field("defender", "辩护人", "Defender", TEXT),
        Field("duty_lawyer", "值班律师", "Duty lawyer", TEXT),
        Field("plea", "是否认罪认罚", "Plea of guilt", FLAG),
        Field("cause", "涉嫌罪名", "Charge", CODE, longest=500),
        Field("arrest_result", "审查逮捕结果", "Arrest result", CODE),
        Field("prosecution_result", "审查起诉结果", "Prosecution result", CODE),
        Field("judgment_result", "判决结果", "Judgment result", CODE),
        Field("sentence", "判决刑期", "Sentence", TEXT, longest=2000),
        Field("custody_status", "羁押状态", "Custody", CODE),
    ),
)

MEASURES = Table(
    "measures",
    "强制措施",
    "Measures",
    (
        CASE_KEY,
        Field("party_name", "当事人姓名", "Party", TEXT),
        Field("kind", "措施种类", "Measure", CODE, required=True, longest=60),
        Field("decided_date", "决定日期", "Decided on", DATE),
        Field("start_date", "开始日期", "From", DATE),
        Field("end_date", "结束日期", "To", DATE, future=True),
        Field("approver", "批准人", "Approved by", CODE),
        Field("document_no", "文书文号", "Document number", TEXT),
    ),
    (("decided_date", "end_date"), ("start_date", "end_date")),
)

EVENTS = Table(
    "events",
    "期限事件",
    "Clock events",
    (
        CASE_KEY,
        Field("party_name", "当事人姓名", "Party", TEXT),
        Field("kind", "事件种类", "Event", CODE, required=True, longest=60),
        Field("ordinal", "次数", "Which time", INTEGER),
        Field("decided_date", "决定日期", "Decided on", DATE),
        Field("start_date", "开始日期", "From", DATE),
        Field("end_date", "结束日期", "To", DATE, future=True),
        Field("approver", "批准人", "Approved by", CODE),
        Field("document_no", "文书文号", "Document number", TEXT),
    ),
    (("decided_date", "end_date"), ("start_date", "end_date")),
)

DOCUMENTS = Table(
    "documents",
    "文书",
    "Documents",
    (
        CASE_KEY,
        Field("type_code", "文书种类编码", "Document type code", CODE),
        Field("type_name", "文书种类名称", "Document type", CODE, required=True, longest=60),
        Field("document_no", "文书文号", "Document number", TEXT),
        Field("title", "文书标题", "Title", TEXT, longest=300),
        Field("direction", "文书方向", "Direction", CODE),
        Field("made_by", "制作人", "Made by", CODE),
        Field("drafted_date", "拟制日期", "Drafted on", DATE),
        Field("approved_date", "审批日期", "Approved on", DATE),
        Field("signed_date", "签发日期", "Signed on", DATE),
        Field("served_date", "送达日期", "Served on", DATE),
        Field("receiver", "受送达人", "Served on whom", TEXT),
        Field("service_receipt", "是否有送达回证", "Proof of service", FLAG),
        Field("e_signature", "是否电子签名", "Electronic signature", FLAG),
        Field("seal", "是否用印", "Sealed", FLAG),
        Field("uploaded_date", "上传日期", "Uploaded on", DATE),
        Field("file_name", "文件名", "File name", TEXT, longest=500),
        Field("file_hash", "文件校验值", "File hash", TEXT),
        Field("pages", "页数", "Pages", INTEGER),
        Field("text", "文书正文", "Text", TEXT, longest=100000),
    ),
    (("drafted_date", "approved_date", "served_date"), ("drafted_date", "signed_date", "served_date")),
)

NOTICES = Table(
    "notices",
    "告知送达",
    "Notices",
    (
        CASE_KEY,
        Field("kind", "告知种类", "Notice", CODE, required=True, longest=60),
        Field("person", "被告知人", "Person", TEXT),
        Field("notice_date", "告知日期", "Notified on", DATE),
        Field("receipt_in_file", "回执是否入卷", "Receipt in file", FLAG),
        Field("filed_date", "入卷日期", "Filed on", DATE),
    ),
    (("notice_date", "filed_date"),),
)

WORKFLOW = Table(
    "workflow",
    "流转",
    "Workflow",
    (
        CASE_KEY,
        Field("node", "环节", "Node", CODE, required=True, longest=120),
        Field("actor", "办理人", "Actor", CODE, longest=60),
        Field("role", "办理角色", "Role", CODE),
        Field("entered_date", "进入日期", "Entered on", DATE),
        Field("left_date", "离开日期", "Left on", DATE),
        Field("opinion", "办理意见", "Opinion", TEXT, longest=20000),
        Field("decision_level", "决定层级", "Decided by", CODE),
    ),
    (("entered_date", "left_date"),),
)

TABLES: dict[str, Table] = {
    table.name: table for table in (CASES, PARTIES, MEASURES, EVENTS, DOCUMENTS, NOTICES, WORKFLOW)
}
"""The standard package's tables, cases first."""


@dataclass(frozen=True)
class Standing:
    """Case fields of which one must be filled in, or nobody can be excused (回避)."""

    asked: tuple[str, ...]
    """Asked for wherever one of them is mapped."""
    instead: tuple[str, ...] = ()
    """Do as well: a unit's code tells its region."""


STANDINGS: dict[str, Standing] = {
    "blank_handler": Standing(("handler_id", "handler_name")),
    "blank_unit": Standing(("office_code", "office_name")),
    "blank_region": Standing(("region_name",), instead=("office_code",)),
}
"""Problem class → what it asks for."""
