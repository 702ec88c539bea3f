"""The filters beside the staff's lists."""

from collections.abc import Iterator
from typing import Any, Self

from django.contrib import admin, messages
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.models import Body, Inspection, Programme

from .scoped import scope


class ChoiceFilter(admin.SimpleListFilter):
    """One of a few choices. A value that is none of them finds nothing, and says so: it never shows everything."""

    def has_output(self) -> bool:
        """A value is looked at even where there is nothing to choose from; otherwise Django would pass it over."""
        return super().has_output() or self.value() is not None

    def narrowed(self, queryset: QuerySet[Any], choice: str) -> QuerySet[Any]:
        """The rows of one of the choices."""
        raise NotImplementedError

    def chosen(self) -> str | None:
        """The value to narrow by; None where the list shows all."""
        return self.value() or None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        choice = self.chosen()
        if choice is None:
            return queryset
        if choice in {str(value) for value, _label in self.lookup_choices}:
            return self.narrowed(queryset, choice)
        told = _(
            "“%(value)s” is not a choice of the filter “%(filter)s”, so nothing is found. Choose one that it offers."
        )
        messages.error(request, told % {"filter": self.title, "value": choice[:40].replace("\0", "")})
        return queryset.none()


class SelectFilter(ChoiceFilter):
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

    def narrowed(self, queryset: QuerySet[Any], choice: str) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.path}__slug": choice})

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
        return Body.objects.filter(Exists(scope(self.request).items().filter(body=OuterRef("pk"))))


class InspectionFilter(SelectFilter):
    title = _("inspection")
    parameter_name = "inspection"
    path = "recommendation__inspection"

    def offered(self) -> QuerySet[Inspection]:
        """An account that does not see everything learns of none that is not public yet."""
        seen = scope(self.request)
        inspections = Inspection.objects.all() if seen.sees_all else Inspection.objects.readable(seen.on)
        return inspections.only("slug", "title", "published_on")


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

    def narrowed(self, queryset: QuerySet[Any], choice: str) -> QuerySet[Any]:
        before, last = f"{int(choice) - 1:04}-12-31", f"{choice}-12-31"
        return queryset.filter(Q(**{f"{self.path}__gt": before, f"{self.path}__lte": last}))
