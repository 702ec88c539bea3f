"""The parameters of the selection: what each may say, and what is said back where it is not understood."""

import copy
import datetime
import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.models import Body, Inspection, Programme, Theme
from inspections.models.fields import SLUG
from inspections.partial_dates import PartialDate
from inspections.words import MOST_WORDS, phrases
from tracker.prepared import prepared

LONGEST_SEARCH = 200  # characters

DUE = {
    "overdue": gettext_lazy("Past its date, still open"),
    "next-3-months": gettext_lazy("Due in the next three months"),
    "immediate": gettext_lazy("Asked for immediately, still open"),
}
VOICES = {
    "claimed-not-confirmed": gettext_lazy("The body says complete, inspectors have not confirmed it"),
    "confirmed-not-claimed": gettext_lazy("Inspectors say complete, the body has not"),
}
STALE = {
    "180-days": gettext_lazy("No news for 180 days"),
    "1-year": gettext_lazy("No news for a year"),
    "2-years": gettext_lazy("No news for two years"),
}
STALE_DAYS = {"180-days": 180, "1-year": 365, "2-years": 730}
SORTS = {
    "newest": gettext_lazy("newest"),
    "oldest": gettext_lazy("oldest"),
    "due": gettext_lazy("earliest deadline"),
    "news": gettext_lazy("latest news"),
    "best": gettext_lazy("best match"),  # of the words; offered only where there are some
}

Known = Callable[[list[str], datetime.date], dict[str, str]]


@prepared
def _body(slug: str, on: datetime.date) -> QuerySet[Body]:
    return Body.objects.public(on).filter(slug=slug)


@prepared
def _inspection(slug: str, on: datetime.date) -> QuerySet[Inspection]:
    return Inspection.objects.public(on).filter(slug=slug)


@prepared
def _programme(slug: str) -> QuerySet[Programme]:
    return Programme.objects.filter(slug=slug)


@prepared
def _theme(slug: str) -> QuerySet[Theme]:
    return Theme.objects.filter(slug=slug)


# One value, which is what most readers choose, is looked up by a question that is compiled already; several are
# looked up at once.


def known_bodies(slugs: list[str], on: datetime.date) -> dict[str, str]:
    found = _body(slugs[0], on) if len(slugs) == 1 else Body.objects.public(on).filter(slug__in=slugs)
    return {body.slug: body.label for body in found}


def known_inspections(slugs: list[str], on: datetime.date) -> dict[str, str]:
    found = _inspection(slugs[0], on) if len(slugs) == 1 else Inspection.objects.public(on).filter(slug__in=slugs)
    return {inspection.slug: inspection.title for inspection in found}


def known_programmes(slugs: list[str], on: datetime.date) -> dict[str, str]:
    found = _programme(slugs[0]) if len(slugs) == 1 else Programme.objects.filter(slug__in=slugs)
    return {programme.slug: programme.name for programme in found}


def known_themes(slugs: list[str], on: datetime.date) -> dict[str, str]:
    found = _theme(slugs[0]) if len(slugs) == 1 else Theme.objects.filter(slug__in=slugs)
    return {theme.slug: theme.name for theme in found}


def one_of(choices: Iterable[tuple[str, Any]]) -> Known:
    labels = dict(choices)
    return lambda values, on: {value: str(labels[value]) for value in values if value in labels}


def _shortened(value: str) -> str:
    """A reader's own value, to be quoted back at him: without what cannot be shown, and not for pages on end."""
    text = "".join(letter for letter in value if letter.isprintable())
    return f"{text[:60]}…" if len(text) > 60 else text or "�"


class Shared(forms.Field):
    """A field of which a form takes a shallow copy: nothing that belongs to it is changed, or shown, by the form."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Shared":
        return copy.copy(self)


class KnownField(Shared, forms.MultipleChoiceField):  # type: ignore[misc]  # it has no choices that it could copy
    """Values of a list, looked up only for those given. Cleaned, it is {value: label} in the order given."""

    def __init__(self, known: Known, on: datetime.date, single: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known, self.on, self.single = known, on, single

    def to_python(self, value: Any) -> list[str]:
        values = [value] if isinstance(value, str) else [str(each) for each in value or []]
        return list(dict.fromkeys(each.strip() for each in values if each.strip()))

    def validate(self, value: Any) -> None:
        """What is unknown is told apart by the form, which keeps the rest."""

    def told_apart(self, values: list[str]) -> tuple[dict[str, str], list[str]]:
        """The values that are known, with their labels, and the ones that are not."""
        # Only what can be a slug is looked up: a database refuses some texts, such as one with a NUL, with an error.
        possible = [value for value in values if re.fullmatch(SLUG, value, re.ASCII)]
        found = self.known(possible, self.on) if possible else {}
        kept = {value: found[value] for value in values if value in found}
        unknown = [value for value in values if value not in found]
        if self.single and len(kept) > 1:  # the last one wins, as in any form
            kept = dict([kept.popitem()])
        return kept, unknown


class WordsField(Shared):
    """Words to look for; what is too long is cut by the form, with a sentence."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        text = "".join(letter if letter.isprintable() else " " for letter in str(value or ""))
        return " ".join(text.split())


class DayField(Shared):
    """A year, a month or a day."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> PartialDate | None:
        text = str(value or "").strip()
        if not text:
            return None
        if len(text) > 10:
            raise ValidationError(
                _("“%s” is not a date. Write a year, a month or a day: 2019, 2019-09 or 2019-09-27.") % _shortened(text)
            )
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class SelectionForm(forms.Form):
    """Keeps what is understood of each field, and says what is not."""

    def clean(self) -> dict[str, Any]:
        kept = dict(self.cleaned_data)
        for name, field in self.fields.items():
            if isinstance(field, KnownField):
                kept[name], unknown = field.told_apart(kept.get(name, []))
                for value in unknown[:3]:
                    self.add_error(name, _("There is no “%(value)s” to choose here.") % {"value": _shortened(value)})
        kept["q"] = self._words(kept.get("q", ""))
        if "best" in kept.get("sort", {}) and not kept["q"]:
            self.add_error("sort", _("There are no words to match best. The newest come first."))
            kept["sort"] = {}
        return kept

    def _words(self, words: str) -> str:
        if len(words) > LONGEST_SEARCH:
            self.add_error("q", _("Only the first %(count)d characters were looked for.") % {"count": LONGEST_SEARCH})
            words = words[:LONGEST_SEARCH]
        elif len(phrases(words)) == MOST_WORDS and len(words.split()) > MOST_WORDS:
            self.add_error("q", _("Only the first %(count)d words were looked for.") % {"count": MOST_WORDS})
        if words and not phrases(words):
            self.add_error("q", _("There is no word in “%(value)s” to look for.") % {"value": _shortened(words)})
            return ""
        return words
