"""Review rounds (评查轮次): the list, a new one, and the life of one."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from review.db import transaction
from review.errors import N_, ReviewError
from review.moments import local_day
from review.people.queries import units_within
from review.people.queries_units import units_of
from review.people.roles import Role
from review.rounds.actions import start_round
from review.rounds.models import KIND_NAMES, MODE_NAMES, Round
from review.rounds.queries import Wanted, life_of, round_of, rounds_page, steps_in_reach
from review.rounds.steps import STEP_NAMES, Step
from review.sampling.queries_drawn import (
    sample_sizes,
)
from review.web.access import Gone, allow
from review.web.context import g, settings
from review.web.forms.rounds import StartForm
from review.web.paging import Page, asked

bp = Blueprint("rounds", __name__, url_prefix="/rounds")

TONES = {
    Step.DRAFT: "neutral",
    Step.FROZEN: "active",
    Step.SEEDED: "active",
    Step.DRAWN: "active",
    Step.ASSIGNED: "active",
    Step.OPENED: "warn",
    Step.PUBLISHED: "good",
    Step.CLOSED: "neutral",
}
"""The colour of each step's badge."""


@dataclass(frozen=True, slots=True)
class Next:
    """What comes after a step: the page where it is done, the button's words, and what it will do."""

    endpoint: str
    words: str
    does: str


NEXT = {
    Step.DRAFT: Next(
        "plan.check",
        N_("核对并冻结方案"),
        N_("冻结后方案封存、抽样框固定，系统先公布自己的种子承诺值；此后不能再改方案。"),
    ),
    Step.FROZEN: Next(
        "sampling.show",
        N_("确定种子"),
        N_(
            "您填写一句种子短语，系统公开先前承诺的短语，两者与方案、抽样框的校验值一起得出种子，任何一方都无法左右结果。"
        ),
    ),
    Step.SEEDED: Next(
        "sampling.show",
        N_("抽取样本"),
        N_("按种子为每件案件计算签号，每层签号最小者入样；任何人都可用下载的文件复核。"),
    ),
    Step.DRAWN: Next(
        "assignment.show",
        N_("分派评查员"),
        N_("由系统按回避、异地、承办上限等条件随机分派，案管人员看不到评查员与案件的对应关系。"),
    ),
    Step.ASSIGNED: Next(
        "assignment.show",
        N_("开始评查"),
        N_("评查员从此可以看到分派给本人的脱敏案件并开始评查。"),
    ),
    Step.OPENED: Next(
        "publication.show",
        N_("公布结果"),
        N_("全部案件评查、征求意见、审批完成后，一次公布全部结果并下发整改任务。"),
    ),
    Step.PUBLISHED: Next(
        "publication.show",
        N_("归档"),
        N_("全部整改销号后，轮次归档，不能再改。"),
    ),
}
"""The next step of a round at each step; none after it is closed."""


@bp.get("")
@allow(Role.OFFICER)
def index() -> ResponseReturnValue:
    """The rounds organised within the officer's reach."""
    number, size = asked()
    chosen = request.args.get("step", "")
    wanted = Wanted(request.args.get("q", "").strip(), Step(chosen) if chosen in list(Step) else None)
    rows, total = rounds_page(g.session, g.person, wanted, limit=size, offset=(number - 1) * size)
    return render_template(
        "rounds/index.html",
        page=Page(rows, total, number, size),
        wanted=wanted,
        steps=steps_in_reach(g.session, g.person),
        sizes=sample_sizes(g.session, [round_.id for round_ in rows]),
        kinds=KIND_NAMES,
        names=STEP_NAMES,
        tones=TONES,
        today=local_day(g.now, settings().timezone),
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.OFFICER)
def new() -> ResponseReturnValue:
    """Begin a round; its plan follows, section by section."""
    form = StartForm(request.form if request.method == "POST" else None)
    units = {unit.public_id: unit for unit in units_of(g.session, units_within(g.person, Role.OFFICER))}
    form.unit.choices = [SelectChoice(public_id, unit.name) for public_id, unit in units.items()]
    if request.method == "POST" and form.validate():
        try:
            with transaction(g.session):
                round_ = start_round(
                    g.session, units[form.unit.data], basics=form.basics(), by=g.person, at=g.now
                )
            return redirect(url_for("plan.edit", public_id=round_.public_id, section="scope"), 303)
        except ReviewError as refusal:
            form.refuse("name", refusal)
    return render_template("rounds/new.html", form=form), 422 if form.errors else 200


@bp.get("/<public_id>")
@allow(Role.OFFICER)
def show(public_id: str) -> ResponseReturnValue:
    """The life of a round: the steps it took, what each did, and the next one."""
    round_ = found(public_id)
    return render_template(
        "rounds/show.html",
        round_=round_,
        life=life_of(g.session, round_.id),
        next=NEXT.get(round_.step),
        steps=list(Step),
        names=STEP_NAMES,
        tones=TONES,
        kinds=KIND_NAMES,
        modes=MODE_NAMES,
        reached=round_.step.reached,
        Step=Step,
    )


def found(public_id: str) -> Round:
    """The round, if it is within the officer's reach.

    Raises:
        Gone: It is not, or there is none.
    """
    round_ = round_of(g.session, g.person, public_id)
    if round_ is None:
        raise Gone
    return round_
