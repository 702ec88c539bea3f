"""Making a backup: all that it holds is of one moment, and nobody waits for it."""

import contextlib
import datetime
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.dataset.moment import one_moment
from inspections.models.edition import edition
from tracker.backups import Unable
from tracker.backups.artefact import RECORD, Artefact, Manifest, write
from tracker.backups.shelf import forget_oldest, place_for, put, workshop
from tracker.backups.tables import Progress, structure, sums, table_names
from tracker.backups.using import current
from tracker.release import release

from . import engines, record


@dataclass
class Steps:
    """How long each step took, in seconds, in order."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0) + time.monotonic() - start


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: Manifest
    size: int
    forgotten: list[Path]


@contextlib.contextmanager
def in_sentences(about: Path) -> Iterator[None]:
    """Turn what the disk or the database refuses into a sentence."""
    try:
        yield
    except OSError as error:
        where = error.filename or about
        raise Unable(_("%(path)s cannot be used: %(why)s.") % {"path": where, "why": error.strerror or error}) from None
    except (DatabaseError, sqlite3.Error, psycopg.Error) as error:
        raise Unable(_("The database answered: %s. Nothing was changed.") % engines.as_plain(error)) from None


def make(
    dest: Path,
    keep: int | None,
    progress: Progress,
    steps: Steps,
    meanwhile: Callable[[Path], None] = lambda folder: None,
) -> Made:
    """Back up the default database to a folder or a new file; with `keep`, delete then all but the newest so many.

    meanwhile: called in the moment that the backup shows, with a folder to work in. Raises Unable; then nothing is left
    behind and nothing was deleted.
    """
    with in_sentences(dest):
        engines.refuse_missing(current())
        made_at = timezone.now()
        path = place_for(dest, made_at)
        if keep is not None and not dest.is_dir():
            raise Unable(_("--keep counts the backups of a folder. Name a folder, not a file."))
        with workshop(path.parent, "tracker-backup") as folder:
            with one_moment():
                manifest = _gather(folder, made_at, progress, steps)
                meanwhile(folder)
            with steps.step(_("check of the copy")):
                engines.check(folder / manifest.database)
            with steps.step(_("packing")):
                packed = folder / "packed.zip"
                tick = progress(_("Packing"), (folder / manifest.database).stat().st_size)
                write(packed, manifest, folder, tick)
                Artefact(packed)  # read again: what is on the disk is whole
                put(packed, path)
        forgotten = forget_oldest(dest, keep) if keep is not None else []
        return Made(path, manifest, path.stat().st_size, forgotten)


def _gather(folder: Path, made_at: datetime.datetime, progress: Progress, steps: Steps) -> Manifest:
    """Write the copy and the package into a folder, and say what they hold."""
    if "django_migrations" not in table_names(connection):
        raise Unable(_("The database holds no tables of ours: there is nothing to back up."))
    with steps.step(_("sums of all tables")):
        found = sums(connection, progress)
    applied = record.applied_migrations()
    manifest = Manifest(
        made_at=made_at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        engine=connection.vendor,
        engine_version=engines.version(),
        release=release(),
        edition=None,
        migrations=sorted(applied),
        tables=found,
        structure=structure(connection),
    )
    with steps.step(_("copy")):
        engines.copy(folder / manifest.database, progress)
    if applied == record.known_migrations():  # otherwise this code cannot read the record
        _describe(manifest, folder, progress, steps)
    return manifest


def _describe(manifest: Manifest, folder: Path, progress: Progress, steps: Steps) -> None:
    manifest.edition = str(edition())
    manifest.chain = record.chain_head()
    manifest.drafts = record.drafts()
    manifest.times = record.embargo_times()
    with steps.step(_("package of the record")):
        progress(_("Writing the package"), 1)
        record.write_package(folder / RECORD)
