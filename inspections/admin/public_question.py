"""The question before something goes out that looks like a private detail: is this meant to be public?

A form that has it is refused once, with the details named beside their fields and a box to tick. Ticked, it lets
exactly those details through; others are asked about again. Addresses of public offices are what the question is for:
nothing is forbidden.

For a plain form: put AsksBeforePublic before forms.Form, name the fields in `asks_about`, and show
`admin/inspections/meant_public.html` with `question=form.question` above its buttons. A form that goes over several
pages carries the values of `meant_public` along.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from inspections.models.fields import PartialDateFormField
from inspections.private_details import Detail, DetailKind, found

MEANT: Final = "meant_public"  # the box; its value lists the details that it is about
NEVER_ASKED: Final = (forms.URLField, forms.SlugField, PartialDateFormField)


@dataclass(frozen=True)
class Question:
    """What to ask: the details, and whether the box was ticked for all of them."""

    details: list[Detail]
    is_answered: bool

    name = MEANT

    @property
    def value(self) -> str:
        return json.dumps([[detail.kind.value, detail.text] for detail in self.details])


def meant(data: Any) -> set[Detail]:
    """The details that a sender has said are meant to be public."""
    try:
        answers = [json.loads(text) for text in data.getlist(MEANT)]
        return {Detail(DetailKind(kind), str(text)) for answer in answers for kind, text in answer}
    except (AttributeError, TypeError, ValueError):
        return set()  # nothing was ticked, or it is no answer of ours


def question_of(asked: Iterable[forms.BaseForm]) -> Question | None:
    """The one question for these forms together; None if there is nothing to ask."""
    details: dict[Detail, bool] = {}
    for form in asked:
        if isinstance(form, AsksBeforePublic) and form.is_bound:
            details |= {detail: detail in meant(form.data) for detail in form.private_details()}
    return Question(list(details), all(details.values())) if details else None


class AsksBeforePublic(forms.BaseForm):
    """A form that asks about private details in its public texts, where they are new or changed.

    `asks_about` names the fields; where it is None they are the text boxes whose explanation begins with “Public”.
    """

    asks_about: Iterable[str] | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        allowed = meant(self.data)
        for name, details in self._found().items():
            new = [detail for detail in details if detail not in allowed]
            if new and name not in self.errors:
                self.add_error(name, _sentence(new))
        return data

    @property
    def question(self) -> Question | None:
        """What is to be asked beside the buttons of a form that stands alone."""
        return question_of([self])

    def private_details(self) -> list[Detail]:
        """The details in what was typed, except in a row that is to be deleted."""
        if getattr(self, "cleaned_data", {}).get("DELETE"):
            return []
        return [detail for details in self._found().values() for detail in details]

    def _found(self) -> dict[str, list[Detail]]:
        return {
            name: found(str(self[name].value() or ""))
            for name in self.changed_data
            if name in self.fields and self._asks(name, self.fields[name])
        }

    def _asks(self, name: str, field: forms.Field) -> bool:
        if self.asks_about is not None:
            return name in self.asks_about
        if not isinstance(field, forms.CharField) or isinstance(field, NEVER_ASKED):
            return False
        with translation.override(settings.LANGUAGE_CODE):  # the explanations are written in it
            return str(field.help_text).startswith("Public")


def _sentence(details: list[Detail]) -> str:
    listed = ", ".join(f"{detail.kind.label} (“{detail.text}”)" for detail in details)
    return _(
        "This seems to have %(details)s. Is it meant to be public? If so, tick the box above the buttons at the foot "
        "of the form. If not, take it out."
    ) % {"details": listed}
