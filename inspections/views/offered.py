"""The other forms that a list is offered in, as links for components/get_this.jinja."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.views.canonical import canonical_path

TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "atom": "application/atom+xml",
    "ics": "text/calendar",
}


def offered(noun: str, parameters: dict[str, Any], feed: str = "", calendar: str = "") -> list[dict[str, str]]:
    """The links of a list with these parameters; `feed` and `calendar` are names of addresses, where it has them."""
    ways = [(f"{noun}-csv", "csv", "CSV"), (f"{noun}-xlsx", "xlsx", _("spreadsheet")), (f"{noun}-json", "json", "JSON")]
    ways += [(feed, "atom", _("feed"))] if feed else []
    ways += [(calendar, "ics", _("calendar"))] if calendar else []
    return [
        {"label": label, "url": canonical_path(reverse(name), parameters), "type": TYPES[form]}
        for name, form, label in ways
    ]


def feed_of_everything() -> list[dict[str, str]]:
    return [{"label": _("feed"), "url": reverse("change-feed"), "type": TYPES["atom"]}]
