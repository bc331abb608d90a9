"""The catalogue's pages."""

from typing import Any

import pytest
from flask import Flask

from review.catalogue.loader import load, versions
from review.catalogue.search import Wanted, search
from tests.reader import Reader, words
from tests.web.counting import queries_of

CATALOGUE = load(versions()[-1])


def codes(reader: Reader, **filters: Any) -> list[str]:
    """Codes of the rules listed."""
    page = reader.see("catalogue.index", size="100", **filters)
    return [cell.get_text(strip=True) for cell in page.select("main tbody td a.mono")]


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(category="procedure"),
        Wanted(family="juvenile"),
        Wanted(severity="fatal"),
        Wanted(automation="A", category="procedure"),
        Wanted(words="刑事诉讼法 第九十一条"),
    ],
)
def test_rules_are_found_by_category_family_severity_automation_and_words(
    reader: Reader, wanted: Wanted
) -> None:
    filters = {
        "category": wanted.category,
        "family": wanted.family,
        "severity": wanted.severity,
        "automation": wanted.automation,
        "q": wanted.words,
    }
    found = codes(reader.as_("陈敏"), **{name: value for name, value in filters.items() if value})
    assert found == [rule.code for rule in search(CATALOGUE, wanted)][:100]
    assert found


def test_the_tree_counts_the_rules_of_every_category(reader: Reader) -> None:
    page = reader.as_("何主任").see("catalogue.index")
    shown = [
        words(link, ".count") for link in page.select(".catalogue-tree a")[: len(CATALOGUE.categories) + 1]
    ]
    counts = [sum(rule.category == one.id for rule in CATALOGUE.rules) for one in CATALOGUE.categories]
    assert shown == [str(len(CATALOGUE.rules)), *map(str, counts)]


def test_a_rule_shows_its_article_and_what_counts_and_what_does_not(reader: Reader) -> None:
    page = reader.as_("陈敏").see("catalogue.show", code="CX-001")
    rule = CATALOGUE.by_code["CX-001"]
    assert words(page, "h1") == f"CX-001 {rule.question}"
    article = CATALOGUE.article(rule.basis[0])
    assert article is not None
    assert words(page, "blockquote") == " ".join(article.text.split())
    assert [item.get_text() for item in page.select(".rule-counts li")] == [
        *rule.counts,
        *rule.does_not_count,
    ]
    assert CATALOGUE.hash in page.get_text()


def test_an_internal_norm_is_marked_as_not_verified(reader: Reader) -> None:
    rule = next(rule for rule in CATALOGUE.rules if not all(one.verified for one in rule.basis))
    page = reader.as_("陈敏").see("catalogue.show", code=rule.code)
    assert "未核验" in [badge.get_text() for badge in page.select(".basis .badge-state")]


def test_every_rule_can_be_opened_in_both_languages(reader: Reader) -> None:
    for language in ("zh", "en"):
        browser = reader.as_("陈敏", language)
        for rule in CATALOGUE.rules:
            assert browser.get("catalogue.show", code=rule.code).status_code == 200


def test_an_unknown_rule_is_not_there_and_administrators_do_not_read_rules(reader: Reader) -> None:
    reader.as_("陈敏").see("catalogue.show", status=404, code="ZZ-999")
    reader.as_("系统员").see("catalogue.index", status=403)


def test_nothing_found_says_how_to_find_more(reader: Reader) -> None:
    page = reader.as_("陈敏").see("catalogue.index", q="没有这样的词")
    assert words(page, ".empty-state p") == "没有符合条件的规则。请减少查找的词或筛选条件。"


def test_the_catalogue_does_not_ask_the_database_for_rules(app: Flask, reader: Reader) -> None:
    browser = reader.as_("陈敏")
    browser.see("catalogue.index")  # the first page of all also looks whether there is an account
    with queries_of(app) as few:
        browser.see("catalogue.index", q="没有这样的词")
    with queries_of(app) as many:
        browser.see("catalogue.index", size="100")
    assert len(many) == len(few)
