"""Try a backup and its restore, and compare."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from inspections.backups.drilling import Drill, drill
from inspections.backups.making import Steps
from inspections.management.ending import ending_well
from inspections.management.progress import Bars
from tracker.backups.tables import Sum
from tracker.databases import database
from tracker.environment import Refused


class Command(BaseCommand):
    help = (
        "Backs up the database into a scratch folder, restores that into a scratch database, and compares every row of "
        "every table, the public package, and what check_record says. The database itself is only read, and nothing is "
        "left. Exit code 1 on any difference."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scratch", type=Path, metavar="FOLDER", help="where there is room for twice the database; else TMPDIR"
        )
        parser.add_argument(
            "--other-engine",
            metavar="URL",
            help="restore through the package into the other engine too: sqlite:// or the address of a PostgreSQL "
            "database, beside which a scratch database is made and dropped",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        steps, other = Steps(), None
        if options["other_engine"]:
            try:
                other = database(_named(options["other_engine"]))
            except Refused as error:
                raise CommandError(str(error).replace("DATABASE_URL", "--other-engine")) from None
        with ending_well(), Bars() as bars:
            found = drill(options["scratch"], other, bars.bar, steps)
        self._print(found, steps)
        for problem in found.problems:
            self.stderr.write(problem)
        if not found.is_equal:
            raise CommandError(
                _("The drill failed: what was restored is not what was there, or does not hold together.")
            )

    def _print(self, found: Drill, steps: Steps) -> None:
        before = found.manifest.tables
        width = max(map(len, [*before, _("structure")]))
        self.stdout.write(f"{_('table'):<{width}} {_('rows'):>12}  {_('equal')}")
        for name in sorted(before.keys() | found.after.keys()):
            self._line(name, width, before.get(name), found.after.get(name))
        self._line(_("structure"), width, found.manifest.structure, found.structure)
        rows = sum(table.rows for name, table in before.items() if found.after.get(name) == table)
        self.stdout.write(
            _("%(rows)d of %(all)d rows of %(tables)d tables are equal. The backup has %(size).1f MB.")
            % {"rows": rows, "all": found.manifest.rows, "tables": len(before), "size": found.size / 1e6}
        )
        same = _("equal") if found.public == found.public_after else _("NOT equal")
        self.stdout.write(_("Public package: SHA-256 %(digest)s, %(same)s.") % {"digest": found.public, "same": same})
        if found.other_package:
            self.stdout.write(
                _("Through the other engine: the package with what is embargoed has the same content, SHA-256 %s.")
                % found.other_package
            )
        for name, seconds in steps.seconds.items():
            self.stdout.write(f"{seconds:8.1f} s  {name}")
        self.stdout.write(f"{sum(steps.seconds.values()):8.1f} s  {_('in all')}")

    def _line(self, name: str, width: int, before: Sum | None, after: Sum | None) -> None:
        same = _("yes") if before == after else _("NO")
        self.stdout.write(f"{name:<{width}} {before.rows if before else 0:>12,}  {same}")


def _named(url: str) -> str:
    """The address of a database; of SQLite's only the engine counts, since its file is made among the scratch files."""
    return f"sqlite:///{Path(tempfile.gettempdir()) / 'drill.sqlite3'}" if url == "sqlite://" else url
