"""The staff's side of the site: its name, and the accounts."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tracker.models import User

admin.site.site_header = admin.site.site_title = _("Inspection recommendations – staff")
admin.site.index_title = _("What is kept here")

# What Django leaves without an explanation.
EXPLAINED = {
    "first_name": _("Never public."),
    "last_name": _("Never public."),
    "email": _("Never public: where notices to this person are sent."),
    "name": _("Never public: what this group of accounts may do, in a word."),
    "permissions": _("What every account of this group may do."),
}


class Explained(admin.ModelAdmin):
    """A form whose every field says what it is for."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in EXPLAINED and not field.help_text:
            field.help_text = EXPLAINED[db_field.name]
        return field


@admin.register(User)
class StaffAdmin(Explained, UserAdmin):
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "is_superuser", "last_login")
    readonly_fields = ("last_login", "date_joined")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser's account is for superusers: its password opens everything."""
        reserved = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not reserved

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        reserved = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_delete_permission(request, obj) and not reserved

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Say what stands in the way rather than which right is lacking: nobody may delete what an account recorded."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set() if protected else lacking, protected

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Nobody gives themselves or others more than a superuser has given."""
        rights = () if request.user.is_superuser else ("is_superuser", "groups", "user_permissions")
        return (*self.readonly_fields, *rights)


admin.site.unregister(Group)


@admin.register(Group)
class StaffGroupAdmin(Explained, GroupAdmin):
    pass
