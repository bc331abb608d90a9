"""A folder of YAML files → a frozen `Catalogue`, or every fault with file and line (载入). Reads files only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from review.catalogue.catalogue import Catalogue
from review.catalogue.faults import CatalogueUnknown, CatalogueUnreadable, Fault
from review.catalogue.schema import Record, Rule
from review.catalogue.sources import NotYaml, Source, read_source
from review.catalogue.tables import Cover, Grades, Holidays, KeyCases, Scoring, Severities, Statutes
from review.catalogue.vocabulary import Codes, Dictionary
from review.catalogue.wording import in_chinese
from review.errors import N_
from review.resources import resource_dir

Model = TypeVar("Model", bound=Record)

DATA_FILES: dict[str, tuple[str, type[Record]]] = {
    "cover": ("catalogue", Cover),
    "codes": ("codes", Codes),
    "dictionary": ("dictionary", Dictionary),
    "severities": ("severity", Severities),
    "scoring": ("scoring", Scoring),
    "grades": ("grades", Grades),
    "key_cases": ("key_cases", KeyCases),
    "holidays": ("holidays", Holidays),
    "statutes": ("statutes", Statutes),
}
"""Part of the catalogue → the file it is written in, and its model."""


@dataclass(frozen=True)
class RulePlace:
    """Where a rule stands: its file's source and its number in it."""

    source: Source
    index: int

    def line(self, *path: int | str) -> int:
        """The line of the rule, or of what `path` names within it."""
        return self.source.line((self.index, *path))


@dataclass(frozen=True)
class Reading:
    """What came of reading a folder: the catalogue if it could be built, the faults, and the places."""

    folder: Path
    catalogue: Catalogue | None
    faults: tuple[Fault, ...]
    places: tuple[RulePlace, ...]
    """One per rule, in the order of the rules."""
    sources: Mapping[str, Source]
    """By file name."""


def versions() -> tuple[str, ...]:
    """The catalogue versions that travel with the code, oldest first."""
    root = resource_dir("rules")
    return tuple(sorted(path.parent.name for path in root.glob("*/catalogue.yaml")))


def load(version_or_folder: str | Path) -> Catalogue:
    """Load a catalogue by version, or from a folder.

    Raises:
        CatalogueUnknown: there is no such version.
        CatalogueUnreadable: the folder has faults; the error carries them all.
    """
    folder = find_folder(version_or_folder)
    reading = read_folder(folder)
    if reading.catalogue is None:
        raise CatalogueUnreadable(folder.name, reading.faults)
    return reading.catalogue


def find_folder(version_or_folder: str | Path) -> Path:
    """The folder of a version, or the folder itself."""
    if isinstance(version_or_folder, Path):
        return version_or_folder
    if version_or_folder not in versions():
        raise CatalogueUnknown(version_or_folder, versions())
    return resource_dir("rules") / version_or_folder


def read_folder(folder: Path) -> Reading:
    """Read every file of `folder`; a fault in one file does not hide those in the others."""
    faults: list[Fault] = []
    sources: dict[str, Source] = {}
    parts: dict[str, Any] = {}
    for part, (stem, model) in DATA_FILES.items():
        source = open_source(folder, f"{stem}.yaml", sources, faults)
        if source is not None:
            parts[part] = validated(model, source, (), faults)
    rules, places = read_rules(folder, parts.get("cover"), sources, faults)
    catalogue = None if faults else Catalogue(rules=tuple(rules), **parts)
    return Reading(folder, catalogue, tuple(faults), tuple(places), sources)


def open_source(folder: Path, name: str, sources: dict[str, Source], faults: list[Fault]) -> Source | None:
    """Read one file, or note why it could not be read."""
    try:
        sources[name] = read_source(name, (folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(Fault(name, 0, N_("缺少这个文件。")))
    except UnicodeDecodeError:
        faults.append(Fault(name, 0, N_("文件不是 UTF-8 编码。")))
    except NotYaml as problem:
        faults.append(problem.fault)
    return sources.get(name)


def read_rules(
    folder: Path, cover: Cover | None, sources: dict[str, Source], faults: list[Fault]
) -> tuple[list[Rule], list[RulePlace]]:
    """Read the categories' files in the cover's order; a rule's category is the file it stands in."""
    rules: list[Rule] = []
    places: list[RulePlace] = []
    for category in cover.categories if cover else ():
        source = open_source(folder, f"{category.id}.yaml", sources, faults)
        if source is None:
            continue
        if not isinstance(source.data, list):
            faults.append(Fault(source.file, source.line(), N_("类别文件须为规则的列表。")))
            continue
        for index, entry in enumerate(source.data):
            rule = read_rule(source, index, entry, category.id, faults)
            if rule is not None:
                rules.append(rule)
                places.append(RulePlace(source, index))
    return rules, places


def read_rule(source: Source, index: int, entry: Any, category: str, faults: list[Fault]) -> Rule | None:
    """One entry of a category's file as a rule."""
    if not isinstance(entry, dict):
        faults.append(Fault(source.file, source.line((index,)), N_("每条规则须写成“字段: 值”的形式。")))
        return None
    placed = Source(source.file, {"category": category, **entry}, source.root)
    return validated(Rule, placed, (index,), faults)


def validated(
    model: type[Model], source: Source, path: tuple[int | str, ...], faults: list[Fault]
) -> Model | None:
    """The model of a source's data, or its faults with their lines."""
    try:
        return model.model_validate_json(source.json())
    except ValidationError as problem:
        for error in problem.errors(include_url=False):
            place = (*path, *(step for step in error["loc"] if isinstance(step, int | str)))
            sentence, facts = in_chinese(error)
            faults.append(Fault(source.file, source.line(place), sentence, facts))
        return None
