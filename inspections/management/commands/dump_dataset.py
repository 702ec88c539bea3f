"""Write the record as a data package."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.dataset.schema import FILES
from inspections.dataset.selection import ALL_BUT_DRAFTS, Selection
from inspections.dataset.writer import NotOurs, write
from inspections.days import today
from inspections.models import Inspection


class Command(BaseCommand):
    help = (
        "Writes what is public today as a data package: to a folder, to a zip (PATH ends in .zip) or one file of it "
        "(PATH ends in the name of a file of the format, for example recommendations.csv)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--with-embargoed",
            action="store_true",
            help="also what has a day or a time of publication in the future; drafts are never written. Days are "
            "carried, times are not: a warning says where that matters",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        selection = ALL_BUT_DRAFTS if options["with_embargoed"] else Selection(today())
        outermost = not connection.in_atomic_block
        try:
            with transaction.atomic():
                if connection.vendor == "postgresql" and outermost:  # SQLite's transactions see one moment anyway
                    with connection.cursor() as cursor:
                        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                write(path, selection)
        except NotOurs:
            raise CommandError(
                _("%s holds something that is not a data package. Name a new or an empty folder.") % path
            ) from None
        except KeyError:
            names = ", ".join(file.path for file in FILES.values())
            raise CommandError(
                _("%(name)s is not a file of the format. Its files are: %(names)s.")
                % {"name": path.name, "names": names}
            ) from None
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be written: %(why)s.") % {"path": path, "why": error.strerror}
            ) from None
        self.stdout.write(_("Written to %s.") % path)
        if options["with_embargoed"]:
            self._warn_of_times()

    def _warn_of_times(self) -> None:
        """A package knows days and no times: loaded elsewhere, an embargo ends when its day begins."""
        timed = Inspection.objects.filter(draft=False, public_at__gt=timezone.now()).order_by("public_at", "slug")
        found = list(timed.values_list("slug", "public_at"))
        if not found:
            return
        self.stderr.write(
            ngettext(
                "Warning: %d embargoed inspection has a time of publication, which the package cannot carry. Where the "
                "package is loaded, it is public when that day begins:",
                "Warning: %d embargoed inspections have a time of publication, which the package cannot carry. Where "
                "the package is loaded, they are public when that day begins:",
                len(found),
            )
            % len(found)
        )
        for slug, moment in found:
            self.stderr.write(f"  {slug}: {timezone.localtime(moment):%Y-%m-%d %H:%M}")
