"""Addresses with the host, for what leaves the site: feeds, files, citations."""

from django.conf import settings
from django.http import HttpRequest


def absolute(path: str, request: HttpRequest | None = None) -> str:
    """The whole address of a path of this site: under SITE_URL where it is set, else under the host of the request.

    With SITE_URL an answer does not depend on the name by which it was asked for, so that it can be kept. Raises
    ValueError where there is neither.
    """
    if settings.SITE_URL:
        return settings.SITE_URL.rstrip("/") + path
    if request is None:
        raise ValueError("SITE_URL is not set, and there is no request to take the host from.")
    return request.build_absolute_uri(path)
