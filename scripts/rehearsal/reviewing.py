"""Made-up work on a round (评查过程): what reviewers, leader, handlers and approvers would have done, by real actions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.assignment.models import Assignment
from review.catalogue.queries import pinned
from review.catalogue.schema import Rule
from review.feedback.actions_hearings import agree_and_hear, record_on_behalf, save_reply, send_replies
from review.feedback.actions_objections import answer_objection, finish_objections
from review.feedback.models import Hearing, Stance
from review.feedback.models import Reply as ReplyRow
from review.feedback.queries import with_everything
from review.feedback.replies import Said as Reply
from review.grading.actions import hand_in_review
from review.grading.actions_approvals import approve
from review.grading.levels import grades_at
from review.grading.models import ApprovalLevel, Conclusion, Finding, Stage
from review.grading.queries import conclusion_for
from review.people.queries import person_of, viewer_of
from review.people.roles import Role
from review.people.viewer import Viewer
from review.rectification.actions import strike_off, submit
from review.rectification.models import Correction, CorrectionState
from review.rounds.models import Round
from review.scoring.actions import begin_review, save_answer, save_summary
from review.scoring.actions_highlights import highlight_kinds, save_highlight
from review.scoring.answering import Anchor, Said
from review.scoring.completeness import Summary
from review.scoring.models import Result, Review
from review.scoring.queries import Task, sheet_of, task_of

CHANCE = 20261122
"""The world is the same at every building on the same day."""

PRAISE = (
    "审查报告对证据逐项列明证明内容，对供述与证言的矛盾点作出了合理解释，说理层次清楚，可供同类案件参考。",
    "主动补充核实关键事实，及时引导侦查，自行侦查取得的证据使事实认定更加扎实。",
    "充分听取各方意见，促成赔偿谅解，矛盾实质化解，案结事了。",
)
OPINION = "本案事实认定清楚，证据采信适当，适用法律正确，程序总体规范。对照评查要点逐项评查，{rest}"
OBJECTIONS = (
    "相关材料已在归档前补入卷宗，请评查人员核对卷宗第三册后重新认定。",
    "该文书系按照当时的格式样本制作，内容要素齐全，建议不作为问题认定。",
)


@dataclass
class Crew:
    """Who acts, found once per person."""

    session: Session
    chance: Random
    officer: Viewer
    leader: Viewer
    deputy: Viewer
    chief: Viewer
    known: dict[int, Viewer] = field(default_factory=dict)

    def viewer(self, person_id: int) -> Viewer:
        if person_id not in self.known:
            self.known[person_id] = viewer_of(self.session, person_of(self.session, person_id))
        return self.known[person_id]


def review_some(crew: Crew, round_: Round, share: float, at: datetime, *, begun: float = 0.0) -> int:
    """Of the assignments not begun, reviewers hand in `share` and begin `begun` more; gives how many are in."""
    rows = crew.session.execute(
        select(Assignment.public_id, Assignment.reviewer_id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_.id, Assignment.ended_at.is_(None), Review.id.is_(None))
        .order_by(Assignment.alias)
    ).all()
    done = round(len(rows) * share)
    for row in rows[:done]:
        review_case(crew, row.public_id, crew.viewer(row.reviewer_id), at)
    for row in rows[done : done + round(len(rows) * begun)]:
        review_case(
            crew, row.public_id, crew.viewer(row.reviewer_id), at, stop_after=crew.chance.randrange(5, 40)
        )
    return done


def review_case(
    crew: Crew, public_id: str, by: Viewer, at: datetime, *, stop_after: int | None = None
) -> None:
    """One reviewer works through one checklist, item by item, and hands in unless they stop before the end."""
    session, chance = crew.session, crew.chance
    task = task_of(session, public_id, reviewer_id=by.id)
    assert task is not None
    begin_review(session, task, by=by, at=at)
    session.flush()
    task = task_of(session, public_id, reviewer_id=by.id)
    assert task is not None
    grave, problems = true_problems(task)
    overlooked = {place for place in problems if chance.random() < 0.1}
    problems -= overlooked
    for place, rule in enumerate(task.rules[:stop_after]):
        said = problem(task, rule, grave=grave) if place in problems else Said(Result.CLEAR)
        save_answer(session, task, rule.code, said=said, seen=0, by=by, at=at)
    if stop_after is not None:
        return
    if chance.random() < 0.12:
        kind = chance.choice(highlight_kinds(task))
        save_highlight(
            session, task, kind=kind.id, text=chance.choice(PRAISE), anchor=Anchor("D01", 1, ""), by=by, at=at
        )
    summarise(session, task, by=by, at=at)
    assert task.review is not None
    hand_in_review(session, task.review, by=by, at=at)


def true_problems(task: Task) -> tuple[bool, set[int]]:
    """What is wrong with the case, the same for whoever reviews it: whether gravely, and under which items."""
    fate = Random(f"{CHANCE}/{task.assignment.sampled_case.case.key}")
    grave = fate.random() < 0.08
    count = fate.randrange(3, 7) if grave else fate.choices([0, 1, 2, 3], [36, 34, 20, 10])[0]
    return grave, set(fate.sample(range(len(task.rules)), count))


def problem(task: Task, rule: Rule, *, grave: bool) -> Said:
    """A problem under `rule`, never a veto and serious only in a `grave` case, in the rule's own words."""
    severity = task.catalogue.severity(rule.severity)
    level = "serious" if grave else "ordinary" if severity.fatal or severity.anchor else severity.id
    reason = rule.phrases[0] if rule.phrases else f"经查阅卷宗，{rule.counts[0]}。"
    return Said(Result.PROBLEM, severity=level, reason=reason, anchor=Anchor("D02", 1, ""))


def summarise(session: Session, task: Task, *, by: Viewer, at: datetime) -> None:
    """Propose the grade that the points give, tick what it asks for, and say something."""
    sheet = sheet_of(task)
    computed = sheet.reckoning.grade
    grade = next(grade for grade in sheet.grades if grade.id == computed)
    if computed == "excellent" and not sheet.highlights:
        grade = next(grade for grade in sheet.grades if grade.id == "qualified")
    found = len(sheet.problems)
    rest = (
        f"发现问题{found}项，已逐项载明。" if found else "未发现影响案件质量的问题，办案程序和文书制作规范。"
    )
    assert task.review is not None
    summary = Summary(
        opinion=OPINION.format(rest=rest),
        grade=grade.id,
        grade_reason="未见可供借鉴的突出亮点，拟定为合格。" if grade.id != computed else "",
        criteria=tuple(criterion.id for criterion in grade.criteria) if grade.every_criterion else (),
    )
    save_summary(session, task, summary=summary, seen=task.review.version, by=by, at=at)


def conclusions_at(crew: Crew, round_: Round, stage: Stage, by: Viewer, *roles: Role) -> Iterable[Conclusion]:
    """The round's conclusions at a stage, each with all it needs."""
    names = crew.session.scalars(
        select(Conclusion.public_id)
        .where(Conclusion.round_id == round_.id, Conclusion.stage == stage)
        .order_by(Conclusion.number)
    ).all()
    for name in names:
        found = conclusion_for(crew.session, by, name, *roles)
        if found is not None:
            yield found


def check_some(crew: Crew, round_: Round, share: float, at: datetime) -> None:
    """The leader agrees with `share` of what waits, and the handlers are asked."""
    waiting = list(conclusions_at(crew, round_, Stage.CHECKING, crew.leader, Role.LEADER))
    for conclusion in waiting[: round(len(waiting) * share)]:
        agree_and_hear(
            crew.session,
            conclusion,
            grade=conclusion.proposed_grade or "",
            criteria=criteria_of(crew, round_, conclusion.proposed_grade or ""),
            opinion="同意评查意见。",
            version=conclusion.version,
            on=at.date(),
            by=crew.leader,
            at=at,
        )


def criteria_of(crew: Crew, round_: Round, grade: str) -> Sequence[str]:
    """Every criterion of a grade, as if each had been weighed and ticked."""
    scheme = pinned(crew.session, round_.catalogue_hash or "").scheme(round_.grade_scheme)
    return [criterion.id for one in scheme.grades if one.id == grade for criterion in one.criteria]


def hear_some(crew: Crew, round_: Round, share: float, at: datetime) -> None:
    """Handlers answer `share` of the hearings that are open; one finding in ten meets an objection."""
    names = crew.session.scalars(
        select(Hearing.public_id)
        .join(Conclusion, Conclusion.id == Hearing.conclusion_id)
        .where(
            Conclusion.round_id == round_.id, Conclusion.stage == Stage.HEARING, Hearing.closed_at.is_(None)
        )
        .order_by(Conclusion.number)
    ).all()
    for name in names[: round(len(names) * share)]:
        hearing = crew.session.scalars(
            with_everything(select(Hearing).where(Hearing.public_id == name))
        ).one()
        if hearing.handler_id is None:
            said = {finding: Reply(Stance.ACCEPT) for finding in hearing.heard}
            record_on_behalf(
                crew.session, hearing, said, note_="电话听取，书面签字件存卷。", by=crew.officer, at=at
            )
            continue
        for finding in hearing.conclusion.findings:
            if finding.id in hearing.heard:
                objects = crew.chance.random() < 0.1
                stance, reason = (
                    (Stance.OBJECT, crew.chance.choice(OBJECTIONS)) if objects else (Stance.ACCEPT, "")
                )
                save_reply(
                    crew.session,
                    hearing,
                    finding,
                    stance=stance,
                    reason=reason,
                    version=0,
                    on=at.date(),
                    at=at,
                )
        crew.session.flush()
        crew.session.refresh(hearing, ["replies"])
        send_replies(crew.session, hearing, on=at.date(), by=crew.viewer(hearing.handler_id), at=at)


def answer_objections(crew: Crew, round_: Round, at: datetime) -> None:
    """The leader answers every objection, upholds some, and sends the cases for approval."""
    for conclusion in conclusions_at(crew, round_, Stage.OBJECTION, crew.leader, Role.LEADER):
        objected = crew.session.scalars(
            select(Finding)
            .join(ReplyRow, ReplyRow.finding_id == Finding.id)
            .where(Finding.conclusion_id == conclusion.id, ReplyRow.stance != Stance.ACCEPT)
        ).all()
        for finding in objected:
            upheld = crew.chance.random() < 0.4
            answer = (
                "经核对卷宗，材料确已入卷，异议成立。"
                if upheld
                else "补入材料的时间晚于规定期限，异议不成立。"
            )
            answer_objection(
                crew.session, conclusion, finding, upheld=upheld, answer=answer,
                version=conclusion.version, by=crew.leader, at=at,
            )  # fmt: skip
        grade = conclusion.proposed_grade or ""
        finish_objections(
            crew.session, conclusion, grade=grade, criteria=criteria_of(crew, round_, grade),
            opinion="异议已逐项答复，维持拟定等次。", version=conclusion.version, by=crew.leader, at=at,
        )  # fmt: skip


def approve_some(crew: Crew, round_: Round, share: float, at: datetime) -> None:
    """Deputy and chief approve `share` of what waits for each, at the grade that was proposed."""
    for by, level, role in (
        (crew.deputy, ApprovalLevel.DEPUTY, Role.DEPUTY),
        (crew.chief, ApprovalLevel.CHIEF, Role.CHIEF),
    ):
        scheme = pinned(crew.session, round_.catalogue_hash or "").scheme(round_.grade_scheme)
        waiting = [
            conclusion
            for conclusion in conclusions_at(crew, round_, Stage.APPROVAL, by, role)
            if conclusion.proposed_grade in grades_at(scheme, level)
        ]
        for conclusion in waiting[: round(len(waiting) * share)]:
            approve(
                crew.session, conclusion, level=level, grade=conclusion.proposed_grade or "",
                version=conclusion.version, by=by, at=at,
            )  # fmt: skip


def correct_some(crew: Crew, round_: Round, share: float, at: datetime) -> None:
    """Owners mend `share` of the corrections, and the officer strikes most of those off, or all if all are mended."""
    rows = crew.session.scalars(
        select(Correction)
        .where(Correction.round_id == round_.id, Correction.state == CorrectionState.OPEN)
        .order_by(Correction.number)
    ).all()
    for place, correction in enumerate(rows[: round(len(rows) * share)]):
        by = crew.viewer(correction.owner_id) if correction.owner_id else crew.leader
        submit(
            crew.session, correction, text="已补充完善并书面说明原因，相关材料已入卷，部门组织了学习讲评。",
            version=correction.version, by=by, at=at,
        )  # fmt: skip
        if share == 1 or place % 4:
            strike_off(crew.session, correction, version=correction.version, by=crew.officer, at=at)
