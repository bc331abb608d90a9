"""The officer's view of a round's hearings (征求意见进度): who has answered, recording on behalf, closing what ran out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.db import transaction
from review.errors import ReviewError
from review.feedback.actions_hearings import close_overdue, open_findings, record_on_behalf
from review.feedback.models import STANCE_NAMES, Hearing, HearingEnd, Stance
from review.feedback.queries import round_hearing, round_hearing_counts, round_hearings
from review.feedback.replies import RepliesOpen, Said
from review.grading.models import STAGE_NAMES
from review.people.roles import Role
from review.rounds.models import Round
from review.rounds.queries import round_of
from review.web.access import Gone, allow
from review.web.catalogue_words import words_of
from review.web.context import g
from review.web.errors import sentence_of
from review.web.forms.hearings import STANCES, BehalfForm
from review.web.hearings import today
from review.web.paging import Page, asked

bp = Blueprint("round_hearings", __name__, url_prefix="/rounds/<public_id>/hearings")

TABS = ("waiting", "overdue", "objections", "closed", "all")


@bp.get("")
@allow(Role.OFFICER)
def index(public_id: str) -> ResponseReturnValue:
    """All hearings of a round."""
    round_ = own_round(public_id)
    number, size = asked()
    tab = request.args.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    lines, total = round_hearings(
        g.session, round_, which=tab, today=today(), limit=size, offset=(number - 1) * size
    )
    return render_template(
        "round_hearings/index.html",
        round=round_,
        page=Page(lines, total, number, size),
        tab=tab,
        counts=round_hearing_counts(g.session, round_, today=today()),
        stages=STAGE_NAMES,
        ended=HearingEnd,
        today=today(),
    )


@bp.post("/overdue")
@allow(Role.OFFICER)
def overdue(public_id: str) -> ResponseReturnValue:
    """Close every hearing whose term has run out."""
    round_ = own_round(public_id)
    with transaction(g.session):
        closed = close_overdue(g.session, round_=round_, on=today(), by=g.person, at=g.now)
    flash(_("已关闭 %(n)d 件逾期未反馈的征求意见，记录为未反馈意见。", n=closed), "success")
    return redirect(url_for("round_hearings.index", public_id=public_id, tab="closed"), 303)


@bp.get("/<hearing_id>/record")
@allow(Role.OFFICER)
def record(public_id: str, hearing_id: str) -> ResponseReturnValue:
    """Record what the handler said outside the system."""
    round_ = own_round(public_id)
    return page(round_, waiting(round_, hearing_id), BehalfForm(formdata=None))


@bp.post("/<hearing_id>/record")
@allow(Role.OFFICER)
def keep(public_id: str, hearing_id: str) -> ResponseReturnValue:
    """Keep it, with the proof."""
    round_ = own_round(public_id)
    hearing = waiting(round_, hearing_id)
    form = BehalfForm()
    if not form.validate():
        return page(round_, hearing, form), 422
    try:
        with transaction(g.session):
            record_on_behalf(
                g.session, hearing, said_in(hearing), note_=form.note.data or "", by=g.person, at=g.now
            )
    except RepliesOpen as refusal:
        return page(round_, waiting(round_, hearing_id), form, refusal), 422
    flash(_("已代为记录 %(number)s 的反馈意见。", number=hearing.conclusion.number), "success")
    return redirect(url_for("round_hearings.index", public_id=public_id), 303)


def own_round(public_id: str) -> Round:
    """The round of that name in the officer's reach."""
    round_ = round_of(g.session, g.person, public_id)
    if round_ is None:
        raise Gone
    return round_


def waiting(round_: Round, hearing_id: str) -> Hearing:
    """The hearing of that name, if it is still open."""
    hearing = round_hearing(g.session, round_, hearing_id)
    if hearing is None or hearing.closed_at is not None:
        raise Gone
    return hearing


def said_in(hearing: Hearing) -> dict[int, Said]:
    """What the form says of each problem: fields `stance-<problem>` and `reason-<problem>`."""
    said = {}
    for finding in open_findings(hearing):
        stance = request.form.get(f"stance-{finding.public_id}", "")
        if stance in STANCES:
            reason = request.form.get(f"reason-{finding.public_id}", "")[:2000]
            said[finding.id] = Said(Stance(stance), reason)
    return said


def page(round_: Round, hearing: Hearing, form: BehalfForm, refusal: ReviewError | None = None) -> str:
    """The page to record on behalf, with what was filled in."""
    given = said_in(hearing) if request.method == "POST" else {}
    drafts = {reply.finding_id: Said(reply.stance, reply.reason) for reply in hearing.replies}
    return render_template(
        "round_hearings/record.html",
        round=round_,
        hearing=hearing,
        conclusion=hearing.conclusion,
        case=hearing.conclusion.sampled_case.case,
        findings=open_findings(hearing),
        said=drafts | given,
        form=form,
        refusal=sentence_of(refusal) if refusal else "",
        stances=STANCE_NAMES,
        words=words_of(round_),
    )
