"""Word documents: British English on A4, with real headings, tables whose header repeats, links and page numbers.

What python-docx has no word for is written into the document's XML here and nowhere else. The order of the elements
is that of ECMA-376, part 1, section 17: Word refuses a document in which it differs.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Sequence

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE = "en-GB"
FONT = "Arial"
NAVY, LINK, SHADE = RGBColor(0x1D, 0x35, 0x57), RGBColor(0x17, 0x59, 0x9C), "F2F5F9"
WIDTH, MARGIN = 210, 16  # millimetres, of A4
LONGEST_PROPERTY = 255  # characters; the form allows no more
FIRST_YEAR = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)  # a zip file knows no earlier day

# Size and space before and after, in points; space is made by styles and never by empty paragraphs.
STYLES = {
    "Normal": (10, 0, 4),
    "Heading 1": (18, 0, 2),
    "Heading 2": (13, 12, 3),
    "Subtitle": (11, 0, 2),
    "Caption": (9, 6, 2),
    "Footer": (8, 0, 0),
    "List Bullet": (10, 0, 2),
}
# Our own, for the words in tables: smaller, with hardly any space.
IN_TABLES = {"Table Text": 9, "Table Note": 8}
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """A text without what XML cannot hold."""
    return _UNWRITABLE.sub("", text)


class Word:
    """A document that is being written."""

    def __init__(self, title: str, subject: str, author: str, at: datetime.datetime) -> None:
        self.at = max(at.astimezone(datetime.UTC), FIRST_YEAR)
        self.document = docx.Document()
        self._set_page()
        self._set_styles()
        self._set_language()
        self._describe(title, subject, author)

    def _set_page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(WIDTH), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
        section.header_distance = section.footer_distance = Mm(8)

    def _set_styles(self) -> None:
        styles = self.document.styles
        for name, (size, before, after) in STYLES.items():
            style = styles[name]
            fonts = style.element.find(f".//{qn('w:rFonts')}")
            if fonts is not None:  # the theme's fonts would go before ours
                fonts.getparent().remove(fonts)
            style.font.size = Pt(size)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            style.paragraph_format.line_spacing = 1.08
            if name not in ("Normal", "Footer", "List Bullet"):
                style.font.color.rgb = NAVY
                style.font.italic = False
            if name == "Caption":
                style.paragraph_format.keep_with_next = True
        for name, small in IN_TABLES.items():
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.font.size = Pt(small)
            style.paragraph_format.space_after = Pt(1)
            style.paragraph_format.line_spacing = 1.0
        link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        link.font.color.rgb, link.font.underline = LINK, True

    def _set_language(self) -> None:
        defaults = self.document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
        defaults.find(qn("w:lang")).set(qn("w:val"), LANGUAGE)
        fonts = defaults.find(qn("w:rFonts"))
        fonts.attrib.clear()
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{name}"), FONT)
        self.document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)

    def _describe(self, title: str, subject: str, author: str) -> None:
        package = self.document.part.package
        for key, relation in list(package.rels.items()):
            if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # a picture of the empty document that this began as
                del package.rels[key]
        known = self.document.core_properties
        known.title, known.subject = writable(title)[:LONGEST_PROPERTY], writable(subject)[:LONGEST_PROPERTY]
        known.author, known.last_modified_by, known.comments = author, author, ""
        known.language, known.revision = LANGUAGE, 1
        known.created = known.modified = self.at.replace(tzinfo=None)

    def heading(self, text: str, level: int) -> None:
        self.document.add_heading(writable(text), level)

    def paragraph(self, text: str = "", style: str = "Normal") -> Paragraph:
        return self.document.add_paragraph(writable(text), style)

    def link(self, paragraph: Paragraph, text: str, url: str) -> None:
        """Add a link at the end of a paragraph."""
        relation = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        run = paragraph.add_run(writable(text), style="Hyperlink")
        link.append(run._r)
        paragraph._p.append(link)

    def picture(self, png: bytes, alternative: str, height: float) -> None:
        """Add a picture over the whole width; `alternative` says the same in words. Height in millimetres."""
        shape = self.document.add_picture(io.BytesIO(png), Mm(WIDTH - 2 * MARGIN), Mm(height))
        properties = shape._inline.docPr
        properties.set("descr", writable(alternative))

    def table(self, caption: str, alternative: str, columns: Sequence[str], shares: Sequence[int], rows: int) -> "Rows":
        """Add a table with a caption above it; its header row repeats on every sheet. `shares` are out of 100.

        Its cells are filled through what is returned.
        """
        self.paragraph(caption, "Caption")
        table = self.document.add_table(rows + 1, len(columns), "Table Grid")
        table.autofit = False
        properties = table._tbl.tblPr
        look = properties.find(qn("w:tblLook"))
        if look is None:
            look = OxmlElement("w:tblLook")
            properties.append(look)
        look.attrib.clear()
        for name, value in {"val": "00A0", "firstRow": "1", "firstColumn": "1", "noVBand": "1"}.items():
            look.set(qn(f"w:{name}"), value)
        for name, text in {"tblCaption": caption, "tblDescription": alternative}.items():
            told = OxmlElement(f"w:{name}")
            told.set(qn("w:val"), writable(text))
            properties.append(told)
        # Asked for once: python-docx looks through the whole table for each cell.
        cells = [list(row.cells) for row in table.rows]
        widths = [Mm((WIDTH - 2 * MARGIN) * share / 100) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row, its_cells in zip(table.rows, cells, strict=True):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(its_cells, widths, strict=True):
                cell.width = width
                cell.paragraphs[0].style = "Table Text"
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, text in zip(cells[0], columns, strict=True):
            cell.paragraphs[0].add_run(writable(text)).bold = True
            shade = OxmlElement("w:shd")
            for name, value in {"val": "clear", "color": "auto", "fill": SHADE}.items():
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)
        return Rows(self, cells[1:])

    def footer(self, text: str, page: str, of: str) -> None:
        """A line at the foot of every sheet: the text, and “page 1 of 3” in the words given."""
        line = self.document.sections[0].footer.paragraphs[0]
        line.add_run(f"{writable(text)} · {page} ")
        for field, after in (("PAGE", f" {of} "), ("NUMPAGES", "")):
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), field)
            run = OxmlElement("w:r")
            shown = OxmlElement("w:t")
            shown.text = "1"
            run.append(shown)
            simple.append(run)
            line._p.append(simple)
            if after:
                line.add_run(after)

    def bytes(self) -> bytes:
        """The file. The same document gives the same bytes whenever it is written."""
        made, fixed = io.BytesIO(), io.BytesIO()
        self.document.save(made)
        when = self.at.timetuple()[:6]
        with zipfile.ZipFile(made) as read, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as write:
            for name in read.namelist():
                write.writestr(zipfile.ZipInfo(name, when), read.read(name), zipfile.ZIP_DEFLATED)
        return fixed.getvalue()


class Rows:
    """The cells of a table below its header."""

    def __init__(self, word: Word, cells: list[list[_Cell]]) -> None:
        self.word, self.cells = word, cells

    def fill(self, row: int, column: int, text: str, url: str = "", note: str = "") -> None:
        """Write a cell: words or a link, and a remark in a paragraph below."""
        cell = self.cells[row][column]
        first = cell.paragraphs[0]
        if url:
            self.word.link(first, text, url)
        else:
            first.add_run(writable(text))
        if note:
            cell.add_paragraph(writable(note), "Table Note")
