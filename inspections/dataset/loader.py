"""Writing what is new of a package into the record: all of it, or nothing."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from inspections.actions import rebuild_periods
from inspections.models import Addressee, Inspection, Recommendation, Seal, StatusPeriod, StatusUpdate
from inspections.models.edition import hold, move
from inspections.models.moves import Delta, add_moves, counted_from, moves_between
from inspections.models.period import stretches
from inspections.models.search_document import index, tidy

from .chain import wait_for_seals
from .checker import Check, Progress, silent
from .columns import File
from .entries import Entry
from .insertion import insert, insert_values, reserve
from .package import Package
from .report import Counts, Problem, Report
from .schema import FILES

WRITTEN_AT_ONCE = 1000
PERIOD = ("addressee_id", "status", "start", "end", "update_id", "reopened", "counted_from")
TIDIED_FROM = 5000  # new recommendations: fewer leave the index of the search in order


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
        if not new[name]:
            continue
        for entry, key in zip(new[name], reserve(file.model, len(new[name])), strict=True):
            entry.instance.pk = key
        relations = [field for field in file.model._meta.concrete_fields if field.is_relation]
        for some in _portions(new[name]):
            insert([_ready(entry.instance, relations) for entry in some])
            tick(len(some))
        for column in file.columns:
            if column.several:
                _write_many(file, str(column.attribute), new[name])
    _derive(new, progress)
    if any(new.values()):
        wait_for_seals(new)
        move()


def _portions(entries: list[Entry]) -> Iterator[list[Entry]]:
    for start in range(0, len(entries), WRITTEN_AT_ONCE):
        yield entries[start : start + WRITTEN_AT_ONCE]


def _ready(instance: Any, relations: list[Any]) -> Any:
    """Take over the keys that what it names has been given since."""
    for field in relations:
        named = field.get_cached_value(instance, default=None)
        if named is not None:
            setattr(instance, field.attname, named.pk)
            field.set_cached_value(instance, named)  # a new key in place of the old one clears it
    if isinstance(instance, Recommendation | Inspection | Seal):  # nothing calls save()
        instance.derive()
    return instance


def _write_many(file: File, attribute: str, entries: list[Entry]) -> None:
    field: Any = file.model._meta.get_field(attribute)
    names = [f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"]
    pairs = (
        (entry.instance.pk, named.pk) for entry in entries if entry.many for named in entry.many.get(attribute, ())
    )
    insert_values(field.remote_field.through, names, pairs)


def _derive(new: dict[str, list[Entry]], progress: Progress) -> None:
    """Bring the periods and the search documents of what was touched up to date."""
    for entry in new["inspections"]:
        if not entry.instance.published_on:  # its sources say from when it was public, and they are linked only now
            entry.instance.keep_public_from()
    _write_periods(new, progress)
    found_by = _keys(new["recommendations"]) | {entry.instance.recommendation_id for entry in new["addressees"]}
    index(found_by, progress(_("Indexing for search"), len(found_by)))
    if len(found_by) >= TIDIED_FROM:
        tidy()


def _keys(entries: Iterable[Entry]) -> set[int]:
    return {entry.instance.pk for entry in entries}


def _write_periods(new: dict[str, list[Entry]], progress: Progress) -> None:
    """Write the periods of new items, and what they come to in the change tables, from what is in memory.

    All that was ever said of them has just been loaded; of others the ledger must be read.
    """
    hold()
    said: dict[int, list[StatusUpdate]] = {entry.instance.pk: [] for entry in new["addressees"]}
    items = {entry.instance.pk: entry.instance for entry in new["addressees"]}
    recorded: set[int] = set()
    for entry in new["status_updates"]:
        if entry.instance.addressee_id in said:
            said[entry.instance.addressee_id].append(entry.instance)
        else:
            recorded.add(entry.instance.addressee_id)
    tick = progress(_("Working out histories"), len(said) + len(recorded))
    rebuild_periods(sorted(recorded), tick)
    keys, moved = sorted(said), Delta()
    for start in range(0, len(keys), WRITTEN_AT_ONCE):
        some = keys[start : start + WRITTEN_AT_ONCE]
        # A list: nothing may ask the database for anything while rows are copied into it.
        insert_values(StatusPeriod, PERIOD, [row for key in some for row in _periods(items[key], said[key], moved)])
        tick(len(some))
    add_moves(moved)


def _periods(item: Addressee, said: list[StatusUpdate], moved: Delta) -> Iterator[tuple[Any, ...]]:
    """The values of each period of an item; what it moves in the change tables is added to `moved`."""
    since = counted_from(item.recommendation)
    for first, end, headline in stretches(said):
        for day, status, count in moves_between(first, end, headline.status, since):
            moved[item.body_id, day, status] += count
        yield item.pk, headline.status, first, end, headline.update and headline.update.pk, headline.reopened, since
