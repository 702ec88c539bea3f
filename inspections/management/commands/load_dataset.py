"""Load data packages into the record."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.dataset.checker import check
from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.dataset.report import Report
from inspections.management.collecting import without_collecting
from inspections.management.progress import Bars
from inspections.models import Body


class Command(BaseCommand):
    help = (
        "Loads data packages (folders, zips, spreadsheets or single CSV files), together as one dataset: all of it, or "
        "nothing if anything is wrong. Rows that are recorded already are never changed. Exit code 1 if nothing could "
        "be loaded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a folder, a zip, an XLSX or a CSV file"
        )
        parser.add_argument("--check", action="store_true", help="only say what is wrong and what would be added")
        parser.add_argument(
            "--new-only",
            action="store_true",
            help="leave a row as it is recorded where its key is known, instead of calling other content a conflict",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing if the record holds anything: for the first start, so that what staff have changed or "
            "removed since stays so",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Body.objects.exists():
            self.stdout.write(_("The record is not empty, so nothing was loaded into it."))
            return
        with without_collecting(), Bars() as bars:
            package = read(*options["paths"])
            act = check if options["check"] else load
            report = act(package, new_only=options["new_only"], progress=bars.bar)
        self._print(report)
        if not report.is_good:
            raise CommandError(
                ngettext(
                    "There is %d problem. Nothing was loaded.",
                    "There are %d problems. Nothing was loaded.",
                    report.problems.count,
                )
                % report.problems.count
            )
        self.stdout.write(_("Loaded.") if report.loaded else _("No problems. Nothing was loaded, as you asked."))

    def _print(self, report: Report) -> None:
        for problem in report.problems.shown:
            self.stderr.write(str(problem))
        hidden = report.problems.count - len(report.problems.shown)
        if hidden:
            self.stderr.write(ngettext("… and %d more.", "… and %d more.", hidden) % hidden)
        for note in report.notes:
            self.stderr.write(note)
        rows = [(name, counts) for name, counts in report.counts.items() if counts.total]
        if not rows:
            return
        heads = (_("new"), _("unchanged"), _("kept"), _("conflicting"))
        width = max(len(name) for name, _counts in rows)
        self.stdout.write(" " * width + "".join(f"{head:>13}" for head in heads))
        for name, counts in rows:
            numbers = (counts.new, counts.unchanged, counts.kept, counts.conflicting)
            self.stdout.write(name.ljust(width) + "".join(f"{number:>13}" for number in numbers))
