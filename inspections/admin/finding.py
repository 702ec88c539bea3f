"""Observations and grades, as parts of their inspection's form."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from inspections.models import Grade, Observation

from .register import SharedChoices


class ObservationInline(SharedChoices, admin.StackedInline):
    model = Observation
    extra = 0
    fields = (("number", "kind"), "text", "themes")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("themes")


class GradeInline(SharedChoices, admin.TabularInline):
    model = Grade
    extra = 0
    fields = ("body", "framework", "topic", "grade")
