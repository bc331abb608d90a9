"""What a reviewer fills in (评查表单): shape only; what may be said, `scoring` decides."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from review.errors import N_
from review.scoring.answering import LONGEST_QUOTE, LONGEST_REASON, Anchor, Said
from review.scoring.completeness import Summary
from review.scoring.models import Result
from review.web.forms.base import PageForm

RESULTS = ("", *(result.value for result in Result))


def plain(text: str | None) -> str:
    """A text as it is kept: line ends as LF, nothing around it."""
    return (text or "").replace("\r\n", "\n").strip()


class AnchorForm(PageForm):
    """Where in the dossier."""

    document = StringField(_l("文书"), [Optional(), Length(max=22)])
    page = IntegerField(_l("页码"), [Optional(), NumberRange(1, 99999)])
    quote = StringField(_l("引文"), [Optional(), Length(max=LONGEST_QUOTE)])

    @property
    def anchor(self) -> Anchor:
        """The place that was pointed at."""
        return Anchor(self.document.data or "", self.page.data, plain(self.quote.data))


class AnswerForm(AnchorForm):
    """What is said of one item; `version` is the one the page had."""

    version = IntegerField(validators=[InputRequired(), NumberRange(0)])
    result = StringField(_l("评查结果"), [AnyOf(RESULTS)])
    severity = StringField(_l("严重程度"), [Optional(), Length(max=20)])
    deduction = DecimalField(_l("扣分"), [Optional(), NumberRange(0, 100)])
    reason = TextAreaField(_l("理由"), [Optional(), Length(max=LONGEST_REASON)])
    flagged = BooleanField(_l("标记"))

    @property
    def said(self) -> Said:
        """The answer that was given."""
        given: Decimal | None = self.deduction.data
        return Said(
            result=Result(self.result.data) if self.result.data else None,
            severity=self.severity.data or None,
            deduction=given.quantize(Decimal("0.01")) if given is not None else None,
            reason=plain(self.reason.data),
            anchor=self.anchor,
            flagged=self.flagged.data,
        )


class HighlightForm(AnchorForm):
    """Something done outstandingly well."""

    kind = StringField(_l("亮点类型"), [InputRequired(), Length(max=40)])
    text = TextAreaField(_l("具体内容"), [Optional(), Length(max=LONGEST_REASON)])


class SummaryForm(PageForm):
    """Opinion, proposed grade with its criteria, and the declaration with which it is handed in."""

    version = IntegerField(validators=[InputRequired()])
    opinion = TextAreaField(_l("总体评查意见"), [Optional(), Length(max=10_000)])
    grade = RadioField(_l("拟定等次"), [Optional()], choices=[], validate_choice=False)
    grade_reason = TextAreaField(_l("与建议等次不一致的理由"), [Optional(), Length(max=LONGEST_REASON)])
    criteria = SelectMultipleField(_l("等次条件"), [Optional()], choices=[], validate_choice=False)
    declared = BooleanField(_l("本人已阅看本案材料，独立作出评查意见，与本案无应当回避的情形。"))

    @property
    def summary(self) -> Summary:
        """What was filled in; of the ticks, those of the chosen grade (`grade.criterion`)."""
        grade = self.grade.data or None
        ticked = (value.partition(".") for value in self.criteria.data or [])
        return Summary(
            opinion=plain(self.opinion.data),
            grade=grade,
            grade_reason=plain(self.grade_reason.data),
            criteria=tuple(sorted({criterion for of, _, criterion in ticked if of == grade})),
        )


RELATIONS = (
    ("party", "case", N_("认识本案当事人、辩护人，或者与本案有利害关系")),
    ("took_part", "case", N_("曾参与本案的办理、审批或者讨论")),
    ("handler", "handler", N_("可能认识本案承办人，或者与其有近亲属、师生等关系")),
    ("unit", "unit", N_("曾在本案承办单位工作，或者与该单位有其他关系")),
)
"""What a reviewer can say without knowing who handled the case → how far the conflict reaches."""


class RecusalForm(PageForm):
    """Why the reviewer steps back."""

    relation = RadioField(_l("回避情形"), [InputRequired(_l("请选择回避情形。"))])
    reason = TextAreaField(
        _l("具体情况"), [InputRequired(_l("请写明具体情况。")), Length(max=300, message=_l("最多 300 字。"))]
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.relation.choices = [SelectChoice(name, _(words)) for name, _kind, words in RELATIONS]

    @property
    def kind(self) -> str:
        """How far it reaches: case, handler or unit."""
        return {name: kind for name, kind, _words in RELATIONS}[self.relation.data]
