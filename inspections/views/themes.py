"""Themes: the list, and the page of one."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.bitmaps.shelf import Shelf
from inspections.models import Addressee, Body, Observation, Theme
from inspections.models.inspection import published_by
from inspections.reading.charts.pictures import pictures
from inspections.reading.lately import LatestAbout, lately
from inspections.reading.selection import selection_url
from inspections.reading.standing import Standing, newest, overview, standing_of_each
from inspections.views.alternates import alternates
from inspections.views.asked import Asked
from inspections.views.page import DetailPage, PublicPage

SORTS = {
    "name": gettext_lazy("name"),
    "items": gettext_lazy("most items"),
    "open": gettext_lazy("most still open"),
    "late": gettext_lazy("most past their date"),
}
MOST_CARDS = 10
MOST_NEWS = 5
MOST_BODIES = 20
MOST_OBSERVATIONS = 10


class ThemeList(PublicPage):
    """Every theme, with how the items about it stand."""

    template_name = "themes/list.jinja"
    section = "themes"
    reads = ("sort",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Asked(self.request)
        standings = standing_of_each(self.shelf, "theme")
        rows = [
            {"theme": theme, **standings.get(theme.pk, Standing()).shown(f"bar-{theme.slug}", theme=theme.slug)}
            for theme in Theme.objects.order_by("name")
        ]
        sort = asked.one_of("sort", SORTS, "name")
        if sort != "name":
            rows.sort(key=lambda row: row[sort], reverse=True)
        return super().get_context_data(
            heading=_("Themes"),
            lead=_("What the recommendations are about, across inspections and bodies."),
            rows=rows,
            sorts=asked.links("sort", SORTS, "name"),
            errors=asked.errors,
            understood=asked.chosen,
            **kwargs,
        )


class ThemeDetail(DetailPage):
    """One theme: how its items stand, of whom they were asked, what is new, and what else inspectors noted."""

    template_name = "themes/detail.jinja"
    section = "themes"

    def public(self) -> QuerySet[Theme]:
        return Theme.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theme: Theme = self.object
        items = Addressee.objects.public(self.day).standing(self.day).filter(recommendation__themes=theme)
        shelf = self.shelf.of("theme", theme.pk)
        standing = overview(shelf, self.day, theme=theme.slug)
        return super().get_context_data(
            heading=theme.name,
            caption=_("Theme"),
            description=_("What inspectors asked the police to do about this, and what became of it: %(theme)s.")
            % {"theme": theme.name},
            breadcrumbs=[{"label": _("Themes"), "url": reverse("theme-list")}],
            theme=theme,
            alternates=alternates("theme", theme.slug),
            synonyms=", ".join(theme.synonym_list),
            standing=standing,
            pictures=pictures(items, self.day, shelf, theme=theme.slug),
            bodies=self.bodies(shelf),
            cards=newest(shelf, MOST_CARDS),
            lately=lately(LatestAbout(shelf), MOST_NEWS),
            observations=self.observations(),
            **kwargs,
        )

    def bodies(self, items: Shelf) -> list[dict[str, Any]]:
        """The bodies with most items about it."""
        found = standing_of_each(items, "force")
        bodies = Body.objects.in_bulk(sorted(found, key=lambda pk: -found[pk].total)[:MOST_BODIES])
        rows = [
            {
                "name": body.name,
                "url": selection_url(theme=self.object.slug, force=body.slug),
                **found[pk].shown(f"bar-{body.slug}"),
            }
            for pk, body in bodies.items()
        ]
        return sorted(rows, key=lambda row: (-row["items"], row["name"]))

    def observations(self) -> QuerySet[Observation]:
        """What inspectors noted about it and asked nothing about, newest first."""
        rows = Observation.objects.filter(published_by(self.day, "inspection__"), themes=self.object)
        newest_first = rows.order_by(F("inspection__published_on").desc(nulls_last=True), "inspection", "number")
        return newest_first.select_related("inspection")[:MOST_OBSERVATIONS]
