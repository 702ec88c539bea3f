"""The ledger, for staff: to be read. Rows are added on the page of their item, and never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.models import StatusUpdate

from .register import RegisterAdmin, admin_link
from .scoped import scope


@admin.register(StatusUpdate)
class StatusUpdateAdmin(RegisterAdmin):
    list_display = (
        "__str__",
        "item",
        "effective_on",
        "stated_by",
        "position",
        "evidence",
        "recorded_on",
        "recorded_by",
    )
    list_display_links = ("__str__",)
    list_filter = ("position", "evidence", "recorded_on", ("stated_by__kind", admin.ChoicesFieldListFilter))
    list_select_related = ("addressee__recommendation", "addressee__body", "stated_by", "recorded_by")
    search_fields = ("addressee__recommendation__ref", "addressee__body__name", "reason", "batch")
    search_help_text = _("Reference, addressed body, reason or batch.")
    date_hierarchy = "recorded_on"
    ordering = ("-recorded_on", "-pk")
    actions = None
    readonly_fields = ("item", "voice", "source_link", "made_in_link", "corrects_link", "recorded_at", "recorded_by")
    fields = (
        ("item", "sequence"),
        ("stated_by", "voice"),
        "position",
        "publisher_wording",
        "effective_on",
        "target_on",
        "reason",
        "evidence",
        "source_link",
        "made_in_link",
        "corrects_link",
        "batch",
        ("recorded_on", "recorded_at", "recorded_by"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusUpdate]:
        return scope(request).updates().select_related(*self.list_select_related)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here: an update is recorded on the page of its item."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("item"), ordering="addressee__recommendation__ref")
    def item(self, update: StatusUpdate) -> str:
        return admin_link(update.addressee)

    @admin.display(description=_("voice"))
    def voice(self, update: StatusUpdate) -> str:
        return str(update.voice.label)

    @admin.display(description=_("source"))
    def source_link(self, update: StatusUpdate) -> str:
        return admin_link(update.source, update)

    @admin.display(description=_("made in"))
    def made_in_link(self, update: StatusUpdate) -> str:
        return admin_link(update.made_in, update)

    @admin.display(description=_("corrects"))
    def corrects_link(self, update: StatusUpdate) -> str:
        return admin_link(update.corrects, update)
