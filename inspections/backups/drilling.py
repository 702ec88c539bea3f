"""The drill: a backup into a scratch place, a restore of it into another, and a comparison of the two."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from inspections.dataset.moment import one_moment
from tracker.backups import Unable
from tracker.backups.artefact import Artefact, Manifest
from tracker.backups.shelf import workshop
from tracker.backups.tables import Progress, Sum
from tracker.backups.using import Settings, current

from . import engines, record
from .making import Steps, make
from .restoring import restored


@dataclass
class Drill:
    """What a drill found: the tables before and after, the public packages, and what is wrong with the record."""

    manifest: Manifest
    size: int = 0  # of the backup, in bytes
    after: dict[str, Sum] = field(default_factory=dict)
    structure: Sum | None = None
    public: str = ""  # the SHA-256 of the public package of the database
    public_after: str = ""
    other_package: str = ""  # that of the package's content, if it went through the other engine
    problems: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        same = self.manifest.tables == self.after and self.manifest.structure == self.structure
        return same and self.public == self.public_after and not self.problems


@contextmanager
def _scratch(parent: Path | None) -> Iterator[Path]:
    with workshop(parent or Path(tempfile.gettempdir()), "tracker-drill") as folder:
        yield folder


def drill(scratch: Path | None, other: Settings | None, progress: Progress, steps: Steps) -> Drill:
    """Back up the default database, restore it beside, compare. Nothing of it is left, and the database is only read.

    other: the settings of the other engine, to restore through the package as well. Raises Unable.
    """
    settings = current()
    if other and engines.vendor_of(other) == connection.vendor:
        raise Unable(_("--other-engine is of the same engine as DATABASE_URL. Name one of the other."))
    with _scratch(scratch) as folder:
        public: list[str] = []

        def meanwhile(place: Path) -> None:
            with steps.step(_("public package")):
                public.append(record.public_digest(place))

        made = make(folder, None, progress, steps, meanwhile)
        found = Drill(made.manifest, made.size, public=public[0])
        artefact = Artefact(made.path)
        with restored(artefact, _target(settings, folder), progress, steps) as back:
            found.after, found.structure, found.problems = back.tables, back.structure, back.problems
            with steps.step(_("public package")), one_moment():
                found.public_after = record.public_digest(folder)
        if other:
            across = Steps()
            with restored(artefact, _target(other, folder), progress, across) as crossed:
                found.other_package = crossed.package
                found.problems += crossed.problems
            steps.seconds[_("the other engine, all steps")] = sum(across.seconds.values())
        return found


def _target(settings: Settings, folder: Path) -> engines.Target:
    if engines.vendor_of(settings) == "sqlite":
        settings = {**settings, "NAME": str(folder / "restored" / "scratch.sqlite3")}
    return engines.target_of(settings, scratch_only=True)
