"""What a reviewer is shown of the case card, and how (可见项目): an allow-list. Pure.

A field that does not stand here is hidden: numbers, case name, unit, region, department, handler, team, addresses,
birth dates, file names, unknown columns of a foreign export.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from review.blinding.card import Card, Part
from review.blinding.masking import Masker
from review.blinding.masks import Heading, MaskedFact, MaskedTable, Value
from review.cases.fields import TABLES


class How(StrEnum):
    """How a value is shown."""

    PLAIN = "plain"  # codes, days, counts: as it is
    TEXT = "text"  # words that may name somebody: masked
    PARTY = "party"
    STAFF = "staff"
    LAWYER = "lawyer"
    GUARDIAN = "guardian"
    OTHER = "other"


PART = {
    How.PARTY: Part.PARTY,
    How.STAFF: Part.STAFF,
    How.LAWYER: Part.LAWYER,
    How.GUARDIAN: Part.GUARDIAN,
    How.OTHER: Part.OTHER,
}

CASE_CARD = {
    "type_name": How.TEXT,
    "business_line": How.TEXT,
    "cause_transferred": How.TEXT,
    "cause_decided": How.TEXT,
    "other_causes": How.TEXT,
    "source": How.TEXT,
    "flags": How.TEXT,
    "risk_level": How.TEXT,
    "handler_rank": How.TEXT,
    "accept_date": How.PLAIN,
    "start_date": How.PLAIN,
    "due_date": How.PLAIN,
    "days": How.PLAIN,
    "decision_date": How.PLAIN,
    "finish_date": How.PLAIN,
    "archive_date": How.PLAIN,
    "transfer_opinion": How.TEXT,
    "decision": How.TEXT,
    "amount": How.PLAIN,
    "plea": How.PLAIN,
    "procedure_kind": How.TEXT,
    "trial_result": How.TEXT,
    "trial_date": How.PLAIN,
    "sentence_advice": How.TEXT,
    "sentence": How.TEXT,
    "split_merged": How.PLAIN,
    "hearing_joint": How.TEXT,
    "volumes": How.PLAIN,
    "e_file": How.PLAIN,
}

CHILDREN: dict[str, dict[str, How]] = {
    "parties": {
        "name": How.PARTY,
        "role": How.TEXT,
        "sex": How.TEXT,
        "age_at_act": How.PLAIN,
        "juvenile": How.PLAIN,
        "identity_verified": How.PLAIN,
        "previous_record": How.TEXT,
        "guardian": How.GUARDIAN,
        "defender": How.LAWYER,
        "duty_lawyer": How.LAWYER,
        "plea": How.PLAIN,
        "cause": How.TEXT,
        "arrest_result": How.TEXT,
        "prosecution_result": How.TEXT,
        "judgment_result": How.TEXT,
        "sentence": How.TEXT,
        "custody_status": How.TEXT,
    },
    "measures": {
        "party_name": How.PARTY,
        "kind": How.TEXT,
        "decided_date": How.PLAIN,
        "start_date": How.PLAIN,
        "end_date": How.PLAIN,
        "approver": How.STAFF,
    },
    "events": {
        "party_name": How.PARTY,
        "kind": How.TEXT,
        "ordinal": How.PLAIN,
        "decided_date": How.PLAIN,
        "start_date": How.PLAIN,
        "end_date": How.PLAIN,
        "approver": How.STAFF,
    },
    "documents": {
        "type_name": How.TEXT,
        "direction": How.TEXT,
        "drafted_date": How.PLAIN,
        "approved_date": How.PLAIN,
        "signed_date": How.PLAIN,
        "served_date": How.PLAIN,
        "service_receipt": How.PLAIN,
        "e_signature": How.PLAIN,
        "seal": How.PLAIN,
        "pages": How.PLAIN,
    },
    "notices": {
        "kind": How.TEXT,
        "person": How.OTHER,
        "notice_date": How.PLAIN,
        "receipt_in_file": How.PLAIN,
        "filed_date": How.PLAIN,
    },
    "workflow": {
        "node": How.TEXT,
        "actor": How.STAFF,
        "role": How.TEXT,
        "entered_date": How.PLAIN,
        "left_date": How.PLAIN,
        "opinion": How.TEXT,
        "decision_level": How.TEXT,
    },
}

Row = Mapping[str, Any]


def meet_people(card: Card, table: str, rows: list[Row]) -> None:
    """Put the people whom the table's rows name on the card, whether they are shown or not."""
    for row in rows:
        for name, how in CHILDREN[table].items():
            if how in PART:
                card.named(str(row.get(name) or ""), PART[how])


def heading(table: str, name: str) -> Heading:
    """A field's name in both languages, from the package's own table of fields."""
    field = TABLES[table].field(name)
    return Heading(name, field.zh, field.en)


def masked_facts(case: Row, masker: Masker) -> tuple[MaskedFact, ...]:
    """The lines of the case card that are not blank."""
    lines = (
        MaskedFact(heading("cases", name), shown(case.get(name), how, masker))
        for name, how in CASE_CARD.items()
    )
    return tuple(line for line in lines if line.value not in (None, ""))


def masked_table(table: str, rows: list[Row], masker: Masker) -> MaskedTable:
    """A child table; columns that are blank in every row are left out."""
    filled = {name: how for name, how in CHILDREN[table].items() if any(_said(row.get(name)) for row in rows)}
    whole = TABLES[table]
    return MaskedTable(
        heading=Heading(table, whole.zh, whole.en),
        columns=tuple(heading(table, name) for name in filled),
        rows=tuple(tuple(shown(row.get(name), how, masker) for name, how in filled.items()) for row in rows),
    )


def shown(value: Any, how: How, masker: Masker) -> Value:
    """One value as it may be shown."""
    if not _said(value):
        return None
    if how is How.PLAIN:
        return value if isinstance(value, date) else _day_of(value)
    if how in PART and (masker.hide_handler or how is not How.STAFF):
        return masker.card.named(str(value), PART[how]) or masker.mask(str(value))
    return masker.mask("、".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


def _day_of(value: Any) -> Value:
    """A day without its hour, where a package wrote one: moments are shown to the day (R6)."""
    if isinstance(value, str) and len(value) > 10 and value[4:5] == "-" and value[10:11] in ("T", " "):
        return value[:10]
    kept: Value = value
    return kept


def _said(value: Any) -> bool:
    return value is not None and value != "" and value != []
