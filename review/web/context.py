"""What a request carries (请求上下文): database session, viewer, moment; typed, so that pages need no casts."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from flask import current_app
from flask import g as _g
from sqlalchemy.orm import Session, sessionmaker

from review.people.viewer import Viewer
from review.settings import Settings

if TYPE_CHECKING:

    class RequestContext:
        """The typed face of `flask.g`."""

        session: Session
        viewer: Viewer | None
        person: Viewer  # the viewer, on pages that only signed-in people reach
        now: datetime
        began: float
        nonce: str
        sign_in_id: int | None
        must_change: bool
        language: str
        large_text: bool
        shortcuts: bool


g = cast("RequestContext", _g)


def settings() -> Settings:
    """The settings this application was made with."""
    return cast(Settings, current_app.extensions["pingcha_settings"])


def sessions() -> sessionmaker[Session]:
    """The session factory this application was made with."""
    return cast("sessionmaker[Session]", current_app.extensions["pingcha_sessions"])
