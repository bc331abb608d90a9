"""The journal as the auditor reads it: aliases only (留痕)."""

import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from review.db import transaction
from review.errors import N_
from review.journal.actions import JournalExported, JournalVerified, note
from review.journal.chain import SIGNED
from review.journal.queries import acts, chain_of, checkpoint, entries_page, entry_numbered, verify_chain
from review.people.roles import Role
from review.web.access import Gone, allow
from review.web.context import g, sessions
from review.web.journal_words import ACT_NAMES, OBJECT_NAMES
from review.web.lists import csv_text
from review.web.paging import Page, asked

bp = Blueprint("journal", __name__, url_prefix="/journal")

BREAKS = {"missing": N_("缺失"), "changed": N_("内容被改动"), "moved": N_("次序被改动")}


@bp.get("")
@allow(Role.AUDITOR)
def index() -> ResponseReturnValue:
    """Entries, newest first, narrowed by act, object and actor."""
    return _list(None)


@bp.post("/verification")
@allow(Role.AUDITOR)
def verify() -> ResponseReturnValue:
    """Go through the whole chain and say whether it holds."""
    with transaction(g.session):
        broken = verify_chain(g.session)
        count, last = checkpoint(g.session)
        note(g.session, JournalVerified(last, count, broken.seq if broken else 0), by=g.person, at=g.now)
    return _list({"broken": broken, "count": count, "hash": last})


@bp.get("/<int:seq>")
@allow(Role.AUDITOR)
def show(seq: int) -> ResponseReturnValue:
    """One entry with its facts and hashes."""
    entry = entry_numbered(g.session, seq)
    if entry is None:
        raise Gone
    return render_template(
        "journal/show.html",
        entry=entry,
        acts=ACT_NAMES,
        objects=OBJECT_NAMES,
        facts=sorted(entry.facts.items()),
    )


@bp.post("/export")
@allow(Role.AUDITOR)
def export() -> ResponseReturnValue:
    """The whole journal as a file, ending with the checkpoint that it was taken at."""
    kind = "csv" if request.form.get("format") == "csv" else "jsonl"
    count, last = checkpoint(g.session)
    with transaction(g.session):
        note(g.session, JournalExported(last, count, kind), by=g.person, at=g.now)
    lines = _csv_lines(count, last) if kind == "csv" else _json_lines(count, last)
    response = Response(
        stream_with_context(lines), mimetype="text/csv" if kind == "csv" else "application/jsonl"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="journal-{count}.{kind}"'
    return response


def _list(verified: dict[str, object] | None) -> str:
    number, size = asked()
    wanted = {name: request.args.get(name, "").strip()[:80] for name in ("act", "object", "actor")}
    rows, total = entries_page(
        g.session,
        act=wanted["act"],
        object_=wanted["object"],
        actor=wanted["actor"],
        limit=size,
        offset=(number - 1) * size,
    )
    return render_template(
        "journal/index.html",
        page=Page(rows, total, number, size),
        wanted=wanted,
        kinds=acts(g.session),
        verified=verified,
        acts=ACT_NAMES,
        objects=OBJECT_NAMES,
        breaks=BREAKS,
    )


def _json_lines(count: int, last: str) -> Iterator[str]:
    with sessions()() as session:
        for entry in chain_of(session, upto=count):
            yield json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"
    yield json.dumps({"checkpoint": {"count": count, "hash": last}}, sort_keys=True) + "\n"


def _csv_lines(count: int, last: str) -> Iterator[str]:
    header = (*SIGNED, "hash")
    yield csv_text(header, ())
    with sessions()() as session:
        for entry in chain_of(session, upto=count):
            facts = json.dumps(entry["facts"], ensure_ascii=False, sort_keys=True)
            row = [facts if name == "facts" else entry[name] for name in header]
            yield csv_text((), [row]).split("\r\n", 1)[1]
    yield csv_text((), [["checkpoint", count, last]]).split("\r\n", 1)[1]
