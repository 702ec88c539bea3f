"""Restoring a backup: beside the database, verified there, and only then in its place."""

import contextlib
import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.dataset.moment import one_moment
from tracker.backups import Unable
from tracker.backups.artefact import RECORD, Artefact, Manifest
from tracker.backups.tables import Progress, Sum, different, holds, structure, sums
from tracker.backups.using import Settings, using

from . import engines, record
from .making import Steps, in_sentences


@dataclass
class Restored:
    """What a restore came to, before anything is in place."""

    crossing: bool = False  # into the other engine, through the package
    tables: dict[str, Sum] = field(default_factory=dict)
    structure: Sum | None = None
    package: str = ""  # the SHA-256 of what the package holds, the same on both sides
    older: list[str] = field(default_factory=list)  # migrations that the backup has not had
    problems: list[str] = field(default_factory=list)  # of the record, which were in the backup as they are here


def refuse_overwriting(settings: Settings, target: engines.Target, overwrite: bool) -> None:
    """Refuse a database that holds anything, unless told otherwise."""
    if overwrite or not target.exists:
        return
    try:
        with using(settings):
            found = holds(connection, record.FILLED_BY_MIGRATE)
    except DatabaseError as error:
        raise Unable(
            _("The database cannot be read (%s). With --overwrite it is kept under another name.")
            % engines.as_plain(error)
        ) from None
    if found:
        most = max(found, key=lambda name: found[name])
        raise Unable(
            _(
                "The database holds %(rows)d rows (%(most)d in %(table)s), and nothing was changed. With --overwrite "
                "it is kept under another name, and the backup takes its place."
            )
            % {"rows": sum(found.values()), "most": found[most], "table": most}
        )


def missing_migrations(manifest: Manifest) -> list[str]:
    """What the backup has to be migrated by. Raises Unable if it is of a newer release than this code."""
    known = record.known_migrations()
    newer = sorted(set(manifest.migrations) - known)
    if newer:
        raise Unable(
            _(
                "The backup was made by a newer release (%(release)s): this code does not know its migration %(name)s. "
                "Install that release, and restore with it."
            )
            % {"release": manifest.release, "name": newer[0]}
        )
    return sorted(known - set(manifest.migrations))


@contextlib.contextmanager
def restored(
    artefact: Artefact, target: engines.Target, progress: Progress, steps: Steps, *, migrate: bool = False
) -> Iterator[Restored]:
    """Restore beside the target and verify. Inside, what was restored is the default database.

    Afterwards it is gone, unless the target was told to put it in place. Raises Unable if anything is not as it was.
    """
    manifest = artefact.manifest
    found = Restored(crossing=manifest.engine != engines.vendor_of(target.settings))
    with in_sentences(artefact.path), target.fresh() as settings:
        if found.crossing:
            _load(artefact, settings, target.folder, found, progress, steps)
        else:
            found.older = missing_migrations(manifest)
            _fill(artefact, target, settings, found, progress, steps)
        with using(settings):
            if found.older and migrate:
                with steps.step(_("migrations")):
                    call_command("migrate", verbosity=0, interactive=False)
                found.older = []
            if not found.older:
                with steps.step(_("check of the record")):
                    found.problems = list(islice(record.disagreements(progress), record.MOST_NAMED))
                if manifest.chain and not record.has_in_chain(manifest.chain):
                    found.problems.append(_("The chain of the ledger does not go through the head that was backed up."))
            yield found


def _fill(
    artefact: Artefact, target: engines.Target, settings: Settings, found: Restored, progress: Progress, steps: Steps
) -> None:
    """Into the same engine: all that there was, row by row."""
    manifest = artefact.manifest
    with steps.step(_("unpacking")):
        tick = progress(_("Unpacking"), manifest.files[manifest.database].bytes)
        database = artefact.extract(manifest.database, target.folder / manifest.database, tick)
    with steps.step(_("restore")):
        target.fill(database, settings)
    with using(settings), steps.step(_("comparison")), one_moment():
        found.tables, found.structure = sums(connection, progress), structure(connection)
        wrong = different(manifest.tables, found.tables)
        if wrong:
            raise Unable(_("These tables are not as they were backed up: %s.") % ", ".join(wrong))
        comparable = engines.same_writing(manifest.engine, manifest.engine_version)
        if found.structure != manifest.structure and (comparable or found.structure.rows < manifest.structure.rows):
            raise Unable(_("The tables, keys or triggers of the database are not as they were backed up."))


def _load(
    artefact: Artefact, settings: Settings, folder: Path, found: Restored, progress: Progress, steps: Steps
) -> None:
    """Into the other engine: what the package of the record carries."""
    manifest = artefact.manifest
    if not artefact.has(RECORD):
        raise Unable(
            _("The backup has no package of the record, so it can be restored into %s alone.") % manifest.engine
        )
    package = artefact.extract(RECORD, folder / RECORD)
    with using(settings):
        with steps.step(_("empty database")):
            call_command("migrate", verbosity=0, interactive=False)
        with steps.step(_("loading of the package")):
            record.load_package(package, manifest.times, progress)
        with steps.step(_("comparison of the packages")):
            with one_moment():
                record.write_package(folder / "again.zip")
            found.package = record.content_of(package)
            if record.content_of(folder / "again.zip") != found.package:
                raise Unable(_("The package of what was restored is not the package of the backup."))


def stamp() -> str:
    return f"{timezone.now().astimezone(datetime.UTC):%Y%m%dt%H%M%Sz}"


def left_behind(manifest: Manifest) -> list[str]:
    """What the package of the record does not carry into the other engine, for the operator: a line each."""
    lines = [
        ngettext("%(table)s: %(rows)d row", "%(table)s: %(rows)d rows", rows) % {"table": table, "rows": rows}
        for table, rows in record.not_carried({name: table.rows for name, table in manifest.tables.items()}).items()
    ]
    if manifest.drafts:
        lines.append(ngettext("%d inspection in draft", "%d inspections in draft", manifest.drafts) % manifest.drafts)
    return lines
