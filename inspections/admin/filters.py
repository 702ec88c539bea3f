"""The filters beside the staff's lists."""

from collections.abc import Iterator
from typing import Any, Self

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.models import Addressee, Body, Inspection, Programme


class SelectFilter(admin.SimpleListFilter):
    """One of many, chosen from a drop-down list and not from a column of links."""

    template = "admin/select_filter.html"
    path = ""  # from the rows of the list to what is chosen

    @classmethod
    def along(cls, path: str) -> type[Self]:
        """The same filter for a list whose rows lead to the choice by another path."""
        return type(cls.__name__, (cls,), {"path": path})

    def offered(self) -> QuerySet[Any]:
        """What can be chosen."""
        raise NotImplementedError

    def label(self, thing: Model) -> str:
        return str(thing)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(thing.slug, self.label(thing)) for thing in self.offered()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.path}__slug": self.value()}) if self.value() else queryset

    def choices(self, changelist: Any) -> Iterator[Any]:
        """One row for the template: its options, and the other parameters that its form carries along."""
        dropped = (self.parameter_name, "p")
        yield {
            "options": [
                {"value": slug, "display": label, "selected": slug == self.value()}
                for slug, label in self.lookup_choices
            ],
            "others": [
                (name, value)
                for name, values in changelist.filter_params.items()
                for value in values
                if name not in dropped
            ]
            + [(name, changelist.params[name]) for name in ("q", "o") if changelist.params.get(name)],
        }


class ForceFilter(SelectFilter):
    title = _("addressed body")
    parameter_name = "force"
    path = "body"

    def offered(self) -> QuerySet[Body]:
        return Body.objects.filter(Exists(Addressee.objects.filter(body=OuterRef("pk"))))


class InspectionFilter(SelectFilter):
    title = _("inspection")
    parameter_name = "inspection"
    path = "recommendation__inspection"

    def offered(self) -> QuerySet[Inspection]:
        return Inspection.objects.only("slug", "title", "published_on")


class ProgrammeFilter(SelectFilter):
    title = _("programme")
    parameter_name = "programme"
    path = "recommendation__inspection__programme"

    def offered(self) -> QuerySet[Programme]:
        return Programme.objects.all()


class PublishedFilter(SelectFilter):
    """The year of publication, of partial dates too."""

    title = _("year of publication")
    parameter_name = "year"
    path = "published_on"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        dates = model_admin.model._default_manager.exclude(**{self.path: None}).values_list(self.path, flat=True)
        years = sorted({date.year for date in dates.order_by().distinct()}, reverse=True)
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if wanted is None or wanted not in dict(self.lookup_choices):
            return queryset
        before, last = f"{int(wanted) - 1:04}-12-31", f"{wanted}-12-31"
        return queryset.filter(Q(**{f"{self.path}__gt": before, f"{self.path}__lte": last}))
