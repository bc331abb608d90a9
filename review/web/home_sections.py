"""What each role finds on the first page (首页内容): figures that lead to their lists, and what waits."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _

from review.feedback.queries import own_counts, own_hearing_lines
from review.grading.actions_approvals import own_level
from review.grading.models import Conclusion, Stage
from review.grading.queries import at_level, stage_counts
from review.grading.queries import in_reach as conclusions_in_reach
from review.jobs.models import JobState
from review.jobs.queries import counts_by_state, untaken
from review.journal.queries import count_since
from review.people.queries import units_within
from review.people.queries_people import unchanged_passwords, without_role
from review.people.roles import Role
from review.rectification.models import CorrectionState
from review.rectification.queries import Filter, correction_lines, ledger_figures, narrowed
from review.rectification.queries import in_reach as corrections_in_reach
from review.reports.queries_todo import RoundLine, rounds_under_way
from review.rounds.steps import STEP_NAMES, Step
from review.scoring.queries import DeskRow, desk_list
from review.web.context import g, settings

SHOWN = 8
"""Things that wait, of one kind, on the first page; the list behind has them all."""

EXPORTS = ("JournalExported", "ReportExported", "CasesExported")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that leads to its list."""

    words: str
    value: int | str
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do. Without a day where none is set."""

    kind: str
    title: str
    detail: str
    url: str
    due_on: date | None = None


@dataclass(slots=True)
class Home:
    """The first page of one viewer."""

    today: date
    figures: list[Figure] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    rounds: list[RoundLine] | None = None
    resume: DeskRow | None = None

    @property
    def by_term(self) -> list[Waiting]:
        """What waits, the nearest day first, then what has none."""
        return sorted(self.waiting, key=lambda one: (one.due_on is None, one.due_on or date.max))


def officer(home: Home) -> None:
    """Rounds under way, what is late, what can go on."""
    lines = rounds_under_way(g.session, g.person, today=home.today)
    home.rounds = lines[:SHOWN]
    ledger = ledger_figures(g.session, corrections_in_reach(g.person), today=home.today)
    home.figures += [
        Figure(_("进行中的轮次"), len(lines), url_for("rounds.index")),
        Figure(
            _("评查中"),
            sum(line.step is Step.OPENED for line in lines),
            url_for("rounds.index", step="opened"),
        ),
        Figure(
            _("逾期评查"), sum(line.overdue for line in lines), url_for("rounds.index", step="opened"), "bad"
        ),
        Figure(_("未销号整改"), ledger.total - ledger.struck, url_for("corrections.index")),
        Figure(_("逾期整改"), ledger.overdue, url_for("corrections.index", overdue=1), "bad"),
    ]
    for line in lines:
        home.waiting += _of_round(line)


def _of_round(line: RoundLine) -> list[Waiting]:
    if line.ready_to_publish:
        to = url_for("publication.show", public_id=line.public_id)
        return [Waiting(_("反馈"), line.name, _("全部案件已定级，可以反馈结果"), to, line.due_on)]
    if line.overdue:
        to = url_for("assignment.show", public_id=line.public_id)
        return [Waiting(_("逾期"), line.name, _("%(n)d 件评查逾期", n=line.overdue), to, line.due_on)]
    if not line.step.reached(Step.OPENED):
        to = url_for("rounds.show", public_id=line.public_id)
        return [Waiting(_("轮次"), line.name, _("停在“%(step)s”", step=_(STEP_NAMES[line.step])), to)]
    return []


def reviewer(home: Home) -> None:
    """The own tasks: go on where one stopped, what is left, days left. No unit, no handler."""
    rows = desk_list(g.session, g.person.id)
    left = [row for row in rows if row.handed_in_on is None]
    begun = [row for row in left if row.began]
    home.resume = begun[0] if begun else None
    late = sum(row.due_on < home.today for row in left)
    home.figures += [
        Figure(_("待评"), len(left) - len(begun), url_for("desk.index", tab="todo")),
        Figure(_("进行中"), len(begun), url_for("desk.index", tab="doing")),
        Figure(_("逾期"), late, url_for("desk.index", tab="doing"), "bad"),
        Figure(_("已提交"), len(rows) - len(left), url_for("desk.index", tab="done"), "good"),
    ]
    home.waiting += [
        Waiting(
            _("评查"),
            row.code,
            _("%(round)s，已评 %(a)d / %(b)d 项", round=row.round_name, a=row.answered, b=row.total),
            url_for("desk.show", public_id=row.public_id),
            row.due_on,
        )
        for row in left[:SHOWN]
    ]


def handler(home: Home) -> None:
    """The own cases: opinions to answer, results to read, problems to mend."""
    counts = own_counts(g.session, g.person)
    lines, _total = own_hearing_lines(g.session, g.person, which="waiting", limit=SHOWN, offset=0)
    home.figures += [
        Figure(_("待反馈"), counts["waiting"], url_for("hearings.index", tab="waiting")),
        Figure(_("评查结果"), counts["published"], url_for("hearings.index", tab="published")),
    ]
    home.waiting += [
        Waiting(
            _("反馈"),
            line.case_name or line.case_number,
            _("征求意见，%(n)d 个问题待答复", n=line.findings),
            url_for("hearings.show", public_id=line.public_id),
            line.due_on,
        )
        for line in lines
    ]


def mender(home: Home) -> None:
    """Corrections to carry out, for whoever handles or heads."""
    reach = corrections_in_reach(g.person)
    figures = ledger_figures(g.session, reach, today=home.today)
    home.figures += [
        Figure(_("待整改"), figures.open + figures.returned, url_for("corrections.index", state="open")),
        Figure(_("逾期整改"), figures.overdue, url_for("corrections.index", overdue=1), "bad"),
    ]
    for state in (CorrectionState.OPEN, CorrectionState.RETURNED):
        lines, _total = correction_lines(
            g.session,
            narrowed(reach, Filter(state=state), today=home.today),
            sort="due",
            limit=SHOWN,
            offset=0,
        )
        home.waiting += [
            Waiting(
                _("整改"),
                line.task,
                f"{line.number} · {line.case_number}",
                url_for("corrections.show", public_id=line.public_id),
                line.due_on,
            )
            for line in lines
        ]


def head(home: Home) -> None:
    """Corrections of the department that wait to be verified."""
    figures = ledger_figures(g.session, corrections_in_reach(g.person), today=home.today)
    to = url_for("corrections.index", state="submitted")
    home.figures.append(Figure(_("待验收整改"), figures.submitted, to))
    if figures.submitted:
        home.waiting.append(
            Waiting(_("验收"), _("部门整改验收"), _("%(n)d 项待验收", n=figures.submitted), to)
        )


def leader(home: Home) -> None:
    """Opinions to check, objections to answer."""
    counts = stage_counts(g.session, conclusions_in_reach(g.person, Role.LEADER))
    checking, objections = counts.get(Stage.CHECKING, 0), counts.get(Stage.OBJECTION, 0)
    home.figures += [
        Figure(_("待审核"), checking, url_for("conclusions.index", tab="checking")),
        Figure(_("异议待答复"), objections, url_for("conclusions.index", tab="objection")),
    ]
    for kind, title, detail, count, tab in (
        (_("审核"), _("评查意见审核"), _("%(n)d 件待审核", n=checking), checking, "checking"),
        (_("异议"), _("承办人异议"), _("%(n)d 件待答复", n=objections), objections, "objection"),
    ):
        if count:
            home.waiting.append(Waiting(kind, title, detail, url_for("conclusions.index", tab=tab)))


def approver(home: Home) -> None:
    """Grades to approve."""
    mine = conclusions_in_reach(g.person, Role.DEPUTY, Role.CHIEF).where(
        at_level(g.session, g.person, own_level(g.person)), Conclusion.stage == Stage.APPROVAL
    )
    count = stage_counts(g.session, mine).get(Stage.APPROVAL, 0)
    home.figures.append(Figure(_("待审批"), count, url_for("approvals.index")))
    if count:
        detail = _("%(n)d 件待审批", n=count)
        home.waiting.append(Waiting(_("审批"), _("定级审批"), detail, url_for("approvals.index")))


def system(home: Home) -> None:
    """Accounts, jobs, room on the disk, whether the worker works."""
    jobs = counts_by_state(g.session)
    scope = units_within(g.person, Role.SYSTEM)
    free = shutil.disk_usage(settings().var_dir).free // 2**30
    home.figures += [
        Figure(
            _("未改初始密码"),
            unchanged_passwords(g.session, scope),
            url_for("people.index", standing="one_time"),
        ),
        Figure(_("未完成任务"), jobs.get(JobState.FAILED, 0), url_for("jobs.index", state="failed"), "bad"),
        Figure(_("进行中任务"), jobs.get(JobState.RUNNING, 0), url_for("jobs.index", state="running")),
        Figure(_("磁盘剩余（GB）"), free, url_for("jobs.index"), "bad" if free < 2 else ""),
    ]
    if jobs.get(JobState.FAILED, 0):
        detail = _("%(n)d 个任务未完成", n=jobs[JobState.FAILED])
        home.waiting.append(
            Waiting(_("任务"), _("未完成的任务"), detail, url_for("jobs.index", state="failed"))
        )
    if untaken(g.session, at=g.now, waiting_since=timedelta(minutes=2)):
        home.notices.append(
            _("有任务超过 2 分钟无人办理，任务进程可能没有运行。请在服务器上执行 review doctor 检查。")
        )


def security(home: Home) -> None:
    """People who cannot do anything yet."""
    roleless = without_role(g.session, units_within(g.person, Role.SECURITY))
    home.figures.append(Figure(_("无角色的账号"), roleless, url_for("people.index", role="none")))
    if roleless:
        detail = _("%(n)d 人登录后看不到任何业务", n=roleless)
        home.waiting.append(
            Waiting(_("授权"), _("尚未授权的账号"), detail, url_for("people.index", role="none"))
        )


def auditor(home: Home) -> None:
    """What the journal took down today."""
    start = datetime.combine(home.today, datetime.min.time(), ZoneInfo(settings().timezone))
    since = start.astimezone(ZoneInfo("UTC")).isoformat(timespec="microseconds")
    home.figures += [
        Figure(_("今日留痕"), count_since(g.session, since), url_for("journal.index")),
        Figure(
            _("今日导出"),
            count_since(g.session, since, *EXPORTS),
            url_for("journal.index", act="ReportExported"),
        ),
        Figure(
            _("今日授权变动"),
            count_since(g.session, since, "RoleGranted", "RoleRevoked"),
            url_for("journal.index", act="RoleGranted"),
        ),
        Figure(
            _("今日登录失败"),
            count_since(g.session, since, "SignInFailed"),
            url_for("journal.index", act="SignInFailed"),
        ),
    ]


SECTIONS: tuple[tuple[frozenset[Role], Callable[[Home], None]], ...] = (
    (frozenset({Role.OFFICER}), officer),
    (frozenset({Role.REVIEWER}), reviewer),
    (frozenset({Role.LEADER}), leader),
    (frozenset({Role.DEPUTY, Role.CHIEF}), approver),
    (frozenset({Role.HANDLER}), handler),
    (frozenset({Role.HANDLER, Role.HEAD}), mender),
    (frozenset({Role.HEAD}), head),
    (frozenset({Role.SYSTEM}), system),
    (frozenset({Role.SECURITY}), security),
    (frozenset({Role.AUDITOR}), auditor),
)
"""Which parts a viewer's roles bring, in this order."""


def home_of(today: date) -> Home:
    """The first page of whoever looks."""
    home = Home(today)
    for roles, fill in SECTIONS:
        if g.person.holds(*roles):
            fill(home)
    return home
