"""What the leader and the approver fill in (审核、审批表单): shape only; what may be done, `grading` decides."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from review.web.forms.base import PageForm, choice

LONGEST = 2000
"""Characters of a reason or opinion."""


class VersionedForm(PageForm):
    """A form that names the version of the conclusion it saw."""

    version = IntegerField(validators=[InputRequired(), NumberRange(1)])


class WhyForm(VersionedForm):
    """A reason, such as for dropping a finding or calling a further reviewer."""

    why = TextAreaField(
        _l("理由"), [InputRequired(_l("请填写理由。")), Length(max=LONGEST, message=_l("最多 2000 字。"))]
    )


class SeverityForm(WhyForm):
    """Another severity, with the reason."""

    severity = StringField(_l("严重程度"), [InputRequired(_l("请选择严重程度。")), Length(max=20)])


class AdoptForm(VersionedForm):
    """Which reviewer's problem is adopted: by slot and rule."""

    slot = IntegerField(validators=[InputRequired(), NumberRange(0, 2)])
    rule = HiddenField(validators=[InputRequired(), Length(max=40)])


class GradeForm(VersionedForm):
    """A grade with its ticked criteria; ticks are named `grade.criterion`."""

    grade = RadioField(_l("拟定等次"), [InputRequired(_l("请选择等次。"))], choices=[], validate_choice=False)
    criteria = SelectMultipleField(_l("等次条件"), [Optional()], choices=[], validate_choice=False)

    @property
    def ticked(self) -> list[str]:
        """The criteria of the chosen grade that are ticked."""
        pairs = (value.partition(".") for value in self.criteria.data or [])
        return [criterion for grade, _, criterion in pairs if grade == self.grade.data]


class CheckForm(GradeForm):
    """The leader agrees and proposes a grade."""

    opinion = TextAreaField(_l("审核意见"), [Optional(), Length(max=LONGEST, message=_l("最多 2000 字。"))])


OUTCOMES = {
    "withdraw": _l("采纳，撤销该问题"),
    "severity": _l("部分采纳，改定严重程度"),
    "reject": _l("不采纳，维持原认定"),
}
"""What may become of an objection."""


class ObjectionForm(VersionedForm):
    """The leader's answer to one objection. outcome: withdraw | severity | reject."""

    outcome = RadioField(
        _l("处理结果"),
        [InputRequired(_l("请选择处理结果。"))],
        choices=[choice(value, words) for value, words in OUTCOMES.items()],
    )
    severity = StringField(_l("严重程度"), [Optional(), Length(max=20)])
    answer = TextAreaField(
        _l("答复理由"),
        [InputRequired(_l("请填写答复理由。")), Length(max=LONGEST, message=_l("最多 2000 字。"))],
    )


class ApprovalForm(GradeForm):
    """The approver decides."""

    grade = RadioField(_l("定为"), [InputRequired(_l("请选择等次。"))], choices=[], validate_choice=False)

    committee = BooleanField(_l("经检察委员会讨论决定"))
    reason = TextAreaField(_l("审批意见"), [Optional(), Length(max=LONGEST, message=_l("最多 2000 字。"))])
