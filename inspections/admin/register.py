"""What every list and form of the register has in common."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyRel, Model, URLField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inspections.days import today


def admin_link(thing: Model | None) -> SafeString | str:
    """A link to the staff's page of a thing; a dash where there is none."""
    if thing is None:
        return "–"
    opts = thing._meta
    return format_html(
        '<a href="{}">{}</a>', reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[thing.pk]), thing
    )


class RegisterAdmin(admin.ModelAdmin):
    """A noun of the register: linked to its public page, and never deleted while anything rests on it."""

    list_per_page = 50
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    show_facets = admin.ShowFacets.NEVER

    def view_on_site(self, obj: Any) -> str | None:
        """The public page, where the public has one."""
        is_public = getattr(obj, "is_public", lambda on: True)
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") and is_public(today()) else None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Protect as well what is only pointed at by many-to-many links, which Django would drop without a word."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        for relation in self.opts.related_objects:
            if isinstance(relation, ManyToManyRel) and relation.through and relation.through._meta.auto_created:
                users = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": objs})
                name = relation.related_model._meta.verbose_name
                protected = [*protected, *(f"{str(name).capitalize()}: {user}" for user in users)]
        # Where something stands in the way, that is the reason to give, and not a right that nobody has.
        return deleted, counts, set() if protected else lacking, protected


class InlineForm(forms.ModelForm):
    """A row of an inline that keeps the constraints which name its parent; Django 5.2 leaves those to the database."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


class RegisterInline(InlineModelAdmin):
    """Rows of a form that belong to what the form is about."""

    form = InlineForm
    view_on_site = False


class SharedChoices(RegisterInline):
    """An inline that fetches the choices of a field once, and not again for each row."""

    def formfield_for_foreignkey(self, *args: Any, **kwargs: Any) -> Any:
        return _fetched(super().formfield_for_foreignkey(*args, **kwargs))

    def formfield_for_manytomany(self, *args: Any, **kwargs: Any) -> Any:
        return _fetched(super().formfield_for_manytomany(*args, **kwargs))


def _fetched(field: forms.Field | None) -> forms.Field | None:
    if isinstance(field, forms.ModelChoiceField):
        field.choices = list(cast(Iterable[Any], field.choices))
    return field
