"""What is filled in to sign in (登录表单)."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from review.web.forms.base import PageForm


class SignInForm(PageForm):
    """Staff number and password; `next` is the page that was asked for."""

    staff_no = StringField(_("工号"), [InputRequired(_("请填写工号。")), Length(max=40)])
    password = PasswordField(_("密码"), [InputRequired(_("请填写密码。")), Length(max=200)])
    next = HiddenField()
