"""The handler is heard, and reads the results (评查反馈): own cases only, days instead of moments, no reviewer."""

from datetime import date

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.blinding.masking import betrays
from review.blinding.queries import document_behind
from review.db import transaction
from review.errors import N_, ReviewError
from review.feedback.actions_hearings import ReplyChanged, accept_all, open_findings, save_reply, send_replies
from review.feedback.models import STANCE_NAMES, Hearing, HearingEnd, Reply, Stance
from review.feedback.queries import own_counts, own_hearing, own_hearing_lines
from review.feedback.replies import RepliesOpen, Said
from review.grading.models import Finding
from review.grading.queries import reviewer_names
from review.moments import local_day
from review.people.roles import Role
from review.rectification.models import CORRECTION_NAMES
from review.rectification.queries import corrections_of_findings
from review.rounds.models import Round
from review.web.access import Gone, allow, wants_fragment
from review.web.catalogue_words import words_for, words_of
from review.web.context import g, settings
from review.web.errors import sentence_of
from review.web.forms.hearings import ReplyForm
from review.web.paging import Page, asked

bp = Blueprint("hearings", __name__, url_prefix="/hearings")

TABS = ("waiting", "replied", "published")


class ReplyMisshapen(ReviewError):
    sentence = N_("该项意见没有保存：请选择意见，理由不超过 2000 字。")


class NamesYou(ReviewError):
    sentence = N_("您的意见中出现了%(words)s，会使评查人员得知承办人身份。请删去后再提交。")

    def __init__(self, words: list[str]) -> None:
        super().__init__(words=[f"“{word}”" for word in words])


@bp.get("")
@allow(Role.HANDLER)
def index() -> ResponseReturnValue:
    """My cases under review: to answer, answered, published."""
    number, size = asked()
    counts = own_counts(g.session, g.person)
    tab = request.args.get("tab", "")
    if tab not in TABS:
        tab = next((name for name in TABS if counts[name]), "waiting")
    lines, total = own_hearing_lines(g.session, g.person, which=tab, limit=size, offset=(number - 1) * size)
    return render_template(
        "hearings/index.html",
        page=Page(lines, total, number, size),
        tab=tab,
        counts=counts,
        today=today(),
        words_for=words_for,
    )


@bp.get("/<public_id>")
@allow(Role.HANDLER)
def show(public_id: str) -> ResponseReturnValue:
    """One of my cases: the problems found, my replies, and after publication the result."""
    hearing = mine(public_id)
    return page(hearing)


@bp.post("/<public_id>/replies/<finding_id>")
@allow(Role.HANDLER)
def reply(public_id: str, finding_id: str) -> ResponseReturnValue:
    """Keep what I say of one problem; the page's script asks, or its button."""
    hearing = mine(public_id)
    finding = asked_about(hearing, finding_id)
    form = ReplyForm()
    if not form.validate():
        raise ReplyMisshapen
    try:
        with transaction(g.session):
            kept = save_reply(
                g.session,
                hearing,
                finding,
                stance=Stance(form.stance.data),
                reason=form.reason.data or "",
                version=form.version.data,
                on=today(),
                at=g.now,
            )
    except ReplyChanged as refusal:
        if not wants_fragment():
            raise
        present = {"stance": refusal.stance, "reason": refusal.reason, "version": refusal.version}
        return jsonify(sentence=sentence_of(refusal), present=present), 409
    if wants_fragment():
        return jsonify(version=kept.version)
    return redirect(url_for("hearings.show", public_id=public_id), 303)


@bp.post("/<public_id>/acceptance")
@allow(Role.HANDLER)
def accept(public_id: str) -> ResponseReturnValue:
    """Accept every problem on which I have not said anything yet."""
    hearing = mine(public_id)
    with transaction(g.session):
        accept_all(g.session, hearing, open_findings(hearing), on=today(), at=g.now)
    return redirect(url_for("hearings.sending", public_id=public_id), 303)


@bp.get("/<public_id>/sending")
@allow(Role.HANDLER)
def sending(public_id: str) -> ResponseReturnValue:
    """Check all replies before they are sent."""
    hearing = mine(public_id)
    if hearing.closed_at is not None:
        return redirect(url_for("hearings.show", public_id=public_id), 303)
    return check_page(hearing)


@bp.post("/<public_id>/sending")
@allow(Role.HANDLER)
def send(public_id: str) -> ResponseReturnValue:
    """Send all replies together."""
    hearing = mine(public_id)
    given_away = betrays(
        "\n".join(reply.reason for reply in hearing.replies), [g.person.name, g.person.unit_name]
    )
    if given_away and round_of(hearing).hide_handler:
        return check_page(hearing, NamesYou(given_away)), 422
    try:
        with transaction(g.session):
            send_replies(g.session, hearing, on=today(), by=g.person, at=g.now)
    except RepliesOpen as refusal:
        return check_page(mine(public_id), refusal), 422
    return redirect(url_for("hearings.show", public_id=public_id), 303)


def mine(public_id: str) -> Hearing:
    """My hearing of that name."""
    hearing = own_hearing(g.session, g.person, public_id)
    if hearing is None:
        raise Gone
    return hearing


def asked_about(hearing: Hearing, finding_id: str) -> Finding:
    """The problem of that name among those I am asked about."""
    for finding in open_findings(hearing):
        if finding.public_id == finding_id:
            return finding
    raise Gone


def round_of(hearing: Hearing) -> Round:
    """The round the hearing belongs to."""
    return g.session.get_one(Round, hearing.conclusion.round_id)


def today() -> date:
    """The day on which the viewer acts."""
    return local_day(g.now, settings().timezone)


def titles(hearing: Hearing) -> dict[str, str]:
    """The titles of the own documents by the name under which the review cites them."""
    documents = hearing.conclusion.sampled_case.case.documents
    cited = {finding.anchor_document for finding in hearing.conclusion.findings}
    cited |= {merit.anchor_document for merit in hearing.conclusion.merits}
    behind = {name: document_behind(documents, name) for name in sorted(cited) if name}
    return {name: document.title or document.kind for name, document in behind.items() if document}


def page(hearing: Hearing) -> str:
    """The handler's page of one case; what the leader does with the replies shows only after publication."""
    conclusion, round_ = hearing.conclusion, round_of(hearing)
    published = conclusion.published_on is not None
    findings = [
        finding
        for finding in conclusion.findings
        if finding.id in hearing.heard and (published or finding.withdrawn_at is None or hearing.closed_at)
    ]
    return render_template(
        "hearings/show.html",
        hearing=hearing,
        conclusion=conclusion,
        case=conclusion.sampled_case.case,
        round=round_,
        published=published,
        answering=hearing.closed_at is None and today() <= hearing.due_on,
        findings=shown_findings(findings, hearing, published=published),
        replies={reply.finding_id: reply for reply in hearing.replies},
        corrections=corrections_of_findings(g.session, [finding.id for finding in findings])
        if published
        else {},
        titles=titles(hearing),
        reviewers=reviewer_names(g.session, conclusion, round_),
        words=words_of(round_),
        stances=STANCE_NAMES,
        states=CORRECTION_NAMES,
        today=today(),
        ended=HearingEnd,
    )


def shown_findings(findings: list[Finding], hearing: Hearing, *, published: bool) -> list[Finding]:
    """What the handler reads: before publication exactly what was put to them, not what became of it."""
    if published or hearing.closed_at is None:
        return findings
    replied = {reply.finding_id for reply in hearing.replies}
    return [finding for finding in findings if finding.id in replied] if replied else findings


def check_page(hearing: Hearing, refusal: ReviewError | None = None) -> str:
    """The page to check before sending."""
    replies = {reply.finding_id: reply for reply in hearing.replies}
    return render_template(
        "hearings/sending.html",
        hearing=hearing,
        conclusion=hearing.conclusion,
        lines=[
            (finding, replies.get(finding.id), incomplete(replies.get(finding.id)))
            for finding in open_findings(hearing)
        ],
        words=words_of(round_of(hearing)),
        stances=STANCE_NAMES,
        refusal=sentence_of(refusal) if refusal else "",
    )


def incomplete(reply: Reply | None) -> str:
    """What one reply lacks, in a word; nothing where it is complete."""
    if reply is None:
        return str(_("尚未表明意见"))
    said = Said(reply.stance, reply.reason)
    return str(_("缺少理由")) if said.lacks_reason else ""
