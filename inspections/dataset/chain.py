"""The seals of a package: they are taken over as they are, if they fit together and the record has no others."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from inspections import seals
from inspections.models import FormerAddress, Seal
from inspections.models.address import NamedInSeals

from .entries import Entries, Key, Wrong
from .instances import objects_of
from .schema import FILE_OF, FILES
from .table import Table

if TYPE_CHECKING:
    from .checker import Check

Texts = tuple[str, ...]
LEDGER = FILES["status_updates"]
RENAMED = tuple(name for name, file in FILES.items() if issubclass(file.model, NamedInSeals))


def leave_out(check: "Check") -> None:
    """Pass over the seals of the package, and say so, where the record has seals that they do not go on from."""
    given, recorded = check.entries["seals"], check.recorded["seals"]
    if not len(given):
        return
    pairs = zip(given.keys, given.rows(), strict=True)
    same = sum(1 for key, texts in pairs if key in recorded and recorded[key][1] == texts)
    if same in (len(given), Seal.objects.count()):
        return
    check.entries["seals"] = Entries(FILES["seals"], Table(), check.problems)
    check.report.notes.append(
        _(
            "The record has a chain of seals of its own, so those of the package were passed over. Rows that are new "
            "are sealed here."
        )
    )


def keep_names(entries: Entries, recorded: Mapping[Key, tuple[int, Texts]]) -> None:
    """Leave things the names that seals have for them: a package may be older than a rename."""
    if entries.file.name in RENAMED and recorded:
        cells, at = entries.cells["sealed_as"], entries.file.place_of("sealed_as")
        for row, key in enumerate(entries.keys):
            if not cells[row] and key in recorded:
                cells[row] = recorded[key][1][at]


def problems(check: "Check") -> Iterator[Wrong]:
    """The first seal that does not fit to the one before it or to its row. Only new seals are looked at."""
    entries = check.entries["seals"]
    new = entries.sound()
    if not new or len(new) < len(entries.new):  # what is wrong already is said already
        return
    names = {name: dict(_names(check, name)) for name in RENAMED}
    for name, known in names.items():
        _refuse_twice(check.entries[name], known)
    updates = check.entries["status_updates"]
    rows = {key: texts for key, (_pk, texts) in check.recorded["status_updates"].items()}
    rows |= dict(zip(updates.keys, updates.rows(), strict=True))
    last = Seal.objects.order_by("-position").first()
    position, previous, moment = (
        (last.position, last.sha256, last.sealed_at) if last else (0, seals.BEFORE_THE_FIRST, "")
    )
    positions, row_hashes, hashes, moments = (
        entries.cells[name] for name in ("position", "row_sha256", "sha256", "sealed_at")
    )
    form = list(_form(names))
    for row in sorted(new, key=lambda row: int(positions[row])):
        position += 1
        if int(positions[row]) != position:
            yield row, "position", _("Expected %d: the positions of seals run 1, 2, 3… without a gap.") % position
            return
        texts = rows[entries.keys[row]]
        found = seals.row_hash(known.get(texts[at], texts[at]) for at, known in form)
        if found != row_hashes[row]:
            sentence = _("Expected %s, the hash of the row that it names: the row or its seal is not what it was.")
            yield row, "row_sha256", sentence % found
            return
        expected = seals.link(previous, position, found, moments[row])
        if expected != hashes[row] or moments[row] < moment:
            sentence = _("Expected %s, which follows from the seal before it: a seal is not what it was.")
            yield row, "sha256", sentence % expected
            return
        previous, moment = expected, moments[row]


def _names(check: "Check", name: str) -> Iterator[tuple[str, str]]:
    """The name in seals of each thing of a file, by its key."""
    at = FILES[name].place_of("sealed_as")
    for key, (_pk, texts) in check.recorded[name].items():
        yield key[0], texts[at] or key[0]
    entries = check.entries[name]
    for key, sealed_as in zip(entries.keys, entries.cells["sealed_as"], strict=True):
        yield key[0], sealed_as or key[0]


def _refuse_twice(entries: Entries, known: dict[str, str]) -> None:
    """Report things that have the same name in seals, so that one could be put in the place of the other."""
    keys: dict[str, str] = {}
    for key, sealed_as in known.items():
        if keys.setdefault(sealed_as, key) != key:
            for row, each in enumerate(entries.keys):
                if each[0] == key:
                    entries.wrong(row, "sealed_as", _("“%s” has this name in the seals already.") % keys[sealed_as])


def _form(names: dict[str, dict[str, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    """Where each sealed cell stands in a row of the ledger, and what the names in it are in seals."""
    for name in seals.FORM:
        target = LEDGER.by_name[name].target
        yield LEDGER.place_of(name), names[FILE_OF[target].name] if target else {}


def wait_for_seals(entries: dict[str, Entries]) -> None:
    """Let the new rows of the ledger have their seals, those that came without, and keep names that seals use."""
    for name in RENAMED:
        each = entries[name]
        sealed_as, noun = each.cells["sealed_as"], each.file.model._meta.model_name or ""
        former = [row for row in each.new if sealed_as[row] not in ("", each.keys[row][0])]
        FormerAddress.objects.bulk_create(
            (FormerAddress(noun=noun, slug=sealed_as[row], object_id=each.objects[row].id) for row in former),
            ignore_conflicts=True,
        )
    seals.wait([one.id for one in objects_of(entries["status_updates"])])
    if entries["seals"].new:
        seals.wait_no_longer([one.id for one in entries["seals"].of_new(entries["seals"].related["update"])])
