"""What machines ask for: robots.txt, the sitemap and a sign of life."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from inspections.days import today
from inspections.models import Addressee, Body, Inspection, Programme, Recommendation, Theme

AT_ONCE = 50_000  # addresses in one file: the limit of the sitemap protocol
LISTS = ["home", "recommendation-list", "force-list", "inspection-list", "programme-list", "theme-list"]
LISTS += ["change-list", "correction-list", "charts"]
STATEMENTS = ["methodology", "about", "accessibility", "privacy"]


@csrf_exempt
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. Nothing is asked of the database, which has a check of its own."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@csrf_exempt
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let everything public be read, but not every combination of filters: there are millions."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('recommendation-list')}?",
        f"Disallow: {reverse('change-list')}?",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@csrf_exempt
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page, or the parts of the list where one file may not hold it."""
    pages = Paginator([request.build_absolute_uri(path) for path in public_paths()], AT_ONCE)
    part = request.GET.get("part")
    context: dict[str, Any] = {}
    if part is None and pages.num_pages > 1:
        here = request.build_absolute_uri(reverse("sitemap"))
        context["parts"] = [f"{here}?part={number}" for number in pages.page_range]
    else:
        try:
            context["addresses"] = pages.page(part or 1).object_list
        except InvalidPage:
            raise Http404 from None
    return render(request, "sitemap.xml", context, content_type="application/xml; charset=utf-8")


def public_paths() -> Iterator[str]:
    """Yield the address of every page that the public may read today, without the host.

    An item that is the only one of its recommendation is shown there, and has no line of its own.
    """
    day = today()
    yield from (reverse(name) for name in LISTS + STATEMENTS)
    recommendations = Recommendation.objects.public(day)
    for name, public, field in (
        ("force-detail", Body.objects.public(day), "slug"),
        ("inspection-detail", Inspection.objects.public(day), "slug"),
        ("programme-detail", Programme.objects.all(), "slug"),
        ("theme-detail", Theme.objects.all(), "slug"),
        ("recommendation-detail", recommendations, "ref"),
    ):
        for slug in public.order_by(field).values_list(field, flat=True):
            yield reverse(name, args=[slug])
    several = recommendations.alias(asked=Count("addressees")).filter(asked__gt=1)
    items = Addressee.objects.public(day).filter(recommendation__in=several)
    for ref, slug in items.order_by("recommendation__ref", "body__slug").values_list(
        "recommendation__ref", "body__slug"
    ):
        yield reverse("item-detail", args=[ref, slug])
