"""Bodies, for staff, with who answers for whom and the monitoring of a force."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.models import Body, BodyKind, MonitoringPhase, Oversight

from .register import RegisterAdmin, SharedChoices

# What may stand on either side of an oversight.
OVERSIGHT_KINDS = {
    "force": (BodyKind.POLICE_FORCE, BodyKind.FIRE_AND_RESCUE_SERVICE),
    "policing_body": (BodyKind.LOCAL_POLICING_BODY,),
}


class OversightInline(SharedChoices, admin.TabularInline):
    model = Oversight
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("force", "policing_body")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in OVERSIGHT_KINDS:
            kwargs["queryset"] = Body.objects.filter(kind__in=OVERSIGHT_KINDS[db_field.name])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class OverseenByInline(OversightInline):
    fk_name = "force"
    fields = ("policing_body", "start", "end")
    verbose_name_plural = _("local policing bodies that answer for it")


class OverseesInline(OversightInline):
    fk_name = "policing_body"
    fields = ("force", "start", "end")
    verbose_name_plural = _("forces that it answers for")


class MonitoringPhaseInline(SharedChoices, admin.StackedInline):
    model = MonitoringPhase
    extra = 0
    fields = (("phase", "start", "end"), "source", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("body")


INLINES = {
    BodyKind.POLICE_FORCE: (OverseenByInline, MonitoringPhaseInline),
    BodyKind.FIRE_AND_RESCUE_SERVICE: (OverseenByInline, MonitoringPhaseInline),
    BodyKind.LOCAL_POLICING_BODY: (OverseesInline,),
}


@admin.register(Body)
class BodyAdmin(RegisterAdmin):
    list_display = ("name", "short_name", "kind", "nation", "established_on", "abolished_on")
    list_filter = ("kind", "nation")
    search_fields = ("name", "short_name", "name_cy", "slug")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("succeeded_by",)
    fieldsets = (
        (None, {"fields": ("name", "short_name", "name_cy", "slug", "kind", "nation")}),
        (_("Where to find it"), {"fields": ("ons_code", "website")}),
        (_("Its life"), {"fields": ("established_on", "abolished_on", "succeeded_by")}),
    )

    def get_inlines(self, request: HttpRequest, obj: Body | None) -> Any:
        """What goes with its kind; a new body has to be saved with a kind first."""
        return INLINES.get(BodyKind(obj.kind), ()) if obj else ()
