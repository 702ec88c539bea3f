"""What staff changed, kept row by row in the tables of django-reversion.

A revision is one save or one deletion by one account. It has a version of every row that it changed, and one of each
thing that such a row belongs to: so the history of an inspection is the revisions that have a version of it, and the
latest of them says whether anything of it has changed. What came by another way, as a load does, has no version. It
gets one, in a revision by nobody, just before its first change by staff.
"""

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import reversion
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Max, Model, Q
from django.utils import timezone
from reversion.models import Revision, Version

from inspections.models import (
    Addressee,
    Body,
    Grade,
    Inspection,
    MonitoringPhase,
    Observation,
    Oversight,
    Programme,
    Recommendation,
    Response,
    ResponseItem,
    Source,
    SpeaksFor,
    Succession,
    Theme,
)
from tracker.models import User

# What is kept, each with the links to what it belongs to: a changed grade shows in the history of its inspection.
BELONGS_TO: Final[dict[type[Model], tuple[str, ...]]] = {
    Body: (),
    Programme: (),
    Theme: (),
    Source: (),
    Inspection: (),
    Recommendation: (),
    Response: (),
    User: (),
    Observation: ("inspection",),
    Grade: ("inspection",),
    Addressee: ("recommendation",),
    Succession: ("earlier", "later"),
    Oversight: ("force", "policing_body"),
    MonitoringPhase: ("body",),
    ResponseItem: ("response",),
    SpeaksFor: ("account",),
}
# Worked out from other fields, or of no use to a reader of the history. A password is never kept, not even its hash.
LEFT_OUT: Final[dict[type[Model], tuple[str, ...]]] = {
    Inspection: ("public_from", "public_at", "entered_on"),
    Recommendation: ("due_day", "number_key"),
    User: ("password", "last_login", "date_joined", "oidc_subject"),
}
# What must be fetched along to say what a row is called.
CALLED_BY: Final[dict[type[Model], tuple[str, ...]]] = {
    Response: ("responder", "inspection"),
    Addressee: ("recommendation", "body"),
    Succession: ("earlier", "later"),
    Oversight: ("force", "policing_body"),
    MonitoringPhase: ("body",),
    ResponseItem: ("addressee__recommendation", "addressee__body"),
    SpeaksFor: ("body",),
}
FOUND: Final = "found"  # the kind of revision that keeps how something was before staff changed it here
SAVED: Final = "saved"


class Key(NamedTuple):
    """Which row: the label of its model, as `inspections.grade`, and its primary key."""

    label: str
    pk: str

    @classmethod
    def of(cls, thing: Model) -> "Key":
        return cls(thing._meta.label_lower, str(thing.pk))

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)


@dataclass(frozen=True)
class State:
    """One row as it stood: its values as they are stored, by field, and what it was called."""

    fields: dict[str, Any]
    name: str

    def differs(self, other: "State | None") -> bool:
        """Whether a value differs; a field that only one of them knows came with a later version of this software."""
        if other is None:
            return True
        return any(self.fields[name] != other.fields[name] for name in self.fields.keys() & other.fields.keys())


States = dict[Key, State]


def kept_fields(model: type[Model]) -> list[str]:
    """The fields of which a history is kept, in the order of the model."""
    opts, left_out = model._meta, LEFT_OUT.get(model, ())
    links = [field for field in opts.many_to_many if field.remote_field.through._meta.auto_created]  # type: ignore[union-attr]
    return [
        field.name for field in (*opts.concrete_fields, *links) if not field.primary_key and field.name not in left_out
    ]


for _model in BELONGS_TO:
    reversion.register(_model, fields=kept_fields(_model))


def field_of(model: type[Model], name: str) -> Any:
    """The model's field of that name, or None if this version of the software has none."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def states_of(things: Iterable[Model]) -> States:
    """How these things stand now in the database, with all that belongs to them. The queries do not grow with rows."""
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for thing in things:
        wanted[type(thing)].add(thing.pk)
    states: States = {}
    for model, keys in wanted.items():
        states |= _read(model, Q(pk__in=keys))
        for other, links in BELONGS_TO.items():
            near = [link for link in links if field_of(other, link).related_model is model]
            if near:
                states |= _read(other, Q(*((f"{link}__in", keys) for link in near), _connector=Q.OR))
    return states


def _read(model: type[Model], which: Q) -> States:
    names = kept_fields(model)
    links = [field.name for field in model._meta.many_to_many if field.name in names]
    rows = model._base_manager.filter(which).select_related(*CALLED_BY.get(model, ())).prefetch_related(*links)
    states = {}
    for row, made in zip(rows, serializers.serialize("python", rows, fields=names), strict=True):
        values = json.loads(json.dumps(made["fields"], cls=DjangoJSONEncoder))
        for link in links:  # their order means nothing, and moves when something is renamed
            values[link] = sorted(values[link])
        states[Key.of(row)] = State(values, str(row))
    return states


def belongs_to(key: Key, state: State) -> list[Key]:
    """The things in whose history a row shows besides its own."""
    links = BELONGS_TO[key.model]
    return [Key(field_of(key.model, link).related_model._meta.label_lower, str(state.fields[link])) for link in links]


class Keeping:
    """What goes on within `keeping`: add to `things` what the block makes; `before` is how the others stood."""

    def __init__(self, things: Iterable[Model], note: dict[str, Any]):
        self.things, self.note = list(things), note
        self.before = states_of(self.things)
        self.about = {Key.of(thing) for thing in self.things}  # whose history shows it, though only others may change
        self.nothing_done = False  # spares a look where the block knows that it changed nothing


@contextlib.contextmanager
def keeping(things: Iterable[Model], *, by: Any, **note: Any) -> Iterator[Keeping]:
    """Keep what the block changes of these things and of what belongs to them, as one revision by this account.

    Nothing is kept where nothing changes. `note` is put down beside the revision, and has to be fit for JSON. Whoever
    may be changing the same things at the same time must be locked out by the caller.
    """
    with transaction.atomic():
        kept = Keeping(things, note)
        yield kept
        if not kept.nothing_done:
            _keep(kept, states_of(kept.things), by)


def _keep(kept: Keeping, after: States, by: Any) -> None:
    before = kept.before
    changed = [key for key in {**before, **after} if key not in after or after[key].differs(before.get(key))]
    if not changed:
        return
    rows = [(key, states[key]) for key in changed for states in (before, after) if key in states]
    above = {root for key, state in rows for root in belongs_to(key, state)} | kept.about
    missing = [root for root in above if root not in before and root not in after]
    for label in {root.label for root in missing}:
        unmoved = _read(apps.get_model(label), Q(pk__in=[root.pk for root in missing if root.label == label]))
        before, after = before | unmoved, after | unmoved
    touched = sorted({*changed, *above} & (before.keys() | after.keys()))
    latest = latest_states(touched)
    new = [key for key in touched if key in before and key not in latest]
    moved = [key for key in touched if key in before and key in latest and before[key].differs(latest[key])]
    roots = {root for key in moved for root in belongs_to(key, before[key])}
    _write({key: before[key] for key in sorted({*new, *moved, *roots} & before.keys())}, None, {"act": FOUND})
    gone = [key for key in touched if key not in after]
    _write({key: after.get(key) or before[key] for key in touched}, by, {"act": SAVED, "gone": gone, **kept.note})


def _write(states: States, by: Any, note: dict[str, Any]) -> None:
    if not states:
        return
    types = content_types()
    revision = Revision.objects.create(date_created=timezone.now(), user=by, comment=json.dumps(note))
    Version.objects.bulk_create(
        Version(
            revision=revision,
            content_type=types[key.label],
            object_id=key.pk,
            db=DEFAULT_DB_ALIAS,
            format="json",
            serialized_data=json.dumps([{"model": key.label, "pk": int(key.pk), "fields": state.fields}]),
            object_repr=state.name,
        )
        for key, state in states.items()
    )


def content_types() -> dict[str, ContentType]:
    """The content type of every model that is kept, by its label; they are fetched together, once a process."""
    found = ContentType.objects.get_for_models(*BELONGS_TO)
    return {model._meta.label_lower: kind for model, kind in found.items()}


def versions_of(keys: Iterable[Key]) -> Any:
    """All versions of these rows."""
    types, by_label = content_types(), defaultdict(list)
    for key in keys:
        by_label[key.label].append(key.pk)
    which = Q(pk__in=())
    for label, pks in by_label.items():
        which |= Q(content_type=types[label], object_id__in=pks)
    return Version.objects.filter(which, db=DEFAULT_DB_ALIAS)


def latest_states(keys: Iterable[Key]) -> States:
    """How each of these rows was kept last, for those that have a version."""
    last = versions_of(keys).order_by().values("content_type", "object_id").annotate(last=Max("pk")).values("last")
    labels = {kind.pk: label for label, kind in content_types().items()}
    return {
        Key(labels[version.content_type_id], version.object_id): state_in(version.serialized_data, version.object_repr)
        for version in Version.objects.filter(pk__in=last)
    }


def state_in(data: str, name: str) -> State:
    """The state that a version keeps."""
    return State(json.loads(data)[0]["fields"], name)
