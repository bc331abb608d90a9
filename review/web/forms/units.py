"""What is filled in about units (机构表单)."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from review.people.actions_units import LEVEL_NAMES
from review.people.models import Level
from review.web.forms.base import PageForm, choice


class UnitForm(PageForm):
    """A unit's name and region."""

    name = StringField(_("院名称"), [InputRequired(_("请填写院名称。")), Length(max=120)])
    region_code = StringField(_("地区代码"), [InputRequired(_("请填写地区代码。")), Length(max=40)])
    region_name = StringField(_("地区名称"), [Length(max=120)])
    active = BooleanField(_("在用"), default=True)


class NewUnitForm(UnitForm):
    """A new unit also has a code, a level, and a unit above; these stay for good."""

    code = StringField(_("院代码"), [InputRequired(_("请填写院代码。")), Length(max=40)])
    level = SelectField(
        _("级别"),
        choices=[choice(level.value, _(LEVEL_NAMES[level])) for level in Level],
        default="county",
    )
    parent = SelectField(_("上级院"))


class DepartmentForm(PageForm):
    """A department of a unit."""

    code = StringField(_("部门代码"), [InputRequired(_("请填写部门代码。")), Length(max=40)])
    name = StringField(_("部门名称"), [InputRequired(_("请填写部门名称。")), Length(max=120)])
