"""Programmes, for staff."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.models import Programme

from .register import RegisterAdmin


@admin.register(Programme)
class ProgrammeAdmin(RegisterAdmin):
    list_display = ("name", "abbreviation", "response_duty", "inspection_count")
    list_filter = ("response_duty",)
    search_fields = ("name", "abbreviation")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "abbreviation", "slug", "response_duty", "description")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        return super().get_queryset(request).annotate(inspection_count=Count("inspections"))

    @admin.display(description=_("inspections"), ordering="inspection_count")
    def inspection_count(self, programme: Programme) -> int:
        return programme.inspection_count  # type: ignore[attr-defined]
