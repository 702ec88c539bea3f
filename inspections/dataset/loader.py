"""Writing what is new of a package into the record: all of it, or nothing."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from inspections.actions import rebuild_periods
from inspections.models import Inspection, Recommendation
from inspections.models.edition import move
from inspections.models.search import INDEXED_AT_ONCE, index

from .checker import Check, Progress, silent
from .columns import File
from .entries import Entry
from .package import Package
from .report import Counts, Problem, Report
from .schema import FILES

WRITTEN_AT_ONCE = 1000


def load(package: Package, *, new_only: bool = False, progress: Progress = silent) -> Report:
    """Add the rows that the record does not have yet; add none if anything is wrong with any.

    A row whose key is known and whose content differs is a conflict, which stops the load. With `new_only` such a
    row is left as it is recorded, and counted as kept.
    """
    try:
        # One transaction for check and write: nobody records anything in between. On SQLite it holds the write lock.
        with transaction.atomic():
            check = Check(package, new_only, progress)
            if check.report.is_good:
                _write(check.new, progress)
                check.report.loaded = True
            return check.report
    except IntegrityError:
        # On PostgreSQL somebody else may have recorded the same key after the check.
        sentence = _("The record was changed by somebody else at the same time. Load again.")
        package.problems.add(Problem(_("All files"), sentence))
        return Report(package.problems, {name: Counts() for name in FILES})


def _write(new: dict[str, list[Entry]], progress: Progress) -> None:
    tick = progress(_("Adding"), sum(map(len, new.values())))
    for name, file in FILES.items():
        for wave in _waves(file, new[name]):
            for some in _portions(wave):
                file.model._default_manager.bulk_create([_ready(entry.instance) for entry in some])
                tick(len(some))
        for column in file.columns:
            if column.several:
                _write_many(file, str(column.attribute), new[name])
    _derive(new, progress)
    if any(new.values()):
        move()


def _waves(file: File, entries: list[Entry]) -> Iterator[list[Entry]]:
    """Split rows so that what a row names of its own file is saved before it."""
    own = [
        field.name
        for field in file.model._meta.concrete_fields
        if field.is_relation and field.related_model is file.model
    ]
    left = entries
    while left:
        ready: list[Entry] = []
        later: list[Entry] = []
        for entry in left:
            named = [getattr(entry.instance, name) for name in own]
            (ready if all(one is None or one.pk > 0 for one in named) else later).append(entry)
        if not ready:
            raise AssertionError("Rows lead to each other in a circle, which the check should have found.")
        yield ready
        left = later


def _portions(entries: list[Entry]) -> Iterator[list[Entry]]:
    rows = iter(entries)
    while some := list(islice(rows, WRITTEN_AT_ONCE)):
        yield some


def _ready(instance: Any) -> Any:
    """Take the provisional key away, and take over the keys that what it names was given when it was saved."""
    instance.pk = None
    for field in instance._meta.concrete_fields:
        if field.is_relation and field.is_cached(instance):
            setattr(instance, field.name, field.get_cached_value(instance))
    if isinstance(instance, Recommendation | Inspection):  # bulk_create does not call save()
        instance.derive()
    return instance


def _write_many(file: File, attribute: str, entries: list[Entry]) -> None:
    field: Any = file.model._meta.get_field(attribute)
    owner, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    through: type[Model] = field.remote_field.through
    through._default_manager.bulk_create(
        [
            through(**{owner: entry.instance.pk, other: named.pk})
            for entry in entries
            for named in entry.many.get(attribute, ())
        ],
        batch_size=WRITTEN_AT_ONCE,
    )


def _derive(new: dict[str, list[Entry]], progress: Progress) -> None:
    """Bring the periods and the search documents of what was touched up to date."""
    for entry in new["inspections"]:
        if not entry.instance.published_on:  # its sources say from when it was public, and they are linked only now
            entry.instance.keep_public_from()
    items = _keys(new["addressees"]) | {entry.instance.addressee_id for entry in new["status_updates"]}
    rebuild_periods(sorted(items), progress(_("Working out histories"), len(items)))
    found_by = _keys(new["recommendations"]) | {entry.instance.recommendation_id for entry in new["addressees"]}
    keys = sorted(found_by)
    tick = progress(_("Indexing for search"), len(keys))
    for start in range(0, len(keys), INDEXED_AT_ONCE):
        index(keys[start : start + INDEXED_AT_ONCE])
        tick(len(keys[start : start + INDEXED_AT_ONCE]))


def _keys(entries: Iterable[Entry]) -> set[int]:
    return {entry.instance.pk for entry in entries}
