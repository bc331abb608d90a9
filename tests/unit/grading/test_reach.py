"""Which conclusions a leader reaches."""

from review.grading.queries import conclusion_for
from review.people.roles import Role
from tests.builders.conclusions import opened_round
from tests.town import Town


def test_a_case_whose_handler_was_blank_in_the_file_still_reaches_its_leader(town: Town) -> None:
    assembly = opened_round(town)
    conclusion = assembly.conclusion("东湖A")
    conclusion.sampled_case.case.handler_id = None
    town.session.flush()
    found = conclusion_for(town.session, town.viewer("沈清"), conclusion.public_id, Role.LEADER)
    assert found is not None
    assert found.id == conclusion.id
