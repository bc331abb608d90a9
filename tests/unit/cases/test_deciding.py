"""What choices would bring before anything is confirmed, and what is typed to find cases."""

from pathlib import Path

import pytest

from review.cases.deciding import Outlook, choices_from, first_choices, outlook
from review.cases.preview import Preview, preview_from_json
from review.cases.problems import Choice
from review.cases.reading import open_package
from review.cases.searching import search_from
from tests.unit.cases.packages import case_lines, csv_text, preview_of


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    """Four cases: a clean one, one with days the wrong way round, one without unit, one with both."""
    backwards, homeless = {"审结日期": "2025-02-01"}, {"承办单位编码": "", "承办单位名称": ""}
    path = tmp_path / "cases.csv"
    path.write_text(csv_text(case_lines({}, backwards, homeless, {**backwards, **homeless})), "utf-8")
    return preview_of(open_package(path))


def test_a_class_with_one_choice_stands_chosen_and_the_others_are_open(preview: Preview) -> None:
    assert preview.to_decide == ("blank_unit", "order_of_dates")
    assert first_choices(preview) == {"blank_unit": Choice.QUARANTINE}
    assert first_choices(preview, "keep") == {
        "blank_unit": Choice.QUARANTINE,
        "order_of_dates": Choice.KEEP,
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, Outlook(4, 0, ("blank_unit", "order_of_dates"), units_missing=False)),
        ({"choice-blank_unit": "quarantine"}, Outlook(2, 2, ("order_of_dates",), units_missing=False)),
        (
            {"choice-blank_unit": "quarantine", "choice-order_of_dates": "quarantine"},
            Outlook(1, 3, (), units_missing=False),
        ),
        (
            {"choice-blank_unit": "keep", "choice-order_of_dates": "keep"},
            Outlook(4, 0, ("blank_unit",), units_missing=False),
        ),
    ],
)
def test_cases_touched_twice_are_left_out_once(
    preview: Preview, given: dict[str, str], expected: Outlook
) -> None:
    assert outlook(preview, choices_from(given, preview), register_new=False) == expected


def test_a_preview_comes_back_from_json_as_it_was(preview: Preview) -> None:
    assert preview_from_json(preview.as_json()).as_json() == preview.as_json()


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("盗窃 东检", (("", "盗窃"), ("", "东检"))),
        ("承办人：林峰", (("handler", "林峰"),)),
        ("Number:12 charge:theft", (("number", "12"), ("cause", "theft"))),
        ("案号:", ()),
        ("12:30", (("", "12:30"),)),
    ],
)
def test_words_may_name_their_field(typed: str, terms: tuple[tuple[str, str], ...]) -> None:
    assert search_from(typed).terms == terms
