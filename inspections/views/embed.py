"""Cards that other sites may frame, and what to copy for that. No other page of the site can be framed."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from inspections.badges import badge_of
from inspections.models import Addressee, Body, Inspection
from inspections.models.addressee import AddresseeQuerySet
from inspections.reading.figures import status_counts
from inspections.reading.selection import selection_url
from inspections.reading.withdrawals import remark
from inspections.views.page import DetailPage
from tracker.addresses import absolute

ANYBODY = {"frame-ancestors": ["*"]}
CARD_HEIGHT = 380  # pixels: what it takes at 320; a wider card has room to spare


def to_copy(noun: str, thing: Body | Inspection, request: HttpRequest) -> dict[str, str]:
    """What a site copies to show the card or the badge of a "force" or an "inspection", for embed/_snippet.jinja.

    The words say nothing that changes: they stay as they were copied.
    """
    name = thing.name if isinstance(thing, Body) else thing.title
    card, badge = reverse(f"{noun}-card", args=[thing.slug]), reverse(f"{noun}-badge", args=[thing.slug])
    return {
        "card_url": card,
        "badge_url": badge,
        "text_url": reverse(f"{noun}-badge-text", args=[thing.slug]),
        "data_url": reverse(f"{noun}-badge-data", args=[thing.slug]),
        "card": format_html(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>',
            absolute(card, request),
            _("%(name)s: what inspectors asked for, and what became of it") % {"name": name},
            CARD_HEIGHT,
        ),
        "badge": format_html(
            '<a href="{}"><img src="{}" alt="{}" height="24"></a>',
            absolute(thing.get_absolute_url(), request),
            absolute(badge, request),
            _("%(name)s: how much of what inspectors asked for is confirmed complete") % {"name": name},
        ),
    }


class Card(DetailPage):
    """How the items of one thing stand, on a page so small that another site can frame it."""

    template_name = "embed/card.jinja"
    items_of = ""  # the path from an item to what the card is about
    parameter = ""  # of the selection of the same items
    defined_at = ""  # it is too small for a citation; the page that it leads to has one

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        """Let it be framed, by its 304 too: a browser takes over the headers of that."""
        view = super().as_view(**initkwargs)
        framed: Callable[..., Any] = xframe_options_exempt(csp_replace(ANYBODY)(view))
        return csrf_exempt(framed)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse a day that makes no sense: there is no box on the card beside which to say so."""
        if self.day_error:
            raise BadRequest(self.day_error)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def items(self) -> AddresseeQuerySet:
        return Addressee.objects.public(self.day).standing(self.day).filter(**{self.items_of: self.object})

    def address_of(self, found: Any) -> str:
        return reverse(f"{self.parameter}-card", args=[found.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        badge = badge_of(self.object, status_counts(self.items), self.day)
        path = self.object.get_absolute_url()
        return super().get_context_data(
            name=getattr(self.object, "name", "") or self.object.title,
            url=path,
            canonical_at=path,
            items_url=selection_url(**{self.parameter: self.object.slug}),
            badge=badge,
            share=100 * badge.confirmed // badge.total if badge.total else 0,
            late=self.items.overdue(self.day).count(),
            claimed=self.items.claimed_not_confirmed(self.day).count(),
            **kwargs,
        )


class ForceCard(Card):
    items_of, parameter = "body", "force"

    def public(self) -> QuerySet[Body]:
        return Body.objects.public(self.day)


class InspectionCard(Card):
    items_of, parameter = "recommendation__inspection", "inspection"

    def public(self) -> QuerySet[Inspection]:
        return Inspection.objects.readable(self.day)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(withdrawal=remark(self.object, self.day), **kwargs)
