"""What is filled in at the first run (首次启用表单)."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from review.people.actions_units import LEVEL_NAMES
from review.people.models import Level
from review.web.forms.base import PageForm, choice


class FirstRunForm(PageForm):
    """The top unit, and the three administrators."""

    unit_name = StringField(_("院名称"), [InputRequired(_("请填写院名称。")), Length(max=120)])
    unit_code = StringField(_("院代码"), [InputRequired(_("请填写院代码。")), Length(max=40)])
    level = SelectField(
        _("级别"),
        choices=[choice(level.value, _(LEVEL_NAMES[level])) for level in Level],
        default="province",
    )
    region_name = StringField(_("所在地区"), [InputRequired(_("请填写所在地区。")), Length(max=120)])
    system_no = StringField(_("系统管理员工号"), [InputRequired(_("请填写工号。")), Length(max=40)])
    system_name = StringField(_("系统管理员姓名"), [InputRequired(_("请填写姓名。")), Length(max=60)])
    security_no = StringField(_("安全管理员工号"), [InputRequired(_("请填写工号。")), Length(max=40)])
    security_name = StringField(_("安全管理员姓名"), [InputRequired(_("请填写姓名。")), Length(max=60)])
    auditor_no = StringField(_("审计管理员工号"), [InputRequired(_("请填写工号。")), Length(max=40)])
    auditor_name = StringField(_("审计管理员姓名"), [InputRequired(_("请填写姓名。")), Length(max=60)])
