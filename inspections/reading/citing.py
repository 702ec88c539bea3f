"""How a page is cited: its permanent address, and one line that says what it is, for which day and in which edition."""

import datetime
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inspections.days import in_words

EDITION = re.compile(r"\d{1,18}(\.\d{1,9})?", re.ASCII)


@dataclass(frozen=True)
class Citation:
    """What somebody needs who cites a page.

    `address` is whole and names the day. `edition` is that in which the page was read. It is empty for a past day: the
    page of a past day must not change only because something new was recorded. `definition` is the address of what the
    words and figures mean.
    """

    title: str
    day: datetime.date
    address: str
    definition: str
    edition: str = ""

    @property
    def words(self) -> str:
        """All of the reference but the address: that stands behind it as a link."""
        said = {"title": " ".join(self.title.split()), "day": in_words(self.day)}
        if self.edition:
            words = _("Inspection recommendations register, ‘%(title)s’, as at %(day)s, edition %(edition)s")
            return words % {**said, "edition": self.edition}
        return _("Inspection recommendations register, ‘%(title)s’, as at %(day)s") % said

    @property
    def reference(self) -> str:
        """The reference in one line."""
        return f"{self.words}, {self.address}"


def number(edition: str) -> tuple[int, int]:
    """What editions are put in order by: 1234.1 is that of an embargo that ended in 1234."""
    whole, _point, ended = edition.partition(".")
    return int(whole), int(ended or 0)


def about_edition(asked: str, now: str, *, is_past: bool) -> str:
    """What to say to somebody whose address names an edition. Empty where it names this one, or none at all.

    No edition is kept, so none can be shown again; the address must not seem to promise it.
    """
    if not EDITION.fullmatch(asked):
        return ""
    if number(asked) > number(now):
        return _("This address names edition %(asked)s. The record has had no such edition yet.") % {"asked": asked}
    if is_past:
        return _(
            "This address was cited in edition %(asked)s. The page shows what had been said by its day. It can differ "
            "from what was read then where something older was put on the record later, or a mistake was put right."
        ) % {"asked": asked}
    if asked == now:
        return ""
    return _("This address names edition %(asked)s. The record has changed since: this is edition %(now)s.") % {
        "asked": asked,
        "now": now,
    }
