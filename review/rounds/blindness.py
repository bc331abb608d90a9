"""Who sees what at which stage (盲评可见范围表), as the plan prints it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from review.errors import N_

STAGES = (N_("评查办理"), N_("征求意见与异议"), N_("反馈之后"), N_("归档之后"))
"""The stages of the table, in order."""

SEEN = N_("可见")
HIDDEN = N_("不可见")
ALIAS = N_("仅见代号")
BY_PROCEDURE = N_("不可见，依程序解密")
OWN = N_("仅本人案件")
NOTHING_YET = N_("尚无内容")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: who looks, at what, and what shows at each of `STAGES`."""

    viewer: str
    subject: str
    cells: tuple[str, str, str, str]


def visibility(*, hide_handler: bool, hide_reviewer: bool) -> Sequence[Line]:
    """The table for a round with these two switches (盲评开关)."""
    handler = ALIAS if hide_handler else SEEN
    reviewer = ALIAS if hide_reviewer else SEEN
    return (
        Line(N_("评查员"), N_("承办人、承办单位、案号"), (handler, handler, handler, handler)),
        Line(N_("评查员"), N_("另一名评查员的意见"), (HIDDEN, HIDDEN, HIDDEN, HIDDEN)),
        Line(N_("承办检察官"), N_("评查员"), (HIDDEN, reviewer, reviewer, reviewer)),
        Line(N_("承办检察官"), N_("评查意见"), (HIDDEN, OWN, OWN, OWN)),
        Line(N_("评查组长"), N_("承办人、承办单位、案号"), (handler, handler, handler, handler)),
        Line(N_("评查组长"), N_("评查员"), (ALIAS, ALIAS, ALIAS, ALIAS)),
        Line(N_("案管人员"), N_("样本案件及其承办人"), (SEEN, SEEN, SEEN, SEEN)),
        Line(
            N_("案管人员"),
            N_("评查员与案件的对应关系"),
            (HIDDEN, HIDDEN, HIDDEN, BY_PROCEDURE),
        ),
        Line(N_("部门负责人"), N_("本部门案件的评查意见"), (HIDDEN, HIDDEN, SEEN, SEEN)),
        Line(N_("审批人"), N_("评查意见与拟定等次"), (NOTHING_YET, SEEN, SEEN, SEEN)),
    )
