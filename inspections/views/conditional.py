"""Answers that a client may already have: an ETag from what they depend on, and 304 where nothing of that changed."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import condition

from inspections.days import today
from inspections.models.edition import Current, edition
from tracker.release import release


def current(request: HttpRequest) -> Current:
    """The edition that answers this request, asked for once."""
    found: Current | None = getattr(request, "_edition", None)
    if found is None:
        found = edition()
        request._edition = found  # type: ignore[attr-defined]
    return found


def etag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
    """Edition, day, release, host and address: the answer depends on nothing else."""
    whole = f"{current(request)} {today()} {release()} {request.get_host()} {request.get_full_path()}"
    return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'


def conditional(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a view: answers 304 to If-None-Match; a good answer gets an ETag.

    If-Modified-Since is left out of account, and Last-Modified is not sent: a time moves neither at midnight nor with a
    release, and two editions may share a second.
    """
    unless_known = condition(etag_func=etag)(view)

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = unless_known(request, *args, **kwargs)
        if response.status_code not in (200, 206, 304):
            response.headers.pop("ETag", None)
        return response

    return answer
