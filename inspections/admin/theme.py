"""Themes, for staff."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.models import Theme

from .register import RegisterAdmin


@admin.register(Theme)
class ThemeAdmin(RegisterAdmin):
    list_display = ("name", "synonyms", "recommendation_count")
    search_fields = ("name", "name_cy", "synonyms")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "name_cy", "slug", "synonyms")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        return super().get_queryset(request).annotate(recommendation_count=Count("recommendations"))

    @admin.display(description=_("recommendations"), ordering="recommendation_count")
    def recommendation_count(self, theme: Theme) -> int:
        return theme.recommendation_count  # type: ignore[attr-defined]
