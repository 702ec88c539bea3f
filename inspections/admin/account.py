"""Accounts, with what the register adds to them: the bodies that each speaks for, and what its roles mean."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from inspections.models import Body, SpeaksFor
from inspections.roles import ROLES
from tracker.admin import StaffAdmin
from tracker.audit import note
from tracker.models import AuditKind, User

from .history import HistoryPage
from .register import SharedChoices
from .saving import SavesWithCare


class SpeaksForInline(SharedChoices, admin.StackedInline):
    """The bodies of an account. Nobody gives them to themselves, as with roles."""

    model = SpeaksFor
    extra = 1
    fields = ("body",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpeaksFor]:
        return super().get_queryset(request).select_related("body")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body":
            kwargs["queryset"] = Body.objects.order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and _may_give(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A body is added or removed, and never turned into another."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_give(request, obj)


def _may_give(request: HttpRequest, account: User | None) -> bool:
    return bool(request.user.is_superuser or account is None or account.pk != request.user.pk)


admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(HistoryPage, SavesWithCare, StaffAdmin):
    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        """Once the account is there."""
        return (SpeaksForInline,) if obj else ()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Each role with what it means."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.name == "groups":
            meanings = ((role.name, role.meaning) for role in ROLES)
            listed = format_html_join("", "<br><strong>{}</strong>: {}", meanings)
            field.help_text = format_html_join("", "{}", ((field.help_text,), (listed,)))
        return field

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Keep in the list of what happened to accounts for whom this one speaks from now on, and no longer."""
        super().save_formset(request, form, formset, change)
        if formset.model is not SpeaksFor:
            return
        for row in formset.new_objects:
            note(AuditKind.REACH, form.instance, request=request, detail=_("Speaks for %(body)s.") % {"body": row})
        for row in formset.deleted_objects:
            told = _("Speaks for %(body)s no longer.") % {"body": row}
            note(AuditKind.REACH, form.instance, request=request, detail=told)
