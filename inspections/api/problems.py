"""What went wrong, as problem details for machines (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from tracker.outage import RETRY_SECONDS, is_outage

MEDIA_TYPE = "application/problem+json"


class WrongParameters(exceptions.APIException):
    """Parameters that were not understood, each with sentences that say why."""

    status_code = 400

    def __init__(self, sentences: Mapping[str, list[str]]) -> None:
        super().__init__(_("A parameter was not understood."))
        self.sentences = sentences


class TryLater(exceptions.APIException):
    """What was asked for cannot be told at this moment."""

    status_code = 503
    seconds = RETRY_SECONDS


def titles() -> dict[int, str]:
    return {
        400: _("A parameter was not understood"),
        404: _("There is nothing at this address"),
        405: _("This method is not allowed"),
        406: _("Only JSON is given here"),
        503: _("Not at this moment"),
    }


def _detail(error: Exception, status: int) -> str:
    if isinstance(error, WrongParameters):
        return " ".join(sentence for sentences in error.sentences.values() for sentence in sentences)
    return {
        404: _("It may be misspelt, or not public on the day asked for."),
        405: _("The API is read-only. Use GET or HEAD."),
        406: _("Ask with “Accept: application/json”, or without Accept."),
    }.get(status, str(getattr(error, "detail", "")))


def problem(error: Exception, _context: Any = None) -> Response | None:
    """The answer to an exception; None for one that is a fault of ours, which the site's own page answers."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif is_outage(error):
        error = TryLater(_("The record cannot be reached at the moment."))
    if not isinstance(error, exceptions.APIException):
        return None
    status = error.status_code
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": titles().get(status, str(error.detail)),
        "status": status,
        "detail": _detail(error, status),
    }
    if isinstance(error, WrongParameters):
        said["errors"] = [
            {"parameter": name, "detail": sentence}
            for name, sentences in error.sentences.items()
            for sentence in sentences
        ]
    response = Response(said, status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"  # what is wrong today may be right tomorrow
    if isinstance(error, TryLater):
        response["Retry-After"] = str(error.seconds)
    return response
