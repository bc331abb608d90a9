"""How values are written on pages (显示格式)."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import gettext

from review.web.code_words import coded
from review.web.context import settings


def day(value: date | None) -> str:
    """2026-11-22; a dash where there is none."""
    return value.isoformat() if value else "—"


def moment(value: datetime | None) -> str:
    """2026-11-22 14:05 in the installation's zone."""
    return value.astimezone(ZoneInfo(settings().timezone)).strftime("%Y-%m-%d %H:%M") if value else "—"


def stamp(value: str) -> str:
    """A moment as the journal keeps it, with its seconds: 2026-11-22 14:05:09."""
    return (
        datetime.fromisoformat(value).astimezone(ZoneInfo(settings().timezone)).strftime("%Y-%m-%d %H:%M:%S")
    )


def points(value: Decimal | float | None) -> str:
    """Points with one decimal."""
    return f"{value:.1f}" if value is not None else "—"


def share(value: float | Decimal | None, digits: int = 1) -> str:
    """0.305 → 30.5 %."""
    return f"{float(value) * 100:.{digits}f} %" if value is not None else "—"


def thousands(value: int | None) -> str:
    return f"{value:,}" if value is not None else "—"


def said(value: str | None) -> str:
    """A marked word (`N_`) or a catalogue's word in the viewer's language."""
    return gettext(value) if value else ""


def register(app: Flask) -> None:
    for write in (day, moment, stamp, points, share, thousands, said, coded):
        app.jinja_env.filters[write.__name__] = write
