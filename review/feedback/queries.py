"""Reading hearings (查阅征求意见): the handler's own, and a round's for its officer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from review.cases.models import Case
from review.feedback.models import Hearing, HearingEnd, Publication, Reply
from review.grading.models import Conclusion, Finding, Stage
from review.people.models import Person, Unit
from review.people.viewer import Viewer
from review.rounds.models import Round
from review.sampling.models import SampledCase


@dataclass(frozen=True, slots=True)
class OwnHearing:
    """One of the handler's cases under review, as the handler may see it: days, no reviewer, no stage."""

    public_id: str
    number: str
    case_number: str
    case_name: str
    round_name: str
    sent_on: date
    due_on: date
    closed: bool
    end: HearingEnd | None
    findings: int
    published_on: date | None
    final_grade: str | None
    catalogue_hash: str
    grade_scheme: str


@dataclass(frozen=True, slots=True)
class RoundHearing:
    """One hearing of a round, for the officer."""

    public_id: str
    number: str
    case_number: str
    unit_name: str
    handler_name: str
    stage: Stage
    sent_on: date
    due_on: date
    end: HearingEnd | None
    on_behalf: bool
    findings: int
    objections: int


HEARD_NOW = and_(Hearing.closed_at.is_(None), Conclusion.stage == Stage.HEARING)
REPLIED = and_(Hearing.end.in_((HearingEnd.REPLIED, HearingEnd.DEFAULT)), Conclusion.published_on.is_(None))
GIVEN_OUT = Conclusion.published_on.is_not(None)
"""The handler's three lists: to answer, answered, published. Whatever else there is, the handler does not see."""


def own_hearings(viewer: Viewer) -> Select[Hearing]:
    """The viewer's hearings as handler; one in which nothing was found appears only with the publication."""
    return (
        select(Hearing)
        .join(Hearing.conclusion)
        .join(Round, Round.id == Conclusion.round_id)
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .where(Hearing.handler_id == viewer.id, or_(HEARD_NOW, REPLIED, GIVEN_OUT))
    )


def own_hearing_lines(
    session: Session, viewer: Viewer, *, which: str, limit: int, offset: int
) -> tuple[list[OwnHearing], int]:
    """One page of the handler's list `which`: waiting | replied | published."""
    condition = {"waiting": HEARD_NOW, "replied": REPLIED, "published": GIVEN_OUT}[which]
    reach = own_hearings(viewer).where(condition)
    total = session.scalar(reach.with_only_columns(func.count())) or 0
    standing = (
        select(func.count())
        .select_from(Finding)
        .where(Finding.conclusion_id == Conclusion.id, Finding.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    asked = func.json_array_length(Hearing.heard)
    rows = session.execute(
        reach.with_only_columns(
            Hearing.public_id,
            Conclusion.number,
            Case.key.label("case_number"),
            Case.name.label("case_name"),
            Round.name.label("round_name"),
            Hearing.sent_on,
            Hearing.due_on,
            Hearing.closed_at.is_not(None).label("closed"),
            Hearing.end,
            (standing if which == "published" else asked).label("findings"),
            Conclusion.published_on,
            Conclusion.final_grade,
            func.coalesce(Round.catalogue_hash, "").label("catalogue_hash"),
            Round.grade_scheme,
        )
        .order_by(Hearing.due_on, Case.key)
        .limit(limit)
        .offset(offset)
    ).all()
    return [OwnHearing(**row._mapping) for row in rows], total


def own_counts(session: Session, viewer: Viewer) -> dict[str, int]:
    """How many hearings stand in each of the handler's lists."""
    conditions = {"waiting": HEARD_NOW, "replied": REPLIED, "published": GIVEN_OUT}
    row = session.execute(
        own_hearings(viewer).with_only_columns(
            *(func.count().filter(condition).label(name) for name, condition in conditions.items())
        )
    ).one()
    return dict(row._mapping)


def own_hearing(session: Session, viewer: Viewer, public_id: str) -> Hearing | None:
    """One of the handler's hearings with conclusion, findings, merits, replies and case."""
    return session.scalars(
        with_everything(own_hearings(viewer).where(Hearing.public_id == public_id))
    ).one_or_none()


def with_everything(reach: Select[Hearing]) -> Select[Hearing]:
    """Load with each hearing what its page shows."""
    conclusion = joinedload(Hearing.conclusion)
    case = conclusion.joinedload(Conclusion.sampled_case).joinedload(SampledCase.case)
    return reach.options(
        conclusion.selectinload(Conclusion.findings),
        conclusion.selectinload(Conclusion.merits),
        case.joinedload(Case.unit),
        case.joinedload(Case.handler),
        case.selectinload(Case.documents),
        selectinload(Hearing.replies),
    ).execution_options(populate_existing=True)


def round_hearings(
    session: Session, round_: Round, *, which: str, today: date, limit: int, offset: int
) -> tuple[list[RoundHearing], int]:
    """One page of a round's hearings: waiting | overdue | objections | closed | all; the most urgent first."""
    reach = _round_reach(round_).where(_which(which, today))
    total = session.scalar(reach.with_only_columns(func.count())) or 0
    objections = (
        select(func.count())
        .select_from(Reply)
        .where(Reply.hearing_id == Hearing.id, Reply.sent_at.is_not(None), Reply.stance != "accept")
        .scalar_subquery()
    )
    rows = session.execute(
        reach.with_only_columns(
            Hearing.public_id,
            Conclusion.number,
            Case.key.label("case_number"),
            Unit.name.label("unit_name"),
            func.coalesce(Person.name, Case.handler_name).label("handler_name"),
            Conclusion.stage,
            Hearing.sent_on,
            Hearing.due_on,
            Hearing.end,
            Hearing.on_behalf,
            func.json_array_length(Hearing.heard).label("findings"),
            objections.label("objections"),
        )
        .order_by(Hearing.closed_at.is_not(None), Hearing.due_on, Unit.name, Case.key)
        .limit(limit)
        .offset(offset)
    ).all()
    return [RoundHearing(**row._mapping) for row in rows], total


def round_hearing_counts(session: Session, round_: Round, *, today: date) -> dict[str, int]:
    """How many hearings of the round stand in each list."""
    names = ("waiting", "overdue", "objections", "closed", "all")
    row = session.execute(
        _round_reach(round_).with_only_columns(
            *(func.count().filter(_which(name, today)).label(f"n_{name}") for name in names)
        )
    ).one()
    return {name: row._mapping[f"n_{name}"] for name in names}


def round_hearing(session: Session, round_: Round, public_id: str) -> Hearing | None:
    """One hearing of the round, with everything its page shows."""
    reach = (
        select(Hearing)
        .join(Hearing.conclusion)
        .where(Hearing.public_id == public_id, Conclusion.round_id == round_.id)
    )
    return session.scalars(with_everything(reach)).one_or_none()


def _round_reach(round_: Round) -> Select[Hearing]:
    return (
        select(Hearing)
        .join(Hearing.conclusion)
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(Person, Person.id == Case.handler_id)
        .where(Conclusion.round_id == round_.id)
    )


def _which(name: str, today: date) -> ColumnElement[bool]:
    waiting = Hearing.closed_at.is_(None)
    return {
        "waiting": waiting,
        "overdue": and_(waiting, Hearing.due_on < today),
        "objections": Conclusion.stage == Stage.OBJECTION,
        "closed": Hearing.closed_at.is_not(None),
        "all": Hearing.id.is_not(None),
    }[name]


def publication_of(session: Session, round_: Round) -> Publication | None:
    """When the round's results were given out."""
    return session.scalars(select(Publication).where(Publication.round_id == round_.id)).one_or_none()


def hearing_of(session: Session, conclusion: Conclusion) -> Hearing | None:
    """The hearing on one conclusion with its replies, for leader and approver."""
    return session.scalars(
        select(Hearing)
        .where(Hearing.conclusion_id == conclusion.id)
        .options(selectinload(Hearing.replies))
        .execution_options(populate_existing=True)
    ).one_or_none()


def heard_findings(hearing: Hearing, among: Collection[Finding]) -> Sequence[Finding]:
    """The findings that were put to the handler, in their order."""
    return [finding for finding in among if finding.id in hearing.heard]
