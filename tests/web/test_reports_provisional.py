"""What the report centre says before the results are given out."""

from pathlib import Path

import pytest

from review.reports.soundness import faults
from review.rounds.steps import Step
from tests.builders.yangzhou import ROUND, city_database, city_round
from tests.reader import Reader, words
from tests.town import Town


@pytest.fixture(scope="module")
def town_database(town_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast's database with the city's round under review."""
    return city_database(town_database, tmp_path_factory.mktemp("city") / "city.sqlite", step=Step.OPENED)


def test_before_publication_the_overview_says_that_it_is_provisional(reader: Reader) -> None:
    officer = reader.as_("何主任")
    page = officer.see("reports.show", public_id=ROUND)
    assert words(page, ".provisional").startswith("阶段性数据：结果尚未公布")
    cards = {words(card, ".figure-words"): words(card, ".figure-value") for card in page.select(".figure")}
    assert (cards["评查件数"], cards["尚未定级"], cards["问题率（加权推算）"]) == ("684", "683", "—")
    assert not page.select("form[data-download]")


def test_before_publication_no_report_and_no_file_is_given_out(reader: Reader) -> None:
    officer = reader.as_("何主任")
    page = officer.see("reports.flaws", 409, public_id=ROUND)
    assert "尚未公布，不能查看或者导出正式报告" in page.get_text()
    answer = officer.fetch("report_files.export", {"format": "xlsx"}, public_id=ROUND, kind="cases")
    assert (answer.status_code, "尚未公布" in answer.get_json()["sentence"]) == (409, True)


def test_a_round_under_review_is_sound_as_far_as_it_has_come(town: Town) -> None:
    assert faults(town.session, city_round(town)) == []
