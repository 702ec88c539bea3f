"""Writing what is new of a package into the record: all of it, or nothing."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from inspections.insertion import insert_prepared, insert_values, reserve, roomy_cache
from inspections.models.edition import move
from inspections.models.search_document import index, tidy

from .chain import wait_for_seals
from .checker import Check, Progress, silent
from .entries import Entries
from .histories import write_histories
from .instances import columns_of, objects_of
from .package import Package
from .report import Counts, Problem, Report
from .schema import FILES

TIDIED_FROM = 5000  # new recommendations: fewer leave the index of the search in order


def load(package: Package, *, new_only: bool = False, progress: Progress = silent) -> Report:
    """Add the rows that the record does not have yet; add none if anything is wrong with any.

    A row whose key is known and whose content differs is a conflict, which stops the load. With `new_only` such a
    row is left as it is recorded, and counted as kept.
    """
    try:
        # One transaction for check and write: nobody records anything in between. On SQLite it holds the write lock.
        with roomy_cache(), transaction.atomic():
            check = Check(package, new_only, progress)
            if check.report.is_good:
                _write(check.entries, progress)
                check.report.loaded = True
            return check.report
    except IntegrityError:
        # On PostgreSQL somebody else may have recorded the same key after the check.
        sentence = _("The record was changed by somebody else at the same time. Load again.")
        package.problems.add(Problem(_("All files"), sentence))
        return Report(package.problems, {name: Counts() for name in FILES})


def _write(entries: dict[str, Entries], progress: Progress) -> None:
    tick = progress(_("Adding"), sum(len(each.new) for each in entries.values()))
    for each in entries.values():
        if each.new:
            _write_file(each, tick)
    _derive(entries, progress)
    if any(each.new for each in entries.values()):
        wait_for_seals(entries)
        move()


def _write_file(entries: Entries, tick: Callable[[int], object]) -> None:
    model, keys = entries.file.model, list(reserve(entries.file.model, len(entries.new)))
    columns = columns_of(entries, keys)
    insert_prepared(model, list(columns), zip(*columns.values(), strict=False), tick)
    for column in entries.file.columns:
        if column.several:
            field: Any = model._meta.get_field(str(column.attribute))
            names = [f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"]
            named, cells = entries.many[column.name], entries.of_new(entries.cells[column.name])
            pairs = ((key, one.id) for key, cell in zip(keys, cells, strict=True) for one in named[cell])
            insert_values(field.remote_field.through, names, pairs)


def _derive(entries: dict[str, Entries], progress: Progress) -> None:
    """Bring the periods and the search documents of what was touched up to date."""
    for inspection in objects_of(entries["inspections"]):
        if not inspection.published_on:  # its sources say from when it was public, and they are linked only now
            inspection.keep_public_from()
    items = objects_of(entries["addressees"])
    write_histories(items, objects_of(entries["status_updates"]), progress)
    asked = objects_of(entries["recommendations"])
    found_by = {one.id for one in asked} | {item.recommendation.id for item in items}
    index(found_by, progress(_("Indexing for search"), len(found_by)))
    if len(found_by) >= TIDIED_FROM:
        tidy()
