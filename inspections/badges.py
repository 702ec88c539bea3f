"""Badges: how what inspectors asked for stands, in one line that another site can show as a picture."""

import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspections.headline import CLOSED_STATUSES, HeadlineStatus
from inspections.models import Body, Inspection, Recommendation
from inspections.models.withdrawal import Withdrawable

LONGEST_LABEL = 40  # characters
SIZE = 12  # of the letters, in units of the picture
PADDING = 8
HEIGHT = 24

# How wide letters are, in thousandths of their size: those of Helvetica, to which Arial and Liberation Sans are cut.
# Source: Adobe's font metrics for Helvetica. What is not here, a letter of another script, counts as a wide one.
_WIDTHS = {
    222: "ijl'’‘",
    278: " !,./:;I[]ft·",
    333: "()-r“”",
    389: "*",
    500: "Jcksvxyz",
    556: "#$0123456789?Labdeghnopqu_–",
    584: "+<=>",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "…—",
}
WIDTHS = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
WIDEST = 1000


def text_width(text: str) -> int:
    """How wide a text is in a sans serif of SIZE, in units of the picture. An accent adds nothing."""
    letters = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return round(sum(WIDTHS.get(letter, WIDEST) for letter in letters) * SIZE / 1000)


@dataclass(frozen=True)
class Badge:
    """One line about one thing on one day. `text` says in full what the picture shows, for who does not see it."""

    label: str
    message: str
    text: str
    counts: Mapping[str, int]
    day: datetime.date

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def confirmed(self) -> int:
        return self.counts.get(HeadlineStatus.CONFIRMED_COMPLETE, 0)

    @property
    def open(self) -> int:
        return self.total - sum(self.counts.get(status, 0) for status in CLOSED_STATUSES)

    @property
    def dated(self) -> str:
        """ "12 of 31 confirmed complete · 3 May 2026"."""
        return f"{self.message} · {date_format(self.day, 'DATE_FORMAT')}"

    def boxes(self) -> dict[str, Any]:
        """Where everything stands in the picture, for embed/badge.svg.jinja."""
        left, right = text_width(self.label), text_width(self.dated)
        return {
            "height": HEIGHT,
            "width": left + right + 4 * PADDING,
            "split": left + 2 * PADDING,
            "edge": right + 2 * PADDING - 3,
            "label_at": PADDING,
            "label_length": left,
            "message_at": left + 3 * PADDING,
            "message_length": right,
            "size": SIZE,
        }


def _shortened(text: str) -> str:
    return f"{text[: LONGEST_LABEL - 1].rstrip()}…" if len(text) > LONGEST_LABEL else text


def _message(counts: Mapping[str, int], gone: bool) -> str:
    """What is said of these items: of a single one its status, of several how many are confirmed complete."""
    total = sum(counts.values())
    if gone:
        return _("Withdrawn")
    if not total:
        return _("No items on the record")
    if total == 1:
        return str(HeadlineStatus(next(iter(counts))).label)
    done = f"{counts.get(HeadlineStatus.CONFIRMED_COMPLETE, 0):,}"
    return _("%(done)s of %(total)s confirmed complete") % {"done": done, "total": f"{total:,}"}


def badge_of(thing: Body | Inspection | Recommendation, counts: Mapping[str, int], on: datetime.date) -> Badge:
    """The badge of a body, an inspection or a recommendation; `counts` are its public items by status on the day."""
    gone = isinstance(thing, Recommendation) and thing.withdrawal(on) is not None
    gone = gone or (isinstance(thing, Withdrawable) and thing.is_withdrawn(on))
    if isinstance(thing, Body):
        label, name = thing.label, thing.name
    elif isinstance(thing, Inspection):
        label = name = thing.title
    else:
        label = name = _("%(inspection)s, %(number)s") % {"inspection": thing.inspection.title, "number": thing.number}
    message = _message(counts, gone)
    text = _("%(name)s: %(message)s, as at %(day)s.")
    if sum(counts.values()) > 1:
        text = _("%(name)s: %(message)s, as at %(day)s. Counted are items: one recommendation to one body.")
    words = {"name": name, "message": message, "day": date_format(on, "DATE_FORMAT")}
    return Badge(_shortened(label), message, text % words, counts, on)
