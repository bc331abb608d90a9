"""Pinning a catalogue (固定规则目录): a round keeps the very text it was frozen with."""

from datetime import datetime

from sqlalchemy.orm import Session

from review.catalogue.catalogue import Catalogue, to_canonical_json
from review.catalogue.models import PinnedCatalogue


def pin(session: Session, catalogue: Catalogue, *, at: datetime) -> PinnedCatalogue:
    """Keep the catalogue under its hash, once; the same content is never kept twice."""
    known = session.get(PinnedCatalogue, catalogue.hash)
    if known:
        return known
    pinned = PinnedCatalogue(
        hash=catalogue.hash,
        version=catalogue.version,
        content=to_canonical_json(catalogue),
        pinned_at=at,
    )
    session.add(pinned)
    session.flush()
    return pinned
