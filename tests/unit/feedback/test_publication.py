"""The results of a round are given out together."""

from datetime import date

import pytest

from review.feedback.actions import NotAllApproved, publish
from review.feedback.queries import own_counts, own_hearing_lines
from review.grading.models import Stage
from review.rounds.steps import Step, StepOutOfTurn
from tests.builders.conclusions import CASES, TODAY, opened_round
from tests.town import NOON, Town


def test_nothing_is_published_while_a_case_waits(town: Town) -> None:
    assembly = opened_round(town)
    assembly.until("东湖A", Stage.APPROVED)
    assembly.until("西山B", Stage.APPROVAL)
    with pytest.raises(NotAllApproved) as refusal:
        publish(town.session, assembly.round, on=TODAY, by=town.viewer("何主任"), at=NOON)
    assert refusal.value.facts == {"open": 2, "stages": ["评查办理", "待审批"]}
    assert assembly.conclusion("东湖A").stage is Stage.APPROVED


def test_all_results_of_a_round_carry_the_same_day(town: Town) -> None:
    assembly = opened_round(town)
    for key in CASES:
        assembly.until(key, Stage.APPROVED)
    publication = publish(town.session, assembly.round, on=TODAY, by=town.viewer("何主任"), at=NOON)
    assert publication.cases == 3
    assert [(assembly.conclusion(key).stage, assembly.conclusion(key).published_on) for key in CASES] == [
        (Stage.PUBLISHED, date(2026, 3, 2))
    ] * 3
    assert assembly.round.step is Step.PUBLISHED


def test_a_round_is_published_once(town: Town) -> None:
    assembly = opened_round(town)
    assembly.publish()
    with pytest.raises(StepOutOfTurn):
        publish(town.session, assembly.round, on=TODAY, by=town.viewer("何主任"), at=NOON)


def test_a_handler_sees_the_own_results_after_publication_and_nothing_before(town: Town) -> None:
    assembly = opened_round(town)
    for key in CASES:
        assembly.until(key, Stage.APPROVED)
    handler = town.viewer("吴静")
    assert own_counts(town.session, handler) == {"waiting": 0, "replied": 0, "published": 0}
    publish(town.session, assembly.round, on=TODAY, by=town.viewer("何主任"), at=NOON)
    lines, total = own_hearing_lines(town.session, handler, which="published", limit=20, offset=0)
    assert total == 1
    assert [(one.case_number, one.final_grade, one.findings) for one in lines] == [("西山B", "qualified", 0)]
