"""What report pages are made from (报告材料): the round, inside the viewer's reach, with as much as a page quotes."""

from collections.abc import Sequence
from typing import TypeVar

from flask import request

from review.catalogue.queries import pinned
from review.people.roles import Role
from review.reports.exports import Material, Report, ReportNotFinal
from review.reports.facts import CaseFact
from review.reports.queries import facts_of, report_round
from review.reports.queries_dossiers import details_of, dossiers_of
from review.reports.wanted import Wanted
from review.rounds.models import Round
from review.web.access import Gone
from review.web.context import g, settings
from review.web.paging import Page, asked

READERS = (Role.OFFICER, Role.DEPUTY, Role.CHIEF, Role.HEAD)
"""Who reads reports; what each reads of them the queries decide."""

Row = TypeVar("Row")


def gathered(public_id: str) -> tuple[Round, Material]:
    """The round with its facts inside the viewer's reach, and what the address or the form asks for.

    Raises:
        Gone: There is none, or nothing in it for these eyes.
    """
    round_ = report_round(g.session, g.person, public_id)
    if round_ is None:
        raise Gone
    return round_, Material(
        facts=facts_of(g.session, round_, g.person),
        catalogue=pinned(g.session, round_.catalogue_hash or ""),
        small_cell=settings().small_cell,
        wanted=Wanted.read(request.values),
    )


def final(public_id: str) -> tuple[Round, Material]:
    """The same, for what is told only when the results are given out.

    Raises:
        ReportNotFinal: They are not yet.
    """
    round_, material = gathered(public_id)
    if not material.facts.head.final:
        raise ReportNotFinal
    return round_, material


def told_in_full(round_: Round, material: Material, report: Report) -> Material:
    """The material with the dossiers or details that the report quotes."""
    if report.told:
        return with_dossiers(round_, material, report.told(material))
    if report.detailed:
        return material.with_details(details_of(g.session, round_.id, material.facts.graded))
    return material


def with_dossiers(round_: Round, material: Material, cases: Sequence[CaseFact]) -> Material:
    """The material with the dossiers of `cases`."""
    dossiers = dossiers_of(g.session, round_.id, cases, timezone=settings().timezone)
    return material.with_dossiers(dossiers)


def one_case(public_id: str, case_id: str) -> tuple[Round, Material]:
    """The round with the dossier of one of its cases.

    Raises:
        Gone: The case is not in the viewer's reach.
    """
    round_, material = final(public_id)
    chosen = [case for case in material.facts.graded if case.id == case_id]
    if not chosen:
        raise Gone
    return round_, with_dossiers(round_, material, chosen)


def paged(rows: Sequence[Row]) -> Page[Row]:
    """The page asked for of a list that is in memory."""
    number, size = asked()
    return Page(rows[(number - 1) * size : number * size], len(rows), number, size)
