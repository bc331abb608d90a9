"""The catalogue that travels with the code, and copies of it with one thing changed."""

import shutil
from functools import cache
from pathlib import Path

from review.catalogue.catalogue import Catalogue
from review.catalogue.loader import load
from review.resources import resource_dir

FOLDER = resource_dir("rules") / "2026.1"


@cache
def shipped() -> Catalogue:
    """The catalogue 2026.1, read once."""
    return load("2026.1")


def copy_with(folder: Path, file: str, old: str, new: str) -> int:
    """Copy the catalogue into `folder`, replace the first `old` of `file` by `new`; its line there, from 1."""
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    text = (folder / file).read_text(encoding="utf-8")
    at = text.index(old)
    (folder / file).write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return text[:at].count("\n") + 1
