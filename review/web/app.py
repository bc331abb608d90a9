"""The application (应用): settings in, a guarded Flask application out."""

from datetime import timedelta
from importlib import import_module

from flask import Flask, url_for
from flask_babel import Babel, gettext
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from review import __version__
from review.db import create_database_engine, session_factory
from review.jobs.queue import waker
from review.resources import resource_dir
from review.settings import Settings
from review.web import access, errors, filters, first_run, headers, request_log, requests
from review.web.context import g, settings
from review.web.menu import menu_of
from review.web.paging import here

PAGES: tuple[str, ...] = (
    # each page file adds its name here, in the order of the menu
    "first_run",
    "signin",
    "password",
    "profile",
    "home",
    "rounds",
    "cases",
    "imports",
    "catalogue",
    "plan",
    "sampling",
    "assignment",
    "desk",
    "summary",
    "conclusions",
    "objections",
    "approvals",
    "hearings",
    "round_hearings",
    "publication",
    "corrections",
    "reports",
    "report_files",
    "jobs",
    "units",
    "people",
    "rosters",
    "journal",
)
"""The files of this room that hold pages; each has its blueprint `bp`."""


def create_app(chosen: Settings | None = None) -> Flask:
    """The application, with every page guarded.

    Raises:
        UnguardedPage: A page says nothing about who may open it.
    """
    chosen = chosen or Settings()
    app = Flask("review", template_folder=str(resource_dir("templates")))
    app.config.update(
        SECRET_KEY=chosen.secret,
        SESSION_COOKIE_NAME="__Host-pingcha" if chosen.https else "pingcha",
        SESSION_COOKIE_SECURE=chosen.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=chosen.session_hours),
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a reviewer reads for hours
        MAX_CONTENT_LENGTH=chosen.upload_megabytes * 1024 * 1024,
        BOOTSTRAP_SERVE_LOCAL=True,
        BABEL_DEFAULT_LOCALE="zh",
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=30),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    engine = create_database_engine(chosen.url)
    app.extensions["pingcha_settings"] = chosen
    app.extensions["pingcha_engine"] = engine
    app.extensions["pingcha_sessions"] = session_factory(engine, secret=chosen.secret, wake=waker(chosen))
    request_log.register(app)
    headers.register(app)
    CSRFProtect(app)
    requests.register(app)
    app.before_request(first_run.lead_there)
    app.before_request(access.guard)
    Babel(app, locale_selector=lambda: getattr(g, "language", "zh"))
    Bootstrap5(app)
    errors.register(app)
    filters.register(app)
    app.jinja_env.globals.update(icon=icon, here=here, asset=asset)
    app.context_processor(_words_for_templates)
    for page in PAGES:
        app.register_blueprint(import_module(f"review.web.{page}").bp)
    access.table(app)
    if chosen.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=chosen.proxies, x_proto=chosen.proxies)  # type: ignore[method-assign]
    return app


def icon(name: str) -> Markup:
    """A decorative icon of the icon font; words stand beside it."""
    return Markup('<i class="bi bi-{}" aria-hidden="true"></i>').format(name)


def asset(name: str) -> str:
    """The address of a static file of this version."""
    return url_for("static", filename=name, v=__version__)


def _words_for_templates() -> dict[str, object]:
    viewer = getattr(g, "viewer", None)
    return {
        "viewer": viewer,
        "menu": menu_of(viewer) if viewer else [],
        "language": getattr(g, "language", "zh"),
        "nonce": getattr(g, "nonce", ""),
        "system_name": gettext("案件质量评查系统"),
        "config_rehearsal": lambda: settings().rehearsal,
    }
