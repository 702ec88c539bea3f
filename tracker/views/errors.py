"""The pages for what went wrong. They need neither the database nor a session, which may be what failed."""

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader

from tracker.logs import current
from tracker.outage import RETRY_SECONDS, is_outage


def _page(template: str, status: int, **context: Any) -> HttpResponse:
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


def refused(request: HttpRequest, status: int, heading: str, sentence: str, has_package: bool = False) -> HttpResponse:
    """Refuse a request with a sentence, in the form of what was asked for: a page, a problem for machines, or text.

    has_package: whether to say that the whole record can be had as one file.
    """
    ending = request.path.rpartition("/")[2].rpartition(".")
    if request.path.startswith(str(settings.SPECTACULAR_SETTINGS["SCHEMA_PATH_PREFIX"])) or ending[2].endswith("json"):
        problem = {"type": "about:blank", "title": heading, "status": status, "detail": sentence}
        response: HttpResponse = JsonResponse(problem, status=status, content_type="application/problem+json")
    elif ending[1]:
        response = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    else:
        return _page("refused.jinja", status, heading=heading, sentence=sentence, has_package=has_package)
    response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"  # a page of another site that asked can read why
    return response
