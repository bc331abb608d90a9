"""The one predicate behind figures and lists."""

from review.reports.wanted import Wanted, cases_of, findings_of, people_of
from review.sampling.models import Layer
from tests.unit.reports.facts import case, finding

SLIP = case(1, finding("CX-001", "serious", "struck"), finding("WS-001", "minor", ""))
CLEAN = case(2, grade="excellent")
MUST = case(3, finding("CX-001"), layer=Layer.MUST, unit="u-west", handler="吴静")
OPEN = case(4, finding("CX-001"), grade="")
ALL = (SLIP, CLEAN, MUST, OPEN)


def taken(**asked: str) -> list[str]:
    return [one.id for one in cases_of(ALL, Wanted(**asked))]


def test_without_conditions_every_graded_case_counts() -> None:
    assert taken() == ["case-1", "case-2", "case-3"]


def test_ungraded_cases_are_asked_for_by_name() -> None:
    assert taken(grade="none") == ["case-4"]


def test_drawn_means_both_random_layers_and_not_the_must_cases() -> None:
    assert taken(layer="drawn") == ["case-1", "case-2"]
    assert taken(layer="must") == ["case-3"]


def test_conditions_on_findings_must_hold_for_one_and_the_same_finding() -> None:
    assert taken(rule="CX-001", severity="serious") == ["case-1"]
    assert taken(rule="WS-001", severity="serious") == []


def test_a_problem_is_there_or_not() -> None:
    assert taken(problem="yes") == ["case-1", "case-3"]
    assert taken(problem="no") == ["case-2"]


def test_tasked_means_any_state_of_a_correction() -> None:
    found = [one.rule for _case, one in findings_of(ALL, Wanted(correction="tasked"))]
    assert found == ["CX-001", "CX-001"]
    assert [one.id for one, _finding in findings_of(ALL, Wanted(correction="struck"))] == ["case-1"]


def test_people_are_counted_once() -> None:
    assert {person: len(owned) for person, owned in people_of(ALL, Wanted()).items()} == {
        "林峰": 2,
        "吴静": 1,
    }


def test_an_address_carries_only_what_is_asked_and_strangers_are_passed_over() -> None:
    wanted = Wanted.read({"grade": "qualified", "page": "3", "unit": ""})
    assert wanted == Wanted(grade="qualified")
    assert wanted.query == {"grade": "qualified"}
