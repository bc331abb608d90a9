"""Pinning a catalogue: kept once under its hash, and read back as it was."""

from sqlalchemy import func, select

from review.catalogue.actions import pin
from review.catalogue.models import PinnedCatalogue
from review.catalogue.queries import pinned, shipped
from tests.town import NOON, Town


def test_the_same_catalogue_is_kept_once(town: Town) -> None:
    first = pin(town.session, shipped("2026.1"), at=NOON)
    assert pin(town.session, shipped("2026.1"), at=NOON) is first
    assert town.session.scalar(select(func.count()).select_from(PinnedCatalogue)) == 1


def test_a_pinned_catalogue_reads_back_with_the_same_hash_and_rules(town: Town) -> None:
    catalogue = shipped("2026.1")
    pin(town.session, catalogue, at=NOON)
    again = pinned(town.session, catalogue.hash)
    assert again == catalogue
    assert again.hash == catalogue.hash
