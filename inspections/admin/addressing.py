"""The part of a recommendation's form that says to whom it was addressed."""

import copy
import datetime
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.models import Body, BodyKind, Inspection, Recommendation


class AddressedTo(models.TextChoices):
    """The ways to choose addressed bodies."""

    INSPECTED = "inspected", _("The inspected bodies")
    ALL_FORCES = "all-forces", _("All territorial police forces of England and Wales")
    CHOSEN = "chosen", _("The bodies chosen below")


def choose_bodies() -> list[tuple[str, list[tuple[int, str]]]]:
    """Every body that can be addressed, under its kind; one query."""
    bodies = sorted(
        Body.objects.only("pk", "name", "kind"), key=lambda body: (BodyKind.values.index(body.kind), body.name)
    )
    return [
        (BodyKind(kind).plural, [(body.pk, body.name) for body in group])
        for kind, group in groupby(bodies, key=lambda body: body.kind)
    ]


def bodies_meant(addressed_to: str, chosen: Iterable[int], inspection: Inspection, on: datetime.date) -> Iterable[Body]:
    """The bodies that a choice stands for; forces are those of the day of publication, or of `on` if not known."""
    match addressed_to:
        case AddressedTo.INSPECTED:
            return inspection.bodies.all()
        case AddressedTo.ALL_FORCES:
            day = inspection.published_on.first if inspection.published_on else on
            return Body.objects.territorial_forces().existing(day)
        case AddressedTo.CHOSEN:
            return Body.objects.filter(pk__in=chosen)
    return ()


class AddressingForm(forms.ModelForm):
    """A recommendation with its addressed bodies."""

    addressed_to = forms.ChoiceField(
        label=_("Addressed to"),
        required=False,
        choices=[("", _("Nobody yet, or nobody more")), *AddressedTo.choices],
        help_text=_("Public: each body becomes an item with a history of its own. Bodies that have it already stay."),
    )
    chosen_bodies = forms.TypedMultipleChoiceField(
        label=_("Chosen bodies"),
        required=False,
        coerce=int,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_(
            "Public. Only with “The bodies chosen below”. Hold down Control, or Command on a Mac, for several."
        ),
    )

    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen, addressed_to = data.get("chosen_bodies"), data.get("addressed_to")
        if addressed_to == AddressedTo.CHOSEN and not chosen and "chosen_bodies" not in self.errors:
            self.add_error("chosen_bodies", _("Choose at least one body."))
        if chosen and addressed_to != AddressedTo.CHOSEN:
            self.add_error("addressed_to", _("Bodies are chosen below, but this says something else."))
        return data


def addressing_form(base: type[AddressingForm], may_address: bool) -> type[AddressingForm]:
    """The form with its bodies fetched once, however many rows are shown, or without them."""
    if not may_address:
        return type(base.__name__, (base,), {"addressed_to": None, "chosen_bodies": None})
    chosen = copy.deepcopy(base.declared_fields["chosen_bodies"])
    assert isinstance(chosen, forms.TypedMultipleChoiceField)
    chosen.choices = choose_bodies()
    return type(base.__name__, (base,), {"chosen_bodies": chosen})
