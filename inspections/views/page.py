"""What every public page shares: the day that it shows, and old addresses that lead on."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from inspections import linked_data
from inspections.bitmaps.shelf import Shelf
from inspections.days import shown_day, today
from inspections.models.address import Addressable
from inspections.models.edition import Current
from inspections.reading.citing import Citation, about_edition
from inspections.views.canonical import canonical_path, with_parameters
from inspections.views.conditional import conditional, current, reading
from tracker.addresses import absolute
from tracker.keep_day import PARAMETER, keep_day

EDITION = "edition"  # the parameter by which a citation names the edition that was read


class PublicPage(TemplateView):
    """A page that anybody may read: GET and HEAD only, no session, no cookie, for one day of the record.

    Beside what its template shows, a page may put into its context `understood` (the parameters that it has understood,
    for its canonical address), `canonical_at` (the path of another page that has the same content), `linked_data` (for
    machines, see inspections.linked_data) and `alternates` (its other forms, as type, title and address).
    """

    http_method_names = ["get", "head", "options"]
    section = ""  # the entry of the header's menu that is current
    defined_at = "statuses"  # the place in the methodology that defines what the page shows; empty: nothing to cite
    preview: dict[str, Any] | None = None  # staff look at what is not public yet; see inspections.admin.preview
    reads: tuple[str, ...] = ()  # its parameters, beside the day and the edition; it is shown no others
    kept = True  # whether the server may keep its answers: they are whole, and the same for everybody

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        """Answer a POST with 405. The check for forged posts would come first, though no page here takes one."""
        view: Callable[..., Any] = super().as_view(**initkwargs)
        if "preview" not in initkwargs:
            view = reading(PARAMETER, EDITION, *cls.reads)(conditional(view, keep=cls.kept))
        return csrf_exempt(view)

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

    @property
    def edition(self) -> Current | None:
        """The edition that the page is of; None for a preview, of which nothing is kept."""
        return None if self.preview else current(self.request)

    @cached_property
    def shelf(self) -> Shelf:
        """All public items of the page's day."""
        return Shelf.public(self.day, self.edition)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = [(name, value) for name, values in self.request.GET.lists() for value in values]
        context = super().get_context_data(
            day=self.day,
            today=self.today,
            day_asked=self.day_asked or self.day.isoformat(),
            day_error=self.day_error,
            day_hidden=[(name, value) for name, value in kept if name not in (PARAMETER, EDITION, "page")],
            section=self.section,
            preview=self.preview,
            **kwargs,
        )
        # What staff look at before it comes out has no address yet under which others could find or cite it.
        return context if self.preview else context | self.found_and_cited(context)

    def whole(self, path: str) -> str:
        """The address of a path with the host."""
        return absolute(path, self.request)

    def canonical_of(self, context: dict[str, Any], page: int, day: datetime.date | None) -> str:
        """The canonical path of this page, of another page of its list, or of it on some day."""
        path = context.get("canonical_at") or self.request.path
        return canonical_path(path, context.get("understood") or {}, day, page)

    def found_and_cited(self, context: dict[str, Any]) -> dict[str, Any]:
        """What templates/base.jinja needs for the head of the page, and for its end that says how to cite it."""
        page = context.get("page_obj")
        named = self.day if self.day_asked and not self.day_error else None
        number = page.number if page else 1
        data = context.get("linked_data")
        found: dict[str, Any] = {"canonical": self.whole(self.canonical_of(context, number, named))}
        if page and page.has_previous():
            found["previous_page"] = self.whole(self.canonical_of(context, number - 1, named))
        if page and page.has_next():
            found["next_page"] = self.whole(self.canonical_of(context, number + 1, named))
        if data:
            found["linked_data"] = linked_data.in_page(data)
        if self.defined_at and context.get("heading"):
            found |= self.citation(context, number)
        return found

    def citation(self, context: dict[str, Any], number: int) -> dict[str, Any]:
        is_past = self.day != self.today
        asked = self.request.GET.get(EDITION, "").strip()
        now = "" if is_past and not asked else str(current(self.request))
        edition = "" if is_past else now
        address = self.canonical_of(context, number, self.day)
        definition = f"{reverse('methodology')}#{self.defined_at}"
        return {
            "cite": Citation(
                title=self.cited_as(context, number),
                day=self.day,
                address=self.whole(with_parameters(address, edition=edition) if edition else address),
                definition=definition,
                edition=edition,
            ),
            "edition_note": about_edition(asked, now, is_past=is_past) if asked else "",
        }

    def cited_as(self, context: dict[str, Any], number: int) -> str:
        """What the page is called in a citation: its heading, what a list was narrowed to, which page of it."""
        filters = context.get("active_filters") or context.get("filters") or []
        narrowed = ", ".join(str(each["value"]) for each in filters)
        words = f"{context['heading']}: {narrowed}" if narrowed else str(context["heading"])
        return _("%(title)s, page %(number)d") % {"title": words, "number": number} if number > 1 else words

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
