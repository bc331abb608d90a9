"""What is filled in about people, accounts and roles (人员表单)."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from review.people.actions_accounts import DISABLED_WHY_NAMES, DisabledWhy
from review.people.actions_people import CAPACITY_MOST
from review.people.roles import ESTATE_NAMES, Estate
from review.web.forms.base import PageForm, choice


class PersonForm(PageForm):
    """What is known of a person."""

    name = StringField(_("姓名"), [InputRequired(_("请填写姓名。")), Length(max=60)])
    unit = SelectField(_("所在院"))
    department = SelectField(_("部门"))
    rank = StringField(_("职务"), [Length(max=60)])
    specialities = SelectMultipleField(
        _("评查专长"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    capacity = IntegerField(
        _("每轮评查上限（件）"),
        [
            InputRequired(_("请填写 1 至 500 的整数。")),
            NumberRange(1, CAPACITY_MOST, _("请填写 1 至 500 的整数。")),
        ],
        default=30,
    )
    active = BooleanField(_("在职"), default=True)


class NewPersonForm(PersonForm):
    """A new person also has a number and an estate, for good; an account if wanted."""

    staff_no = StringField(_("工号"), [InputRequired(_("请填写工号。")), Length(max=40)])
    estate = SelectField(
        _("岗位类别"),
        choices=[choice(one.value, _(ESTATE_NAMES[one])) for one in Estate],
        default="business",
    )
    account = BooleanField(_("同时开设账号"), default=True)


class DisableForm(PageForm):
    """Why an account is disabled."""

    why = SelectField(
        _("停用原因"), choices=[choice(why.value, _(DISABLED_WHY_NAMES[why])) for why in DisabledWhy]
    )


class GrantForm(PageForm):
    """A role over a subtree."""

    role = SelectField(_("角色"))
    unit = SelectField(_("管辖范围"))


class ListForm(PageForm):
    """A list to take in."""

    file = FileField(_("文件"), [FileRequired(_("请选择要导入的文件。"))])
