"""Inspections: the list, and the page of one."""

import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections import linked_data
from inspections.models import Addressee, Body, Inspection, Programme
from inspections.models.inspection import InspectionQuerySet
from inspections.models.search import plain
from inspections.reading import report
from inspections.reading.profile import concerning
from inspections.reading.standing import Standing, standing_by
from inspections.views.alternates import alternates
from inspections.views.asked import Asked
from inspections.views.embed import to_copy
from inspections.views.offered import offered
from inspections.views.page import DetailPage, PublicPage

AT_ONCE = 50
MOST_WORDS = 8  # of a search; each is looked for in the names of bodies too
UNDATED = "not-known"
SORTS = {"newest": gettext_lazy("newest"), "oldest": gettext_lazy("oldest")}


READS = ("q", "body", "programme", "year", "sort")  # of the list and of its files


class InspectionList(PublicPage):
    """Inspections, newest first, to search and to filter by body, programme and year."""

    template_name = "inspections/list.jinja"
    section = "inspections"
    reads = (*READS, "page")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, public = Asked(self.request), Inspection.objects.public(self.day)
        fields = choices(public, self.day)
        chosen = {name: asked.one_of(name, values) for name, values in fields.items()}
        found = narrowed(public, self.day, asked.words(), **chosen)
        page = asked.page(in_order(found, asked.one_of("sort", SORTS, "newest")), AT_ONCE)
        return super().get_context_data(
            heading=_("Inspections"),
            description=_("Inspections of police forces and what became of what they asked for."),
            page_obj=page,
            rows=rows(list(page.object_list), self.day),
            groups=groups(fields, asked),
            filters=active(fields, asked),
            sorts=asked.links("sort", SORTS, "newest"),
            hidden=asked.hidden("q", *fields),
            errors=asked.errors,
            get_this=offered("inspection", asked.chosen),
            understood=asked.chosen,
            clear_url=asked.path,
            **kwargs,
        )


def choices(public: InspectionQuerySet, on: datetime.date) -> dict[str, dict[str, str]]:
    """The values of each filter that find something, with their labels."""
    asked = Addressee.objects.public(on)
    concerned = Q(pk__in=public.values("bodies")) | Q(pk__in=public.values("inspectorates"))
    bodies = Body.objects.filter(concerned | Q(pk__in=asked.values("body"))).values_list("slug", "name")
    programmes = Programme.objects.filter(pk__in=public.values("programme")).values_list("slug", "name")
    days = public.order_by().values_list("published_on__first_day", flat=True).distinct()
    years = sorted({day[:4] for day in days if day}, reverse=True)
    undated = {UNDATED: _("Not known")} if None in set(days) else {}
    return {"body": dict(bodies), "programme": dict(programmes), "year": {year: year for year in years} | undated}


def narrowed(
    public: InspectionQuerySet, on: datetime.date, words: str, body: str, programme: str, year: str
) -> InspectionQuerySet:
    """The inspections that the filters leave; every word is in the title, the area, the programme or a body's name."""
    found = public
    if body:
        found = found.filter(concerning(Body.objects.get(slug=body), on))
    if programme:
        found = found.filter(programme__slug=programme)
    if year:
        dated = Q(published_on=None) if year == UNDATED else Q(published_on__first_day__startswith=year)
        found = found.filter(dated)
    for word in words.split()[:MOST_WORDS]:
        named = Body.objects.filter(name__icontains=word)
        found = found.filter(
            Q(title__icontains=word)
            | Q(area__icontains=word)
            | Q(programme__name__icontains=word)
            | Q(programme__abbreviation__iexact=word)
            | Q(pk__in=Inspection.bodies.through.objects.filter(body__in=named).values("inspection"))
        )
    return found


def in_order(found: InspectionQuerySet, sort: str) -> InspectionQuerySet:
    """By day of publication; those without one come last in either order."""
    published = F("published_on")
    order = published.asc(nulls_last=True) if sort == "oldest" else published.desc(nulls_last=True)
    return found.order_by(order, "title", "pk").select_related("programme").prefetch_related("bodies", "inspectorates")


def rows(shown: list[Inspection], on: datetime.date) -> list[dict[str, Any]]:
    """What the list shows of each; five queries, however many there are."""
    items = Addressee.objects.public(on).filter(recommendation__inspection__in=shown)
    standings = standing_by(items, on, "recommendation__inspection")
    return [
        {
            "inspection": each,
            "whom": ", ".join([body.name for body in each.bodies.all()] or [each.area]),
            "who": ", ".join(body.label for body in each.inspectorates.all()),
            **standings.get(each.pk, Standing()).shown(f"bar-{each.slug}", inspection=each.slug),
        }
        for each in shown
    ]


LEGENDS = {
    "body": (gettext_lazy("Body"), gettext_lazy("All bodies")),
    "programme": (gettext_lazy("Programme"), gettext_lazy("All programmes")),
    "year": (gettext_lazy("Year published"), gettext_lazy("All years")),
}


def groups(fields: dict[str, dict[str, str]], asked: Asked) -> list[dict[str, Any]]:
    """The filters for components/filter_panel.jinja."""
    words = {"name": "q", "legend": _("Words"), "kind": "text", "value": asked.chosen.get("q", "")}
    selects = []
    for name, values in fields.items():
        legend, everything = LEGENDS[name]
        options = [{"value": "", "label": everything, "checked": name not in asked.chosen}]
        if name != "year":
            values = dict(sorted(values.items(), key=lambda pair: plain(pair[1])))
        options += [
            {"value": value, "label": label, "checked": asked.chosen.get(name) == value}
            for value, label in values.items()
        ]
        selects.append({"name": name, "legend": legend, "kind": "select", "choices": options})
    return [{**words, "hint": _("In the title, or the name of a body or area")}, *selects]


def active(fields: dict[str, dict[str, str]], asked: Asked) -> list[dict[str, Any]]:
    """What is chosen, each with the address that drops only it."""
    legends = {"q": _("Words"), **{name: legend for name, (legend, _all) in LEGENDS.items()}}
    return [
        {"label": legends[name], "value": fields.get(name, {}).get(value, value), "remove_url": asked.url(**{name: ""})}
        for name, value in asked.chosen.items()
        if name in legends
    ]


class InspectionDetail(DetailPage):
    """One inspection in the order of events: what was found, what was asked, who answered, what happened since."""

    template_name = "inspections/detail.jinja"
    section = "inspections"

    def public(self) -> QuerySet[Inspection]:
        return Inspection.objects.readable(self.day).select_related("programme")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inspection: Inspection = self.object
        return super().get_context_data(
            heading=inspection.title,
            caption=inspection.programme.name,
            description=inspection.summary,
            breadcrumbs=[{"label": _("Inspections"), "url": reverse("inspection-list")}],
            inspection=inspection,
            alternates=alternates("inspection", inspection.slug),
            embed=to_copy("inspection", inspection, self.request),
            linked_data=self.linked(inspection),
            **report.of(inspection, self.day),
            **kwargs,
        )

    def linked(self, inspection: Inspection) -> dict[str, Any] | None:
        """The report for machines; one that was withdrawn is not offered to them."""
        if inspection.is_withdrawn(self.day):
            return None
        return linked_data.report(inspection, inspection.bodies.all(), inspection.inspectorates.all(), self.whole)
