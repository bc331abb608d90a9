"""What is filled in to begin a round (新建轮次表单)."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from review.rounds.models import KIND_NAMES, RoundKind
from review.rounds.sections import Basics
from review.web.forms.base import PageForm
from review.web.forms.plan import offered


class StartForm(PageForm):
    """Name, basis, kind and organising office of a new round. Everything else belongs to the plan."""

    unit = SelectField(_("组织单位"), [InputRequired(_("请选择组织单位。"))])
    name = StringField(
        _("轮次名称"),
        [InputRequired(_("请填写轮次名称。")), Length(max=120, message=_("名称不超过 120 字。"))],
    )
    basis = StringField(_("依据文件"), [Length(max=300, message=_("依据文件不超过 300 字。"))])
    kind = RadioField(
        _("评查类型"),
        choices=offered((kind.value, _(words)) for kind, words in KIND_NAMES.items()),
        default=RoundKind.ROUTINE.value,
    )

    def basics(self) -> Basics:
        """The first section of the plan, as filled in."""
        return Basics(self.name.data or "", self.basis.data or "", RoundKind(self.kind.data))
