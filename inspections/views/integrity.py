"""The chain of seals over the ledger: its head, the heads of the days before, and how anybody can check it."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.feeds import ON_A_PAGE, FeedPage
from inspections.reading.integrity import Head, days_with_seals, heads, waiting
from inspections.reading.recorded import Entry
from inspections.seals import BEFORE_THE_FIRST, FORM
from inspections.views.answer import Answer
from inspections.views.feeds import FeedAnswer
from inspections.views.page import PublicPage

DAYS_SHOWN = 14
SCRIPT = Path(settings.BASE_DIR) / "docs" / "verify_ledger.py"


class Integrity(PublicPage):
    """What the record can be held to: the head of its seals, on the day of the page."""

    template_name = "integrity/page.jinja"
    defined_at = "evidence"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = heads(self.day, most=DAYS_SHOWN)
        return super().get_context_data(
            heading=_("Integrity"),
            lead=_("How to see that no published statement was changed, taken out or put in behind."),
            description=_("The head of the chain of hashes over every published statement, and how to check it."),
            heads=found,
            # What waits is known of today only.
            waiting=waiting(self.today) if self.day == self.today else None,
            columns=FORM,
            before_the_first=BEFORE_THE_FIRST,
            alternates=[("application/atom+xml", _("The head of each day"), self.whole(reverse("integrity-feed")))],
            **kwargs,
        )


class IntegrityFile(Answer):
    """The head as JSON."""

    content_type = "application/json"

    def body(self) -> str:
        head = next(iter(heads(self.day)), None)
        told = {
            "day": self.day.isoformat(),
            "edition": str(self.edition),
            "position": head.position if head else 0,
            "sha256": head.sha256 if head else BEFORE_THE_FIRST,
            "sealed_at": head.sealed_at if head else None,
            "waiting": waiting(self.today) if self.day == self.today else None,
            "package": self.whole(reverse("package")),
            "how_to_check": self.whole(reverse("integrity")),
        }
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


class IntegrityFeed(FeedAnswer):
    """The last head of each day, for others to keep. The entry of a day is another until that day is over."""

    about: Any = gettext_lazy("The last seal of each day on which something was published. Keep it somewhere else.")

    def title(self) -> str:
        return _("Seals of the ledger: the head of each day")

    def page(self) -> str:
        return reverse("integrity")

    def key(self) -> str:
        return "seals"

    def told(self, number: int) -> FeedPage | None:
        pages = max(1, -(-self.days // ON_A_PAGE))
        if number > pages:
            return None
        found = heads(self.day, first=(number - 1) * ON_A_PAGE, most=ON_A_PAGE)
        return FeedPage([_entry(head) for head in found], number, pages)

    @cached_property
    def days(self) -> int:
        return days_with_seals(self.day)


def _entry(head: Head) -> Entry:
    words = {"position": head.position, "sha256": head.sha256, "time": head.sealed_at}
    return Entry(
        what=f"seals/{head.day.isoformat()}",
        kind="seal",
        title=_("%(day)s: position %(position)d, %(sha256)s")
        % {"day": date_format(head.day, "DATE_FORMAT"), "position": head.position, "sha256": head.sha256},
        path=reverse("integrity"),
        sentences=(_("Position %(position)d, SHA-256 %(sha256)s, sealed at %(time)s.") % words,),
        author="",
        moment=head.moment,
    )


class Script(Answer):
    """The program of some forty lines with which anybody can check the package."""

    content_type = "text/x-python; charset=utf-8"

    def body(self) -> bytes:
        return SCRIPT.read_bytes()
