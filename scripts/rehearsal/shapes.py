"""A case as rows of a package (案卷的各表)."""

from dataclasses import dataclass, field
from datetime import date

Row = dict[str, object]


@dataclass
class Office:
    """Where a case was handled, as a package names it."""

    code: str
    name: str
    city: str
    department: str
    handler_no: str
    handler: str


@dataclass
class Dossier:
    """One case as rows of the package's tables, and what was planted in it."""

    case: Row
    last: date
    """The world's last day: nothing in a dossier is later."""
    parties: list[Row] = field(default_factory=list)
    measures: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    notices: list[Row] = field(default_factory=list)
    workflow: list[Row] = field(default_factory=list)
    planted: str = ""

    def document(
        self, kind: str, title: str, day: date, text: str, *, own: bool = True, number: str = ""
    ) -> Row:
        row: Row = {
            "type_code": kind,
            "type_name": title,
            "title": title,
            "document_no": number,
            "direction": "对外" if own else "收到",
            "drafted_date": day,
            "signed_date": day,
            "made_by": str(self.case["handler_name"]) if own else str(self.case["transferring_unit"]),
            "e_signature": "是" if own else "",
            "seal": "是",
            "pages": max(1, len(text) // 480 + 1),
            "text": text,
        }
        self.documents.append(row)
        return row
