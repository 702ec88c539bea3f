"""What machines ask for: robots.txt, the sitemap and a sign of life."""

import datetime
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from inspections.days import today
from inspections.models import Addressee, Body, Inspection, Programme, Recommendation, Theme
from inspections.views.conditional import conditional, current, reading
from tracker.addresses import absolute

AT_ONCE = 50_000  # addresses in one file: the limit of the sitemap protocol
LISTS = ["home", "recommendation-list", "force-list", "inspection-list", "programme-list", "theme-list"]
LISTS += ["response-list", "change-list", "correction-list", "charts", "data", "integrity", "api"]
STATEMENTS = ["methodology", "about", "accessibility", "privacy"]
NEVER = datetime.date(1970, 1, 1)  # before any entry; Greatest of nothing is nothing on some databases

Line = tuple[str, datetime.date | None]  # the path of a page, and the day on which it last changed, if that is known


@csrf_exempt
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. Nothing is asked of the database, which has a check of its own."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@csrf_exempt
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let every page, file and feed be read once, by its address without parameters: all are in the sitemap or linked.

    Parameters make millions of selections, days and pages of the same facts. The API has the same facts again, a few
    rows at a time; a program that wants them is no crawler, and its description may be read. Cards are parts of
    pages. Programs must take * as any text, and the longest line that fits: RFC 9309, 2.2.2 and 2.2.3.
    """
    description = reverse("api-description")
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /*?",
        f"Disallow: {description.removesuffix('openapi.json')}",
        "Disallow: /embed/",
        f"Allow: {description}",
        f"Allow: {reverse('sitemap')}?part=",
        "",
        f"Sitemap: {absolute(reverse('sitemap'), request)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@csrf_exempt
@require_safe
@reading("part")
@partial(conditional, keep=True)
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page, or the parts of the list where one file may not hold it."""
    pages = Paginator(list(public_pages()), AT_ONCE)
    part = request.GET.get("part")
    context: dict[str, Any] = {}
    if part is None and pages.num_pages > 1:
        here = absolute(reverse("sitemap"), request)
        context["parts"] = [f"{here}?part={number}" for number in pages.page_range]
        context["changed"] = current(request).since
    else:
        try:
            lines = pages.page(part or 1).object_list
        except InvalidPage:
            raise Http404 from None
        context["lines"] = [{"address": absolute(path, request), "changed": changed} for path, changed in lines]
    return render(request, "sitemap.xml.jinja", context, content_type="application/xml; charset=utf-8")


def public_pages() -> Iterator[Line]:
    """Yield every page that the public may read today, without the host; a fixed number of queries.

    An item that is the only one of its recommendation is shown there, and has no line of its own. A page changed last
    when something was last recorded about one of its items, or when its report came out.
    """
    day = today()
    for name in LISTS + STATEMENTS:
        yield reverse(name), None
    recommendations = Recommendation.objects.public(day)
    items = Addressee.objects.public(day)
    for name, pages, field, said_in, out in (
        ("force-detail", Body.objects.public(day), "slug", "body", None),
        ("inspection-detail", Inspection.objects.public(day), "slug", "recommendation__inspection", "public_from"),
        ("programme-detail", Programme.objects.all(), "slug", "recommendation__inspection__programme", None),
        ("theme-detail", Theme.objects.all(), "slug", "recommendation__themes", None),
        ("recommendation-detail", recommendations, "ref", "recommendation", "inspection__public_from"),
    ):
        last = dict(last_changes(items, said_in))
        for key, slug, came_out in pages.order_by(field).values_list("pk", field, out or "pk"):
            days = [found for found in (last.get(key), came_out if out else None) if found]
            yield reverse(name, args=[slug]), max(days, default=None)
    several = recommendations.alias(asked=Count("addressees")).filter(asked__gt=1)
    of_several = items.filter(recommendation__in=several)
    last = dict(last_changes(of_several, "pk"))
    names = of_several.order_by("recommendation__ref", "body__slug")
    for key, ref, slug in names.values_list("pk", "recommendation__ref", "body__slug"):
        yield reverse("item-detail", args=[ref, slug]), last.get(key)


def last_changes(items: QuerySet[Addressee], by: str) -> QuerySet[Any, Any]:
    """The day of the last change of these items together, for each value of `by`, as pairs."""
    out, said = "recommendation__inspection__public_from", "updates__recorded_on"
    last = Greatest(Max(out), Coalesce(Max(said), NEVER))
    return items.order_by().values_list(by).annotate(last=last)
