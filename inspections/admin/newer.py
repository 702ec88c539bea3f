"""Two people at one form: what its sender saw, and what somebody else has saved since."""

import datetime
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reversion.models import Revision

from .differences import Difference, Names, difference, differences, in_words, values_of
from .past import Change, Entry, as_before, entries, last_revision, revisions_of
from .versions import Key, States

SEEN: Final = "seen"  # the hidden box of every form; what it holds says what its sender had before them
TWICE_WITHIN: Final = datetime.timedelta(hours=12)  # the same form sent again after that is an act of its own


@dataclass(frozen=True)
class Seen:
    """How a thing stood when its form was opened: the last revision, and a digest of every value."""

    revision: int
    digest: str

    @classmethod
    def of(cls, key: Key, states: States) -> Self:
        return cls(last_revision(key), digest(states))

    @classmethod
    def read(cls, text: str) -> "Seen | None":
        """What a form sent; None for nothing, or for what no form of ours sends."""
        revision, colon, rest = text.partition(":")
        return cls(int(revision), rest) if colon and revision.isdecimal() and len(revision) < 19 else None

    def __str__(self) -> str:
        return f"{self.revision}:{self.digest}"


def digest(states: States) -> str:
    """A short text that differs wherever a value differs."""
    values = sorted((key, state.fields) for key, state in states.items())
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:24]


def never_seen() -> str:
    """What the form of a new thing carries, so that the same form sent twice can be told from two alike."""
    return f"new:{secrets.token_urlsafe(12)}"


def fingerprint(request: HttpRequest) -> str:
    """The whole of a form as it was sent; empty for one that does not say what its sender saw."""
    if not request.POST.get(SEEN):
        return ""
    # Nothing of a password may be guessed from what is kept, and the token differs without meaning anything.
    left_out = ("csrfmiddlewaretoken", "password", "password1", "password2")
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in left_out)
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def sent_before(request: HttpRequest) -> Revision | None:
    """The revision that this very form made already, where it was sent twice by the same account."""
    mark = fingerprint(request)
    if not mark:
        return None
    mine = Revision.objects.filter(user=request.user.pk, date_created__gt=timezone.now() - TWICE_WITHIN)
    return mine.filter(comment__contains=mark).order_by("-pk").first()


@dataclass(frozen=True)
class Newer:
    """That a thing has changed since a form was opened: by whom, and how it stood and stands.

    `was` is None where that cannot be known, as after a load of data.
    """

    by: list[Entry]
    was: States | None
    now: States

    @property
    def was_is_known(self) -> bool:
        return self.was is not None

    def sentence(self, account: Any) -> str:
        """Who and when, and what to do."""
        kept = _("Nothing is saved yet, and what you typed still stands in the form.")
        advice = _("Read below what differs. If you save again, the form as it then stands replaces what is there.")
        saved = [entry for entry in self.by if not entry.was_found]
        if not saved:
            first = _("This was changed while you had the form open, by a load of data or a command.")
        else:
            first = _("%(who)s saved a newer version while you had the form open, on %(when)s.") % {
                "who": _("You yourself") if saved[0].by == account else name_of(saved[0].by),
                "when": date_format(timezone.localtime(saved[0].at), "DATETIME_FORMAT"),
            }
        return f"{first} {kept} {advice}"

    def rows(self, forms_by_key: Mapping[Key, forms.BaseForm]) -> list[tuple[str, list[Difference]]]:
        """For each row that differs its name and its fields: as they were, as they are, as the form would have them."""
        changes = self._changes() if self.was is not None else []
        typed = {key: _typed(form) for key, form in forms_by_key.items()}
        on_record = [(key, self.now[key].fields) for key in typed if key in self.now]
        names = Names([*values_of(changes), *typed.items(), *on_record])
        if self.was is None:
            return [
                (self.now[key].name, [_with_yours(key, one, typed, names) for one in self._retyped(key, form, names)])
                for key, form in forms_by_key.items()
                if key in self.now and form.changed_data
            ]
        return [
            (change.state.name, [_with_yours(change.key, one, typed, names) for one in differences(change, names)])
            for change in changes
        ]

    def _retyped(self, key: Key, form: forms.BaseForm, names: Names) -> list[Difference]:
        """The fields in which a form differs from what stands now; how they stood before is not known."""
        now = self.now[key].fields
        return [difference(key.model, name, None, now[name], names) for name in form.changed_data if name in now]

    def _changes(self) -> list[Change]:
        was = self.was or {}
        keys = [*self.now, *(key for key in was if key not in self.now)]
        found = [Change(key, was.get(key), self.now.get(key)) for key in keys]
        return [one for one in found if not (one.before and one.after) or one.before.differs(one.after)]


def newer_than(seen: Seen | None, key: Key, states: States) -> Newer | None:
    """What has changed since a sender saw it so; None if nothing has, or if the form does not say what it saw."""
    if seen is None or digest(states) == seen.digest:
        return None
    later = entries(key, revisions_of(key).filter(pk__gt=seen.revision))
    was = as_before(states, later)
    return Newer(later, was if digest(was) == seen.digest else None, states)


def name_of(account: Any) -> str:
    """An account as colleagues know it."""
    if account is None:
        return _("An account that is no longer here")
    full_name = account.get_full_name()
    return f"{full_name} ({account.get_username()})" if full_name else str(account.get_username())


def _typed(form: forms.BaseForm) -> dict[str, Any]:
    """What a form would store, as far as it can be told from what was typed."""
    return {name: form[name].value() for name in form.fields}


def _with_yours(key: Key, one: Difference, typed: Mapping[Key, Mapping[str, Any]], names: Names) -> Difference:
    values = typed.get(key, {})
    return replace(one, yours=in_words(key.model, one.name, values[one.name], names) if one.name in values else None)


def forms_by_key(main: forms.ModelForm, formsets: Iterable[forms.BaseModelFormSet]) -> dict[Key, forms.BaseForm]:
    """The form of each row that is on record."""
    found: dict[Key, forms.BaseForm] = {}
    for form in (main, *(form for formset in formsets for form in formset.initial_forms)):
        row: Model = form.instance
        if row.pk:
            found[Key.of(row)] = form
    return found
