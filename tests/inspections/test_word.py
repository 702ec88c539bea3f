"""A Word document as python-docx reads it back: language, paper, headings, tables, links, pictures, the same bytes."""

import datetime
import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from inspections.headline import HeadlineStatus
from inspections.reading.charts.status_bar import status_bar
from inspections.reading.paper.picture import png
from inspections.word import Word, writable

pytestmark = pytest.mark.once

AT = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)


def written(title: str = "A title", at: datetime.datetime = AT) -> bytes:
    word = Word(title, "A subject", "The register", at)
    word.heading("A title", 1)
    word.heading("A section", 2)
    rows = word.table("Two rows", "What the two rows say.", ["Item", "Status"], [70, 30], 2)
    rows.fill(0, 0, "ref-1", "https://example.org/ref-1/?a=1&b=2", "Do it.")
    rows.fill(0, 1, "Under way")
    rows.fill(1, 0, "ref-2")
    rows.fill(1, 1, "Planned")
    bar = status_bar("x", {HeadlineStatus.PLANNED: 1}, "1 item", lambda status: "")
    word.picture(png(bar["segments"]), "Planned: 1 (100%)", 10)
    word.footer("A title", "page", "of")
    return word.bytes()


def read(file: bytes):
    return docx.Document(io.BytesIO(file))


def test_it_is_british_english_on_a4_and_says_what_it_is():
    document = read(written())
    section, known = document.sections[0], document.core_properties
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} - {None}
    assert languages == {"en-GB"}
    assert (known.title, known.subject, known.author, known.language) == (
        "A title", "A subject", "The register", "en-GB",
    )  # fmt: skip
    assert known.created.replace(tzinfo=datetime.UTC) == known.modified.replace(tzinfo=datetime.UTC) == AT
    assert "python-docx" not in known.comments


def test_its_headings_are_headings():
    headings = [(p.style.name, p.text) for p in read(written()).paragraphs if p.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "A title"), ("Heading 2", "A section")]


def test_a_table_has_a_header_row_that_repeats_and_words_instead_of_it():
    (table,) = read(written()).tables
    header, *rest = table.rows
    assert [cell.text for cell in header.cells] == ["Item", "Status"]
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rest)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    properties = table._tbl.tblPr
    assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == "Two rows"
    assert properties.find(qn("w:tblDescription")).get(qn("w:val")) == "What the two rows say."
    assert properties.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
    names = [child.tag for child in properties]
    order = ["tblStyle", "tblW", "tblLayout", "tblLook", "tblCaption", "tblDescription"]
    assert [name for name in names if name in map(qn, (f"w:{each}" for each in order))] == [
        qn(f"w:{each}") for each in order
    ]
    assert [column.width.mm for column in table.columns] == pytest.approx([124.6, 53.4], abs=0.1)


def test_a_link_is_a_link():
    (table,) = read(written()).tables
    (link,) = table.cell(1, 0).paragraphs[0].hyperlinks
    assert (link.text, link.url) == ("ref-1", "https://example.org/ref-1/?a=1&b=2")
    assert table.cell(1, 0).paragraphs[1].text == "Do it."


def test_a_picture_says_the_same_in_words():
    (shape,) = read(written()).inline_shapes
    assert shape._inline.docPr.get("descr") == "Planned: 1 (100%)"


def test_no_paragraph_is_empty_and_every_sheet_has_its_number():
    document = read(written())
    drawn = [len(p._p.findall(f".//{qn('w:drawing')}")) for p in document.paragraphs if not p.text.strip()]
    assert drawn == [1]
    footer = document.sections[0].footer._element
    assert [each.get(qn("w:instr")) for each in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_the_same_document_is_the_same_bytes_whenever_it_is_written(monkeypatch):
    first = written()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (AT + datetime.timedelta(days=3000)).timetuple())
    assert written() == first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {info.date_time for info in file.infolist()} == {(2026, 11, 22, 9, 30, 0)}
        assert file.testzip() is None
        assert not [name for name in file.namelist() if "thumbnail" in name]


def test_a_time_before_zip_files_and_a_title_without_end_are_no_error():
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    known = read(written(at=epoch, title="x" * 300)).core_properties
    assert known.created.year == 1980
    assert len(known.title) == 255


def test_what_xml_cannot_hold_is_left_out():
    assert writable("a\x00b\x0bc\ud800d\n\te🚓") == "abcd\n\te🚓"
