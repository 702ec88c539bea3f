"""Restore a backup into the database of DATABASE_URL."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.backups import engines
from inspections.backups.making import Steps, in_sentences
from inspections.backups.restoring import Restored, left_behind, refuse_overwriting, restored, stamp
from inspections.management.ending import ending_well
from inspections.management.progress import Bars
from tracker.backups.artefact import Artefact
from tracker.backups.using import current


class Command(BaseCommand):
    help = (
        "Restores a backup into the database of DATABASE_URL: beside it, verified there, and only then in its place. A "
        "database that holds anything is left as it is unless --overwrite is given, and then it is kept under another "
        "name. Into the other engine goes what the package of the record carries. Exit code 1 if anything is wrong."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="SRC", help="a file that `backup` has made")
        parser.add_argument(
            "--overwrite", action="store_true", help="take the place of a database that holds something"
        )
        parser.add_argument("--migrate", action="store_true", help="bring a backup of an older release up to date")
        parser.add_argument(
            "--despite-problems",
            action="store_true",
            help="put it in place although its record or its chain does not hold together: for a backup that is whole "
            "and the only one you have",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        settings, steps = current(), Steps()
        with ending_well(), Bars() as bars:
            artefact = Artefact(options["source"])
            target = engines.target_of(settings)
            with in_sentences(options["source"]):
                refuse_overwriting(settings, target, options["overwrite"])
            with restored(artefact, target, bars.bar, steps, migrate=options["migrate"]) as found:
                bars.close()
                self._judge(found, options["despite_problems"])
                aside = self._put_in_place(target)
        self._say(artefact, found, aside, sum(steps.seconds.values()))

    def _put_in_place(self, target: engines.Target) -> str:
        connection.close()  # what was restored is folded into one file, and nobody has it open
        return target.put_in_place(stamp())

    def _judge(self, found: Restored, despite: bool) -> None:
        for problem in found.problems:
            self.stderr.write(problem)
        if found.problems and not despite:
            raise CommandError(
                _(
                    "Every row is as it was backed up, but the record does not hold together (see above), and nothing "
                    "was put in place. Use an earlier backup; if this is the only one, add --despite-problems."
                )
            )

    def _say(self, artefact: Artefact, found: Restored, aside: str, seconds: float) -> None:
        manifest = artefact.manifest
        if found.crossing:
            self.stdout.write(
                _("Restored from %(engine)s through the package of the record, as of %(at)s, in %(seconds).1f s.")
                % {"engine": manifest.engine, "at": manifest.made_at, "seconds": seconds}
            )
            self.stdout.write(_("The package of what was restored is that of the backup, byte for byte."))
            lines = left_behind(manifest)
            if lines:
                self.stdout.write(_("Not carried into the other engine:"))
                self.stdout.writelines(f"  {line}" for line in lines)
        else:
            self.stdout.write(
                _("Restored: %(rows)d rows of %(tables)d tables, all as of %(at)s, in %(seconds).1f s.")
                % {
                    "rows": manifest.rows,
                    "tables": len(manifest.tables),
                    "at": manifest.made_at,
                    "seconds": seconds,
                }
            )
        if aside:
            self.stdout.write(_("What was there before is kept as %s. Delete it when you are sure.") % aside)
        if found.older:
            self.stdout.write(
                ngettext(
                    "It is of an older release, %d migration behind. Next: migrate, then check_record.",
                    "It is of an older release, %d migrations behind. Next: migrate, then check_record.",
                    len(found.older),
                )
                % len(found.older)
            )
