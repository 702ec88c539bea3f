"""What every list and form of the register has in common."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import Model, URLField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inspections.days import today
from inspections.scope import is_out, may_alter

from .choosing import ChoosesWithCare
from .deletion import RefusesDeletion, refusal, rows_stay
from .export import Exports
from .history import HistoryPage
from .public_question import AsksBeforePublic
from .saving import SavesWithCare


def admin_link(thing: Model | None, beside: Model | None = None) -> SafeString | str:
    """A link to the staff's page of a thing; a dash where there is none.

    beside: what is being looked at. Its words alone are shown to an account that may not open the page of the thing.
    """
    if thing is None:
        return "–"
    opts = thing._meta
    account = getattr(beside, "shown_to", None)
    if account and not account.has_perm(f"{opts.app_label}.view_{opts.model_name}"):
        return str(thing)
    return format_html(
        '<a href="{}">{}</a>', reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[thing.pk]), thing
    )


class RegisterAdmin(ChoosesWithCare, Exports, RefusesDeletion, HistoryPage, SavesWithCare):
    """A noun of the register: linked to its public page, with a history, and not deleted while anything rests on it."""

    list_per_page = 50
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    show_facets = admin.ShowFacets.NEVER

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of an object, which from here on knows who looks at it; see admin_link."""
        if kwargs.get("obj") is not None:
            kwargs["obj"].shown_to = request.user
        return super().render_change_form(request, context, *args, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """In draft whoever writes such things; what is public only a publisher."""
        return super().has_change_permission(request, obj) and (obj is None or may_alter(request.user, obj, today()))

    def view_on_site(self, obj: Any) -> str | None:
        """The public page, where the public has one; what was withdrawn keeps it."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") and is_out(obj, today()) else None


class InlineForm(AsksBeforePublic, forms.ModelForm):
    """A row of an inline that keeps the constraints which name its parent; Django 5.2 leaves those to the database."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


class PublicRowsStay(forms.BaseInlineFormSet):
    """Rows of which none that is public can be ticked away."""

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            reason = refusal(form.instance, today()) if self._should_delete_form(form) else ""  # type: ignore[attr-defined]
            if reason:
                raise ValidationError(f"{form.instance}: {reason}")


class RegisterInline(ChoosesWithCare, InlineModelAdmin):
    """Rows of a form that belong to what the form is about."""

    form = InlineForm
    formset: type[forms.BaseInlineFormSet] = PublicRowsStay
    view_on_site = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not once what they belong to is public; there they are corrected."""
        return super().has_delete_permission(request, obj) and not (obj and rows_stay(self.model, obj, today()))


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
