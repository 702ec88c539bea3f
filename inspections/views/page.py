"""What every public page shares: the day that it shows, and old addresses that lead on."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from inspections.days import shown_day, today
from inspections.models.address import Addressable
from tracker.keep_day import PARAMETER, keep_day


class PublicPage(TemplateView):
    """A page that anybody may read: GET and HEAD only, no session, no cookie, for one day of the record."""

    http_method_names = ["get", "head", "options"]
    section = ""  # the entry of the header's menu that is current

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        """Answer a POST with 405. The check for forged posts would come first, though no page here takes one."""
        return csrf_exempt(super().as_view(**initkwargs))

    @cached_property
    def today(self) -> datetime.date:
        return today()

    @cached_property
    def day_asked(self) -> str:
        return self.request.GET.get(PARAMETER, "").strip()

    @cached_property
    def day(self) -> datetime.date:
        """The day for which the page shows the record: `as_at`, or today where none is given or it makes no sense."""
        try:
            return shown_day(self.day_asked, self.today) if self.day_asked else self.today
        except ValueError:
            return self.today

    @property
    def day_error(self) -> str:
        """What is wrong with the day asked for, in a sentence; empty if nothing is."""
        try:
            if self.day_asked:
                shown_day(self.day_asked, self.today)
            return ""
        except ValueError as error:
            return str(error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = [(name, value) for name, values in self.request.GET.lists() for value in values]
        return super().get_context_data(
            day=self.day,
            today=self.today,
            day_asked=self.day_asked or self.day.isoformat(),
            day_error=self.day_error,
            day_hidden=[(name, value) for name, value in kept if name not in (PARAMETER, "page")],
            section=self.section,
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        if self.day != self.today and isinstance(response, TemplateResponse):
            response.add_post_render_callback(keep_day(self.day.isoformat()))
        return response


class HasMoved(Exception):
    """What was asked for has another address now."""

    def __init__(self, url: str) -> None:
        self.url = url


class RedirectKeepingMethod(HttpResponsePermanentRedirect):
    status_code = 308


class DetailPage(PublicPage):
    """The page of one thing that has a slug; a slug that it used to have redirects for ever."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except HasMoved as moved:
            query = request.META.get("QUERY_STRING")
            return RedirectKeepingMethod(f"{moved.url}?{query}" if query else moved.url)

    def public(self) -> QuerySet[Any]:
        """Everything that may be shown on this page's day."""
        raise NotImplementedError

    @cached_property
    def object(self) -> Any:
        """The thing with the slug of this address. Raises Http404, or HasMoved for a former slug."""
        return self.find(self.public(), self.kwargs["slug"])

    def find(self, public: QuerySet[Any], slug: str) -> Any:
        model: type[Addressable] = public.model
        found = public.filter(**{model.slug_name: slug}).first()
        if found is None:
            former = model.formerly_at(slug)
            # Only to what may be shown: an embargoed page must not be given away by where its old address leads.
            if former and public.filter(pk=former.pk).exists():
                raise HasMoved(self.address_of(former))
            raise Http404
        return found

    def address_of(self, found: Any) -> str:
        """Where the thing that was formerly at this address is now."""
        return str(found.get_absolute_url())
