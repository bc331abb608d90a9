"""Reading what reports quote (评查材料查询): a fixed number of queries, however many cases are told of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from review.blinding.masks import place_in_dossier
from review.cases.models import Case, Document
from review.feedback.models import Hearing, Reply
from review.grading.models import Approval, Conclusion, Finding, Merit
from review.moments import local_day
from review.rectification.models import Correction
from review.reports.dossiers import Dossier, FindingDetail, MeritDetail, Place
from review.reports.facts import CaseFact
from review.sampling.models import SampledCase

MANY = 500
"""From so many cases on all of the round are read: their names in one query would be too many."""

Key = TypeVar("Key")


def dossiers_of(
    session: Session, round_id: int, cases: Collection[CaseFact], *, timezone: str
) -> list[Dossier]:
    """The dossiers of `cases`, in their order; the cases are already known to be in the viewer's reach."""
    if not cases:
        return []
    chosen = _chosen(round_id, cases)
    rows = session.execute(
        select(
            SampledCase.public_id,
            Conclusion.id,
            Conclusion.opinion,
            Conclusion.graded_at,
            Case.id.label("case_id"),
            Case.name,
            Case.department_name,
            Case.accept_date,
            Case.decision,
            Hearing.end,
        )
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .outerjoin(Hearing, Hearing.conclusion_id == Conclusion.id)
        .where(chosen)
    )
    told = {row.public_id: row for row in rows}
    titles = _titles(session, chosen)
    findings = details_of(session, round_id, cases, titles=titles)
    merits = _merits(session, chosen, titles)
    withdrawn = _withdrawn(session, chosen)
    approvals = _approvals(session, chosen)
    return [
        Dossier(
            case=case,
            name=row.name,
            department=row.department_name,
            accept_date=row.accept_date,
            decision=row.decision,
            documents=len(titles.get(row.case_id, {})),
            opinion=row.opinion,
            withdrawn=withdrawn.get(row.id, 0),
            findings=tuple(findings[finding.id] for finding in case.findings),
            merits=tuple(merits.get(row.id, ())),
            hearing=row.end,
            approved_by=approvals[row.id].level if row.id in approvals else None,
            approval_reason=approvals[row.id].reason if row.id in approvals else "",
            graded_on=local_day(row.graded_at, timezone) if row.graded_at else None,
        )
        for case in cases
        for row in (told[case.id],)
    ]


def details_of(
    session: Session,
    round_id: int,
    cases: Collection[CaseFact],
    *,
    titles: Mapping[int, Mapping[str, str]] | None = None,
) -> dict[str, FindingDetail]:
    """The standing findings of `cases` by public id."""
    if not cases:
        return {}
    chosen = _chosen(round_id, cases)
    facts = {finding.id: finding for case in cases for finding in case.findings}
    known = _titles(session, chosen) if titles is None else titles
    rows = session.execute(
        select(
            SampledCase.case_id,
            Finding.public_id,
            Finding.reason,
            Finding.anchor_document,
            Finding.anchor_page,
            Finding.anchor_quote,
            Reply.stance,
            Reply.reason.label("said"),
            Reply.upheld,
            Reply.answer,
            Correction.number,
            Correction.task,
            Correction.due_on,
            Correction.state,
        )
        .join(Conclusion, Conclusion.id == Finding.conclusion_id)
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .outerjoin(Reply, and_(Reply.finding_id == Finding.id, Reply.sent_at.is_not(None)))
        .outerjoin(Correction, Correction.finding_id == Finding.id)
        .where(chosen, Finding.withdrawn_at.is_(None))
    )
    return {
        row.public_id: FindingDetail(
            fact=facts[row.public_id],
            reason=row.reason,
            place=_place(row, known),
            stance=row.stance,
            said=row.said or "",
            upheld=row.upheld,
            answer=row.answer or "",
            correction_no=row.number or "",
            task=row.task or "",
            due_on=row.due_on,
            state=row.state,
        )
        for row in rows
        if row.public_id in facts
    }


def _chosen(round_id: int, cases: Collection[CaseFact]) -> ColumnElement[bool]:
    """The condition on `SampledCase` that picks `cases`, or all of the round where they are many."""
    of_round = SampledCase.round_id == round_id
    if len(cases) > MANY:
        return of_round
    return and_(of_round, SampledCase.public_id.in_([case.id for case in cases]))


def _titles(session: Session, chosen: ColumnElement[bool]) -> dict[int, dict[str, str]]:
    """The titles of the cases' documents, by the name under which a reviewer anchored to them."""
    rows = session.execute(
        select(Document.case_id, func.coalesce(func.nullif(Document.title, ""), Document.kind))
        .join(SampledCase, SampledCase.case_id == Document.case_id)
        .where(chosen)
        .order_by(Document.case_id, Document.id)
    )
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for case_id, title in rows:
        found[case_id][place_in_dossier(len(found[case_id]) + 1)] = title
    return found


def _place(row: Any, titles: Mapping[int, Mapping[str, str]]) -> Place:
    title = titles.get(row.case_id, {}).get(row.anchor_document, "")
    return Place(title, row.anchor_page, row.anchor_quote)


def _merits(
    session: Session, chosen: ColumnElement[bool], titles: Mapping[int, Mapping[str, str]]
) -> dict[int, list[MeritDetail]]:
    rows = session.execute(
        select(Merit, SampledCase.case_id)
        .join(Conclusion, Conclusion.id == Merit.conclusion_id)
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .where(chosen)
        .order_by(Merit.id)
    )
    return _grouped(
        (
            merit.conclusion_id,
            MeritDetail(
                merit.kind,
                merit.bonus,
                merit.text,
                Place(
                    titles.get(case_id, {}).get(merit.anchor_document, ""),
                    merit.anchor_page,
                    merit.anchor_quote,
                ),
            ),
        )
        for merit, case_id in rows
    )


def _withdrawn(session: Session, chosen: ColumnElement[bool]) -> dict[int, int]:
    """Findings that the handler's objections took back, per conclusion."""
    rows = session.execute(
        select(Finding.conclusion_id, func.count())
        .join(Conclusion, Conclusion.id == Finding.conclusion_id)
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .join(Reply, and_(Reply.finding_id == Finding.id, Reply.upheld.is_(True)))
        .where(chosen, Finding.withdrawn_at.is_not(None))
        .group_by(Finding.conclusion_id)
    )
    return {row[0]: row[1] for row in rows}


def _approvals(session: Session, chosen: ColumnElement[bool]) -> dict[int, Approval]:
    """The last decision on each grade."""
    rows = session.scalars(
        select(Approval)
        .join(Conclusion, Conclusion.id == Approval.conclusion_id)
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .where(chosen, Approval.agreed)
        .order_by(Approval.id)
    )
    return {approval.conclusion_id: approval for approval in rows}


def _grouped(pairs: Iterable[tuple[Key, MeritDetail]]) -> dict[Key, list[MeritDetail]]:
    found: dict[Key, list[MeritDetail]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
