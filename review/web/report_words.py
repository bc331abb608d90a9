"""What report pages say beside the figures (报告用语): links, filters, chips, and the mark on an export."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _

from review.errors import N_
from review.rectification.models import CORRECTION_NAMES
from review.reports.exports import Material
from review.reports.figures import Figure
from review.reports.speech import Speech
from review.reports.summary import month_words
from review.reports.wanted import DRAWN, TASKED, UNGRADED, Wanted
from review.sampling.models import LAYER_NAMES
from review.web.context import g, settings

LISTS = {
    "cases": "reports.cases",
    "findings": "reports.problems",
    "people": "reports.people",
    "frame": "reports.frame",
}
"""Where a figure leads, by what it counts."""

PART_NAMES = {
    "grade": N_("等次"),
    "unit": N_("单位"),
    "layer": N_("入样方式"),
    "family": N_("案件类型"),
    "month": N_("办结月份"),
    "problem": N_("问题"),
    "category": N_("类别"),
    "rule": N_("评查要点"),
    "severity": N_("严重程度"),
    "correction": N_("整改状态"),
}
CORRECTIONS = {TASKED: N_("已下发整改")} | {state.value: words for state, words in CORRECTION_NAMES.items()}
LAYERS = {DRAWN: N_("随机和下限补足")} | {layer.value: words for layer, words in LAYER_NAMES.items()}
PROBLEMS = {"yes": N_("有问题"), "no": N_("无问题")}


def speech() -> Speech:
    """The viewer's language, for the rooms below the web."""
    return Speech(_, g.language)


def mark() -> str:
    """Who exported a file and when, as every page of it says."""
    moment = g.now.astimezone(ZoneInfo(settings().timezone)).strftime("%Y-%m-%d %H:%M")
    return str(_("导出：工号 %(staff)s，%(at)s", staff=g.person.staff_no, at=moment))


def link_of(figure: Figure, public_id: str) -> str:
    """The address of the list that a figure counts."""
    query: dict[str, Any] = figure.wanted.query
    return url_for(LISTS[figure.of], public_id=public_id, **query)


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in force: its words, and the query without it."""

    words: str
    without: dict[str, str]


def chips(material: Material) -> list[Chip]:
    """The conditions of a list, each of which can be taken away."""
    return [
        Chip(
            _("%(part)s：%(value)s", part=_(PART_NAMES[part]), value=value_words(part, value, material)),
            replace(material.wanted, **{part: ""}).query,
        )
        for part, value in material.wanted.query.items()
    ]


def value_words(part: str, value: str, material: Material) -> str:
    """What one condition asks for, in words; what is not known as it came."""
    catalogue, tongue = material.catalogue, speech()
    if part == "grade":
        return _("未定级") if value == UNGRADED else tongue.grade(catalogue, material.scheme, value)
    if part == "unit":
        return next((case.unit_name for case in material.facts.cases if case.unit == value), value)
    if part == "category" and value in {one.id for one in catalogue.categories}:
        return tongue.category(catalogue, value)
    if part == "severity" and value in {one.id for one in catalogue.severities.levels}:
        return tongue.severity(catalogue, value)
    if part == "family":
        return tongue.family(catalogue, value)
    if part == "month":
        return month_words(value, tongue)
    named = {"layer": LAYERS, "problem": PROBLEMS, "correction": CORRECTIONS}.get(part, {})
    return _(named[value]) if value in named else value


@dataclass(frozen=True, slots=True)
class Choice:
    """A select of the filter bar: its name, its words, its values with theirs, and the one chosen."""

    name: str
    words: str
    values: list[tuple[str, str]]
    chosen: str


def choices(material: Material, parts: Iterable[str]) -> list[Choice]:
    """The filter bar's selects, with the values that occur in the round."""
    cases = material.facts.cases
    occurring = {
        "unit": list(dict.fromkeys(case.unit for case in cases)),
        "grade": [grade.id for grade in material.catalogue.scheme(material.scheme).grades],
        "layer": list(LAYERS),
        "family": list(dict.fromkeys(case.family for case in cases)),
        "month": sorted({case.month for case in cases}),
        "problem": list(PROBLEMS),
        "category": [one.id for one in material.catalogue.categories],
        "severity": [one.id for one in material.catalogue.severities.levels],
        "correction": list(CORRECTIONS),
    }
    names = {case.unit: case.unit_name for case in cases}
    return [
        Choice(
            part,
            _(PART_NAMES[part]),
            [
                (value, names[value] if part == "unit" else value_words(part, value, material))
                for value in occurring[part]
            ],
            getattr(material.wanted, part),
        )
        for part in parts
    ]


def hidden_parts(wanted: Wanted, shown: Iterable[str]) -> dict[str, str]:
    """The conditions that the filter bar does not show but must not lose."""
    return {part: value for part, value in wanted.query.items() if part not in set(shown)}
