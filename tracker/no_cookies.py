"""Cookies are the staff's: a public page is shown none, and so sets none, whatever a browser sends.

Django answers a session or a token that it cannot read by a new cookie, and an answer with a cookie may not be kept.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse


class NoCookiesInPublic:
    """Takes the cookies from each request that is not for the staff's side, before anything reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(reverse("admin:index")):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)
