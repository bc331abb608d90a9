"""Charts of the overview (图表): ECharts options as plain values, in the viewer's language, each bar with its address."""

from collections.abc import Callable
from typing import Any

from review.catalogue.catalogue import Catalogue
from review.errors import N_
from review.reports.figures import Figure, Overview
from review.reports.speech import Speech
from review.reports.summary import FUNNEL_NAMES, month_words

Link = Callable[[Figure], str]

GRADE_COLOURS = {
    "excellent": "#6b3fa0",
    "qualified": "#1b7f3b",
    "basic": "#9a5b00",
    "flawed": "#9a5b00",
    "unqualified": "#b42318",
}
INK = "#4e5969"
LINE = "#e3e8ef"
AXIS = {
    "axisLine": {"lineStyle": {"color": LINE}},
    "axisTick": {"show": False},
    "axisLabel": {"color": INK, "interval": 0},
}
VALUES = {
    "type": "value",
    "minInterval": 1,
    "splitLine": {"lineStyle": {"color": LINE}},
    "axisLabel": {"color": INK},
}


def grades_by_unit(seen: Overview, catalogue: Catalogue, speech: Speech, link: Link) -> dict[str, Any]:
    """Stacked bars: how each unit's reviewed cases were graded."""
    names = [speech.grade(catalogue, seen.facts.head.scheme, grade) for grade in seen.grades]
    series = [
        {
            "name": name,
            "type": "bar",
            "stack": "grades",
            "barMaxWidth": 22,
            "itemStyle": {"color": GRADE_COLOURS.get(grade, "#5b6472")},
            "data": [_datum(line.grades[place], link) for line in seen.by_unit],
        }
        for place, (grade, name) in enumerate(zip(seen.grades, names, strict=True))
    ]
    return _bars([line.name for line in seen.by_unit], series, across=True)


def cases_by_month(seen: Overview, speech: Speech, link: Link) -> dict[str, Any]:
    """Bars: reviewed cases and problem cases by the month of closing."""
    series = [
        {
            "name": speech(N_("评查件数")),
            "type": "bar",
            "barMaxWidth": 26,
            "itemStyle": {"color": "#7fa6d6"},
            "data": [_datum(line.cases, link) for line in seen.by_month],
        },
        {
            "name": speech(N_("问题案件")),
            "type": "bar",
            "barMaxWidth": 26,
            "itemStyle": {"color": "#b8860b"},
            "data": [_datum(line.with_problem, link) for line in seen.by_month],
        },
    ]
    return _bars([month_words(line.group, speech) for line in seen.by_month], series)


def correction_funnel(seen: Overview, speech: Speech, link: Link) -> dict[str, Any]:
    """Problems found, corrections opened, struck off."""
    colours = ("#0b4ea2", "#7fa6d6", "#1b7f3b")
    data = [
        {
            "name": f"{speech(FUNNEL_NAMES[name])}  {figure.count}",
            "value": figure.count,
            "link": link(figure),
            "itemStyle": {"color": colour},
        }
        for (name, figure), colour in zip(seen.funnel, colours, strict=True)
    ]
    return {
        **_ground(),
        "series": [
            {
                "type": "funnel",
                "sort": "none",
                "min": 0,
                "left": "4%",
                "width": "56%",
                "top": 12,
                "bottom": 12,
                "gap": 3,
                "label": {"position": "right", "color": "#1f2329"},
                "data": data,
            }
        ],
    }


def _datum(figure: Figure, link: Link) -> dict[str, Any]:
    return {"value": figure.count, "link": link(figure)}


def _ground() -> dict[str, Any]:
    return {
        "animation": False,
        "aria": {"enabled": True, "decal": {"show": True}},
        "tooltip": {"renderMode": "richText", "confine": True},
    }


def _bars(groups: list[str], series: list[dict[str, Any]], *, across: bool = False) -> dict[str, Any]:
    names = {"type": "category", "data": groups, **AXIS}
    if across:
        names["inverse"] = True
    return {
        **_ground(),
        "tooltip": {
            "renderMode": "richText",
            "confine": True,
            "trigger": "axis",
            "axisPointer": {"type": "shadow"},
        },
        "legend": {"top": 0, "right": 0, "itemWidth": 14, "itemHeight": 10, "textStyle": {"color": INK}},
        "grid": {"left": 8, "right": 20, "top": 34, "bottom": 4, "containLabel": True},
        "xAxis": VALUES if across else names,
        "yAxis": names if across else VALUES,
        "series": series,
    }
