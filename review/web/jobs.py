"""Jobs and how far they are (任务中心)."""

from datetime import datetime

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.db import transaction
from review.errors import N_
from review.jobs.actions import retry as retry_job
from review.jobs.models import Job, JobState
from review.jobs.queries import job_for, jobs_page
from review.people.roles import Role
from review.web.access import Gone, access_of, allow, signed_in
from review.web.context import g
from review.web.errors import sentence_said
from review.web.paging import Page, asked
from review.worker import KINDS

bp = Blueprint("jobs", __name__, url_prefix="/jobs")

STATE_NAMES = {
    JobState.WAITING: N_("等待中"),
    JobState.RUNNING: N_("进行中"),
    JobState.DONE: N_("已完成"),
    JobState.FAILED: N_("未完成"),
}
STATE_TONES = {
    JobState.WAITING: ("neutral", "hourglass"),
    JobState.RUNNING: ("active", "arrow-repeat"),
    JobState.DONE: ("good", "check-circle-fill"),
    JobState.FAILED: ("bad", "x-octagon-fill"),
}
RESULT_PAGES: dict[str, tuple[str, str, str]] = {
    "examine_import": ("imports.show", "public_id", "import"),
    "load_import": ("imports.show", "public_id", "import"),
}
"""Where a kind's result is looked at: the page, its argument, and the job's parameter that fills it."""


@bp.get("")
@allow(Role.OFFICER, Role.SYSTEM)
def index() -> ResponseReturnValue:
    """The own jobs; the system administrator sees everybody's."""
    number, size = asked()
    wanted = request.args.get("state", "")
    state = JobState(wanted) if wanted in list(JobState) else None
    lines, total = jobs_page(
        g.session, person_id=_whose(), state=state, limit=size, offset=(number - 1) * size
    )
    return render_template(
        "jobs/index.html",
        page=Page(lines, total, number, size),
        state=state,
        names=STATE_NAMES,
        everybody=_whose() is None,
        about=about,
    )


@bp.get("/<public_id>")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    """One job: state, progress, result."""
    return render_template("jobs/show.html", job=_job(public_id), about=about)


@bp.get("/<public_id>/progress")
@signed_in
def progress(public_id: str) -> ResponseReturnValue:
    """How far the job is, as a piece of a page that asks again until the end; `?reload=1` reloads the page then."""
    job = _job(public_id)
    reload = request.args.get("reload") == "1"
    response = make_response(render_template("jobs/_progress.html", job=job, about=about, reload=reload))
    if reload and job.finished_at:
        response.headers["HX-Refresh"] = "true"
    return response


@bp.post("/<public_id>/retry")
@signed_in
def retry(public_id: str) -> ResponseReturnValue:
    """Try a failed job again."""
    job = _job(public_id)
    with transaction(g.session):
        retry_job(g.session, job)
    flash(_("已重新提交。"), "success")
    return redirect(url_for("jobs.show", public_id=public_id), 303)


def about(job: Job) -> dict[str, object]:
    """What a page says of a job: words of its kind and state, share done, time taken, failure, result's address."""
    tone, icon_name = STATE_TONES[job.state]
    return {
        "kind": _(KINDS[job.kind].words) if job.kind in KINDS else job.kind,
        "state": _(STATE_NAMES[job.state]),
        "tone": tone,
        "icon": icon_name,
        "percent": min(100, 100 * job.done // job.total) if job.total else None,
        "took": took(job.started_at, job.finished_at or g.now),
        "failure": failure(job),
        "result_url": result_url(job),
    }


def result_url(job: Job) -> str | None:
    """Where the result is looked at, if there is such a page and the viewer may open it."""
    if job.kind not in RESULT_PAGES:
        return None
    endpoint, argument, parameter = RESULT_PAGES[job.kind]
    roles = access_of(current_app, endpoint).roles
    return url_for(endpoint, **{argument: job.params[parameter]}) if g.person.holds(*roles) else None


def took(began: datetime | None, ended: datetime) -> str:
    """How long, in minutes and seconds; a dash before the beginning."""
    if began is None:
        return "—"
    minutes, seconds = divmod(max(0, int((ended - began).total_seconds())), 60)
    if minutes:
        return str(_("%(m)d 分 %(s)d 秒", m=minutes, s=seconds))
    return str(_("%(s)d 秒", s=seconds))


def failure(job: Job) -> str:
    """Why the job failed, in the viewer's language; empty where it did not."""
    if job.state is not JobState.FAILED or not job.result:
        return ""
    return sentence_said(job.result["sentence"], job.result["facts"])


def _job(public_id: str) -> Job:
    job = job_for(g.session, public_id, person_id=_whose())
    if job is None:
        raise Gone
    return job


def _whose() -> int | None:
    return None if g.person.holds(Role.SYSTEM) else g.person.id
