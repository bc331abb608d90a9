"""Pingcha (评查): blind, cross-region quality review of closed procuratorate cases.

The rooms stand in the order in which a round travels through them, upstream to downstream.
A room imports from itself, from rooms before it in this list, and from the ground floor
(`db`, `errors`, `settings`, `moments`, `resources`); `tests/unit/test_rooms.py` holds it to that.
"""

ROOMS = (
    "journal",
    "people",
    "jobs",
    "cases",
    "catalogue",
    "rounds",
    "sampling",
    "assignment",
    "blinding",
    "scoring",
    "grading",
    "feedback",
    "rectification",
    "statistics",
    "reports",
    "web",
)
"""Rooms upstream to downstream; `web` and `cli` sit on top and may look into any of them."""

__version__ = "0.1.0"
