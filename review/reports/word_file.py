"""A paper → a Word document in the official style (公文格式): fonts, sizes and margins of GB/T 9704-2012.

Title 小标宋 二号 centred, body 仿宋 三号 with two characters' indent, headings 黑体 and 楷体, margins 37/35/28/26 mm,
table heads repeated on every page. Equal content gives equal bytes, and the properties name nobody.
"""

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from review.reports.paper import Block, Facts, Grid, Heading, Paper, Para, Quote
from review.reports.workbook import AUTHOR, MADE

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
SECOND, THIRD, FIFTH = Pt(22), Pt(16), Pt(10.5)
"""二号, 三号, 五号."""
LINE = Pt(28)
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The moment every part of the file bears."""


def as_docx(paper: Paper, *, mark: str) -> bytes:
    """The document as bytes; `mark` says in the foot of every page who exported it and when."""
    document = Document()
    _prepare(document, paper.title, mark)
    _line(document, paper.title, SONG, SECOND, WD_ALIGN_PARAGRAPH.CENTER, after=Pt(8), spacing=Pt(36))
    for line in paper.lines:
        _line(document, line, KAI, THIRD, WD_ALIGN_PARAGRAPH.CENTER)
    for block in paper.blocks:
        _add(document, block)
    file = io.BytesIO()
    document.save(file)
    return _with_fixed_times(file.getvalue())


def _prepare(document: Any, title: str, mark: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.size = THIRD
    _face(normal, FANG)
    about = document.core_properties
    about.author = about.last_modified_by = AUTHOR
    about.title, about.comments, about.keywords, about.subject = title, "", "", ""
    about.created = about.modified = MADE.replace(tzinfo=None)
    about.revision = 1
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, "— ", FANG, FIFTH)
    _field(foot, "PAGE")
    _run(foot, " —", FANG, FIFTH)
    below = section.footer.add_paragraph()
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(below, mark, FANG, Pt(9)).font.color.rgb = RGBColor(0x5B, 0x64, 0x72)


def _add(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        face = HEI if block.level == 1 else KAI
        _line(document, block.text, face, THIRD, indent=True, keep=True)
    elif isinstance(block, Para):
        _line(document, block.text, FANG, THIRD, indent=True)
    elif isinstance(block, Quote):
        words = f"“{block.text}”（{block.source}）" if block.source else f"“{block.text}”"
        _line(document, words, KAI, THIRD, indent=True)
    elif isinstance(block, Facts):
        _table(document, (), block.pairs, frozenset())
    else:
        _grid(document, block)


def _grid(document: Any, grid: Grid) -> None:
    _line(document, grid.caption, HEI, Pt(12), WD_ALIGN_PARAGRAPH.CENTER, keep=True)
    _table(document, grid.head, grid.rows, grid.numbers)


def _table(
    document: Any, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numbers: frozenset[int]
) -> None:
    width = len(head) or len(rows[0])
    table = document.add_table(rows=0, cols=width, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    if head:
        first = table.add_row()
        first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        _fill(first.cells, head, HEI, frozenset(), centred=True)
    for row in rows:
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _fill(line.cells, row, FANG, numbers)
    _line(document, "", FANG, Pt(6), spacing=Pt(8))


def _fill(
    cells: Any, words: tuple[str, ...], face: str, numbers: frozenset[int], *, centred: bool = False
) -> None:
    for place, (cell, text) in enumerate(zip(cells, words, strict=True)):
        paragraph = cell.paragraphs[0]
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif place in numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(paragraph, text, face, FIFTH)


def _line(
    document: Any,
    text: str,
    face: str,
    size: Any,
    alignment: Any = None,
    *,
    indent: bool = False,
    keep: bool = False,
    after: Any = None,
    spacing: Any = LINE,
) -> None:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(0), after or Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, spacing
    form.keep_with_next = keep
    if alignment is not None:
        paragraph.alignment = alignment
    if indent:
        ind = paragraph._p.get_or_add_pPr().get_or_add_ind()
        ind.set(qn("w:firstLineChars"), "200")
        ind.set(qn("w:firstLine"), str(int(size.pt * 2 * 20)))
    _run(paragraph, text, face, size)


def _run(paragraph: Any, text: str, face: str, size: Any) -> Any:
    run = paragraph.add_run(text)
    run.font.size = size
    _face(run, face)
    return run


def _face(styled: Any, face: str) -> None:
    """A Chinese font stands in `eastAsia`; without it Word takes its own."""
    styled.font.name = face
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), face)


def _field(paragraph: Any, code: str) -> None:
    run = _run(paragraph, "", FANG, FIFTH)
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _with_fixed_times(packed: bytes) -> bytes:
    """The same file, every part dated alike."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for part in made.infolist():
            entry = zipfile.ZipInfo(part.filename, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, made.read(part.filename))
    return file.getvalue()
