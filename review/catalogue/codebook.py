"""The codes that an import is checked by (代码), taken from a catalogue. Pure."""

from review.cases.codebook import Codebook
from review.catalogue.catalogue import Catalogue
from review.catalogue.vocabulary import Code

OPEN_TABLES = frozenset({"causes"})
"""Tables that list only the common values, so that a value outside them is nothing wrong."""


def codebook_of(catalogue: Catalogue) -> Codebook:
    """Case types, document kinds, and every closed code table of the dictionary's columns."""
    codes = catalogue.codes
    kinds = codes.tables.get("document_kinds", ())
    return Codebook(
        families=by_code_and_name(codes.case_types, {one.code: one.family for one in codes.case_types}),
        document_kinds=by_code_and_name(kinds, {one.code: one.code for one in kinds}),
        tables={
            f"{table}.{name}": known_values(codes.case_types if column.codes == "case_types" else entries)
            for table, part in catalogue.dictionary.tables.items()
            for name, column in part.columns.items()
            if column.codes is not None and column.codes not in OPEN_TABLES
            for entries in (codes.tables.get(column.codes, ()),)
        },
    )


def by_code_and_name(entries: tuple[Code, ...], meant: dict[str, str]) -> dict[str, str]:
    """Code and Chinese name of each entry → what its code means; a code comes before a name."""
    return {one.zh: meant[one.code] for one in entries} | meant


def known_values(entries: tuple[Code, ...]) -> frozenset[str]:
    """The values a package may hold."""
    return frozenset(one.code for one in entries)
