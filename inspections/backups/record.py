"""What a backup has to know of the record: its package, whether it holds together, and the chain of its ledger."""

import hashlib
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.dataset.loader import load
from inspections.dataset.package import Limits
from inspections.dataset.reader import read
from inspections.dataset.schema import FILES
from inspections.dataset.selection import ALL_BUT_DRAFTS, Selection
from inspections.dataset.writer import write_zip
from inspections.days import today
from inspections.models import Inspection, Seal
from inspections.record_check import RecordCheck
from inspections.seal_check import SealCheck
from tracker.backups import Unable
from tracker.backups.tables import Progress

MOST_NAMED = 20
# What `migrate` writes into an empty database: rows in these do not say that anybody has used it.
FILLED_BY_MIGRATE = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "inspections_edition",
    "inspections_editionstep",
    "inspections_search_config",
    "inspections_search_data",
    "inspections_search_idx",
    "sqlite_sequence",
}
# Worked out from the package when it is loaded, so nothing of them is lost on the way through it.
DERIVED = {
    "inspections_daymoves",
    "inspections_monthmoves",
    "inspections_statusperiod",
    "inspections_searchdocument",
    "inspections_searchword",
    "inspections_waitingchange",
    "inspections_waitingseal",
    "inspections_search_docsize",
}
_BLOCK = 1024 * 1024


def applied_migrations() -> set[str]:
    """The migrations that the default database has, as app.name."""
    return {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}


def known_migrations() -> set[str]:
    """The migrations that this code has."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def write_package(path: Path) -> None:
    """Write all but the drafts, embargoed or not, as a zip. Call it where one moment is seen."""
    with path.open("xb") as stream:
        write_zip(stream, ALL_BUT_DRAFTS)


def content_of(path: Path) -> str:
    """The SHA-256 of what a package holds: of names and content, and not of how it was packed."""
    found = hashlib.sha256()
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            inner = hashlib.sha256()
            with archive.open(name) as stream:
                while block := stream.read(_BLOCK):
                    inner.update(block)
            found.update(f"{name} {inner.hexdigest()}\n".encode())
    return found.hexdigest()


def public_digest(folder: Path) -> str:
    """The SHA-256 of the public package, the zip that /data/tracker.zip is, as it is today."""
    path = folder / "public.zip"
    try:
        with path.open("xb") as stream:
            write_zip(stream, Selection(today()))
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    finally:
        path.unlink(missing_ok=True)


def drafts() -> int:
    return Inspection.objects.filter(draft=True).count()


def embargo_times() -> dict[str, str]:
    """The times of day at which embargoes end, by slug: the package carries days alone."""
    timed = Inspection.objects.filter(draft=False, public_at__gt=timezone.now())
    return {slug: time.isoformat() for slug, time in timed.values_list("slug", "published_time") if time}


def load_package(path: Path, times: dict[str, str], progress: Progress) -> None:
    """Load the package of a backup into an empty record, with its embargoes. Raises Unable with the first problems."""
    package = read(path, limits=Limits(most_bytes=_unpacked(path)))
    report = load(package, progress=progress)
    if not report.is_good:
        problems = "\n".join(map(str, islice(report.problems.shown, MOST_NAMED)))
        raise Unable(_("The package of the record cannot be loaded:\n%s") % problems)
    for inspection in Inspection.objects.filter(slug__in=times):
        inspection.published_time = Inspection._meta.get_field("published_time").to_python(times[inspection.slug])
        inspection.derive()
        inspection.save()


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def not_carried(rows: dict[str, int]) -> dict[str, int]:
    """Of the tables of a backup that hold rows, those that the package of the record says nothing about."""
    carried = set()
    for file in FILES.values():
        carried.add(file.model._meta.db_table)
        carried |= {field.m2m_db_table() for field in file.model._meta.many_to_many}
    left_out = rows.keys() - carried - DERIVED - FILLED_BY_MIGRATE
    return {name: rows[name] for name in sorted(left_out) if rows[name]}


def chain_head() -> dict[str, Any] | None:
    """The head of the ledger's chain of seals, where there is one."""
    last = Seal.objects.order_by("-position").values("position", "sha256", "sealed_at").first()
    return dict(last) if last else None


def has_in_chain(head: dict[str, Any]) -> bool:
    """Whether the chain goes through what was its head: there may be newer rows, never another past."""
    return Seal.objects.filter(position=head["position"], sha256=head["sha256"]).exists()


def disagreements(progress: Progress) -> Iterator[str]:
    """What is wrong with the record of the default database: each as a sentence."""
    check = RecordCheck(progress)
    yield from map(str, check.disagreements())
    if fault := SealCheck(progress).fault():
        yield _("The ledger is not as it was sealed. First fault: %s") % fault
