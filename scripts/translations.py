"""Bring the English catalogue up to date with the Chinese sentences in code and templates.

python -m scripts.translations           add new sentences, drop those no longer said
python -m scripts.translations --check   change nothing; fail where one lacks its English
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "review" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
SOURCES = (
    (ROOT / "review", [("**.py", "python")]),
    (ROOT / "templates", [("**.html", "jinja2")]),
)
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "_l": None, "N_": None}
JINJA = {
    "silent": "false",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "extensions": "jinja2.ext.do",
}
HEAD = b"""msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACE = re.compile(r"%\(\w+\)[-0-9.]*[a-z]|%\w")


def said() -> Catalog:
    """Every sentence that passes through gettext, from the code and the templates."""
    found = Catalog(project="Pingcha", locale="en")
    for folder, methods in SOURCES:
        for _file, _line, message, _comments, context in extract_from_dir(
            folder, methods, {"**.html": JINJA}, keywords=KEYWORDS
        ):
            found.add(message, context=context)
    return found


def known() -> Catalog:
    """The English catalogue as it stands."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def faults(catalogue: Catalog, sentences: Catalog) -> list[str]:
    """What is wrong with the catalogue, a line each: missing, left over, other places for facts."""
    wrong = [
        f"no longer said: {message.id}" for message in catalogue if message.id and message.id not in sentences
    ]
    for message in sentences:
        if not message.id:
            continue
        entry = catalogue.get(message.id)
        if entry is None or not entry.string:
            wrong.append(f"no English: {message.id}")
        elif places(entry.string) != places(message.id):
            wrong.append(f"other places: {message.id} → {entry.string}")
    return wrong


def places(text: str | tuple[str, ...] | list[str]) -> set[str]:
    """The places for facts in a sentence; of a plural, those of its last form."""
    return set(PLACE.findall(text if isinstance(text, str) else text[-1]))


def written(catalogue: Catalog, sentences: Catalog) -> bytes:
    """The catalogue as a file: what is said now, with the English known so far, in a steady order."""
    fresh = Catalog(project="Pingcha", locale="en", fuzzy=False)
    for message in sorted((m for m in sentences if m.id), key=_order):
        entry = catalogue.get(message.id)
        fresh.add(message.id, entry.string if entry else None)
    out = io.BytesIO()
    write_po(out, fresh, width=0, no_location=True, omit_header=True)
    return HEAD + out.getvalue()


def _order(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def main(arguments: list[str]) -> int:
    catalogue, sentences = known(), said()
    if "--check" not in arguments:
        ENGLISH.parent.mkdir(parents=True, exist_ok=True)
        ENGLISH.write_bytes(written(catalogue, sentences))
        catalogue = known()
    wrong = faults(catalogue, sentences)
    for line in wrong:
        print(line)
    print(f"{sum(1 for message in sentences if message.id)} sentences, {len(wrong)} faults")
    return 1 if wrong and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
