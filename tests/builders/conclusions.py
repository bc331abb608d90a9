"""A round of the cast from its opening on (评查之后): reviews handed in, hearings, approvals, publication.

Three cases of three counties, each reviewed from another city:
    东湖A  of 东湖区院, handled by 林峰    reviewers 周岚, 顾宁
    西山B  of 西山区院, handled by 吴静    reviewers 顾宁, 陈敏
    南浦C  of 南浦区院, handled by 唐越    reviewers 陈敏, 周岚
What comes before the opening is put in as rows; from the opening on the real actions run.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from review.assignment.models import Assignment
from review.catalogue.actions import pin
from review.catalogue.catalogue import Catalogue
from review.catalogue.queries import shipped
from review.feedback.actions_hearings import agree_and_hear, send_replies
from review.feedback.models import Hearing, Reply, Stance
from review.grading.actions import gather, open_round
from review.grading.actions_approvals import approve
from review.grading.levels import levels_of
from review.grading.models import Conclusion, Finding, Stage
from review.moments import local_day
from review.rectification.actions import publish_and_open
from review.rounds.models import Round, RoundReviewer
from review.rounds.steps import Step
from review.sampling.models import Layer, SampledCase
from review.scoring.models import Answer, Highlight, Result, Review
from review.scoring.points import reckon
from tests.town import NOON, Town

CASES = {
    "东湖A": ("东湖区院", "林峰", ("周岚", "顾宁")),
    "西山B": ("西山区院", "吴静", ("顾宁", "陈敏")),
    "南浦C": ("南浦区院", "唐越", ("陈敏", "周岚")),
}
TODAY = date(2026, 3, 2)
"""The day of `NOON`."""


def catalogue() -> Catalogue:
    """The catalogue that travels with the code."""
    return shipped("2026.1")


def codes(category: str, count: int = 3) -> list[str]:
    """The first rule codes of a category."""
    return [rule.code for rule in catalogue().rules if rule.category == category][:count]


@dataclass
class Assembly:
    """A round that is open, with its sampled cases and conclusions by key."""

    town: Town
    round: Round
    sampled: dict[str, SampledCase] = field(default_factory=dict)
    assignments: dict[tuple[str, int], Assignment] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        return self.town.session

    def assign(self, key: str, reviewer: str, slot: int) -> Assignment:
        """Give the case to the reviewer, as the assignment would."""
        assignment = Assignment(
            round_id=self.round.id,
            sampled_case=self.sampled[key],
            reviewer=self.town.people[reviewer],
            slot=slot,
            alias=f"P-{self.round.id:04d}-{len(self.assignments):04d}",
            due_on=TODAY + timedelta(days=20),
            assigned_at=NOON,
        )
        self.session.add(assignment)
        self.session.flush()
        self.assignments[key, slot] = assignment
        return assignment

    def review(
        self,
        key: str,
        slot: int = 1,
        *,
        problems: dict[str, str] | None = None,
        highlights: tuple[str, ...] = (),
        grade: str = "qualified",
        opinion: str = "事实清楚，程序合法，处理适当。",
        at: datetime = NOON,
    ) -> Review:
        """Hand in a review: `problems` are severities by rule code, all other items of its categories are clear."""
        found = problems or {}
        review = Review(
            assignment=self.assignments[key, slot],
            catalogue_hash=self.round.catalogue_hash or "",
            opinion=opinion,
            grade=grade,
            began_at=at,
            answers=[self._answer(code, found.get(code), at) for code in self._asked(found)],
            highlights=[self._highlight(kind, at) for kind in highlights],
        )
        reckoned = reckon(
            catalogue(),
            self.round.grade_scheme,
            [_Found(answer) for answer in review.answers if answer.result is Result.PROBLEM],
            review.highlights,
        )
        review.points, review.computed_grade = reckoned.points, reckoned.grade
        review.explanation, review.handed_in_at = {}, at
        self.session.add(review)
        self.session.flush()
        gather(self.session, self.conclusion(key), at=at)
        self.session.flush()
        return review

    def _asked(self, found: dict[str, str]) -> list[str]:
        return sorted({*found, *codes("procedure", 4), *codes("documents", 2)})

    def _answer(self, code: str, severity: str | None, at: datetime) -> Answer:
        rule = catalogue().by_code[code]
        return Answer(
            rule_code=code,
            rule_revision=rule.revision,
            result=Result.PROBLEM if severity else Result.CLEAR,
            severity=severity,
            deduction=catalogue().severity(severity).deduction if severity else Decimal(0),
            reason=f"{code} 的问题" if severity else "",
            anchor_document="D01" if severity else "",
            anchor_page=3 if severity else None,
            anchor_quote="经审查查明" if severity else "",
            saved_at=at,
        )

    def _highlight(self, kind: str, at: datetime) -> Highlight:
        known = {one.id: one for one in catalogue().scoring.highlights}
        return Highlight(kind=kind, bonus=known[kind].bonus, text="围绕争议焦点逐项说理", saved_at=at)

    def conclusion(self, key: str) -> Conclusion:
        """The conclusion on a case, with everything loaded, as it is now; holds no transaction open."""
        self.session.commit()
        case = joinedload(Conclusion.sampled_case).joinedload(SampledCase.case)
        found = self.session.scalars(
            select(Conclusion)
            .where(Conclusion.sampled_case_id == self.sampled[key].id)
            .options(case, selectinload(Conclusion.findings), selectinload(Conclusion.merits))
            .execution_options(populate_existing=True)
        ).one()
        self.session.commit()
        return found

    def standing(self, key: str) -> list[Finding]:
        """The findings that stand."""
        return [finding for finding in self.conclusion(key).findings if finding.withdrawn_at is None]

    def hearing(self, key: str) -> Hearing:
        """The hearing on a case, with its conclusion's findings and its replies, as it is now."""
        conclusion = self.conclusion(key)
        found = self.session.scalars(
            select(Hearing)
            .where(Hearing.conclusion_id == conclusion.id)
            .options(
                joinedload(Hearing.conclusion).selectinload(Conclusion.findings),
                selectinload(Hearing.replies),
            )
            .execution_options(populate_existing=True)
        ).one()
        self.session.commit()
        return found

    def criteria(self, grade: str) -> list[str]:
        """Every criterion of a grade."""
        wanted = catalogue().scheme(self.round.grade_scheme).grade(grade)
        return [criterion.id for criterion in wanted.criteria] if wanted else []

    def agree(self, key: str, *, grade: str = "", opinion: str = "", at: datetime = NOON) -> Hearing:
        """The leader agrees; a finding brings a hearing."""
        conclusion = self.conclusion(key)
        grade = grade or conclusion.proposed_grade or ""
        return agree_and_hear(
            self.session,
            conclusion,
            grade=grade,
            criteria=self.criteria(grade),
            opinion=opinion,
            version=conclusion.version,
            on=local_day(at, "Asia/Shanghai"),
            by=self.town.viewer("沈清"),
            at=at,
        )

    def reply(
        self, key: str, stance: Stance = Stance.ACCEPT, reason: str = "", *, at: datetime = NOON
    ) -> Hearing:
        """The handler says the same of every finding, and sends."""
        hearing = self.hearing(key)
        for finding in self.standing(key):
            self.session.add(
                Reply(hearing_id=hearing.id, finding_id=finding.id, stance=stance, reason=reason, saved_at=at)
            )
        hearing = self.hearing(key)
        on = local_day(at, "Asia/Shanghai")
        send_replies(self.session, hearing, on=on, by=self.town.viewer(CASES[key][1]), at=at)
        self.session.flush()
        return hearing

    def approve(self, key: str, *, grade: str = "", reason: str = "", at: datetime = NOON) -> Conclusion:
        """Whoever the proposed grade belongs to approves it."""
        conclusion = self.conclusion(key)
        proposed = catalogue().scheme(self.round.grade_scheme).grade(conclusion.proposed_grade or "")
        assert proposed is not None
        level = levels_of(proposed)[0]
        approve(
            self.session,
            conclusion,
            level=level,
            grade=grade or proposed.id,
            criteria=self.criteria(grade or proposed.id),
            reason=reason,
            version=conclusion.version,
            by=self.town.viewer("郑国" if level == "deputy" else "方正"),
            at=at,
        )
        return conclusion

    def until(self, key: str, stage: Stage, **review: Any) -> Conclusion:
        """Take a case to `stage` by the shortest way; `review` as for `Assembly.review`."""
        if self.conclusion(key).stage is Stage.REVIEWING and stage is not Stage.REVIEWING:
            for slot in range(1, self.round.reviewers_per_case + 1):
                self.review(key, slot, **review)
        if self.conclusion(key).stage is Stage.CHECKING and stage is not Stage.CHECKING:
            self.agree(key)
        if self.conclusion(key).stage is Stage.HEARING and stage is not Stage.HEARING:
            self.reply(key, *((Stance.OBJECT, "材料已经在卷") if stage is Stage.OBJECTION else ()))
        if self.conclusion(key).stage is Stage.APPROVAL and stage in (Stage.APPROVED, Stage.PUBLISHED):
            self.approve(key)
        return self.conclusion(key)

    def publish(self, at: datetime = NOON, **review: Any) -> None:
        """Take every case to its approved grade, and publish the round."""
        for key in CASES:
            self.until(key, Stage.APPROVED, **review)
        publish_and_open(
            self.session,
            self.round,
            on=local_day(at, "Asia/Shanghai"),
            by=self.town.viewer("何主任"),
            at=at,
        )


class _Found:
    """A problem answer as the points look at it."""

    def __init__(self, answer: Answer) -> None:
        self.rule_code = answer.rule_code
        self.category = catalogue().by_code[answer.rule_code].category
        self.severity = answer.severity or ""
        self.deduction = answer.deduction


def opened_round(town: Town, *, reviewers: int = 1, **changes: Any) -> Assembly:
    """A round of the province with the three cases drawn, assigned and opened; committed."""
    session = town.session
    pinned = pin(session, catalogue(), at=NOON)
    facts: dict[str, Any] = {
        "name": "2025年下半年案件质量评查",
        "unit_id": town.units["江东省院"].id,
        "step": Step.ASSIGNED,
        "rate": Decimal("0.3"),
        "reviewers_per_case": reviewers,
        "grade_scheme": "2026",
        "catalogue_version": pinned.version,
        "catalogue_hash": pinned.hash,
        "plan": "{}",
        "plan_hash": "1" * 64,
        "frame_hash": "2" * 64,
        "frame_size": 9,
        "seed": "3" * 64,
        "by_id": town.people["何主任"].id,
        "at": NOON,
    } | changes
    round_ = Round(**facts)
    session.add(round_)
    session.flush()
    assembly = Assembly(town, round_)
    for rank, (key, (unit, handler, names)) in enumerate(CASES.items(), start=1):
        sampled = SampledCase(
            round_id=round_.id,
            case=town.case(key, unit, handler),
            stratum=f"{unit}|{handler}",
            layer=Layer.RANDOM,
            ticket=f"0.{rank}",
            rank=1,
            quota=1,
            stratum_size=3,
        )
        session.add(sampled)
        session.flush()
        assembly.sampled[key] = sampled
        for slot, name in enumerate(names[:reviewers], start=1):
            assembly.assign(key, name, slot)
    session.add_all(
        RoundReviewer(round_id=round_.id, person=town.people[name], capacity=10)
        for name in ("陈敏", "周岚", "顾宁")
    )
    open_round(session, round_, by=town.viewer("何主任"), at=NOON)
    session.commit()
    return assembly
