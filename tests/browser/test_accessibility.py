"""Every main page of every role: nothing that axe finds wrong, and no sideways scroll at 1366 × 768, in both languages."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.feedback.models import Hearing
from review.grading.models import Stage
from review.scoring.actions import begin_review
from tests.browser.conftest import Office
from tests.builders.reviews import KEY, REVIEWER, planted, task
from tests.builders.rounds import draft
from tests.town import NOON

AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}, "resultTypes": ["violations"]}

PAGES = {
    "何主任": """
        / /rounds /rounds/new /rounds/{draft}/plan/scope /rounds/{draft}/plan/sampling
        /rounds/{draft}/plan/reviewers /rounds/{draft}/plan/terms /rounds/{draft}/plan/check
        /rounds/{round} /rounds/{round}/assignments /rounds/{round}/hearings /rounds/{round}/publication
        /rounds/{round}/reports /reports /cases /cases/{case} /imports /imports/new
        /catalogue /catalogue/CX-010 /corrections /jobs /profile /password""",
    "周岚": "/ /desk/ /desk/{task}/ /desk/{task}/summary /desk/{task}/recusal",
    "沈清": "/ /conclusions /conclusions/{checking}",
    "唐越": "/ /hearings /hearings/{hearing} /hearings/{hearing}/sending",
    "郑国": "/ /approvals",
    "系统员": "/ /units /people /people/new",
    "审计员": "/ /journal /journal/1",
}
"""Who opens what."""


def names_in_addresses(office: Office) -> dict[str, str]:
    """A round under way, with a case at the reviewer's, the leader's and the handler's; and the draft of another."""
    session = office.town.session
    assembly = planted(office.town)
    begin_review(session, task(assembly), by=office.town.viewer(REVIEWER), at=NOON)
    checking = assembly.until("西山B", Stage.CHECKING, problems={"CX-010": "serious"})
    assembly.until("南浦C", Stage.HEARING, problems={"CX-007": "ordinary", "CX-010": "serious"})
    hearing: Hearing = assembly.hearing("南浦C")
    names = {
        "round": assembly.round.public_id,
        "case": assembly.sampled[KEY].case.public_id,
        "task": assembly.assignments[KEY, 1].public_id,
        "checking": checking.public_id,
        "hearing": hearing.public_id,
        "draft": draft(office.town).public_id,
    }
    session.commit()
    return names


def test_no_page_bars_anybody_and_none_scrolls_sideways(office: Office) -> None:
    names = names_in_addresses(office)
    found = []
    for name, paths in PAGES.items():
        page = office.sit_down(name)
        for language in ("zh-CN", "en"):
            speaks(page, language)
            for path in paths.split():
                answer = page.goto(office.address + path.format(**names))
                assert answer is not None
                assert (path, answer.status) == (path, 200)
                found += [f"{language} {path}: {fault}" for fault in faults(page)]
    assert found == []


def speaks(page: Page, language: str) -> None:
    """Switch to English if that is asked for."""
    if language == "en":
        page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is open. The watermark is decoration, which no contrast is asked of."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    whole = {"exclude": [[".watermark"]]}
    results: dict[str, Any] = Axe().run(page, context=whole, options=AXE).response
    found = [
        f"{violation['id']} {node['target']}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]
    return [*found, *([f"{wide} px too wide"] if wide > 0 else [])]
