"""The left menu (菜单): what a viewer's roles open, in the order in which a round travels."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext

from review.errors import N_
from review.people.roles import Role
from review.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: the endpoint it opens, its words, its icon, who sees it."""

    endpoint: str
    words: str
    icon: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Group:
    words: str
    items: tuple[Item, ...]


def _item(endpoint: str, words: str, icon: str, *roles: Role) -> Item:
    return Item(endpoint, words, icon, frozenset(roles))


MENU = (
    Group(N_("工作"), (_item("home.show", N_("首页"), "house", *Role),)),
    Group(
        N_("组织评查"),
        (
            _item("rounds.index", N_("评查轮次"), "clipboard2-check", Role.OFFICER),
            _item("cases.index", N_("案件库"), "folder2-open", Role.OFFICER),
            _item("imports.index", N_("案件导入"), "box-arrow-in-down", Role.OFFICER),
        ),
    ),
    Group(
        N_("评查"),
        (
            _item("desk.index", N_("我的评查任务"), "journal-check", Role.REVIEWER),
            _item("conclusions.index", N_("组长审核"), "person-check", Role.LEADER),
            _item("approvals.index", N_("定级审批"), "award", Role.DEPUTY, Role.CHIEF),
        ),
    ),
    Group(
        N_("反馈与整改"),
        (
            _item("hearings.index", N_("评查反馈"), "chat-left-text", Role.HANDLER),
            _item("corrections.index", N_("整改台账"), "list-check", Role.OFFICER, Role.HANDLER, Role.HEAD),
            _item(
                "reports.index",
                N_("评查报告"),
                "file-earmark-bar-graph",
                Role.OFFICER,
                Role.DEPUTY,
                Role.CHIEF,
                Role.HEAD,
            ),
        ),
    ),
    Group(
        N_("参考"),
        (
            _item(
                "catalogue.index",
                N_("评查规则库"),
                "book",
                *(role for role in Role if role not in (Role.SYSTEM, Role.SECURITY, Role.AUDITOR)),
            ),
            _item("jobs.index", N_("任务中心"), "cpu", Role.OFFICER, Role.SYSTEM),
        ),
    ),
    Group(
        N_("系统"),
        (
            _item("units.index", N_("机构"), "diagram-3", Role.SYSTEM, Role.SECURITY),
            _item("people.index", N_("人员与账号"), "people", Role.SYSTEM, Role.SECURITY),
            _item("journal.index", N_("留痕"), "shield-check", Role.AUDITOR),
        ),
    ),
)


BELOW = dict.fromkeys(("plan", "sampling", "assignment", "round_hearings", "publication"), "rounds")
"""Page files without an entry of their own, and the entry that stays lit while they are open."""


def menu_of(viewer: Viewer) -> list[dict[str, object]]:
    """The groups and entries this viewer sees, with addresses and which one is open."""
    shown: list[dict[str, object]] = []
    page = (request.endpoint or "").split(".")[0]
    for group in MENU:
        items = [
            {
                "url": url_for(item.endpoint),
                "words": gettext(item.words),
                "icon": item.icon,
                "open": BELOW.get(page, page) == item.endpoint.split(".")[0],
            }
            for item in group.items
            if viewer.holds(*item.roles) and item.endpoint in current_app.view_functions
        ]
        if items:
            shown.append({"words": gettext(group.words), "items": items})
    return shown
