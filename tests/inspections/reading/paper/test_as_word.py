"""The paper as a Word document: the same sections, rows and words, and a file that another program opens."""

import datetime
import io

import docx
import pytest
from docx.oxml.ns import qn

from inspections.reading.citing import Citation
from inspections.reading.paper import sections
from inspections.reading.paper.as_word import as_word
from inspections.reading.paper.paper import Paper, paper
from tests import make
from tests.harness.office import sheets_of

pytestmark = pytest.mark.django_db

SINCE, UNTIL = datetime.date(2021, 1, 1), datetime.date(2021, 6, 30)
AT = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
CITATION = Citation("A paper", UNTIL, "https://example.org/paper/", "/methodology/", "12")


def full() -> Paper:
    """A paper of which every table is as long as it may be, with long texts."""
    force = make.make_force("northshire", name="Northshire Police")
    pcc = make.make_policing_body(force, "northshire-pcc", start="2012-11")
    text = "Make sure that what was promised is done, " * 6
    positions = ["not-started", "planned", "under-way", "not-accepted", "complete", "no-further-action"]
    for number in range(16):
        inspection = make.make_inspection(
            f"new-{number}", "2021-03-01", [force], title=f"A long title of an inspection of a whole force {number}"
        )
        item = make.make_item(f"late-item-with-a-long-reference-{number}", force, text=text, due_on="2020-02")
        make.make_update(item, positions[number % 6], "2021-03-01")
        claimed = make.make_item(f"claimed-with-a-long-reference-{number}", force, text=text)
        make.make_update(claimed, "says-complete", "2020-03-01", target_on="2020-06")
        make.make_update(claimed, "says-complete", "2021-03-01", target_on="2021-06")
        make.make_update(claimed, "assured", "2021-04-01", by=pcc)
        make.make_item(
            f"asked-with-a-long-reference-{number}", force, text=text, inspection=inspection, due_on="2021-09"
        )
    return paper(force, SINCE, UNTIL)


def whole(path: str) -> str:
    return f"https://example.org{path}"


def read(made: Paper):
    return docx.Document(io.BytesIO(as_word(made, CITATION, AT, whole)))


def test_it_says_what_the_page_says_section_by_section_and_cell_by_cell():
    made = full()
    document = read(made)
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", made.title),
        *[("Heading 2", section.heading) for section in made.sections],
        ("Heading 2", "What the words mean"),
        ("Heading 2", "How to cite this paper"),
    ]
    expected = [table for section in made.sections for table in section.tables]
    assert len(document.tables) == len(expected) == 10
    for table, shown in zip(expected, document.tables, strict=True):
        assert [cell.text for cell in shown.rows[0].cells] == list(table.columns)
        assert shown.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert shown._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")).startswith(table.caption)
        for cells, row in zip(table.rows, shown.rows[1:], strict=True):
            assert [cell.text for cell in row.cells] == ["\n".join(filter(None, [c.text, c.note])) for c in cells]
            links = [link.url for cell in row.cells for p in cell.paragraphs for link in p.hyperlinks]
            assert links == [whole(cell.url) for cell in cells if cell.url]
    text = [p.text for p in document.paragraphs]
    for section in made.sections:
        assert not section.said or " ".join(section.said) in text
    assert [line for line in made.words if line not in text] == []
    assert f"{CITATION.words}, {CITATION.address}" in text
    assert f"{12 - sections.MOST_LATE} more, see all that are past their date" in text  # four of sixteen are closed


def test_its_picture_says_the_same_in_words():
    (shape,) = read(full()).inline_shapes
    described = shape._inline.docPr.get("descr")
    assert described.startswith("Bar of how 48 items stand. No progress published: 16 (33%); Not started: 3 (6%); ")
    assert "Confirmed complete: 2 (4%)" in described


def test_no_paragraph_is_empty():
    document = read(full())
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    empty = [p for p in [*document.paragraphs, *(p for c in cells for p in c.paragraphs)] if not p.text.strip()]
    assert [len(p._p.findall(f".//{qn('w:drawing')}")) for p in empty] == [1]


def test_where_nothing_is_on_record_it_says_so():
    made = paper(make.make_force("quiet", name="Quiet Police"), SINCE, UNTIL)
    document = read(made)
    assert made.empty in [p.text for p in document.paragraphs]
    assert (len(document.tables), len(document.inline_shapes)) == (0, 0)


@pytest.mark.once
@pytest.mark.parametrize("kind", ["full", "quiet"])
def test_libreoffice_opens_it_and_it_fits_on_four_sheets(tmp_path, kind):
    made = full() if kind == "full" else paper(make.make_force("quiet"), SINCE, UNTIL)
    (tmp_path / "paper.docx").write_bytes(as_word(made, CITATION, AT, whole))
    sheets = sheets_of(tmp_path / "paper.docx")
    assert 1 <= sheets <= (4 if kind == "full" else 1)
