"""Programmes of inspection: the list, and the page of one."""

from typing import Any

from django.db.models import Count, F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.models import Addressee, Inspection, Programme
from inspections.reading.charts.pictures import pictures
from inspections.reading.lately import LatestAbout, lately
from inspections.reading.standing import Standing, newest, overview, standing_of_each
from inspections.views.alternates import alternates
from inspections.views.page import DetailPage, PublicPage

MOST_CARDS = 10
MOST_NEWS = 5
MOST_INSPECTIONS = 15


class ProgrammeList(PublicPage):
    """Every programme, with its inspections and how what they asked for stands."""

    template_name = "programmes/list.jinja"
    section = "inspections"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        public = Inspection.objects.public(self.day)
        held = dict(public.values_list("programme").annotate(n=Count("pk")).order_by())
        standings = standing_of_each(self.shelf, "programme")
        return super().get_context_data(
            heading=_("Programmes of inspection"),
            lead=_("The kinds of inspection that are carried out again and again."),
            breadcrumbs=[{"label": _("Inspections"), "url": reverse("inspection-list")}],
            rows=[
                {
                    "programme": each,
                    "inspections": held.get(each.pk, 0),
                    **standings.get(each.pk, Standing()).shown(f"bar-{each.slug}", programme=each.slug),
                }
                for each in Programme.objects.order_by("name")
            ],
            **kwargs,
        )


class ProgrammeDetail(DetailPage):
    """One programme: what it is, what it asked for, its inspections."""

    template_name = "programmes/detail.jinja"
    section = "inspections"

    def public(self) -> QuerySet[Programme]:
        return Programme.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme: Programme = self.object
        items = Addressee.objects.public(self.day).standing(self.day)
        items = items.filter(recommendation__inspection__programme=programme)
        held = Inspection.objects.public(self.day).filter(programme=programme)
        shelf = self.shelf.of("programme", programme.pk)
        standing = overview(shelf, self.day, programme=programme.slug)
        return super().get_context_data(
            heading=programme.name,
            caption=_("Programme of inspection"),
            lead=programme.description,
            breadcrumbs=[
                {"label": _("Inspections"), "url": reverse("inspection-list")},
                {"label": _("Programmes"), "url": reverse("programme-list")},
            ],
            programme=programme,
            alternates=alternates("programme", programme.slug),
            standing=standing,
            pictures=pictures(items, self.day, shelf, programme=programme.slug),
            cards=newest(shelf, MOST_CARDS),
            lately=lately(LatestAbout(shelf), MOST_NEWS),
            inspections=held.order_by(F("published_on").desc(nulls_last=True), "title")[:MOST_INSPECTIONS],
            held=held.count(),
            inspections_url=f"{reverse('inspection-list')}?programme={programme.slug}",
            **kwargs,
        )
