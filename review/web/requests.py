"""The life of a request (请求): open the session, know the viewer, close. A changing request writes from its start."""

from flask import Flask, request
from flask import session as cookie

from review.db import begin_writing
from review.moments import now
from review.people.actions import mark_seen, see_again
from review.people.queries import viewer_of_token
from review.web.context import g, sessions, settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN = "token"
LANGUAGES = ("zh", "en")


def begin() -> None:
    """Open the database session and find out who asks."""
    g.now = now()
    g.session = sessions()()
    g.viewer, g.sign_in_id, g.must_change = None, None, False
    g.language, g.large_text, g.shortcuts = cookie.get("language", "zh"), False, True
    if request.method not in SAFE:
        begin_writing(g.session)
    token = cookie.get(TOKEN)
    if token and request.endpoint not in ("static", "bootstrap.static"):
        known = viewer_of_token(g.session, token, at=g.now, settings=settings())
        if known:
            g.viewer, g.sign_in_id, g.must_change = known.viewer, known.sign_in_id, known.must_change
            g.language = cookie.get("language", known.language)
            g.large_text, g.shortcuts = known.large_text, known.shortcuts
            if known.stale and request.method in SAFE:
                see_again(sessions(), known.sign_in_id, at=g.now)
            elif known.stale:
                mark_seen(
                    g.session, known.sign_in_id, at=g.now
                )  # it is the writer: another session would wait


def end(_error: BaseException | None) -> None:
    session = getattr(g, "session", None)
    if session is not None:
        session.close()


def register(app: Flask) -> None:
    app.before_request(begin)
    app.teardown_request(end)
