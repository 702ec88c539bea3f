"""The part of a form in which a source is named, or a new one is put on record in place."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.models import Source
from inspections.models.fields import PartialDateFormField

MOST_SUGGESTED = 300  # others are found by slug, title or address as well
NEW_SOURCE = {"new_title": "title", "new_publisher": "publisher", "new_url": "url", "new_published_on": "published_on"}


class SourceForm(forms.Form):
    """One box for a source that is on record, and four for one that is not.

    After it is valid, `cleaned_data["source"]` is a Source, saved or not, or None. `known` are those that the account
    may see: the others are not there for it, not even to say that an address is taken.
    """

    known: QuerySet[Source] = Source.objects.all()

    source = forms.CharField(
        label=gettext_lazy("source"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Public: the document. Its slug, its whole title or its address; suggestions come as you type. "
            "It may only be left out for an assertion that closes nothing."
        ),
    )
    new_title = forms.CharField(
        label=gettext_lazy("title of the new source"), required=False, max_length=500, help_text=gettext_lazy("Public.")
    )
    new_publisher = forms.CharField(
        label=gettext_lazy("publisher"), required=False, max_length=200, help_text=gettext_lazy("Public.")
    )
    new_url = forms.URLField(
        label=gettext_lazy("address"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=gettext_lazy("Public. Empty if the document has none."),
    )
    new_published_on = PartialDateFormField(
        label=gettext_lazy("published"),
        required=False,
        help_text=gettext_lazy("Public. As exact as the document itself says: 2019, 2019-09 or 2019-09-27."),
    )

    @property
    def has_new_source(self) -> bool:
        """Whether something was typed about a new source."""
        return any(self.data.get(self.add_prefix(box)) for box in NEW_SOURCE)

    def clean_source(self) -> Source | None:
        """Find the source by slug, title or address."""
        words = self.cleaned_data["source"].strip()
        if not words:
            return None
        found = list(self.known.filter(Q(slug=words) | Q(title__iexact=words) | Q(url=words))[:2])
        exact = [source for source in found if source.slug == words] or found
        if not exact:
            raise ValidationError(
                _("No source is on record under “%(words)s”. Choose a suggestion, or add it as a new source below.")
                % {"words": words}
            )
        if len(exact) > 1:
            raise ValidationError(_("Several sources are called so. Give the slug of the one that you mean."))
        return exact[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        given: dict[str, Any] = {name: data[box] for box, name in NEW_SOURCE.items() if data.get(box)}
        if not given or any(box in self.errors for box in NEW_SOURCE):
            return data
        if self.data.get(self.add_prefix("source"), "").strip():
            self.add_error("source", _("Name a source that is on record or add a new one, not both."))
        elif "title" not in given:
            self.add_error("new_title", _("Give the new source a title."))
        elif given.get("url") and (same := self.known.filter(url=given["url"]).first()):
            self.add_error("new_url", _("This document is on record already. Its slug is “%s”.") % same.slug)
        else:
            data["source"] = Source(slug=free_slug(given["title"]), **given)
        return data


def free_slug(title: str) -> str:
    """A slug for a new source that no other has."""
    stem = slugify(title)[:90].strip("-") or "source"
    stem = "-".join(part for part in stem.replace("_", "-").split("-") if part) or "source"
    taken = set(Source.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def suggestions(known: QuerySet[Source], inspections: Iterable[int], items: Iterable[int]) -> list[tuple[str, str]]:
    """Slug and title of sources to suggest: those of these items and inspections first, then the newest."""
    inspections = list(inspections)
    near = Q(updates__addressee__in=list(items)) | Q(inspections__in=inspections)
    near |= Q(inspections__follows_up__in=inspections)
    nearest = dict(known.filter(near).order_by("title").values_list("slug", "title"))
    newest = known.order_by("-pk").values_list("slug", "title")[:MOST_SUGGESTED]
    return list((nearest | dict(newest)).items())[:MOST_SUGGESTED]
