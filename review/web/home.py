"""The first page after signing in (首页)."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from review.moments import local_day
from review.rounds.steps import STEP_NAMES
from review.web.access import signed_in
from review.web.context import g, settings
from review.web.home_sections import home_of

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """What waits for the viewer, by deadline, and the figures of their roles."""
    home = home_of(local_day(g.now, settings().timezone))
    return render_template("home/show.html", home=home, steps=STEP_NAMES)
