"""Reading a case for a blinded side (脱敏查阅): rows in, a `MaskedCase` out; the same few queries for any case."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from review.assignment.models import Assignment
from review.blinding.card import Card, Part, place_names
from review.blinding.masking import Masker
from review.blinding.masks import MaskedCase, MaskedDocument, Revealed, place_in_dossier
from review.blinding.shown import CASE_CARD, CHILDREN, Row, masked_facts, masked_table, meet_people
from review.cases.models import Case, Document
from review.catalogue.catalogue import Catalogue
from review.people.models import Person, Region, Unit
from review.rounds.models import Round
from review.sampling.models import SampledCase

OWN_COLUMNS = {
    "parties": {"name": "name", "role": "role"},
    "measures": {"kind": "kind", "start_date": "started_on", "end_date": "ended_on"},
    "events": {"kind": "kind", "start_date": "started_on", "end_date": "ended_on"},
    "documents": {"pages": "pages"},
    "notices": {"kind": "kind", "notice_date": "given_on"},
    "workflow": {"node": "node", "actor": "actor_no", "entered_date": "entered_on"},
}
"""Fields of a package that have a column of their own; the others stand in `fields`."""


def masked_case(session: Session, assignment: Assignment, catalogue: Catalogue) -> MaskedCase:
    """All that the reviewer of `assignment` gets of its case (脱敏案件)."""
    case = session.scalars(
        select(Case)
        .join(SampledCase, SampledCase.case_id == Case.id)
        .where(SampledCase.id == assignment.sampled_case_id)
        .options(
            joinedload(Case.unit).joinedload(Unit.region),
            joinedload(Case.handler),
            *(selectinload(getattr(Case, table)) for table in CHILDREN),
        )
    ).one()
    hide = session.scalars(select(Round.hide_handler).where(Round.id == assignment.round_id)).one()
    people = _names_by_number(session, case)
    rows = {table: _rows(case, table, people, catalogue) for table in CHILDREN}
    card = _card(session, case, rows, people)
    masker = Masker(card, texts=_texts(case, rows), hide_handler=hide)
    facts = {name: getattr(case, name) for name in CASE_CARD}
    kind = catalogue.codes.case_type(case.type_code)
    return MaskedCase(
        alias=assignment.alias,
        case_type=kind.zh if kind else masker.mask(case.type_name),
        type_code=case.type_code if kind else "",
        family=case.family,
        cause=masker.mask(case.cause_decided or case.cause_transferred),
        facts=masked_facts(facts, masker),
        summary=masker.mask(case.summary),
        tables=tuple(masked_table(table, rows[table], masker) for table in CHILDREN if rows[table]),
        documents=tuple(
            _document(document, position, str(row["type_name"]), masker)
            for position, (document, row) in enumerate(
                zip(case.documents, rows["documents"], strict=True), start=1
            )
        ),
        revealed=None if hide else Revealed(case.key, case.unit.name, case.handler_name),
    )


def _rows(case: Case, table: str, people: Mapping[str, str], catalogue: Catalogue) -> list[Row]:
    made: list[Row] = []
    for row in getattr(case, table):
        cells: dict[str, Any] = dict(row.fields)
        cells |= {name: getattr(row, column) for name, column in OWN_COLUMNS[table].items()}
        if table == "workflow":
            cells["actor"] = people.get(cells["actor"], cells["actor"])
        if table == "documents":
            kind = catalogue.codes.named("document_kinds", row.kind)
            cells["type_name"] = kind.zh if kind else cells.get("type_name") or row.kind
        made.append(cells)
    return made


def _names_by_number(session: Session, case: Case) -> dict[str, str]:
    """Staff numbers that the case mentions → the names behind them."""
    numbers = {*case.team, *(node.actor_no for node in case.workflow), case.handler_no} - {""}
    found = session.execute(select(Person.staff_no, Person.name).where(Person.staff_no.in_(numbers)))
    return {row.staff_no: row.name for row in found}


def _card(session: Session, case: Case, rows: Mapping[str, list[Row]], people: Mapping[str, str]) -> Card:
    """Everybody and everything that names this case, in a fixed order, so that pseudonyms are stable."""
    card = Card()
    card.person(case.handler_name, Part.HANDLER)
    card.person(case.handler.name if case.handler else "", Part.HANDLER)
    for number in case.team:
        card.person(people.get(number, number), Part.STAFF)
    for table, cells in rows.items():
        meet_people(card, table, cells)
    for row in rows["documents"]:
        card.named(str(row.get("made_by") or ""), Part.STAFF)
        card.named(str(row.get("receiver") or ""), Part.OTHER)
    card.staff(
        session.scalars(select(Person.name).where(Person.unit_id == case.unit_id).order_by(Person.name))
    )
    for name in (case.unit.name, case.transferring_unit, case.investigator):
        card.organisation(name)
    for name in (*session.scalars(select(Unit.name)), *session.scalars(select(Region.name))):
        card.places |= place_names(name)
    _numbers(card, case, rows)
    return card


def _numbers(card: Card, case: Case, rows: Mapping[str, list[Row]]) -> None:
    card.number(
        case.key, case.unified_no, case.transferring_no, case.handler_no, *case.team, *case.linked_cases
    )
    card.number(*(document.number for document in case.documents))
    card.number(*(node.actor_no for node in case.workflow))
    for table, name in (("measures", "document_no"), ("events", "document_no"), ("parties", "id_number")):
        card.number(*(str(row.get(name) or "") for row in rows[table]))


def _texts(case: Case, rows: Mapping[str, list[Row]]) -> list[str]:
    words = [str(cell) for table in rows.values() for row in table for cell in row.values() if cell]
    return [
        case.summary,
        *(text for document in case.documents for text in (document.title, document.text)),
        *words,
    ]


def _document(document: Document, position: int, kind: str, masker: Masker) -> MaskedDocument:
    name = masker.mask(kind)
    return MaskedDocument(
        id=place_in_dossier(position),
        kind=name,
        title=masker.mask(document.title) or name,
        made_on=document.made_on,
        pages=document.pages or document.text.count("\f") + 1,
        text=masker.mask(document.text),
    )


def document_behind(documents: Sequence[Document], id_: str) -> Document | None:
    """The document that a reviewer knows as `id_`, for those who may see the dossier itself."""
    named = {place_in_dossier(position): document for position, document in enumerate(documents, start=1)}
    return named.get(id_)
