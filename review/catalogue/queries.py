"""Reading catalogues (查阅规则目录): those that rounds pinned, and those that travel with the code."""

from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.catalogue.catalogue import Catalogue, from_canonical_json
from review.catalogue.loader import load
from review.catalogue.models import PinnedCatalogue

_READ: dict[str, Catalogue] = {}  # by hash: the text under a hash never changes


def pinned(session: Session, content_hash: str) -> Catalogue:
    """The catalogue kept under this hash; read once per process."""
    if content_hash not in _READ:
        content = session.scalars(
            select(PinnedCatalogue.content).where(PinnedCatalogue.hash == content_hash)
        ).one()
        _READ[content_hash] = from_canonical_json(content)
    return _READ[content_hash]


@cache
def shipped(version: str) -> Catalogue:
    """The catalogue of this version as it travels with the code; read once per process.

    Raises:
        CatalogueUnknown: there is no such version.
        CatalogueUnreadable: its files have faults.
    """
    return load(version)
