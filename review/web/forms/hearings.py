"""What the handler replies, and what an officer records for them (反馈表单): shape only."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from review.feedback.models import Stance
from review.web.forms.base import PageForm

STANCES = tuple(stance.value for stance in Stance)


class ReplyForm(PageForm):
    """What the handler says of one finding; `version` is the one the page had, 0 for none yet."""

    version = IntegerField(validators=[InputRequired(), NumberRange(0)])
    stance = StringField(_l("意见"), [AnyOf(STANCES)])
    reason = TextAreaField(_l("理由"), [Optional(), Length(max=2000)])


class BehalfForm(PageForm):
    """The proof of what is recorded on the handler's behalf; the stances come beside it, one per finding."""

    note = TextAreaField(
        _l("代为记录的依据"),
        [InputRequired(_l("请写明依据。")), Length(max=500, message=_l("最多 500 字。"))],
    )


class PublicationForm(PageForm):
    """A remark that is kept with the publication."""

    note = StringField(_l("备注"), [Optional(), Length(max=300, message=_l("最多 300 字。"))])
