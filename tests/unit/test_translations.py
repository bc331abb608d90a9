"""English (英文): every sentence has it, with the same places for facts, and no template speaks past gettext."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog

from scripts.translations import faults, known, said

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
"""Chinese characters, and the punctuation that stands between them."""
NOT_SPOKEN = (
    re.compile(r"\{#.*?#\}", re.DOTALL),
    re.compile(r"\{%-?\s*trans\b.*?\bendtrans\s*-?%\}", re.DOTALL),
    re.compile(r"""_\(\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""),
)
"""Comments, and what passes through gettext."""
NAMES = ('aria-hidden="true">评<', '"中文"')
"""What stays Chinese in every language: the mark of the brand, and the button that leads back to Chinese."""


def test_every_sentence_has_its_english_with_the_same_places_for_facts() -> None:
    assert faults(known(), said()) == []


def test_a_sentence_without_english_with_other_places_or_no_longer_said_is_a_fault() -> None:
    sentences, catalogue = Catalog(locale="en"), Catalog(locale="en")
    for sentence in ("共 %(n)d 件", "首页", "保存"):
        sentences.add(sentence)
    catalogue.add("共 %(n)d 件", "Total: %(count)d")
    catalogue.add("首页", "Home")
    catalogue.add("再见", "Goodbye")
    assert faults(catalogue, sentences) == [
        "no longer said: 再见",
        "other places: 共 %(n)d 件 → Total: %(count)d",
        "no English: 保存",
    ]


def test_english_sentences_carry_no_chinese_punctuation_of_their_own() -> None:
    allowed = {"可填多项，用顿号或分号隔开"}  # it names the two signs
    assert [
        message.id
        for message in known()
        if isinstance(message.string, str)
        and re.search("[，。：；（）「」]", message.string)
        and message.id not in allowed
    ] == []


def test_no_template_says_anything_in_chinese_past_gettext() -> None:
    assert list(_past_gettext()) == []


def _past_gettext() -> Iterator[str]:
    for file in sorted(TEMPLATES.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        for pattern in NOT_SPOKEN:
            text = pattern.sub(_lines_of, text)
        for name in NAMES:
            text = text.replace(name, "")
        for number, line in enumerate(text.splitlines(), 1):
            if CHINESE.search(line):
                yield f"{file.relative_to(TEMPLATES)}:{number}: {line.strip()}"


def _lines_of(found: re.Match[str]) -> str:
    """Only the line ends of what was found, so that line numbers stay."""
    return "\n" * found.group().count("\n")
