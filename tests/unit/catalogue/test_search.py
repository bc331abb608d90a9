"""Rules are found by their words and by where they belong."""

from review.catalogue.search import Wanted, cited, search
from tests.unit.catalogue.shipped import shipped


def codes(**wanted: str) -> list[str]:
    """The codes of the rules that are found."""
    return [rule.code for rule in search(shipped(), Wanted(**wanted))]


def test_nothing_wanted_finds_everything_in_order() -> None:
    assert codes() == [rule.code for rule in shipped().rules]


def test_a_code_finds_its_rule_whatever_its_letters_size() -> None:
    assert codes(words="cx-001") == ["CX-001"]


def test_every_word_must_occur() -> None:
    assert codes(words="具结书 值班律师") == ["CX-015"]
    assert codes(words="具结书 公告") == []


def test_a_cited_article_finds_the_rules_that_rest_on_it() -> None:
    assert codes(words="《刑事诉讼法》第九十一条") == ["CX-001"]


def test_the_filters_hold_together() -> None:
    assert codes(category="procedure", family="petition", automation="A") == ["CX-035", "CX-037"]
    assert codes(category="evidence", severity="fatal") == ["ZJ-001", "ZJ-003"]


def test_a_basis_is_written_as_people_write_it() -> None:
    assert cited(shipped().by_code["CX-001"].basis[0]) == "《刑事诉讼法》第九十一条第三款 七日以内"
    assert cited(shipped().by_code["XG-001"].basis[1]) == (
        "《涉法涉诉信访案件反向审视工作要求》对引发信访的案件开展反向审视"
    )
