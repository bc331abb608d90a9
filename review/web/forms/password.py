"""What is filled in to change a password (修改密码表单)."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from review.people.passwords import LONGEST
from review.web.forms.base import PageForm


class PasswordForm(PageForm):
    """The old password once, the new one twice. Whether it is strong enough, the room says."""

    old = PasswordField(_("原密码"), [InputRequired(_("请填写原密码。")), Length(max=200)])
    new = PasswordField(_("新密码"), [InputRequired(_("请填写新密码。")), Length(max=LONGEST + 72)])
    again = PasswordField(
        _("再次输入新密码"),
        [InputRequired(_("请再次输入新密码。")), EqualTo("new", _("两次输入的新密码不一致。请重新输入。"))],
    )
