"""What is said of a correction (整改表单): shape only."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from review.web.forms.base import PageForm


class MoveForm(PageForm):
    """What was done, or why it is given back; `version` is the one the page had."""

    version = IntegerField(validators=[InputRequired(), NumberRange(1)])
    text = TextAreaField(_l("整改情况"), [Optional(), Length(max=2000, message=_l("最多 2000 字。"))])
