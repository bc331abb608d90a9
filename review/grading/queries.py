"""Reading conclusions (查阅结论), each role inside its own reach.

The organising office's leader and approvers reach the rounds of the units they were granted; whoever handled a
case, heads its handler or reviewed it never gets it as leader or approver.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from review.assignment.models import Assignment
from review.blinding.masks import place_in_dossier
from review.cases.models import Case, Document
from review.catalogue.queries import pinned
from review.grading.levels import grades_at
from review.grading.models import Approval, ApprovalLevel, Conclusion, Finding, LeaderCheck, Stage
from review.people.models import Person, Unit
from review.people.queries import units_within
from review.people.roles import Role
from review.people.viewer import Viewer
from review.rounds.models import Round
from review.sampling.models import SampledCase
from review.scoring.models import Review


@dataclass(frozen=True, slots=True)
class ConclusionLine:
    """One conclusion in a list for people who do not see whose case it is."""

    public_id: str
    number: str
    stage: Stage
    round_name: str
    round_id: str
    catalogue_hash: str
    grade_scheme: str
    case_type: str
    reviews: int
    third_called: bool
    difference: str
    findings: int
    points: Decimal | None
    proposed_grade: str | None
    final_grade: str | None


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """A round to filter by."""

    public_id: str
    name: str


def entangled(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `SampledCase` joined with `Case` that the viewer handled, heads or reviewed it."""
    reviewed = exists().where(
        Assignment.sampled_case_id == SampledCase.id, Assignment.reviewer_id == viewer.id
    )
    handled = and_(
        Case.handler_id.is_not(None), Case.handler_id == viewer.id
    )  # a blank handler is nobody, not NULL
    return or_(handled, reviewed, headed_by(viewer))


def headed_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `Case` that the viewer heads its handler's department, or the whole unit (部门负责人)."""
    if not viewer.holds(Role.HEAD):
        return false()
    member, home = aliased(Person), aliased(Unit)
    below = or_(*(home.path.startswith(top, autoescape=True) for top in viewer.paths(Role.HEAD)))
    conditions = [member.id == Case.handler_id, home.id == member.unit_id, below]
    if viewer.department_id is not None:
        conditions.append(member.department_id == viewer.department_id)
    return exists().where(*conditions)


def headed_case(session: Session, viewer: Viewer, case: Case) -> bool:
    """Whether the viewer heads the handler of this case."""
    return session.scalar(select(Case.id).where(Case.id == case.id, headed_by(viewer))) is not None


def is_entangled(session: Session, conclusion: Conclusion, viewer: Viewer) -> bool:
    """Whether the viewer handled, heads or reviewed this case."""
    found = session.scalar(
        select(SampledCase.id)
        .join(Case, Case.id == SampledCase.case_id)
        .where(SampledCase.id == conclusion.sampled_case_id, entangled(viewer))
    )
    return found is not None


def in_reach(viewer: Viewer, *roles: Role) -> Select[Conclusion]:
    """The conclusions of rounds in the viewer's reach by `roles`, without those the viewer is entangled in."""
    return (
        select(Conclusion)
        .join(Round, Round.id == Conclusion.round_id)
        .join(Unit, Unit.id == Round.unit_id)
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .where(units_within(viewer, *roles), ~entangled(viewer))
    )


def conclusion_for(
    session: Session, viewer: Viewer, public_id: str, *roles: Role, stages: Collection[Stage] = tuple(Stage)
) -> Conclusion | None:
    """The conclusion with its case, findings and merits, if it is in the viewer's reach."""
    return session.scalars(
        in_reach(viewer, *roles)
        .where(Conclusion.public_id == public_id, Conclusion.stage.in_(stages))
        .options(
            joinedload(Conclusion.sampled_case).joinedload(SampledCase.case).joinedload(Case.unit),
            joinedload(Conclusion.sampled_case).joinedload(SampledCase.case).joinedload(Case.handler),
            selectinload(Conclusion.findings),
            selectinload(Conclusion.merits),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def at_level(session: Session, viewer: Viewer, level: ApprovalLevel) -> ColumnElement[bool]:
    """The condition on `Conclusion` that its proposed grade is approved at `level`, by each round's own scheme."""
    rounds = session.execute(
        select(Round.id, Round.catalogue_hash, Round.grade_scheme)
        .join(Unit, Unit.id == Round.unit_id)
        .where(units_within(viewer, Role.DEPUTY, Role.CHIEF), Round.catalogue_hash.is_not(None))
    ).all()
    return or_(
        false(),
        *(
            and_(
                Conclusion.round_id == line.id,
                Conclusion.proposed_grade.in_(
                    grades_at(pinned(session, line.catalogue_hash).scheme(line.grade_scheme), level)
                ),
            )
            for line in rounds
        ),
    )


def conclusion_lines(
    session: Session, reach: Select[Conclusion], *, limit: int, offset: int
) -> tuple[list[ConclusionLine], int]:
    """One page of a reach, by the number (which tells no order), and how many there are."""
    reviews = (
        select(func.count())
        .select_from(Review)
        .join(Assignment, Assignment.id == Review.assignment_id)
        .where(
            Assignment.sampled_case_id == Conclusion.sampled_case_id,
            Assignment.ended_at.is_(None),
            Review.handed_in_at.is_not(None),
        )
        .scalar_subquery()
    )
    findings = (
        select(func.count())
        .select_from(Finding)
        .where(Finding.conclusion_id == Conclusion.id, Finding.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    total = session.scalar(reach.with_only_columns(func.count()).order_by(None)) or 0
    rows = session.execute(
        reach.with_only_columns(
            Conclusion.public_id,
            Conclusion.number,
            Conclusion.stage,
            Round.name.label("round_name"),
            Round.public_id.label("round_id"),
            func.coalesce(Round.catalogue_hash, "").label("catalogue_hash"),
            Round.grade_scheme,
            Case.type_name.label("case_type"),
            reviews.label("reviews"),
            Conclusion.third_called,
            Conclusion.difference,
            findings.label("findings"),
            Conclusion.points,
            Conclusion.proposed_grade,
            Conclusion.final_grade,
        )
        .order_by(Conclusion.number)
        .limit(limit)
        .offset(offset)
    ).all()
    return [ConclusionLine(**row._mapping) for row in rows], total


def stage_counts(session: Session, reach: Select[Conclusion]) -> dict[Stage, int]:
    """How many conclusions of a reach stand at each stage."""
    rows = session.execute(
        reach.with_only_columns(Conclusion.stage, func.count()).group_by(Conclusion.stage)
    ).all()
    return {row[0]: row[1] for row in rows}


def rounds_in_reach(session: Session, viewer: Viewer, *roles: Role) -> list[RoundChoice]:
    """The rounds whose conclusions the viewer may look through, newest first."""
    rows = session.execute(
        select(Round.public_id, Round.name)
        .join(Unit, Unit.id == Round.unit_id)
        .where(units_within(viewer, *roles), exists().where(Conclusion.round_id == Round.id))
        .order_by(Round.at.desc(), Round.id.desc())
    ).all()
    return [RoundChoice(*row) for row in rows]


def reviews_of(session: Session, conclusion: Conclusion) -> Sequence[Review]:
    """The handed-in reviews with answers and highlights, by slot; nothing of the reviewers is loaded."""
    return session.scalars(
        select(Review)
        .join(Review.assignment)
        .where(
            Assignment.sampled_case_id == conclusion.sampled_case_id,
            Assignment.ended_at.is_(None),
            Review.handed_in_at.is_not(None),
        )
        .options(selectinload(Review.answers), selectinload(Review.highlights))
        .order_by(Assignment.slot)
    ).all()


def first_assignment(session: Session, conclusion: Conclusion) -> Assignment | None:
    """The assignment of the first slot: under its mask the leader reads the case."""
    return session.scalars(
        select(Assignment)
        .where(Assignment.sampled_case_id == conclusion.sampled_case_id, Assignment.ended_at.is_(None))
        .order_by(Assignment.slot)
        .limit(1)
    ).one_or_none()


def checks_of(session: Session, conclusion: Conclusion) -> Sequence[LeaderCheck]:
    """What leaders said, oldest first."""
    return session.scalars(
        select(LeaderCheck).where(LeaderCheck.conclusion_id == conclusion.id).order_by(LeaderCheck.id)
    ).all()


def approvals_of(session: Session, conclusion: Conclusion) -> Sequence[Approval]:
    """What approvers decided, oldest first."""
    return session.scalars(
        select(Approval).where(Approval.conclusion_id == conclusion.id).order_by(Approval.id)
    ).all()


def documents_of(session: Session, conclusion: Conclusion) -> dict[str, str]:
    """The titles of the case's documents by their masked name (D01, …), for those who may see the dossier."""
    documents = session.scalars(
        select(Document)
        .join(SampledCase, SampledCase.case_id == Document.case_id)
        .where(SampledCase.id == conclusion.sampled_case_id)
        .order_by(Document.id)
    ).all()
    return {
        place_in_dossier(position): document.title or document.kind
        for position, document in enumerate(documents, start=1)
    }


def grades_of_round(session: Session, round_: Round) -> dict[str, int]:
    """How many cases of the round have each final grade."""
    rows = session.execute(
        select(Conclusion.final_grade, func.count())
        .where(Conclusion.round_id == round_.id, Conclusion.final_grade.is_not(None))
        .group_by(Conclusion.final_grade)
    ).all()
    return {row[0] or "": row[1] for row in rows}


def standing_count(session: Session, round_: Round) -> int:
    """How many findings of the round stand."""
    found = session.scalar(
        select(func.count())
        .select_from(Finding)
        .join(Conclusion, Conclusion.id == Finding.conclusion_id)
        .where(Conclusion.round_id == round_.id, Finding.withdrawn_at.is_(None))
    )
    return found or 0


def reviewer_names(session: Session, conclusion: Conclusion, round_: Round) -> list[str]:
    """Who reviewed the case, for its handler: nobody in a round that hides the reviewer (盲评)."""
    if round_.hide_reviewer:
        return []
    names = session.scalars(
        select(Person.name)
        .join(Assignment, Assignment.reviewer_id == Person.id)
        .where(Assignment.sampled_case_id == conclusion.sampled_case_id, Assignment.ended_at.is_(None))
        .order_by(Person.name)
    )
    return list(names)
