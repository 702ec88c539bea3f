"""What every address of the API shares: the day, the errors, other origins, and “you have this already”."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from inspections.api.cursors import Cursor, fingerprint, start_of
from inspections.api.problems import WrongParameters
from inspections.days import shown_day, today
from inspections.models.edition import Current
from inspections.views.conditional import CACHE_CONTROL, conditional, current, show_only
from inspections.views.page import RedirectKeepingMethod
from tracker.addresses import absolute
from tracker.keep_day import PARAMETER

USUAL, MOST = 100, 1000  # things on a page


class Endpoint(APIView):
    """One address: GET, HEAD and OPTIONS only, without a session, for one day of the record."""

    http_method_names = ["get", "head", "options"]
    reads: tuple[str, ...] = ()  # its parameters; it is shown no others. inspections.api.parameters sets them

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        show_only(request, self.reads, with_empty=True)  # a program that sends an empty number made a mistake
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def asked(self) -> HttpRequest:
        """The request as Django has it."""
        asked: HttpRequest = self.request._request
        return asked

    @cached_property
    def today(self) -> datetime.date:
        return today()

    @cached_property
    def day(self) -> datetime.date:
        """The day for which the record is told. Raises WrongParameters."""
        text = self.asked.GET.get(PARAMETER, "").strip()
        try:
            return shown_day(text, self.today) if text else self.today
        except ValueError as error:
            raise WrongParameters({PARAMETER: [str(error)]}) from None

    @cached_property
    def edition(self) -> Current:
        return current(self.asked)

    @property
    def context(self) -> dict[str, Any]:
        return {"day": self.day, "request": self.asked}

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Let pages of every origin read it. Nothing here depends on who asks, so there is nothing to protect."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", CACHE_CONTROL)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        patch_vary_headers(response, ["Accept"])  # of anything but JSON there is a 406
        return response

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer the question that a browser asks before it sends If-None-Match to another origin."""
        allowed = ", ".join(self.allowed_methods)
        headers = {
            "Allow": allowed,
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Allow-Headers": "Accept, If-None-Match",
            "Access-Control-Max-Age": "86400",
        }
        return Response(status=204, headers=headers)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse what is wrong first: only what has an answer can be answered by “you have it already”."""
        self.check()
        # A time is too coarse: it does not move at midnight, and two editions may share a second.
        self.asked.META.pop("HTTP_IF_MODIFIED_SINCE", None)
        answer: HttpResponseBase = conditional(lambda _request: self.answer(), keep=True)(self.asked)
        return answer

    def check(self) -> None:
        """Raise WrongParameters or Http404 for a request that has no answer."""
        # Before anything else is read: what is newer than its ETag is only sent again, what is older would stay.
        self.edition  # noqa: B018  (reads it)
        self.day  # noqa: B018  (reads it)

    def answer(self) -> Response:
        raise NotImplementedError


class ListEndpoint(Endpoint):
    """Things of one kind, a page at a time."""

    serializer: Any = None

    def rows(self) -> Any:
        """All that is asked for, in an order that is whole: what can be counted and sliced as a queryset is.

        Raises WrongParameters.
        """
        raise NotImplementedError

    def wrong(self) -> Mapping[str, Any]:
        """What is wrong with the parameters of this list."""
        return {}

    @cached_property
    def here(self) -> Cursor:
        parameters = {name: [str(value) for value in values] for name, values in self.asked.GET.lists()}
        return Cursor(0, fingerprint(self.asked.path, parameters), str(self.edition), self.day)

    @cached_property
    def start(self) -> int:
        text = self.asked.GET.get("cursor", "")
        return start_of(text, self.here) if text else 0

    def check(self) -> None:
        super().check()
        wrong = {name: [str(each) for each in sentences] for name, sentences in self.wrong().items()}
        try:
            limit_of(self.asked)
        except ValueError as error:
            wrong["limit"] = [str(error)]
        try:
            self.start  # noqa: B018  (reads it)
        except ValueError as error:
            wrong["cursor"] = [str(error)]
        if wrong:
            raise WrongParameters(wrong)

    def answer(self) -> Response:
        rows, end = self.rows(), self.start + limit_of(self.asked)
        count, whole = rows.count(), None
        if count > end:
            here = self.here
            whole = self.with_parameter("cursor", str(Cursor(end, here.selection, here.edition, here.day)))
        said = {
            "as_at": self.day.isoformat(),
            "count": count,
            "next": whole,
            "results": self.serializer(rows[self.start : end], many=True, context=self.context).data,
        }
        return Response(said, headers={"Link": f'<{whole}>; rel="next"'} if whole else None)

    def with_parameter(self, name: str, value: str) -> str:
        """The address of this request with one parameter set."""
        return address_with(self.asked, name, value)


class DetailEndpoint(Endpoint):
    """One thing; a name that it used to have leads on for ever."""

    serializer: Any = None

    def find(self) -> Any:
        """The thing of this address, or a redirect. Raises Http404."""
        raise NotImplementedError

    @cached_property
    def thing(self) -> Any:
        return self.find()

    def check(self) -> None:
        super().check()
        self.thing  # noqa: B018  (looks it up)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().get(request, *args, **kwargs)
        except HasOtherName as moved:
            names = {**self.kwargs, **moved.names}
            match = self.asked.resolver_match
            assert match is not None
            query = self.asked.META.get("QUERY_STRING")
            path = reverse(str(match.url_name), kwargs=names)
            return RedirectKeepingMethod(f"{path}?{query}" if query else path)

    def answer(self) -> Response:
        return Response(self.serializer(self.thing, context=self.context).data)


class HasOtherName(Exception):
    """What was asked for has another name now: the parts of its address that changed."""

    def __init__(self, **names: str) -> None:
        self.names = names


def named(rows: QuerySet[Any], part: str, name: str) -> Any:
    """The thing of that name. Raises Http404, or HasOtherName for a name that it used to have."""
    model: Any = rows.model
    found = rows.filter(**{model.slug_name: name}).first()
    if found is None:
        former = model.formerly_at(name)
        # Only to what may be shown: see inspections.views.page.DetailPage.find.
        if former and rows.filter(pk=former.pk).exists():
            raise HasOtherName(**{part: getattr(former, model.slug_name)})
        raise Http404
    return found


def limit_of(request: HttpRequest) -> int:
    """How many things on a page. Raises ValueError, with a sentence for the client."""
    text = request.GET.get("limit")
    if text is None:
        return USUAL
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= MOST):
        raise ValueError(_("“limit” is a whole number from 1 to %(most)d.") % {"most": MOST})
    return int(text)


def address_with(request: HttpRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    query[name] = value
    return absolute(f"{request.path}?{query.urlencode()}", request)


@extend_schema(exclude=True)
class Nowhere(Endpoint):
    """Any other address below /api/v1/: a problem for machines instead of the site's page."""

    def check(self) -> None:
        raise Http404

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        path = self.asked.path
        if not path.endswith("/") and resolve(f"{path}/").url_name != "api-nowhere":
            query = self.asked.META.get("QUERY_STRING")
            return RedirectKeepingMethod(f"{path}/?{query}" if query else f"{path}/")
        return super().get(request, *args, **kwargs)
