"""Recommendations, for staff: on a page of their own, and several at once on the page of their inspection."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspections.actions import address_to
from inspections.days import today
from inspections.models import Addressee, Inspection, Recommendation, RecommendationKind, Succession
from inspections.models.addressee import AddresseeQuerySet
from inspections.models.inspection import readable_by
from inspections.models.recommendation import PARENT_KINDS
from inspections.scope import PUBLISH

from .addressing import AddressedTo, AddressingForm, addressing_form, bodies_meant
from .filters import InspectionFilter, ProgrammeFilter
from .register import InlineForm, RegisterAdmin, RegisterInline, SharedChoices
from .withdraw import Withdraws

ADDRESSING = ("addressed_to", "chosen_bodies")


def may_address(request: HttpRequest) -> bool:
    return request.user.has_perm("inspections.add_addressee")


class NewRecommendationForm(InlineForm, AddressingForm):
    """A recommendation written down together with its inspection."""

    belongs_to = forms.CharField(
        label=gettext_lazy("Belongs to"),
        required=False,
        max_length=100,
        help_text=gettext_lazy(
            "Public: the number of what it is part of, above or on record: a cause of concern or a recommendation."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ref"].required = False
        self.fields["ref"].help_text = gettext_lazy(
            "Public: the end of the address, and how it is cited. Empty: made of the inspection's slug and the number."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("ref") and "ref" not in self.errors and data.get("number"):
            # Set on the instance too: an empty box would leave the model's own checks with nothing to check.
            data["ref"] = self.instance.ref = slugify(f"{self.instance.inspection.slug} {data['number']}")[:100].strip(
                "-"
            )
        return data


class NewRecommendationFormSet(forms.BaseInlineFormSet):
    """Recommendations of one inspection; one may belong to another that is written above it."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.instance.inspection = self.instance  # Django gives the key alone, and a new inspection has none yet
        return form

    def clean(self) -> None:
        super().clean()
        sent = cast(QueryDict, self.data)
        saved = {}
        if self.instance.pk:
            saved = {row.number: row for row in Recommendation.objects.filter(inspection=self.instance)}
        above: dict[str, Recommendation] = dict(saved)
        for form in self.forms:
            data = getattr(form, "cleaned_data", None)
            if not data or not form.has_changed():
                continue
            self._check_parent(form, data, above)
            # The inspection's own form is sent along, without a prefix; what it inspected is not saved yet.
            if data.get("addressed_to") == AddressedTo.INSPECTED and not sent.getlist("bodies"):
                form.add_error("addressed_to", _("The inspection names no inspected bodies."))
            if data.get("number"):
                above[data["number"]] = form.instance
        if any(form.errors for form in self.forms):
            raise ValidationError(_("Put right the recommendations that are marked below."))

    def _check_parent(self, form: forms.ModelForm, data: dict[str, Any], above: dict[str, Recommendation]) -> None:
        number, kinds = data.get("belongs_to"), PARENT_KINDS.get(data.get("kind", ""), ())
        if not number:
            if data.get("kind") == RecommendationKind.PART:
                form.add_error("belongs_to", _("A part belongs to a recommendation: give its number."))
            return
        parent = above.get(number)
        if parent is None:
            form.add_error("belongs_to", _("There is no number %(number)s above or on record.") % {"number": number})
        elif parent.kind not in kinds:
            form.add_error(
                "belongs_to",
                _("Only a recommendation belongs to a cause of concern, and only a part belongs to a recommendation."),
            )
        else:
            form.instance.parent = parent

    def save_new(self, form: Any, commit: bool = True) -> Any:
        """Save the row, and address it; the inspected bodies are saved by now."""
        # A parent written in the same form has its key only now.
        form.instance.parent = form.instance.parent
        recommendation = super().save_new(form, commit)
        address(form, recommendation)
        return recommendation


def address(form: forms.ModelForm, recommendation: Recommendation) -> int:
    """Address a saved recommendation as its form says, and say to how many more."""
    data = form.cleaned_data
    # Both are missing where the account may not add items.
    addressed_to, chosen = data.get("addressed_to", ""), data.get("chosen_bodies", [])
    if not addressed_to:
        return 0
    meant = bodies_meant(addressed_to, chosen, recommendation.inspection, today())
    return address_to(recommendation, meant)


class NewRecommendationInline(SharedChoices, admin.StackedInline):
    """Room for more recommendations; those on record have pages of their own."""

    model = Recommendation
    form = NewRecommendationForm
    formset = NewRecommendationFormSet
    extra = 3
    verbose_name = gettext_lazy("new recommendation")
    verbose_name_plural = gettext_lazy("new recommendations")
    fields = (
        ("number", "kind", "belongs_to"),
        "text",
        "text_is",
        *ADDRESSING,
        ("deadline", "due_on"),
        ("deadline_phrase", "deadline_set_by"),
        "themes",
        ("paragraph", "ref"),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field for field in self.fields if field not in ADDRESSING or may_address(request)]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        kwargs["form"] = addressing_form(self.form, may_address(request))
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).none()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ItemInline(admin.TabularInline):
    """The addressed bodies, each a link to its item."""

    model = Addressee
    extra = 0
    can_delete = False
    view_on_site = False
    fields = readonly_fields = ("item", "standing", "record")
    verbose_name_plural = gettext_lazy("addressed to")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = cast(AddresseeQuerySet, super().get_queryset(request))
        return rows.select_related("body", "recommendation").with_headline(today())

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("item"))
    def item(self, item: Addressee) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:inspections_addressee_change", args=[item.pk]), item.body.name
        )

    @admin.display(description=gettext_lazy("headline status today"))
    def standing(self, item: Addressee) -> str:
        return str(item.headline.status.label)

    @admin.display(description=gettext_lazy("new statement"))
    def record(self, item: Addressee) -> str:
        return format_html(
            '<a href="{}">{} <span class="visually-hidden">{}</span></a>',
            reverse("admin:inspections_addressee_record", args=[item.pk]),
            _("Record a status update"),
            item.body.name,
        )


class SuccessionInline(RegisterInline, admin.StackedInline):
    model = Succession
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("earlier__inspection", "later__inspection")


class ContinuedByInline(SuccessionInline):
    fk_name = "earlier"
    fields = (("later", "kind"), "note")
    autocomplete_fields = ("later",)
    verbose_name_plural = gettext_lazy("later recommendations that take it up")


class ContinuesInline(SuccessionInline):
    fk_name = "later"
    fields = (("earlier", "kind"), "note")
    autocomplete_fields = ("earlier",)
    verbose_name_plural = gettext_lazy("earlier recommendations that it takes up")


@admin.register(Recommendation)
class RecommendationAdmin(Withdraws, RegisterAdmin):
    """The list opens on the most urgent day."""

    form = AddressingForm
    list_display = ("ref", "kind", "text_start", "inspection", "due_day", "item_count")
    list_filter = (
        InspectionFilter.along("inspection"),
        ProgrammeFilter.along("inspection__programme"),
        "kind",
        "deadline",
        "themes",
    )
    list_select_related = ("inspection",)
    search_fields = ("ref",)
    search_help_text = gettext_lazy("Words of the text, a reference, a body or a theme.")
    ordering = ("-inspection__published_on", "inspection", "ref")
    autocomplete_fields = ("inspection", "parent")
    fieldsets = (
        (
            None,
            {"fields": ("inspection", ("number", "ref"), ("kind", "parent"), "text", "text_is", "paragraph", "themes")},
        ),
        (gettext_lazy("By when"), {"fields": ("deadline", "due_on", "deadline_phrase", "deadline_set_by")}),
        (gettext_lazy("Addressed to"), {"fields": ADDRESSING}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recommendation]:
        return super().get_queryset(request).annotate(item_count=Count("addressees", distinct=True))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """By the register's own search, or by part of a reference."""
        if not search_term.strip():
            return queryset, False
        found = Recommendation.objects.matching(search_term).values("pk")
        return queryset.filter(pk__in=found) | queryset.filter(ref__icontains=search_term.strip()), False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = addressing_form(self.form, may_address(request))
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Recommendation | None = None) -> Any:
        return self.fieldsets if may_address(request) else self.fieldsets[:-1]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What belongs to a public inspection is public at once, so an editor may only choose one in draft."""
        if db_field.name == "inspection" and not request.user.has_perm(PUBLISH):
            kwargs["queryset"] = Inspection.objects.exclude(readable_by(today()))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Recommendation | None) -> Any:
        return (ItemInline, ContinuedByInline, ContinuesInline) if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Recommendation | None = None) -> Any:
        """What the ledger speaks of does not move to another inspection."""
        return ("inspection",) if obj and obj.addressees.filter(updates__isnull=False).exists() else ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        added = address(form, form.instance)
        if added:
            sentence = ngettext(
                "It is now addressed to %(count)d more body.", "It is now addressed to %(count)d more bodies.", added
            )
            messages.info(request, sentence % {"count": added})

    @admin.display(description=gettext_lazy("text"))
    def text_start(self, recommendation: Recommendation) -> str:
        return recommendation.text[:90]

    @admin.display(description=gettext_lazy("items"), ordering="item_count")
    def item_count(self, recommendation: Recommendation) -> int:
        return recommendation.item_count  # type: ignore[attr-defined]
