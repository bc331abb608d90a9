"""What each side gets to see (脱敏案件、脱敏评查): frozen values without the fields that are hidden. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Value = str | int | bool | date | Decimal | None
"""What a cell of a masked card may hold."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a field or table in both languages."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class MaskedFact:
    """One line of the case card."""

    heading: Heading
    value: Value


@dataclass(frozen=True, slots=True)
class MaskedTable:
    """A child table of the case card: parties under pseudonyms, measures, events, notices, workflow."""

    heading: Heading
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class MaskedDocument:
    """A document of the dossier, its title and text masked. `id` is its place in the dossier: D01, D02, …"""

    id: str
    kind: str
    title: str
    made_on: date | None
    pages: int
    text: str

    @property
    def leaves(self) -> tuple[str, ...]:
        """The text page by page, where the text says where a page ends (form feed)."""
        return tuple(self.text.split("\f"))


@dataclass(frozen=True, slots=True)
class Revealed:
    """What a round that does not hide the handler shows besides."""

    number: str
    unit: str
    handler: str


@dataclass(frozen=True, slots=True)
class MaskedCase:
    """All that a reviewer gets of a case. `revealed` is None in a round that hides the handler."""

    alias: str
    case_type: str
    type_code: str
    family: str
    cause: str
    facts: tuple[MaskedFact, ...]
    summary: str
    tables: tuple[MaskedTable, ...]
    documents: tuple[MaskedDocument, ...]
    revealed: Revealed | None = None

    def document(self, id_: str) -> MaskedDocument | None:
        """The document at that place of the dossier."""
        return next((document for document in self.documents if document.id == id_), None)


def place_in_dossier(position: int) -> str:
    """The masked name of the document at `position`, from 1."""
    return f"D{position:02d}"
