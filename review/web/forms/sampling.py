"""What the officer fills in to set the seed (种子表单)."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from review.sampling.seeds import LONGEST_PHRASE
from review.web.forms.base import PageForm


class SeedForm(PageForm):
    """The officer's phrase; the system's was fixed at the freeze."""

    phrase = StringField(
        _("种子短语"),
        [
            InputRequired(_("请填写种子短语。")),
            Length(max=LONGEST_PHRASE, message=_("种子短语不超过 200 字。")),
        ],
    )
