"""The paper as a Word document: the same sections, tables and words as its page."""

import datetime
from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspections.reading.citing import Citation
from inspections.reading.paper.parts import Paper, Section, Table
from inspections.reading.paper.picture import png
from inspections.word import Word

BAR = 10  # millimetres high

Whole = Callable[[str], str]


def as_word(paper: Paper, citation: Citation, at: datetime.datetime, whole: Whole) -> bytes:
    """The file. `at` is the time of the edition, `whole` makes a whole address."""
    register = _("Inspection recommendations")
    word = Word(paper.title, _("Paper for a committee, %(period)s") % {"period": paper.period}, register, at)
    word.heading(paper.title, 1)
    word.paragraph(_("Paper for a committee, %(period)s") % {"period": paper.period}, "Subtitle")
    day = {"day": date_format(paper.until, "DATE_FORMAT")}
    word.paragraph(" ".join(filter(None, [_("The record as at %(day)s.") % day, paper.scope])))
    if paper.empty:
        word.paragraph(paper.empty)
    for section in paper.sections:
        _write(word, section, whole)
    word.heading(_("What the words mean"), 2)
    for line in paper.words:
        word.paragraph(line, "List Bullet")
    word.heading(_("How to cite this paper"), 2)
    cited = word.paragraph(f"{citation.words}, ")
    word.link(cited, citation.address, citation.address)
    word.footer(f"{paper.title} · {paper.period}", _("page"), _("of"))
    return word.bytes()


def _write(word: Word, section: Section, whole: Whole) -> None:
    word.heading(section.heading, 2)
    if section.said:
        word.paragraph(" ".join(section.said))
    if section.bar:
        parts = [f"{s.status.label}: {s.count:,} ({s.percent})" for s in section.bar["segments"]]
        described = _("Bar of how %(items)s stand. %(parts)s.")
        word.picture(
            png(section.bar["segments"]),
            described % {"items": section.bar["noun_label"], "parts": "; ".join(parts)},
            BAR,
        )
    for table in section.tables:
        _write_table(word, table, whole)


def _write_table(word: Word, table: Table, whole: Whole) -> None:
    alternative = _("%(caption)s. Columns: %(columns)s.")
    columns = {"caption": table.caption, "columns": ", ".join(table.columns)}
    rows = word.table(table.caption, alternative % columns, table.columns, table.shares, len(table.rows))
    for number, cells in enumerate(table.rows):
        for place, cell in enumerate(cells):
            rows.fill(number, place, cell.text, whole(cell.url) if cell.url else "", cell.note)
    if table.rest:
        word.link(word.paragraph(f"{table.rest} "), table.where, whole(table.url))
