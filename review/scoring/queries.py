"""Reading reviews (评查查阅): the reviewer's list of work, and one review as a whole."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from review.assignment.models import Assignment
from review.cases.models import Case
from review.catalogue.catalogue import Catalogue
from review.catalogue.queries import pinned
from review.catalogue.schema import Rule
from review.rounds.models import Round
from review.rounds.steps import Step
from review.sampling.models import SampledCase
from review.scoring.answering import Anchor, Said
from review.scoring.checklist import checklist
from review.scoring.completeness import Summary
from review.scoring.models import Answer, Highlight, Result, Review
from review.scoring.sheet import Praise, Sheet

OPEN_STEPS = tuple(step for step in Step if step.reached(Step.OPENED))
"""Steps of a round in which a reviewer may see the own assignments."""

CAUSES = (Case.cause_decided, Case.cause_transferred, Case.other_causes)
"""What decides, with family and kind, which rules are asked."""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One line of a reviewer's list of work. Nothing of the case but its code and kind."""

    public_id: str
    alias: str
    type_code: str
    type_name: str
    round_name: str
    due_on: date
    answered: int
    total: int
    problems: int
    began: bool
    handed_in_on: datetime | None

    @property
    def code(self) -> str:
        """The alias as it is read."""
        return short(self.alias)


@dataclass(frozen=True, slots=True)
class Face:
    """What the reviewer's pages know of a task. Nothing here leads to the case behind it."""

    public_id: str
    alias: str
    due_on: date
    round_name: str
    scheme: str
    catalogue: Catalogue
    rules: tuple[Rule, ...]
    review: Review | None
    closed: bool

    @property
    def code(self) -> str:
        """The alias as it is read: enough of it to tell a reviewer's own cases apart."""
        return short(self.alias)


def short(alias: str) -> str:
    """The first two groups of an alias: P-7K3M-Q2XD."""
    return alias[:11]


@dataclass(frozen=True, slots=True)
class Task:
    """One assignment that its reviewer may open, for saving; its pages get the `face` alone."""

    assignment: Assignment
    round: Round
    review: Review | None
    catalogue: Catalogue
    rules: tuple[Rule, ...]

    @property
    def closed(self) -> bool:
        """Whether nothing can be saved any more: handed in, or the round went on."""
        return self.round.step is not Step.OPENED or (
            self.review is not None and self.review.handed_in_at is not None
        )

    @property
    def face(self) -> Face:
        """What its pages may know."""
        return Face(
            public_id=self.assignment.public_id,
            alias=self.assignment.alias,
            due_on=self.assignment.due_on,
            round_name=self.round.name,
            scheme=self.round.grade_scheme,
            catalogue=self.catalogue,
            rules=self.rules,
            review=self.review,
            closed=self.closed,
        )


def desk_list(session: Session, reviewer_id: int) -> list[DeskRow]:
    """The reviewer's assignments in rounds that are opened (我的评查任务), by due date.

    The order within a day is a keyed hash of the code: neither the order of the draw nor of the import.
    """
    rows = session.execute(
        select(Assignment, Round, Case, Review)
        .join(Round, Round.id == Assignment.round_id)
        .join(SampledCase, SampledCase.id == Assignment.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .options(load_only(Case.family, Case.type_code, Case.type_name, *CAUSES))
        .where(
            Assignment.reviewer_id == reviewer_id, Assignment.ended_at.is_(None), Round.step.in_(OPEN_STEPS)
        )
    ).all()
    counts = _counts(session, reviewer_id)
    secret = session.info["secret"]
    made = [
        _desk_row(session, assignment, round_, case, review, counts)
        for assignment, round_, case, review in rows
    ]
    return sorted(made, key=lambda row: (row.due_on, keyed(secret, row.alias)))


def _desk_row(
    session: Session,
    assignment: Assignment,
    round_: Round,
    case: Case,
    review: Review | None,
    counts: Mapping[int, tuple[int, int]],
) -> DeskRow:
    answered, problems = counts.get(review.id, (0, 0)) if review else (0, 0)
    return DeskRow(
        public_id=assignment.public_id,
        alias=assignment.alias,
        type_code=case.type_code,
        type_name=case.type_name,
        round_name=round_.name,
        due_on=assignment.due_on,
        answered=answered,
        total=len(rules_for(pinned(session, round_.catalogue_hash or ""), case)),
        problems=problems,
        began=review is not None,
        handed_in_on=review.handed_in_at if review else None,
    )


def keyed(secret: bytes, alias: str) -> str:
    """A tie-break that tells nothing (R3)."""
    return hmac.new(secret, b"desk-order\n" + alias.encode(), hashlib.sha256).hexdigest()


def _counts(session: Session, reviewer_id: int) -> dict[int, tuple[int, int]]:
    """Per review of this reviewer: items answered, problems."""
    rows = session.execute(
        select(
            Answer.review_id,
            func.count(Answer.result),
            func.count(Answer.id).filter(Answer.result == Result.PROBLEM),
        )
        .join(Review, Review.id == Answer.review_id)
        .join(Assignment, Assignment.id == Review.assignment_id)
        .where(Assignment.reviewer_id == reviewer_id, Assignment.ended_at.is_(None))
        .group_by(Answer.review_id)
    )
    return {review_id: (answered, problems) for review_id, answered, problems in rows}


def task_of(session: Session, public_id: str, *, reviewer_id: int, to_save: bool = False) -> Task | None:
    """The reviewer's own assignment of that name, if it has not ended and its round is opened; else None.

    `to_save` holds the assignment until the commit, so that saves of one review come one after another.
    """
    wanted = (
        select(Assignment, Round)
        .join(Round, Round.id == Assignment.round_id)
        .options(joinedload(Assignment.sampled_case).joinedload(SampledCase.case))
        .where(
            Assignment.public_id == public_id,
            Assignment.reviewer_id == reviewer_id,
            Assignment.ended_at.is_(None),
            Round.step.in_(OPEN_STEPS),
        )
    )
    row = session.execute(wanted.with_for_update(of=Assignment) if to_save else wanted).first()
    if row is None:
        return None
    assignment, round_ = row
    catalogue = pinned(session, round_.catalogue_hash or "")
    rules = rules_for(catalogue, assignment.sampled_case.case)
    return Task(assignment, round_, _review(session, assignment.id), catalogue, rules)


def _review(session: Session, assignment_id: int) -> Review | None:
    return session.scalars(
        select(Review)
        .where(Review.assignment_id == assignment_id)
        .options(selectinload(Review.answers), selectinload(Review.highlights))
        .execution_options(populate_existing=True)
    ).one_or_none()


_LISTS: dict[
    tuple[str, str, str, tuple[str, ...]], tuple[Rule, ...]
] = {}  # the text under a hash never changes


def rules_for(catalogue: Catalogue, case: Case) -> tuple[Rule, ...]:
    """The checklist of one case; worked out once per process for its catalogue, family, kind and charges."""
    causes = (case.cause_decided, case.cause_transferred, *case.other_causes)
    kind = (catalogue.hash, case.family, case.type_code, causes)
    if kind not in _LISTS:
        _LISTS[kind] = checklist(catalogue, family=case.family, type_code=case.type_code, causes=causes)
    return _LISTS[kind]


def task_of_review(session: Session, review: Review) -> Task:
    """The task that `review` belongs to, whoever asks."""
    public_id, reviewer_id = session.execute(
        select(Assignment.public_id, Assignment.reviewer_id).where(Assignment.id == review.assignment_id)
    ).one()
    task = task_of(session, public_id, reviewer_id=reviewer_id, to_save=True)
    assert task is not None  # a review exists only in an opened round, for an assignment that has not ended
    return task


def sheet_of(task: Task) -> Sheet:
    """The task's review as a whole; blank before it has begun."""
    review = task.review
    return Sheet(
        catalogue=task.catalogue,
        scheme=task.round.grade_scheme,
        rules=task.rules,
        answers=answers_by_code(review.answers) if review else {},
        highlights=tuple(praise_in(highlight) for highlight in review.highlights) if review else (),
        summary=summary_in(review) if review else Summary(),
    )


def answers_by_code(answers: list[Answer]) -> Mapping[str, Said]:
    """What was said, by rule code."""
    return {answer.rule_code: said_in(answer) for answer in answers}


def said_in(answer: Answer) -> Said:
    """What a row of answers says."""
    return Said(
        result=answer.result,
        severity=answer.severity,
        deduction=answer.deduction,
        reason=answer.reason,
        anchor=Anchor(answer.anchor_document, answer.anchor_page, answer.anchor_quote),
        flagged=answer.flagged,
    )


def praise_in(highlight: Highlight) -> Praise:
    """What a row of highlights says."""
    anchor = Anchor(highlight.anchor_document, highlight.anchor_page, highlight.anchor_quote)
    return Praise(highlight.public_id, highlight.kind, highlight.bonus, highlight.text, anchor)


def summary_in(review: Review) -> Summary:
    """What a review says of the whole case."""
    return Summary(review.opinion, review.grade, review.grade_reason, tuple(review.criteria))
