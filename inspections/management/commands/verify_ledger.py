"""Check that every published row of the ledger is as it was sealed."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.days import today
from inspections.management.progress import Bars
from inspections.models import Seal
from inspections.reading.integrity import waiting
from inspections.seal_check import SealCheck


def sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text, re.ASCII):
        raise ArgumentTypeError(_("Expected 64 hexadecimal digits, as /integrity/ shows them."))
    return text


class Command(BaseCommand):
    help = (
        "Walks the chain of seals and names the first row of the ledger that was altered, removed, inserted or "
        "reordered, with exit code 1. Only a head that somebody else kept shows that the whole chain was made anew: "
        "give it with --head. It writes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", type=sha256, metavar="SHA256", help="a head that was kept elsewhere")
        parser.add_argument("--position", type=int, help="the position of that head")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["position"] is not None and not options["head"]:
            raise CommandError(_("Give the head that was kept with --head, beside its --position."))
        with Bars() as bars:
            check = SealCheck(bars.bar)
            fault = check.fault()
        if fault:
            raise CommandError(_("The ledger is not as it was sealed. First fault: %s") % fault)
        if options["head"]:
            self._compare(options["head"], options["position"])
        if not check.count:
            self.stdout.write(_("No row is sealed yet."))
        else:
            rows = ngettext("%d row", "%d rows", check.count) % check.count
            words = {"rows": rows, "head": check.head, "time": check.sealed_at}
            self.stdout.write(_("%(rows)s, head %(head)s, sealed at %(time)s: all as sealed.") % words)
        if left := waiting(today()):
            self.stdout.write(
                ngettext("%d published row waits for its seal.", "%d published rows wait for their seals.", left) % left
            )

    def _compare(self, head: str, position: int | None) -> None:
        """Look for the head that somebody kept."""
        found = Seal.objects.filter(sha256=head).first()
        if found is None:
            sentence = _(
                "The chain fits together, but the head %s is not in it: the chain was made anew since, or the head is "
                "that of another record."
            )
            raise CommandError(sentence % head)
        if position is not None and found.position != position:
            words = {"expected": position, "found": found.position}
            raise CommandError(_("That head should stand at position %(expected)d, and stands at %(found)d.") % words)
        self.stdout.write(_("The head that was kept stands at position %d.") % found.position)
