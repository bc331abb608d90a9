"""What is filled in to bring a file in (导入表单)."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from review.cases.mapping_file import LONGEST
from review.web.forms.base import PageForm, choice

WAYS = (
    choice("standard", _("标准数据包：表名和列名与导入模板一致")),
    choice("suggest", _("其他系统导出的文件：按列名自动匹配，核对后再检查")),
    choice("saved", _("使用已有的映射")),
    choice("written", _("粘贴映射文件（YAML）")),
)


class FileForm(PageForm):
    """A file, for which office, and which of its columns means what."""

    file = FileField(_("文件"), [FileRequired(_("请选择要导入的文件。"))])
    unit = SelectField(_("导入单位"))
    way = RadioField(_("文件的列与系统项目怎样对应"), choices=WAYS, default="standard")
    saved = SelectField(_("已有的映射"), [Optional()], validate_choice=False)
    written = TextAreaField(_("映射文件内容"), [Length(max=LONGEST, message=_("映射文件太长。"))])


class MappingForm(PageForm):
    """A mapping, as text."""

    mapping = TextAreaField(
        _("映射（YAML）"),
        [Length(max=LONGEST, message=_("映射文件太长。"))],
        render_kw={"spellcheck": "false"},
    )
