"""Back up the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from inspections.backups.making import Steps, make
from inspections.management.ending import ending_well
from inspections.management.progress import Bars
from tracker.backups.artefact import RECORD


class Command(BaseCommand):
    help = (
        "Writes the whole database as it stands at one moment to one file, while readers and writers go on. DEST is a "
        "folder, where the file gets a name made of the time, or a file that does not exist yet. The file holds "
        "accounts and what is not public yet. Exit code 1 if anything went wrong; then nothing is left behind."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dest", type=Path, metavar="DEST")
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="after a good backup, delete all but the newest N in the folder; only files that have the name of a "
            "backup are counted and deleted",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        keep: int | None = options["keep"]
        if keep is not None and keep < 1:
            raise CommandError(_("--keep must be 1 or more: the new backup is one of them."))
        steps = Steps()
        with ending_well(), Bars() as bars:
            made = make(options["dest"], keep, bars.bar, steps)
        if RECORD not in made.manifest.files:
            self.stderr.write(
                _(
                    "The database and this code are of different releases (run migrate), so the package of the record "
                    "is left out: this backup can be restored into %s alone."
                )
                % made.manifest.engine
            )
        self.stdout.write(
            _("Written: %(path)s, %(size).1f MB, %(rows)d rows of %(tables)d tables, in %(seconds).1f s.")
            % {
                "path": made.path,
                "size": made.size / 1e6,
                "rows": made.manifest.rows,
                "tables": len(made.manifest.tables),
                "seconds": sum(steps.seconds.values()),
            }
        )
        for path in made.forgotten:
            self.stdout.write(_("Deleted: %s.") % path)
