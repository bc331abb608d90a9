"""The index of cited articles is made from a folder of statute texts, and refuses what is not there."""

import json
from pathlib import Path

import pytest

from scripts.refresh_statutes import main
from tests.unit.catalogue.shipped import copy_with, shipped


def write_texts(folder: Path, *, without: str = "") -> Path:
    """Statute texts as they come from outside, made from the shipped index; one law may be missing."""
    folder.mkdir()
    for number, law in enumerate(shipped().statutes.laws):
        rows = [
            {
                "law": law.title,
                "short": law.short,
                "version": law.version,
                "article": article.article,
                "number": article.number,
                "text": article.text,
            }
            for article in law.articles
            if law.short != without
        ]
        if law.paragraphs and rows:
            rows.append({**rows[-1], "article": "第零条", "text": "第一款。\n第二款。"})
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{number:02}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_refreshing_from_the_same_texts_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules"
    copy_with(rules, "statutes.yaml", "version", "version")
    before = (rules / "statutes.yaml").read_text(encoding="utf-8")
    assert main([str(write_texts(tmp_path / "texts")), str(rules)]) == 0
    after = (rules / "statutes.yaml").read_text(encoding="utf-8")
    assert after == before
    laws = shipped().statutes.laws
    assert (
        capsys.readouterr().out
        == f"rules: {len(laws)} laws, {sum(len(law.articles) for law in laws)} articles\n"
    )


def test_a_date_of_force_written_by_hand_is_kept(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    copy_with(
        rules, "statutes.yaml", "valid_from: 2016-10-01", "valid_from: 2016-10-02\n  valid_to: 2030-01-01"
    )
    assert main([str(write_texts(tmp_path / "texts")), str(rules)]) == 0
    text = (rules / "statutes.yaml").read_text(encoding="utf-8")
    assert "valid_from: 2016-10-02\n  valid_to: 2030-01-01\n" in text


def test_a_missing_article_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules"
    copy_with(rules, "statutes.yaml", "version", "version")
    before = (rules / "statutes.yaml").read_text(encoding="utf-8")
    assert main([str(write_texts(tmp_path / "texts", without="刑法")), str(rules)]) == 1
    assert capsys.readouterr().err == "rules: 《刑法》第六十四条 is not among the texts\n"
    assert (rules / "statutes.yaml").read_text(encoding="utf-8") == before


def test_a_phrase_the_article_does_not_have_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules"
    copy_with(rules, "effect.yaml", "subject: 跟进调查}", "subject: 不再过问}")
    assert main([str(write_texts(tmp_path / "texts")), str(rules)]) == 1
    assert capsys.readouterr().err == "rules: 《公益诉讼办案规则》第七十七条 does not say “不再过问”\n"
