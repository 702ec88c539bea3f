"""The accounts of staff and the list of what happened to them, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.admin import StaticDeviceAdmin
from django_otp.plugins.otp_totp.admin import TOTPDeviceAdmin

from tracker import second_factor
from tracker.models import AuditEntry, User

# Django's own words, where it has any, do not say whether the public sees a field.
EXPLAINED = {
    "username": _("Never public: what the person types to sign in. Letters, digits and @ . + - _ only."),
    "first_name": _("Never public."),
    "last_name": _("Never public."),
    "email": _("Never public: where notices to this person are sent."),
    "is_active": _("Never public. Take the mark away when somebody leaves: what they recorded stays with the account."),
    "is_staff": _("Never public: without this mark an account cannot sign in here."),
    "is_superuser": _("Never public: may do everything, whatever the roles are. For one or two persons."),
    "user_permissions": _("Never public: single rights beside the roles. Roles are easier to keep in view."),
    "name": _("Never public: what this role may do, in a word."),
    "permissions": _("Never public: what every account with this role may do."),
}


class Explained(admin.ModelAdmin):
    """A form whose every field says what it is for."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in EXPLAINED:
            field.help_text = EXPLAINED[db_field.name]
        return field


@admin.register(User)
class StaffAdmin(Explained, UserAdmin):
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "is_superuser", "last_login")
    readonly_fields = ("last_login", "date_joined", "oidc_subject", "second_factor")
    fieldsets = (
        (None, {"fields": ("username", "password", "second_factor")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "groups", "is_superuser", "user_permissions")}),
        (_("Dates and origin"), {"fields": ("last_login", "date_joined", "oidc_subject")}),
    )
    filter_horizontal = ()  # it needs a script; the roles are few enough for boxes

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None:
            field.label = _("Roles")
            field.help_text = _("Never public: what the account may do. Several roles add up.")
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The roles are those that there are: no button for making one beside the boxes."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.widget.can_add_related = False
        return field

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
        """Roles are an administrator's to give, single rights a superuser's; nobody gives them to themselves."""
        if request.user.is_superuser:
            return self.readonly_fields
        own = ("is_active", "is_staff", "groups") if obj is not None and obj.pk == request.user.pk else ()
        return (*self.readonly_fields, "is_superuser", "user_permissions", *own)

    @admin.display(description=_("Second factor"))
    def second_factor(self, account: User) -> str:
        """Whether there is one, and the way to take it away from somebody who has lost the telephone."""
        app = second_factor.app_of(account) if account.pk else None
        if app is None:
            return gettext("Not set up.")
        when = date_format(localtime(app.created_at), "j F Y") if app.created_at else gettext("a day that is not known")
        return format_html(
            '{} <a href="{}">{}</a>',
            gettext("Set up on %(day)s.") % {"day": when},
            reverse("admin:tracker_user_second_factor", args=[account.pk]),
            gettext("Remove it, if the telephone is lost"),
        )

    def get_urls(self) -> list[Any]:
        remove = path(
            "<path:object_id>/second-factor/",
            self.admin_site.admin_view(self.remove_second_factor),
            name="tracker_user_second_factor",
        )
        return [remove, *super().get_urls()]

    def remove_second_factor(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take app and recovery codes away, and sign the account out everywhere. One's own is changed with a code."""
        account = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account is None:
            raise Http404
        if account.pk == request.user.pk:
            return redirect("admin:second-factor")
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Remove the second factor of %(name)s") % {"name": account},
                "opts": self.opts,
                "account": account,
                "app": second_factor.app_of(account),
            }
            return TemplateResponse(request, "admin/accounts/remove_second_factor.html", context)
        second_factor.remove(account, request)
        second_factor.end_sessions(account)
        self.log_change(request, account, [{"changed": {"fields": [gettext("Second factor")]}}])
        messages.success(
            request,
            gettext("The second factor of %(name)s is removed, and the account is signed out everywhere.")
            % {"name": account},
        )
        return redirect("admin:tracker_user_change", account.pk)


# What django-otp would show in lists of its own are secrets. Our pages are the way to them.
for registered in (TOTPDeviceAdmin, StaticDeviceAdmin):
    for model in [model for model, owner in admin.site._registry.items() if type(owner) is registered]:
        admin.site.unregister(model)
admin.site.unregister(Group)


@admin.register(Group)
class StaffGroupAdmin(Explained, GroupAdmin):
    """The roles: to be read by administrators, and changed by superusers alone."""

    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        """A permission is named with what it is about: fetched once, and not for each."""
        return super().get_queryset(request).prefetch_related("permissions__content_type")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(AuditEntry)
class AuditAdmin(admin.ModelAdmin):
    """What happened to accounts: read, and never changed or deleted."""

    fields = readonly_fields = ("at", "kind", "name", "by_name", "address", "detail")
    list_display = ("at", "kind", "name", "by_name", "address", "detail")
    list_display_links = None
    list_filter = ("kind", ("account", admin.RelatedOnlyFieldListFilter))
    date_hierarchy = "at"
    search_fields = ("name", "by_name", "address")
    search_help_text = _("Search by user name or network address.")
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
