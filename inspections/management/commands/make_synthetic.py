"""Make up a record of any size."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from inspections.management.progress import Bars
from inspections.models.fields import SLUG
from inspections.synthetic.package import write
from inspections.synthetic.reference import NoReference

LONGEST_LABEL = 40


def whole(text: str) -> int:
    """A whole number of at least one, with or without commas."""
    number = text.replace(",", "").replace("_", "")
    if not number.isdecimal() or int(number) < 1:
        raise ArgumentTypeError(_("“%s” is not a whole number of at least 1.") % text)
    return int(number)


def label(text: str) -> str:
    """A word that a key may begin with, short enough for keys to end as they must."""
    if not re.fullmatch(SLUG, text) or len(text) > LONGEST_LABEL:
        raise ArgumentTypeError(
            _("“%s” is not a label: lower-case letters, digits and hyphens, at most %d of them.")
            % (text, LONGEST_LABEL)
        )
    return text


class Command(BaseCommand):
    help = (
        "Writes a made-up record as a data package, to a zip (DEST ends in .zip) or a folder: drawn from what was "
        "counted in the real ones, the same bytes for the same numbers. It names bodies of fixtures/reference, so load "
        "that first. Never load it into a record that the public reads."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dest", type=Path, metavar="DEST")
        parser.add_argument("--recommendations", type=whole, default=2_000, metavar="N")
        parser.add_argument(
            "--updates", type=whole, metavar="M", help="of all together; ten times N if it is not given"
        )
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--label",
            type=label,
            default="synthetic",
            metavar="WORD",
            help="what every key begins with; packages for one record need labels of their own",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["dest"]
        recommendations: int = options["recommendations"]
        updates: int = options["updates"] or 10 * recommendations
        try:
            with Bars() as bars:
                write(
                    path,
                    recommendations=recommendations,
                    updates=updates,
                    seed=options["seed"],
                    label=options["label"],
                    progress=bars.bar(_("Writing"), recommendations),
                )
        except NoReference as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be written: %(why)s.") % {"path": path, "why": error.strerror}
            ) from None
        self.stdout.write(_("Written to %s.") % path)
