"""How much one request, and one client, may ask for: past that a refusal with a sentence, before anything is done.

What a parameter of the record may say is limited where it is read: inspections.parameters, inspections.api.endpoint.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.budget import Budget, client_of
from tracker.views.errors import refused

LONGEST_PATH = 1_000  # characters: an address is made of two slugs at most, and none of ours comes near
LONGEST_QUERY = 8_000  # characters, as servers and proxies take them in a line: all filters at once come to half of it
MOST_VALUES = 300  # in one address: every body, theme, status and kind there is, twice
MOST_OF_ONE = 150  # values of one name: there are some 120 bodies to choose from
LARGEST_BODY = 10_000  # bytes: nothing public takes any, so this is only what a mistaken client may send to be told 405
LARGEST_FORM = 3_000_000  # bytes that staff may send: more than Django takes of a form (2.5 MB) and a reason needs
# Somebody who is not signed in sends it too, and Django would write it all to the disk before it looks for the token. A
# view that takes files says so by an attribute of this name, and looks at the length itself before it reads anything.
TAKES_FILES = "takes_files"
_SPENDS = "tracker.limits.spends"  # in the environment of a request whose time is counted: the client

BUDGET = Budget(settings.CLIENT_PERCENT)


class Limits:
    """Middleware that refuses what is too long or too large."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return _of_address(request) or self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Refuse a body before anything looks into it, and before the check for forged forms does."""
        if getattr(view, TAKES_FILES, False):
            return None
        staff = request.path.startswith(reverse("admin:index"))
        most = LARGEST_FORM if staff else LARGEST_BODY
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= most:
            return None
        sentence = _("At most %(most)d kB can be sent to this address. Nothing was saved.") % {"most": most // 1000}
        return refused(request, 413, _("This is too large to be sent"), sentence)


class Counted:
    """A WSGI application around all others, which counts the time of what `before_work` let through.

    It stands outside of Django because to compress a long page and to keep it takes as long as to make it.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        began = time.monotonic()
        try:
            answer: Iterable[bytes] = self.application(environ, start_response)
            return answer
        finally:
            client = environ.get(_SPENDS)
            if client is not None:
                BUDGET.spend(client, time.monotonic() - began)


def _of_address(request: HttpRequest) -> HttpResponse | None:
    """The refusal of an address that is too long or chooses too much; None for every other."""
    query = request.META.get("QUERY_STRING", "")
    if len(request.path) > LONGEST_PATH:
        sentence = _("No page here has an address of more than %(most)d characters. Was something added to it?")
        return refused(request, 414, _("This address is too long"), sentence % {"most": LONGEST_PATH})
    if len(query) > LONGEST_QUERY:
        sentence = _("What stands after the “?” may have at most %(most)d characters. Choose or write less.")
        return refused(request, 414, _("This address is too long"), sentence % {"most": LONGEST_QUERY})
    values = query.count("&") + 1
    if values > MOST_VALUES or (values > MOST_OF_ONE and _most_of_one(request) > MOST_OF_ONE):
        sentence = _("An address may choose at most %(most)d values, and %(one)d of one kind. Choose fewer.")
        return refused(request, 400, _("Too many values at once"), sentence % {"most": MOST_VALUES, "one": MOST_OF_ONE})
    return None


def _most_of_one(request: HttpRequest) -> int:
    return max((len(values) for _name, values in request.GET.lists()), default=0)


def before_work(request: HttpRequest) -> HttpResponse | None:
    """Called before what takes time: the refusal of a client that has had its share, or None, and then it is counted.

    What is kept, and 304, never comes by here: readers of what others have read already are never refused.
    """
    client = client_of(request) if BUDGET.percent else None
    if client is None:
        return None
    wait = BUDGET.wait(client)
    if not wait:
        request.META[_SPENDS] = client
        return None
    sentence = ngettext(
        "So much was asked for from your network address that others had to wait. Try again in %(wait)d second.",
        "So much was asked for from your network address that others had to wait. Try again in %(wait)d seconds.",
        wait,
    ) % {"wait": wait}
    response = refused(request, 429, _("Too much at once"), sentence, has_package=True)
    response["Retry-After"] = str(wait)
    return response
