"""Who approves which grade (审批层级), and what a grade asks for before it may be proposed. Pure."""

from collections.abc import Collection

from review.catalogue.tables import Grade, GradeScheme
from review.errors import N_, Kind, ReviewError
from review.grading.models import APPROVAL_NAMES, ApprovalLevel

LEVEL_OF_APPROVER = {
    "deputy_chief": ApprovalLevel.DEPUTY,
    "chief": ApprovalLevel.CHIEF,
    "committee": ApprovalLevel.COMMITTEE,
}
"""Approver ids of the catalogue's grade schemes → levels."""


class GradeUnknown(ReviewError):
    sentence = N_("本轮次的等次方案中没有所选等次。请刷新页面后重新选择。")


class CriteriaOpen(ReviewError):
    sentence = N_(
        "拟定“%(grade)s”须逐项确认该等次的全部条件，尚有 %(open)d 项未确认。请确认，或者改拟其他等次。"
    )

    def __init__(self, grade: str, open_: int) -> None:
        super().__init__(grade=grade, open=open_)


class GradeAboveLevel(ReviewError):
    sentence = N_("“%(grade)s”须由%(level)s审批，您不能直接改定。请退回组长改拟等次后报请审批。")
    kind = Kind.FORBIDDEN

    def __init__(self, grade: str, level: ApprovalLevel) -> None:
        super().__init__(grade=grade, level=APPROVAL_NAMES[level])


def grade_of(scheme: GradeScheme, grade_id: str) -> Grade:
    """The grade with this id.

    Raises:
        GradeUnknown: The scheme has none.
    """
    grade = scheme.grade(grade_id)
    if grade is None:
        raise GradeUnknown
    return grade


def levels_of(grade: Grade) -> tuple[ApprovalLevel, ...]:
    """The levels that may approve `grade`, in the scheme's order; the first is the usual one."""
    return tuple(LEVEL_OF_APPROVER[approver] for approver in grade.approvers)


def grades_at(scheme: GradeScheme, level: ApprovalLevel) -> tuple[str, ...]:
    """The grade ids that are approved at `level`."""
    return tuple(grade.id for grade in scheme.grades if level in levels_of(grade))


def require_criteria(grade: Grade, ticked: Collection[str]) -> None:
    """Refuse a grade that asks for every criterion while one is not ticked.

    Raises:
        CriteriaOpen: How many are open.
    """
    missing = [criterion.id for criterion in grade.criteria if criterion.id not in ticked]
    if grade.every_criterion and missing:
        raise CriteriaOpen(grade.zh, len(missing))


def require_level(grade: Grade, level: ApprovalLevel) -> None:
    """Refuse a grade that is not approved at `level`; the chief also decides what a deputy may.

    Raises:
        GradeAboveLevel: Whose it is.
    """
    allowed = levels_of(grade)
    if level is ApprovalLevel.DEPUTY and level not in allowed:
        raise GradeAboveLevel(grade.zh, allowed[0])
