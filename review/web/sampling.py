"""The sample of a round (抽样): freeze, seed, draw; the drawn list, each case's certificate, and how to check it."""

import json
from collections.abc import Iterable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review.catalogue.queries import pinned
from review.db import transaction
from review.errors import ReviewError
from review.people.roles import Role
from review.rounds.models import Round
from review.rounds.queries import step_taken
from review.rounds.steps import STEP_NAMES, Step
from review.sampling.actions import draw_sample, freeze_frame, set_seed
from review.sampling.key_cases import listed_kinds
from review.sampling.models import LAYER_NAMES, Layer
from review.sampling.protocol import COLUMNS
from review.sampling.queries_drawn import (
    SORTS,
    Sought,
    frame_export,
    layer_counts,
    sample_export,
    sample_page,
    strata_page,
    why_drawn,
)
from review.sampling.strata import cell
from review.web.access import Gone, allow
from review.web.context import g
from review.web.errors import STATUS
from review.web.forms.plan import FreezeForm
from review.web.forms.sampling import SeedForm
from review.web.paging import Page, asked
from review.web.rounds import found

bp = Blueprint("sampling", __name__, url_prefix="/rounds/<public_id>")

FRAME_COLUMNS = ("key", "unit", "handler", "family", "business_line", "must", "record_hash")
"""Columns of frame.csv; those of the plan's strata are among them."""


@bp.get("/sample")
@allow(Role.OFFICER)
def show(public_id: str) -> ResponseReturnValue:
    """The drawn list, or the step that is still to be taken before it."""
    return _show(found(public_id), SeedForm(formdata=None))


def _show(round_: Round, form: SeedForm, status: int = 200) -> ResponseReturnValue:
    number, size = asked()
    chosen = request.args.get("layer", "")
    sought = Sought(
        request.args.get("q", "").strip(),
        Layer(chosen) if chosen in list(Layer) else None,
        request.args.get("stratum", ""),
    )
    rows, total = sample_page(
        g.session,
        round_.id,
        sought,
        sort=request.args.get("sort", ""),
        limit=size,
        offset=(number - 1) * size,
    )
    return (
        render_template(
            "sampling/show.html",
            round_=round_,
            page=Page(rows, total, number, size),
            sought=sought,
            counts=layer_counts(g.session, round_.id),
            layers=LAYER_NAMES,
            frozen=step_taken(g.session, round_.id, Step.FROZEN),
            seeded=step_taken(g.session, round_.id, Step.SEEDED),
            drawn=step_taken(g.session, round_.id, Step.DRAWN),
            form=form,
            names=STEP_NAMES,
            sorts=SORTS,
            Step=Step,
        ),
        status,
    )


@bp.get("/sample/strata")
@allow(Role.OFFICER)
def strata(public_id: str) -> ResponseReturnValue:
    """The frozen frame by stratum, with what was drawn of each."""
    round_ = found(public_id)
    number, size = asked()
    lines, total = strata_page(g.session, round_.id, limit=size, offset=(number - 1) * size)
    return render_template(
        "sampling/strata.html", round_=round_, page=Page(lines, total, number, size), Step=Step
    )


@bp.get("/sample/<case_id>")
@allow(Role.OFFICER)
def case(public_id: str, case_id: str) -> ResponseReturnValue:
    """Why this case was drawn."""
    round_ = found(public_id)
    why = why_drawn(g.session, round_.id, case_id)
    if why is None:
        raise Gone
    kinds = listed_kinds(pinned(g.session, round_.catalogue_hash or "").key_cases)
    chinese = g.language == "zh"
    return render_template(
        "sampling/case.html",
        round_=round_,
        why=why,
        layers=LAYER_NAMES,
        Layer=Layer,
        key_kinds={one.name: one.kind.zh if chinese else one.kind.en for one in kinds},
    )


@bp.post("/freeze")
@allow(Role.OFFICER)
def freeze(public_id: str) -> ResponseReturnValue:
    """Seal the plan and list the frame."""
    round_ = found(public_id)
    form = FreezeForm(request.form)
    form.validate()
    with transaction(g.session):
        freeze_frame(g.session, round_, version=form.version.data or 0, by=g.person, at=g.now)
    flash(_("方案已封存，抽样框共 %(n)d 件案件。请填写种子短语。", n=round_.frame_size), "success")
    return redirect(url_for("sampling.show", public_id=public_id), 303)


@bp.post("/seed")
@allow(Role.OFFICER)
def seed(public_id: str) -> ResponseReturnValue:
    """Set the seed from the officer's phrase and the system's."""
    round_ = found(public_id)
    form = SeedForm(request.form)
    if not form.validate():
        return _show(round_, form, 422)
    try:
        with transaction(g.session):
            set_seed(g.session, round_, phrase=form.phrase.data or "", by=g.person, at=g.now)
    except ReviewError as refusal:
        round_ = found(public_id)
        if round_.step is not Step.FROZEN:
            raise
        form.refuse("phrase", refusal)
        return _show(round_, form, STATUS[refusal.kind])
    flash(_("种子已确定，可以抽样。"), "success")
    return redirect(url_for("sampling.show", public_id=public_id), 303)


@bp.post("/draw")
@allow(Role.OFFICER)
def draw(public_id: str) -> ResponseReturnValue:
    """Draw the sample, once."""
    round_ = found(public_id)
    with transaction(g.session):
        made = draw_sample(g.session, round_, by=g.person, at=g.now)
    flash(_("已抽取样本 %(n)d 件。", n=len(made.lines)), "success")
    return redirect(url_for("sampling.show", public_id=public_id), 303)


@bp.get("/frame.csv")
@allow(Role.OFFICER)
def frame_csv(public_id: str) -> ResponseReturnValue:
    """The frozen frame as `review verify` reads it; nobody is named."""
    round_ = found(public_id)
    if round_.frame_hash is None:
        raise Gone
    rows = (
        (
            one.line.key,
            *(value.replace("|", "/") for value in (one.unit_code, one.handler_no, one.family)),
            one.business_line.replace("|", "/"),
            "1" if one.line.must else "",
            one.line.record_hash,
        )
        for one in frame_export(g.session, round_.id)
    )
    return _csv("frame.csv", FRAME_COLUMNS, rows)


@bp.get("/sample.csv")
@allow(Role.OFFICER)
def sample_csv(public_id: str) -> ResponseReturnValue:
    """The drawn sample as `review verify` reads it."""
    round_ = found(public_id)
    if round_.protocol is None:
        raise Gone
    rows = (
        (
            key,
            one.stratum,
            one.layer.value,
            one.ticket,
            str(one.rank),
            str(one.quota),
            str(one.stratum_size),
        )
        for key, one in sample_export(g.session, round_.id)
    )
    return _csv("sample.csv", COLUMNS, rows)


@bp.get("/protocol.json")
@allow(Role.OFFICER)
def protocol_json(public_id: str) -> ResponseReturnValue:
    """The protocol of the draw as `review verify` reads it."""
    round_ = found(public_id)
    if round_.protocol is None:
        raise Gone
    text = json.dumps(round_.protocol, ensure_ascii=False, indent=2) + "\n"
    return _file("protocol.json", text, "application/json")


@bp.get("/plan.json")
@allow(Role.OFFICER)
def plan_json(public_id: str) -> ResponseReturnValue:
    """The sealed plan's canonical text: its SHA-256 is the plan hash."""
    round_ = found(public_id)
    if round_.plan is None:
        raise Gone
    return _file("plan.json", round_.plan, "application/json")


def _csv(name: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Response:
    lines = (",".join(cell(value) for value in row) + "\n" for row in (tuple(columns), *rows))
    return _file(name, "".join(lines), "text/csv")


def _file(name: str, text: str, kind: str) -> Response:
    response = Response(text.encode(), content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
