"""What happened to a thing of the record: its revisions, each as changes of rows from one state to another."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from reversion.models import Revision, Version

from inspections.models import Inspection, Recommendation

from .versions import FOUND, Key, State, States, belongs_to, content_types, state_in, versions_of


@dataclass(frozen=True)
class Change:
    """One row before and after a revision; None where it was not there."""

    key: Key
    before: State | None
    after: State | None

    @property
    def state(self) -> State:
        state = self.after or self.before
        assert state is not None
        return state

    def fields(self) -> list[str]:
        """The names of the fields that differ; of a row that came or went all that say something."""
        if self.before and self.after:
            mine, other = self.before.fields, self.after.fields
            return [name for name in other if name in mine and mine[name] != other[name]]
        return [name for name, value in self.state.fields.items() if value not in (None, "", [], False)]


@dataclass(frozen=True)
class Entry:
    """One revision of one thing: when, by whom, what it changed. `by` is None for what staff only found so."""

    revision: int
    at: datetime.datetime
    by: Any
    act: str
    restores: int | None
    changes: list[Change] = field(default_factory=list)

    @property
    def is_start(self) -> bool:
        """Whether it only keeps how things were before the first change by staff."""
        return self.act == FOUND and not self.changes

    @property
    def was_found(self) -> bool:
        """Whether the change came by another way than a form, as by a load, and when is not known."""
        return self.act == FOUND


def revisions_of(key: Key) -> QuerySet[Revision]:
    """The revisions that touched a thing or what belongs to it, the latest first."""
    return Revision.objects.filter(version__in=versions_of([key])).select_related("user").order_by("-pk")


def last_revision(key: Key) -> int:
    """The number of the latest of them; 0 where there is none."""
    latest = versions_of([key]).order_by("-revision_id").values_list("revision_id", flat=True).first()
    return latest or 0


def entries(key: Key, revisions: Iterable[Revision]) -> list[Entry]:
    """These revisions as the thing's own history: what they changed elsewhere is left out. One query."""
    found: dict[int, Entry] = {}
    gone: dict[int, set[Key]] = {}
    for revision in revisions:
        note = json.loads(revision.comment or "{}")
        found[revision.pk] = Entry(
            revision.pk, revision.date_created, revision.user, note.get("act", ""), note.get("restores")
        )
        gone[revision.pk] = {Key(*pair) for pair in note.get("gone", [])}
    labels = {kind.pk: label for label, kind in content_types().items()}
    for version in _with_before(found):
        row = Key(labels.get(version.content_type_id, ""), version.object_id)
        entry = found[version.revision_id]
        state = state_in(version.serialized_data, version.object_repr) if row.label else None
        if state is None or not _shows(key, row, state, version.data_before):
            continue
        change = _change(row, version, state, row in gone[entry.revision])
        if entry.was_found and change.before is None:
            continue  # how it was when it was first found is not a change
        if change.before is None or change.after is None or change.before.differs(change.after):
            entry.changes.append(change)
    for entry in found.values():  # the thing itself first, then what belongs to it, kind by kind
        entry.changes.sort(key=lambda change: (change.key != key, change.key.label, int(change.key.pk)))
    return list(found.values())


def _with_before(revisions: Iterable[int]) -> QuerySet[Any]:
    same = Version.objects.filter(
        db=OuterRef("db"), content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), pk__lt=OuterRef("pk")
    ).order_by("-pk")
    return (
        Version.objects.filter(revision__in=list(revisions))
        .annotate(
            data_before=Subquery(same.values("serialized_data")[:1]),
            name_before=Subquery(same.values("object_repr")[:1]),
        )
        .order_by("pk")
    )


def _change(row: Key, version: Any, state: State, is_gone: bool) -> Change:
    before = state_in(version.data_before, version.name_before) if version.data_before else None
    return Change(row, before or state, None) if is_gone else Change(row, before, state)


def _shows(key: Key, row: Key, state: State, data_before: str | None) -> bool:
    """Whether a row of a revision is part of a thing's history: the thing, what belongs or belonged to it."""
    if row == key:
        return True
    states = [state, state_in(data_before, "")] if data_before else [state]
    if any(key in belongs_to(row, each) for each in states):
        return True
    # Recommendations have histories of their own. That they were written down shows with their inspection too.
    new = row.model is Recommendation and key.model is Inspection and not data_before
    return new and str(state.fields["inspection"]) == key.pk


def as_before(states: States, later: Iterable[Entry]) -> States:
    """How things stood before the latest entries, which are given latest first; `states` is how they stand."""
    stood = dict(states)
    for entry in later:
        for change in entry.changes:
            if change.before:
                stood[change.key] = change.before
            else:
                stood.pop(change.key, None)
    return stood
