"""Is every sealed row of the ledger as it was sealed, and is every published row sealed?

The first row that is not is named. Whoever can write anything can make the whole chain anew, rows and seals: that shows
only beside a head that somebody else has kept.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Max, QuerySet
from django.utils.translation import gettext as _

from inspections.days import today
from inspections.models import Addressee, Seal, StatusUpdate
from inspections.seals import BEFORE_THE_FIRST, FORM, all_waiting, as_sealed, hash_of, link, published

AT_ONCE = 1000  # seals fetched together; what is held does not grow with the record

Progress = Callable[[str, int], Callable[[int], object]]


class Kind(StrEnum):
    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"


@dataclass(frozen=True)
class Fault:
    """The first thing that is not as it was sealed. `row` is recommendation, body and sequence, where it is known."""

    kind: Kind
    position: int | None
    row: tuple[str, str, str] | None
    sentence: str

    def __str__(self) -> str:
        where = []
        if self.position is not None:
            where.append(_("position %d") % self.position)
        if self.row:
            where.append(_("recommendation %s, body %s, sequence %s") % self.row)
        return f"{'; '.join(where)}: {self.kind}. {self.sentence}" if where else f"{self.kind}. {self.sentence}"


@dataclass(frozen=True, slots=True)
class _Link:
    position: int
    update: int
    row_sha256: str
    sha256: str
    sealed_at: str

    def follows(self, previous: str, position: int) -> bool:
        """Whether it is what was sealed at a position, after the seal with this hash."""
        return link(previous, position, self.row_sha256, self.sealed_at) == self.sha256


_NAMES = ("position", "update_id", "row_sha256", "sha256", "sealed_at")


def came_late(published_on: datetime.date, recorded_on: datetime.date, head_day: datetime.date) -> bool:
    """Whether a row that anybody can read may still wait for its seal, given the day of the last seal.

    An embargo that ends by itself writes nothing: the next write seals. A row that was there before cannot wait.
    """
    return published_on >= head_day or recorded_on > head_day


class SealCheck:
    """One walk along the chain. Afterwards `count`, `head` and `sealed_at` tell of its end, if no fault was found."""

    def __init__(self, progress: Progress = lambda label, total: lambda done: None) -> None:
        self.progress = progress
        self.count, self.head, self.sealed_at = 0, BEFORE_THE_FIRST, ""

    def fault(self) -> Fault | None:
        """The first row that was altered, removed, inserted or reordered; None if there is none."""
        tick = self.progress(_("Seals"), Seal.objects.count())
        for some in _portions():
            cells = {row[0]: row[1:] for row in as_sealed(_ledger([each.update for each in some]))}
            for each in some:
                found = self._wrong(each, cells.get(each.update))
                if found:
                    return found
                self.count, self.head, self.sealed_at = each.position, each.sha256, each.sealed_at
            tick(len(some))
        return self._not_sealed()

    def _wrong(self, each: _Link, cells: tuple[Any, ...] | None) -> Fault | None:
        position = self.count + 1
        if each.position != position:
            words = {"expected": position, "found": each.position}
            sentence = _("Expected the seal %(expected)d, found %(found)d: a row was taken out with its seal.") % words
            return Fault(Kind.REMOVED, position, _missing_of_an_item(), sentence)
        if cells is None:
            sentence = _("Expected a row with the hash %s, found none.") % each.row_sha256
            return Fault(Kind.REMOVED, position, _missing_of_an_item(), sentence)
        row, found = _named(cells), hash_of(cells)
        if not each.follows(self.head, position):
            return self._unfitting(each, row, found)
        if found != each.row_sha256:
            hashes = {"expected": each.row_sha256, "found": found}
            other = Seal.objects.filter(row_sha256=found).values_list("position", flat=True).first()
            if other:
                sentence = _("Expected the row with the hash %(expected)s, found that of position %(other)d.")
                sentence %= hashes | {"other": other}
                return Fault(Kind.REORDERED, position, row, sentence)
            sentence = _("Expected the hash %(expected)s, found %(found)s: a cell is not what it was.") % hashes
            return Fault(Kind.ALTERED, position, row, sentence)
        return None

    def _unfitting(self, each: _Link, row: tuple[str, str, str], found: str) -> Fault:
        """What is wrong with a seal that does not follow from the one before it."""
        position, right, belongs = self.count + 1, None, False
        for other in _portions():
            for one in other:
                if one.follows(self.head, position):
                    right = one
                belongs = belongs or each.follows(one.sha256, one.position + 1)
        words: dict[str, Any] = {
            "expected": link(self.head, position, each.row_sha256, each.sealed_at),
            "found": each.sha256,
        }
        if right is None:
            sentence = _("Expected the seal %(expected)s, found %(found)s: the seal is not what it was.") % words
            return Fault(Kind.ALTERED, position, row, sentence)
        words |= {"right": right.sha256, "at": right.position}
        if belongs or each.follows(right.sha256, position + 1):
            sentence = _("Expected the seal %(right)s, which stands at position %(at)d, found %(found)s.") % words
            return Fault(Kind.REORDERED, position, row, sentence)
        sentence = _("Expected the seal %(right)s, which stands at position %(at)d, found one that follows from none.")
        return Fault(Kind.INSERTED, position, row, sentence % words)

    def _not_sealed(self) -> Fault | None:
        """A row that anybody can read and that has no seal, though it should have one."""
        on = today()
        left = published(StatusUpdate.objects.filter(seal=None), on).order_by("pk")
        waiting = all_waiting()
        unknown = left.exclude(pk__in=waiting.values("pk")).values_list("pk", flat=True)[:1]
        for key in unknown:
            sentence = _("It has no seal and waits for none: nothing of ours recorded it.")
            return Fault(Kind.INSERTED, None, _named(as_sealed(_ledger([key]))[0][1:]), sentence)
        head = Seal.objects.order_by("-position").first()
        if head is None:
            return None
        out = F("addressee__recommendation__inspection__public_from")
        for key, since, recorded_on in published(waiting, on).values_list("pk", out, "recorded_on").order_by("pk"):
            if not came_late(since, recorded_on, head.day):
                sentence = _("It has no seal, though others were sealed after it was out.")
                return Fault(Kind.INSERTED, None, _named(as_sealed(_ledger([key]))[0][1:]), sentence)
        return None


def _ledger(keys: list[int]) -> QuerySet[StatusUpdate]:
    return StatusUpdate.objects.filter(pk__in=keys)


def _portions() -> Iterator[list[_Link]]:
    last = -1
    while some := [_Link(*row) for row in Seal.objects.filter(position__gt=last).values_list(*_NAMES)[:AT_ONCE]]:
        yield some
        last = some[-1].position


def _named(cells: tuple[Any, ...]) -> tuple[str, str, str]:
    return str(cells[0]), str(cells[1]), str(cells[FORM.index("sequence")])


def _missing_of_an_item() -> tuple[str, str, str] | None:
    """The first number that is missing in the history of an item: a row that was there once."""
    counted = Addressee.objects.annotate(last=Max("updates__sequence"), rows=Count("updates"))
    for item in counted.filter(last__gt=F("rows")).select_related("recommendation", "body").order_by("pk")[:1]:
        present = set(item.updates.values_list("sequence", flat=True))
        number = next(number for number in range(1, len(present) + 2) if number not in present)
        return item.recommendation.ref, item.body.slug, str(number)
    return None
