"""The first page after signing in (首页)."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from review.web.access import signed_in
from review.web.context import g

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """What waits for the viewer, by deadline, and the figures of their roles."""
    return render_template("home/show.html", person=g.person)
