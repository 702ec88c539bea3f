"""Items, for staff: what needs doing, each with its history, and the way to record what is new."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from inspections.days import today
from inspections.models import Addressee, Recommendation, StatusUpdate

from .item_filters import ITEM_FILTERS
from .record import RecordsUpdates, history, latest_words, may_propose, may_record, notes_about, waiting_about
from .register import RegisterAdmin, admin_link
from .scoped import scope
from .together import RecordsTogether

LONGEST_TITLE = 40  # in the list, so that a row stays low


@admin.register(Addressee)
class AddresseeAdmin(RecordsUpdates, RecordsTogether, RegisterAdmin):
    list_display = ("reference", "force", "inspection", "headline_today", "since", "due_short", "last_news")
    list_filter = ITEM_FILTERS
    search_fields = ("recommendation__ref",)
    search_help_text = _("Words of the text, a reference, a body or a theme. A search looks at closed items too.")
    fieldsets = (
        (None, {"fields": ("recommendation_link", "text", "body_link", "headline_today")}),
        (_("What was asked, and by when"), {"fields": ("kind", "inspection_link", "published", "deadline", "due")}),
    )
    readonly_fields = (
        "recommendation_link", "text", "body_link", "headline_today", "kind", "inspection_link", "published",
        "deadline", "due",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Addressee]:
        latest = StatusUpdate.objects.filter(addressee=OuterRef("pk")).order_by("-effective_on__first_day", "-sequence")
        return (
            scope(request)
            .items()
            .standing(today())
            .with_headline(today())
            .select_related("recommendation__inspection", "body")
            .annotate(last_said=Subquery(latest.values("effective_on")[:1]))
        )

    def get_ordering(self, request: HttpRequest) -> Any:
        """The longest overdue first, and within a day those of which nothing was heard for longest."""
        return (F("recommendation__due_day").asc(nulls_last=True), F("last_said").asc(nulls_first=True), "pk")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """By the register's own search of recommendations, or by part of a reference or of a body's name."""
        words = search_term.strip()
        if not words:
            return queryset, False
        found = queryset.filter(recommendation__in=Recommendation.objects.matching(words).values("pk"))
        named = queryset.filter(recommendation__ref__icontains=words) | queryset.filter(body__name__icontains=words)
        return found | named, False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here: a recommendation is addressed to more bodies on its own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An item is a recommendation and a body; another pair is another item."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only for one that was made by mistake, in draft, and never with a history."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.updates.exists())

    def view_on_site(self, obj: Any) -> str | None:
        return obj.get_absolute_url() if obj.recommendation.is_readable(today()) else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The box on the first page leads straight to the one item that it finds, ready to be recorded about."""
        if "find" not in request.GET:
            return super().changelist_view(request, extra_context)
        words = request.GET.get("q", "").strip()
        found = list(self.get_search_results(request, self.get_queryset(request), words)[0][:2]) if words else []
        if len(found) == 1:
            page = "record" if may_propose(request) else "change"
            return redirect(f"admin:inspections_addressee_{page}", found[0].pk)
        return redirect(f"{reverse('admin:inspections_addressee_changelist')}?{urlencode({'q': words})}")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        item = self.get_object(request, object_id)
        context = extra_context or {}
        if item is not None and self.has_view_permission(request, item):
            updates = history(item)
            context |= {
                "item": item,
                "updates": updates,
                "voices": latest_words(updates),
                "may_record": may_record(request),
                "may_propose": may_propose(request),
                "waiting": waiting_about(item, request),
                "notes": notes_about(item, request),
                "record_url": reverse("admin:inspections_addressee_record", args=[item.pk]),
                "subtitle": str(item),
            }
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=_("reference"), ordering="recommendation__ref")
    def reference(self, item: Addressee) -> str:
        return item.recommendation.ref

    @admin.display(description=_("addressed body"), ordering="body__name")
    def force(self, item: Addressee) -> str:
        return item.body.label

    @admin.display(description=_("inspection"), ordering="recommendation__inspection__title")
    def inspection(self, item: Addressee) -> str:
        return Truncator(item.recommendation.inspection.title).chars(LONGEST_TITLE)

    @admin.display(description=_("headline status today"), ordering="status")
    def headline_today(self, item: Addressee) -> str:
        return str(item.headline.status.label)

    @admin.display(description=_("since"))
    def since(self, item: Addressee) -> str:
        update = item.headline.update
        return str(update.effective_on) if update else "–"

    @admin.display(description=_("due"), ordering=F("recommendation__due_day").asc(nulls_last=True))
    def due_short(self, item: Addressee) -> str:
        return _due(item, "SHORT_DATE_FORMAT")

    @admin.display(description=_("due"))
    def due(self, item: Addressee) -> str:
        return _due(item, "DATE_FORMAT")

    @admin.display(description=_("last news"), ordering="last_said")
    def last_news(self, item: Addressee) -> str:
        return str(item.last_said or _("none"))  # type: ignore[attr-defined]

    @admin.display(description=_("recommendation"))
    def recommendation_link(self, item: Addressee) -> str:
        return admin_link(item.recommendation, item)

    @admin.display(description=_("text"))
    def text(self, item: Addressee) -> str:
        return item.recommendation.text

    @admin.display(description=_("addressed body"))
    def body_link(self, item: Addressee) -> str:
        return admin_link(item.body, item)

    @admin.display(description=_("kind"))
    def kind(self, item: Addressee) -> str:
        return str(item.recommendation.get_kind_display())

    @admin.display(description=_("inspection"))
    def inspection_link(self, item: Addressee) -> str:
        return admin_link(item.recommendation.inspection, item)

    @admin.display(description=_("published"))
    def published(self, item: Addressee) -> str:
        inspection = item.recommendation.inspection
        draft = _("draft: not public yet") if inspection.draft else ""
        return ", ".join(str(word) for word in (inspection.published_on or _("day not known"), draft) if word)

    @admin.display(description=_("deadline as written"))
    def deadline(self, item: Addressee) -> str:
        return item.recommendation.deadline_phrase or "–"


def _due(item: Addressee, form: str) -> str:
    """The day for which it was asked, marked if that has passed and it is still open."""
    recommendation = item.recommendation
    if recommendation.due_day is None:
        return recommendation.get_deadline_display() or "–"
    day = date_format(recommendation.due_day, form)
    if not item.is_overdue(today(), item.headline.status):
        return day
    return format_html('{} <strong class="overdue">{}</strong>', day, _("overdue"))
