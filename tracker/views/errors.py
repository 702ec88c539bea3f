"""The pages for what went wrong. They need neither the database nor a session, which may be what failed."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader

from tracker.logs import current
from tracker.outage import RETRY_SECONDS, is_outage


def _page(template: str, status: int, **context: str) -> HttpResponse:
    """Render without the request, so that no context processor asks for the session or who is signed in."""
    response = HttpResponse(loader.render_to_string(template, context), status=status)
    # What is not here now may be published tomorrow, and what failed may work again in a minute.
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page("400.jinja", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page("403.jinja", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say the same for what never was and for what is not public yet."""
    return _page("404.jinja", 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer an error that nobody caught: a fault of ours, or a database that is gone, which is to be asked again."""
    request_id = current.request_id(request.META)
    if not is_outage(sys.exc_info()[1]):
        return _page("500.jinja", 500, request_id=request_id)
    response = _page("503.jinja", 503, request_id=request_id)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
