"""What every answer for a program shares: a feed, a calendar, a badge. It is bare text, and open to other sites."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.filters import Selection
from inspections.models import Body
from inspections.views.conditional import CACHE_CONTROL, current
from inspections.views.page import DetailPage

ALLOWED = "GET, HEAD, OPTIONS"
NOTHING_HERE = gettext_lazy("There is nothing at this address.")


class Misunderstood(Exception):
    """A parameter has a value that cannot be read; the message is a sentence for whoever wrote the address."""


def open_to_all(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let pages of other sites read the answer. It is public and the same for everybody, so nothing is given away.

    Outside of `conditional`: a 304 without these lines would shut out a page that was let in before.
    """

    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = ALLOWED
            response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
            response["Access-Control-Max-Age"] = "86400"
        else:
            response["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
            response.headers.setdefault("Cache-Control", CACHE_CONTROL)
        return response

    opened.csrf_exempt = True  # type: ignore[attr-defined]  # a POST is told 405; see PublicPage
    return opened


class Answer(DetailPage):
    """An answer in one form. A page shows an error beside its field; here that is a 400 with the sentence alone."""

    content_type = "text/plain; charset=utf-8"

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        """Without `view_class`, by which the staff's preview would take it for a page."""
        return open_to_all(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if self.day_error:
                raise Misunderstood(format_lazy("as_at: {}", self.day_error))
            return super().dispatch(request, *args, **kwargs)
        except Misunderstood as wrong:
            return self.said(400, str(wrong))
        except Http404:
            return self.said(404, str(NOTHING_HERE))

    def said(self, status: int, sentence: str) -> HttpResponse:
        return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(self.body(), content_type=self.content_type)

    def body(self) -> bytes | str:
        """The whole of the answer."""
        raise NotImplementedError

    @property
    def edition(self) -> Any:
        return current(self.request)

    def of_day(self, path: str) -> str:
        """The whole address of a page, on the day of this answer where that is not today."""
        if self.day != self.today:
            path, mark, anchor = path.partition("#")
            path = f"{path}{'&' if '?' in path else '?'}as_at={self.day.isoformat()}{mark}{anchor}"
        return self.whole(path)

    def address_of(self, found: Any) -> str:
        """The address of this form of what was formerly here."""
        match = self.request.resolver_match
        assert match is not None
        name = "body" if isinstance(found, Body) and "body" in self.kwargs else "slug"
        return reverse(match.view_name, kwargs=self.kwargs | {name: getattr(found, found.slug_name)})

    @cached_property
    def selection(self) -> Selection:
        """The selection of the address. Raises Misunderstood, with every field that is not understood."""
        selection = Selection(self.request.GET, on=self.day)
        wrong = [f"{name}: {message}" for name, messages in selection.errors.items() for message in messages]
        if wrong:
            raise Misunderstood("\n".join(wrong))
        return selection

    def name_of_selection(self) -> str:
        """What was selected, in words: "Recommendations: Cleveland, Under way"."""
        chosen = [
            ", ".join(map(str, value.values())) if isinstance(value, dict) else str(value)
            for name, value in self.selection.chosen.items()
            if name != "sort"
        ]
        return _("Recommendations: %(chosen)s") % {"chosen": "; ".join(chosen)} if chosen else _("Recommendations")
