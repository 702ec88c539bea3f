"""Changes in words: fields by their labels, values as the form shows them, and the words that differ in a text."""

import datetime
import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models.fields import PartialDateField, to_partial_date

from .past import Change
from .versions import CALLED_BY, Key, State, field_of, latest_states

LONG: Final = 60  # characters; a longer text is compared word by word
MOST_WORDS: Final = 1500  # beyond that texts are compared sentence by sentence, which takes less time


class Names:
    """What the rows are called that are pointed at; a query for each kind of row, and one for those that are gone."""

    def __init__(self, states: Iterable[tuple[Key, Mapping[str, Any]]]):
        wanted: dict[type[models.Model], set[str]] = defaultdict(set)
        for key, values in states:
            for name, value in values.items():
                field = field_of(key.model, name)
                if field is not None and field.is_relation:
                    pointed_at = value if isinstance(value, list) else [value]
                    wanted[field.related_model].update(str(one) for one in pointed_at if str(one or "").isdigit())
        self._names: dict[Key, str] = {}
        for model, keys in wanted.items():
            rows = model._base_manager.filter(pk__in=keys).select_related(*_called_by(model))
            self._names |= {Key.of(row): str(row) for row in rows}
        asked = {Key(model._meta.label_lower, pk) for model, keys in wanted.items() for pk in keys}
        self.gone = asked - set(self._names)
        if self.gone:
            self._names |= {key: state.name for key, state in latest_states(self.gone).items()}

    def of(self, model: type[models.Model], pk: Any) -> str:
        key = Key(model._meta.label_lower, str(pk))
        if key not in self.gone:
            return self._names.get(key, str(pk))
        return _("%(name)s (no longer on record)") % {"name": self._names.get(key, f"{model._meta.verbose_name} {pk}")}


def _called_by(model: type[models.Model]) -> tuple[str, ...]:
    return ("content_type",) if model._meta.label_lower == "auth.permission" else CALLED_BY.get(model, ())


def label_of(model: type[models.Model], name: str) -> str:
    field = field_of(model, name)
    return str(capfirst(getattr(field, "verbose_name", name)))


def in_words(model: type[models.Model], name: str, value: Any, names: Names) -> str:
    """A stored value as a reader of the form knows it; empty for nothing."""
    field = field_of(model, name)
    if value in (None, "", []):
        return ""
    if field is None:
        return str(value)
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        return "; ".join(sorted(names.of(field.related_model, key) for key in keys))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("Yes") if value in (True, "on", "true", "True") else _("No")
    return _day_or_text(field, value)


def _day_or_text(field: Any, value: Any) -> str:
    try:
        if isinstance(field, PartialDateField):
            return str(to_partial_date(value))
        if isinstance(field, models.DateTimeField):
            return date_format(field.to_python(value), "DATETIME_FORMAT")
        if isinstance(field, models.DateField):
            return date_format(datetime.date.fromisoformat(str(value)), "DATE_FORMAT")
        if isinstance(field, models.TimeField):
            return time_format(field.to_python(value), "H:i")
    except (ValueError, ValidationError):
        pass  # what was typed and is no day is shown as it was typed
    return str(value)


@dataclass(frozen=True)
class Piece:
    """A run of words; whether it stands in one text and not in the other."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Difference:
    """One field before and after, in words; `yours` is what somebody's form would make of it."""

    name: str
    label: str
    was: list[Piece]
    now: list[Piece]
    is_long: bool = False
    summary: str = ""
    yours: str | None = None


def difference(model: type[models.Model], name: str, before: Any, after: Any, names: Names) -> Difference:
    """How two values of a field differ."""
    was, now = in_words(model, name, before, names), in_words(model, name, after, names)
    if max(len(was), len(now)) <= LONG or not (was and now):
        return Difference(name, label_of(model, name), _whole(was), _whole(now), max(len(was), len(now)) > LONG)
    first, second = compare(was, now)
    return Difference(name, label_of(model, name), first, second, True, _counted(first, second))


def _whole(text: str) -> list[Piece]:
    return [Piece(text, False)] if text else []


def compare(was: str, now: str) -> tuple[list[Piece], list[Piece]]:
    """Two texts in pieces, with those marked that only one of them has. The pieces joined are the texts."""
    by_word = re.compile(r"\s+|\w+|[^\w\s]+")
    first, second = by_word.findall(was), by_word.findall(now)
    if max(len(first), len(second)) > MOST_WORDS:
        by_sentence = re.compile(r"[^.\n]*[.\n]\s*|[^.\n]+")
        first, second = by_sentence.findall(was), by_sentence.findall(now)
    old: list[Piece] = []
    new: list[Piece] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        for pieces, run in ((old, "".join(first[i:j])), (new, "".join(second[k:m]))):
            if run:
                pieces.append(Piece(run, kind != "equal"))
    return old, new


def _counted(was: list[Piece], now: list[Piece]) -> str:
    out, into = (sum(len(piece.text.split()) for piece in pieces if piece.differs) for pieces in (was, now))
    sentences = []
    if out:
        sentences.append(ngettext("%(count)d word taken out", "%(count)d words taken out", out) % {"count": out})
    if into:
        sentences.append(ngettext("%(count)d word put in", "%(count)d words put in", into) % {"count": into})
    return ", ".join(sentences) or _("Only spaces or line breaks differ")


def differences(change: Change, names: Names) -> list[Difference]:
    """The fields of one row that a revision changed, in words."""
    before, after = (state.fields if state else {} for state in (change.before, change.after))
    return [
        difference(change.key.model, name, before.get(name), after.get(name), names)
        for name in change.fields()
        if field_of(change.key.model, name) is not None
    ]


def values_of(changes: Iterable[Change]) -> Iterable[tuple[Key, Mapping[str, Any]]]:
    """The values that differ in these changes, for Names."""
    for change in changes:
        states: list[State] = [state for state in (change.before, change.after) if state]
        for state in states:
            yield change.key, {name: state.fields[name] for name in change.fields() if name in state.fields}
