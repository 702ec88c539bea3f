"""Sources, for staff: the list opens on those whose address is missing."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.models import Source
from inspections.worklist import without_address

from .filters import ChoiceFilter
from .register import RegisterAdmin


class AddressFilter(ChoiceFilter):
    """Documents that a reader can or cannot follow."""

    title = _("address")
    parameter_name = "address"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("missing", _("No address and no archived copy")),
            ("no-archive", _("An address, but no archived copy")),
            ("archived", _("An archived copy")),
        ]

    def narrowed(self, queryset: QuerySet[Source], choice: str) -> QuerySet[Source]:
        match choice:
            case "missing":
                return without_address(queryset)
            case "no-archive":
                return queryset.filter(~Q(url=""), archive_url="")
        return queryset.exclude(archive_url="")


@admin.register(Source)
class SourceAdmin(RegisterAdmin):
    list_display = ("title", "publisher", "published_on", "has_address", "has_copy")
    list_filter = (AddressFilter,)
    search_fields = ("title", "slug", "publisher", "url")
    search_help_text = _("Title, slug, publisher or address.")
    ordering = ("url", "title")
    prepopulated_fields = {"slug": ("title",)}
    fields = ("title", "slug", "publisher", "published_on", "url", "captured_on", "archive_url", "note")

    @admin.display(description=_("address"), boolean=True, ordering="url")
    def has_address(self, source: Source) -> bool:
        return bool(source.url)

    @admin.display(description=_("archived copy"), boolean=True, ordering="archive_url")
    def has_copy(self, source: Source) -> bool:
        return bool(source.archive_url)
