"""From the opening of a round to the approved grade."""

import re
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from review.assignment.models import Assignment
from review.grading.actions_approvals import (
    ApproverEntangled,
    MeetingNoteMissing,
    NotWaitingForApproval,
    approve,
    send_back,
)
from review.grading.actions_checks import (
    ConclusionChanged,
    FindingHeld,
    FindingSettled,
    FurtherReviewerCalled,
    NotBeingChecked,
    ReasonMissing,
    SeverityNeedsAnchor,
    adopt_finding,
    call_further,
    change_severity,
    withdraw_finding,
)
from review.grading.levels import CriteriaOpen, GradeAboveLevel
from review.grading.models import Approval, ApprovalLevel, Conclusion, LeaderCheck, Stage
from review.grading.queries import conclusion_for, conclusion_lines, in_reach
from review.journal.models import JournalEntry
from review.people.roles import Role
from review.rounds.models import RoundReviewer, StepTaken
from review.rounds.steps import Step
from review.scoring.models import Answer
from tests.builders.conclusions import CASES, Assembly, codes, opened_round
from tests.town import NOON, Town

LATE, UNSIGNED = codes("procedure", 2)
SLIP = codes("documents", 1)[0]


def acts(town: Town) -> list[str]:
    return list(town.session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq)))


def withdraw(assembly: Assembly, key: str, why: str, by: str = "沈清") -> None:
    conclusion = assembly.conclusion(key)
    withdraw_finding(
        assembly.session,
        conclusion,
        conclusion.findings[0],
        why=why,
        version=conclusion.version,
        by=assembly.town.viewer(by),
        at=NOON,
    )


def test_opening_a_round_makes_a_conclusion_per_case_under_a_random_number(town: Town) -> None:
    assembly = opened_round(town)
    conclusions = town.session.scalars(select(Conclusion)).all()
    assert [one.stage for one in conclusions] == [Stage.REVIEWING] * 3
    assert all(re.fullmatch(r"评2026-[2-9A-Z]{4}-[2-9A-Z]{4}", one.number) for one in conclusions)
    assert len({one.number for one in conclusions}) == 3
    assert assembly.round.step is Step.OPENED
    taken = town.session.scalars(select(StepTaken)).one()
    assert (taken.step, taken.did) == (Step.OPENED, {"cases": 3})
    assert acts(town) == ["RoundOpened"]


def test_the_only_review_becomes_the_conclusion_and_goes_to_the_leader(town: Town) -> None:
    assembly = opened_round(town)
    assembly.review("东湖A", problems={LATE: "minor"}, highlights=("reasoning",))
    conclusion = assembly.conclusion("东湖A")
    assert (conclusion.stage, conclusion.points, conclusion.proposed_grade) == (
        Stage.CHECKING,
        Decimal(102),  # 100 − 1 + 3
        "qualified",
    )
    assert [(one.position, one.rule_code, one.severity) for one in conclusion.findings] == [
        (1, LATE, "minor")
    ]
    assert [one.kind for one in conclusion.merits] == ["reasoning"]
    assert assembly.conclusion("西山B").stage is Stage.REVIEWING


def test_of_two_reviews_the_first_waits_for_the_second(town: Town) -> None:
    assembly = opened_round(town, reviewers=2)
    assembly.review("东湖A", 1, problems={LATE: "minor"})
    assert assembly.conclusion("东湖A").stage is Stage.REVIEWING
    assembly.review("东湖A", 2, problems={SLIP: "minor"})
    conclusion = assembly.conclusion("东湖A")
    assert (conclusion.stage, conclusion.points, conclusion.difference) == (Stage.CHECKING, Decimal(98), "")
    assert [one.rule_code for one in conclusion.findings] == [LATE, SLIP]


def test_a_leader_drops_a_finding_with_a_reason_and_the_points_follow(town: Town) -> None:
    assembly = opened_round(town)
    assembly.review("东湖A", problems={LATE: "serious"})
    assert assembly.conclusion("东湖A").points == 90
    withdraw(assembly, "东湖A", "告知材料在补充卷内")
    conclusion = assembly.conclusion("东湖A")
    assert conclusion.points == 100
    assert [(one.withdrawn_why, one.withdrawn_at) for one in conclusion.findings] == [
        ("告知材料在补充卷内", NOON)
    ]
    with pytest.raises(FindingSettled):
        withdraw(assembly, "东湖A", "再次撤销")


def test_dropping_a_finding_needs_a_reason(town: Town) -> None:
    assembly = opened_round(town)
    assembly.review("东湖A", problems={LATE: "serious"})
    with pytest.raises(ReasonMissing):
        withdraw(assembly, "东湖A", "  ")


def test_a_changed_severity_puts_a_new_finding_in_the_old_ones_place(town: Town) -> None:
    assembly = opened_round(town)
    assembly.review("东湖A", problems={LATE: "serious"})
    conclusion = assembly.conclusion("东湖A")
    change_severity(
        town.session,
        conclusion,
        conclusion.findings[0],
        severity="minor",
        why="仅迟延一日",
        version=conclusion.version,
        by=town.viewer("沈清"),
        at=NOON,
    )
    conclusion = assembly.conclusion("东湖A")
    assert [(one.position, one.severity, one.withdrawn_why) for one in conclusion.findings] == [
        (1, "serious", "仅迟延一日"),
        (1, "minor", ""),
    ]
    assert conclusion.points == 99


def test_without_an_anchor_a_finding_cannot_become_serious(town: Town) -> None:
    assembly = opened_round(town)
    assembly.review("东湖A", problems={LATE: "minor"})
    conclusion = assembly.conclusion("东湖A")
    finding = conclusion.findings[0]
    finding.anchor_document = finding.anchor_quote = ""
    with pytest.raises(SeverityNeedsAnchor) as refusal:
        change_severity(
            town.session,
            conclusion,
            finding,
            severity="serious",
            why="影响处理结果",
            version=conclusion.version,
            by=town.viewer("沈清"),
            at=NOON,
        )
    assert str(refusal.value) == "该问题没有指明材料出处，不能认定为“严重”。请改选较轻的严重程度。"


def test_what_the_majority_left_out_can_be_adopted_once(town: Town) -> None:
    assembly = opened_round(town, reviewers=3 - 1)
    assembly.assign("东湖A", "唐越", 3)
    assembly.round.reviewers_per_case = 3
    assembly.review("东湖A", 1, problems={LATE: "minor"})
    assembly.review("东湖A", 2)
    assembly.review("东湖A", 3)
    conclusion = assembly.conclusion("东湖A")
    assert (conclusion.points, conclusion.findings) == (Decimal(100), [])
    answer = town.session.scalars(select(Answer).where(Answer.severity.is_not(None))).one()
    for _ in range(2):
        conclusion = assembly.conclusion("东湖A")
        by, version = town.viewer("沈清"), conclusion.version
        if conclusion.findings:
            with pytest.raises(FindingHeld):
                adopt_finding(town.session, conclusion, answer, version=version, by=by, at=NOON)
        else:
            adopt_finding(town.session, conclusion, answer, version=version, by=by, at=NOON)
    assert [one.rule_code for one in assembly.standing("东湖A")] == [LATE]
    assert assembly.conclusion("东湖A").points == 99


def test_two_leaders_at_once_the_slower_is_told(town: Town) -> None:
    assembly = opened_round(town)
    assembly.review("东湖A", problems={LATE: "minor", SLIP: "minor"})
    conclusion = assembly.conclusion("东湖A")
    seen = conclusion.version
    withdraw(assembly, "东湖A", "材料在卷")
    with pytest.raises(ConclusionChanged):
        withdraw_finding(
            town.session,
            conclusion,
            conclusion.findings[1],
            why="材料在卷",
            version=seen,
            by=town.viewer("沈清"),
            at=NOON,
        )


def test_findings_rest_once_the_leader_has_agreed(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.HEARING, problems={LATE: "minor"})
    with pytest.raises(NotBeingChecked):
        withdraw(assembly, "东湖A", "材料在卷")


def test_excellent_is_proposed_only_with_every_criterion_and_with_a_reason_where_it_is_new(
    town: Town,
) -> None:
    assembly = opened_round(town)
    assembly.review("东湖A")
    assembly.criteria = lambda grade: ["evidence"]  # type: ignore[method-assign]
    with pytest.raises(CriteriaOpen) as refusal:
        assembly.agree("东湖A", grade="excellent", opinion="说理突出")
    assert refusal.value.facts == {"grade": "优质", "open": 9}
    del assembly.criteria
    with pytest.raises(ReasonMissing):
        assembly.agree("东湖A", grade="excellent")
    assembly.agree("东湖A", grade="excellent", opinion="说理突出，可供借鉴")
    assert assembly.conclusion("东湖A").proposed_grade == "excellent"


def test_qualified_goes_to_the_deputy_and_every_other_grade_to_the_chief(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.APPROVAL)
    assembly.approve("东湖A")
    assert assembly.conclusion("东湖A").final_grade == "qualified"
    assembly.until("西山B", Stage.APPROVAL, grade="basic")
    conclusion = assembly.conclusion("西山B")
    with pytest.raises(GradeAboveLevel):
        approve(
            town.session,
            conclusion,
            level=ApprovalLevel.CHIEF,
            grade="basic",
            version=conclusion.version,
            by=town.viewer("郑国"),
            at=NOON,
        )
    assembly.approve("西山B")
    approvals = town.session.scalars(select(Approval).order_by(Approval.id)).all()
    assert [(one.level, one.grade) for one in approvals] == [("deputy", "qualified"), ("chief", "basic")]


def test_the_chief_may_decide_another_grade_with_a_reason(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.APPROVAL, grade="basic")
    with pytest.raises(ReasonMissing):
        assembly.approve("东湖A", grade="unqualified")
    assembly.approve("东湖A", grade="unqualified", reason="遗漏主要犯罪事实")
    conclusion = assembly.conclusion("东湖A")
    assert (conclusion.proposed_grade, conclusion.final_grade) == ("basic", "unqualified")


def test_a_decision_of_the_committee_names_its_meeting(town: Town) -> None:
    assembly = opened_round(town)
    conclusion = assembly.until("东湖A", Stage.APPROVAL, grade="unqualified")
    facts: dict[str, Any] = {
        "level": ApprovalLevel.COMMITTEE,
        "grade": "unqualified",
        "by": town.viewer("方正"),
        "at": NOON,
    }
    with pytest.raises(MeetingNoteMissing):
        approve(town.session, conclusion, version=conclusion.version, **facts)
    approval = approve(
        town.session, conclusion, version=conclusion.version, reason="2026年第3次检委会", **facts
    )
    assert approval.level is ApprovalLevel.COMMITTEE


def test_handler_and_handlers_head_never_approve(town: Town) -> None:
    assembly = opened_round(town)
    conclusion = assembly.until("东湖A", Stage.APPROVAL)
    for name in ("林峰", "于洋", "周岚"):  # handler, head, reviewer
        with pytest.raises(ApproverEntangled):
            send_back(
                town.session,
                conclusion,
                reason="请补充",
                version=conclusion.version,
                by=town.viewer(name),
                at=NOON,
            )


def test_approval_sends_back_with_a_reason_and_the_case_returns_without_a_second_hearing(town: Town) -> None:
    assembly = opened_round(town)
    conclusion = assembly.until("东湖A", Stage.APPROVAL, problems={LATE: "minor"})
    send_back(
        town.session,
        conclusion,
        reason="请核对告知日期",
        version=conclusion.version,
        by=town.viewer("郑国"),
        at=NOON,
    )
    assert conclusion.stage is Stage.CHECKING
    assembly.agree("东湖A")
    assert assembly.conclusion("东湖A").stage is Stage.APPROVAL
    checks = town.session.scalars(select(LeaderCheck)).all()
    assert [one.agreed for one in checks] == [True, True]


def test_a_case_is_approved_once(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.APPROVED)
    with pytest.raises(NotWaitingForApproval):
        assembly.approve("东湖A")


def test_the_reach_of_leader_and_approver(town: Town) -> None:
    assembly = opened_round(town)
    town.person("高远", "东湖市院", Role.LEADER)
    town.person("林主任", "江东省院", Role.LEADER, Role.HANDLER)
    town.session.flush()
    assembly.sampled["南浦C"].case.handler_id = town.people["林主任"].id
    town.session.flush()

    def seen(name: str) -> set[str]:
        lines, total = conclusion_lines(
            town.session, in_reach(town.viewer(name), Role.LEADER), limit=50, offset=0
        )
        assert total == len(lines)
        return {line.number for line in lines}

    everything = {assembly.conclusion(key).number for key in CASES}
    assert seen("沈清") == everything
    assert seen("高远") == set()  # the round is the province's
    assert seen("林主任") == everything - {assembly.conclusion("南浦C").number}
    own = assembly.conclusion("南浦C").public_id
    assert conclusion_for(town.session, town.viewer("林主任"), own, Role.LEADER) is None


def test_a_further_reviewer_is_called_once(town: Town) -> None:
    assembly = opened_round(town)
    assembly.review("东湖A")
    conclusion = assembly.conclusion("东湖A")
    conclusion.third_called = True
    with pytest.raises(FurtherReviewerCalled):
        call_further(
            town.session,
            conclusion,
            why="意见过于简略",
            version=conclusion.version,
            by=town.viewer("沈清"),
            at=NOON,
        )


def test_two_reviews_that_differ_call_a_third_by_the_machine(town: Town) -> None:
    assembly = opened_round(town, reviewers=2)
    town.person("孙立", "南浦区院", Role.REVIEWER)
    town.session.add(RoundReviewer(round_id=assembly.round.id, person=town.people["孙立"], capacity=5))
    town.session.flush()
    assembly.review("东湖A", 1, problems={LATE: "minor"})
    assembly.review("东湖A", 2, grade="basic", problems={LATE: "serious", SLIP: "serious"})
    conclusion = assembly.conclusion("东湖A")
    assert (conclusion.stage, conclusion.third_called) == (Stage.REVIEWING, True)
    assert conclusion.difference == "grade,points"  # 99 and 80 points
    third = town.session.scalars(
        select(Assignment).where(
            Assignment.sampled_case_id == conclusion.sampled_case_id, Assignment.slot == 3
        )
    ).one()
    assert third.reviewer_id == town.people["孙立"].id
    assembly.assignments["东湖A", 3] = third
    assembly.review("东湖A", 3, problems={LATE: "minor", SLIP: "minor"})
    conclusion = assembly.conclusion("东湖A")
    assert (conclusion.stage, conclusion.points, conclusion.proposed_grade) == (
        Stage.CHECKING,
        Decimal(98),  # under each rule the middle of three: 1 of 1, 10, 1 and 1 of 0, 10, 1
        "qualified",
    )
    assert [(one.rule_code, one.severity) for one in conclusion.findings] == [
        (LATE, "minor"),
        (SLIP, "minor"),
    ]
    assert acts(town) == ["RoundOpened", "ReviewerReplaced", "ThirdCalled", "ReviewsMerged"]


def test_where_nobody_is_eligible_as_a_third_the_leader_gets_the_difference(town: Town) -> None:
    assembly = opened_round(town, reviewers=2)
    assembly.review("东湖A", 1)
    assembly.review("东湖A", 2, grade="basic")
    conclusion = assembly.conclusion("东湖A")
    assert (conclusion.stage, conclusion.third_called) == (Stage.CHECKING, False)
    assert (conclusion.difference, conclusion.proposed_grade) == ("grade", "basic")
