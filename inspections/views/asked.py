"""What the address of a simple list asks for: one value of a few, a page, some words."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from inspections.parameters import LONGEST_SEARCH


class Asked:
    """The parameters of one request: what was understood in `chosen`, what was not in `errors`."""

    def __init__(self, request: HttpRequest) -> None:
        self.query = request.GET
        self.path = request.path
        self.chosen: dict[str, Any] = {}  # text, or a list of texts for a parameter that repeats
        self.errors: list[dict[str, str]] = []

    def one_of(self, name: str, values: Mapping[str, Any], default: str = "") -> str:
        """The value of a parameter that takes one of these, or the default for none and for one that is unknown."""
        given = self.query.get(name, "").strip()
        if not given or given == default:
            return default
        if given not in values:
            self._unknown(name, given)
            return default
        self.chosen[name] = given
        return given

    def some_of(self, name: str, values: Mapping[str, Any]) -> list[str]:
        """The values of a parameter that may repeat; one that is unknown is left out, and that is said."""
        given = dict.fromkeys(value.strip() for value in self.query.getlist(name) if value.strip())
        for value in [value for value in given if value not in values][:3]:
            self._unknown(name, value)
        known = [value for value in given if value in values]
        if known:
            self.chosen[name] = known
        return known

    def _unknown(self, name: str, value: str) -> None:
        shown = "".join(letter for letter in value if letter.isprintable())[:60]
        message = _("There is no “%(value)s” to choose here.") % {"value": shown}
        self.errors.append({"message": message, "href": "", "name": name})

    def words(self, name: str = "q") -> str:
        """Words to look for, without what cannot be printed; a very long text is cut, and that is said."""
        text = "".join(letter if letter.isprintable() else " " for letter in self.query.get(name, ""))
        text = " ".join(text.split())
        if len(text) > LONGEST_SEARCH:
            text = text[:LONGEST_SEARCH]
            message = _("Only the first %(count)d characters were looked for.") % {"count": LONGEST_SEARCH}
            self.errors.append({"message": message, "href": "", "name": name})
        if text:
            self.chosen[name] = text
        return text

    def page(self, rows: Any, at_once: int) -> Page:
        """The page asked for. Raises Http404 for one that is not there."""
        try:
            return Paginator(rows, at_once).page(self.query.get("page") or 1)
        except InvalidPage:
            raise Http404 from None

    def url(self, **changes: Any) -> str:
        """This list with some parameters changed; an empty one is dropped, and the list begins at its first page."""
        parameters = {name: value for name, value in {**self.chosen, **changes}.items() if value}
        return f"{self.path}?{urlencode(parameters, doseq=True)}" if parameters else self.path

    def links(self, name: str, values: Mapping[str, Any], default: str = "") -> list[dict[str, Any]]:
        """One link a value, with the one that is chosen marked, for sort_links.jinja."""
        now = self.chosen.get(name, default)
        return [
            {"label": label, "url": self.url(**{name: "" if value == default else value}), "current": value == now}
            for value, label in values.items()
        ]

    def hidden(self, *but: str) -> list[dict[str, str]]:
        """What a form must carry on, other than its own fields."""
        kept = [(name, value) for name, value in self.chosen.items() if name not in but]
        return [
            {"name": name, "value": each}
            for name, value in kept
            for each in (value if isinstance(value, list) else [value])
        ]
