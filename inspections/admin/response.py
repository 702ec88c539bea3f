"""Responses, for staff, with what each says about the recommendations."""

from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.models import Addressee, Response, ResponseItem

from .filters import ChoiceFilter, ProgrammeFilter
from .owed import ListsOwed
from .register import RegisterAdmin, SharedChoices
from .withdraw import Withdraws


class ResponseItemInline(SharedChoices, admin.StackedInline):
    model = ResponseItem
    extra = 1
    fields = (("addressee", "decision"), "action", ("owner", "target_on"))
    response: Response | None = None

    def get_formset(self, request: HttpRequest, obj: Response | None = None, **kwargs: Any) -> Any:
        self.response = obj  # an inline is made afresh for each request
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer what it can answer: the items to it or to forces that it answers for, and those it has answered."""
        if db_field.name == "addressee" and self.response:
            responder = self.response.responder_id
            of_responder = Q(body=responder) | Q(body__overseen_by__policing_body=responder)
            kwargs["queryset"] = (
                Addressee.objects.filter(recommendation__inspection=self.response.inspection_id)
                .filter(of_responder | Q(response_items__response=self.response))
                .select_related("recommendation", "body")
                .distinct()
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("addressee__recommendation", "addressee__body", "response")


class FoundFilter(ChoiceFilter):
    """Whether a response was found."""

    title = _("response")
    parameter_name = "found"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Looked for, none found")), ("yes", _("Found"))]

    def narrowed(self, queryset: QuerySet[Response], choice: str) -> QuerySet[Response]:
        return queryset.filter(not_found_as_of__isnull=choice == "yes")


@admin.register(Response)
class ResponseAdmin(Withdraws, ListsOwed, RegisterAdmin):
    """The list opens on those not found, longest ago first: they want looking for again."""

    list_display = ("responder", "inspection", "published_on", "submitted_on", "not_found_as_of")
    list_filter = (FoundFilter, ProgrammeFilter.along("inspection__programme"))
    list_select_related = ("responder", "inspection")
    search_fields = ("responder__name", "responder__short_name", "inspection__title")
    search_help_text = _("Responder or inspection.")
    ordering = (F("not_found_as_of").asc(nulls_last=True), "-published_on")
    autocomplete_fields = ("inspection", "responder", "source")
    fieldsets = (
        (None, {"fields": ("inspection", "responder")}),
        (_("Where a response was found"), {"fields": ("published_on", "submitted_on", "url", "source", "summary")}),
        (_("Where none was found"), {"fields": ("not_found_as_of",)}),
    )

    def get_inlines(self, request: HttpRequest, obj: Response | None) -> Any:
        """Answers to recommendations, once it is known whose response to what it is."""
        return (ResponseItemInline,) if obj else ()
