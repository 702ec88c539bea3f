"""Answers that a client, or the server itself, may have already: what they depend on, and 304 while it stays so."""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from inspections.days import today
from inspections.edition_reader import state_of
from inspections.models.edition import Current, edition
from tracker.answers import key
from tracker.answers.visit import visit_of
from tracker.limits import before_work

# Keep it, and ask each time whether it is still the same: browsers and shared caches are told 304, which costs next to
# nothing. Not max-age=0: no-cache lets nobody use it unasked, even where the site cannot be reached.
CACHE_CONTROL = "public, no-cache"

View = Callable[..., HttpResponseBase]


def current(request: HttpRequest) -> Current:
    """The edition that answers this request, asked for once."""
    found: Current | None = getattr(request, "_edition", None)
    if found is None:
        visit = visit_of(request)
        state = visit.state if visit else None
        found = state.told if state else edition()
        request._edition = found  # type: ignore[attr-defined]
    return found


def address(request: HttpRequest) -> str:
    """The address on which an answer depends. Without SITE_URL, addresses in it begin with the host of the request."""
    host = "" if settings.SITE_URL else request.get_host()
    return key.address(request, f"{request.scheme}://{host}")


def etag(request: HttpRequest, encoding: str = key.IDENTITY) -> str:
    """Edition, day, release and address: the answer depends on nothing else."""
    return key.etag(key.stem(state_of(current(request), today())), address(request), encoding)


def reading(*names: str) -> Callable[[View], View]:
    """For a view: these are the parameters that it reads. It is shown no others, so its answer depends on no others."""

    def only(view: View) -> View:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            show_only(request, names)
            return view(request, *args, **kwargs)

        return answer

    return only


def show_only(request: HttpRequest, names: Iterable[str], *, with_empty: bool = False) -> None:
    """Take from a request all parameters but these, and those without a value unless the view wants them."""
    request.GET = key.known(request.GET, names, with_empty=with_empty)  # type: ignore[assignment]


def conditional(view: View, keep: bool = False) -> View:
    """For a view: answers 304 to If-None-Match; a good answer gets an ETag, and is kept by the server if it may be.

    keep: the answer is whole in memory and the same for everybody. If-Modified-Since is left out of account, and
    Last-Modified is not sent: a time moves neither at midnight nor with a release, and two editions may share a second.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        visit = visit_of(request)
        tag = etag(request)  # before anything is shown: what is newer than its tag is only sent again
        whole = etag(request, visit.encoding) if keep and visit else tag
        # "*" means any answer that there is, and only the view knows whether there is one.
        any_will_do = request.headers.get("If-None-Match", "").strip() == "*"
        for each in () if any_will_do else dict.fromkeys((whole, tag)):
            known = get_conditional_response(request, etag=each)
            if known is not None:
                return _marked(known, each, keep)
        if keep and visit and visit.may_keep(address(request)):
            return _marked(HttpResponse(), tag, keep)  # the wrapper sends what is kept in its place
        response = before_work(request) or view(request, *args, **kwargs)
        if response.status_code not in (200, 206):
            response.headers.pop("ETag", None)
            return response
        _marked(response, tag, keep)
        if any_will_do:
            return _marked(get_conditional_response(request, tag) or response, tag, keep)
        return response

    return answer


def _marked(response: HttpResponseBase, tag: str, keep: bool) -> HttpResponseBase:
    """The headers that a 304 has as well as the whole answer."""
    response["ETag"] = tag
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    if keep:
        patch_vary_headers(response, ["Accept-Encoding"])
    return response
