"""Inspections, for staff: with findings, grades and recommendations in one form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.days import today
from inspections.models import Inspection
from inspections.scope import PUBLISH
from inspections.worklist import COMING_DAYS, coming_inspections

from .filters import ChoiceFilter, ProgrammeFilter, PublishedFilter
from .finding import GradeInline, ObservationInline
from .preview import Previews
from .recommendation import NewRecommendationInline
from .register import RegisterAdmin
from .withdraw import Withdraws


class PublicationFilter(ChoiceFilter):
    """Whether the public can read it, or when."""

    title = gettext_lazy("publication")
    parameter_name = "publication"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("coming", _("In draft, or due within %(days)d days") % {"days": COMING_DAYS}),
            ("not-yet", _("Not public yet")),
            ("public", _("Public")),
            ("withdrawn", _("Withdrawn")),
        ]

    def narrowed(self, queryset: QuerySet[Inspection], choice: str) -> QuerySet[Inspection]:
        on, inspections = today(), Inspection.objects
        public, readable = inspections.public(on).values("pk"), inspections.readable(on).values("pk")
        match choice:
            case "coming":
                return queryset.filter(pk__in=coming_inspections(inspections.all(), on).values("pk"))
            case "not-yet":
                return queryset.exclude(pk__in=readable)
            case "public":
                return queryset.filter(pk__in=public)
        return queryset.filter(pk__in=readable).exclude(pk__in=public)


@admin.register(Inspection)
class InspectionAdmin(Previews, Withdraws, RegisterAdmin):
    """The list opens on drafts, then on the latest."""

    list_display = ("title", "programme", "published_on", "draft", "recommendation_count")
    list_filter = (PublicationFilter, "draft", ProgrammeFilter.along("programme"), PublishedFilter, "follow_up_kind")
    list_select_related = ("programme",)
    search_fields = ("title", "slug", "area", "bodies__name", "bodies__short_name")
    search_help_text = gettext_lazy("Title, slug, area or inspected body.")
    ordering = ("-draft", "-published_on", "title")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("bodies", "sources", "follows_up")
    inlines = (ObservationInline, GradeInline, NewRecommendationInline)
    fieldsets = (
        (None, {"fields": ("title", "slug", "draft", "programme", "inspectorates", "bodies", "area")}),
        (
            gettext_lazy("Dates"),
            {"fields": (("fieldwork_start", "fieldwork_end"), ("published_on", "published_time"), "received_on")},
        ),
        (gettext_lazy("The report"), {"fields": ("report_url", "sources", "lead_inspector", "summary")}),
        (
            gettext_lazy("What came before and must come after"),
            {"fields": ("follow_up_kind", "follows_up", "response_duty")},
        ),
    )
    on_record = (gettext_lazy("Recommendations on record"), {"fields": ("recommendations_so_far",)})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Inspection]:
        return super().get_queryset(request).annotate(recommendation_count=Count("recommendations", distinct=True))

    def get_fieldsets(self, request: HttpRequest, obj: Inspection | None = None) -> Any:
        return (*self.fieldsets, self.on_record) if obj else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Inspection | None = None) -> Any:
        """Publishing is a publisher's act, so an editor's inspection stays in draft."""
        on_record = ("recommendations_so_far",) if obj else ()
        return on_record if request.user.has_perm(PUBLISH) else ("draft", *on_record)

    def save_model(self, request: HttpRequest, obj: Inspection, form: Any, change: bool) -> None:
        if not change and not request.user.has_perm(PUBLISH):
            obj.draft = True
        super().save_model(request, obj, form, change)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new one is a draft until somebody says otherwise."""
        return {"draft": True, **super().get_changeform_initial_data(request)}

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "inspectorates":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("recommendations"), ordering="recommendation_count")
    def recommendation_count(self, inspection: Inspection) -> int:
        return inspection.recommendation_count  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("recommendations"))
    def recommendations_so_far(self, inspection: Inspection) -> str:
        rows = sorted(inspection.recommendations.annotate(items=Count("addressees")), key=lambda row: row.number_key)
        if not rows:
            return _("None yet. Add them below.")
        listed = format_html_join(
            "",
            '<li><a href="{}">{}</a> · {} · {}</li>',
            (
                (
                    reverse("admin:inspections_recommendation_change", args=[row.pk]),
                    str(row),
                    row.get_kind_display(),
                    _("addressed to %(count)d") % {"count": row.items},
                )
                for row in rows
            ),
        )
        items = reverse("admin:inspections_addressee_changelist")
        return format_html(
            '<ul class="plain-list">{}</ul><a href="{}?status=all&amp;inspection={}">{}</a>',
            listed,
            items,
            inspection.slug,
            _("All its items and how they stand"),
        )
