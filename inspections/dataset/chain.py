"""The seals of a package: they are taken over as they are, if they fit together and the record has no others."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from inspections import seals
from inspections.models import FormerAddress, Seal
from inspections.models.address import NamedInSeals

from .entries import Entry
from .schema import FILE_OF, FILES

if TYPE_CHECKING:
    from .checker import Check

RENAMED = tuple(name for name, file in FILES.items() if issubclass(file.model, NamedInSeals))


def leave_out(check: "Check") -> None:
    """Pass over the seals of the package, and say so, where the record has seals that they do not go on from."""
    given, recorded = check.entries["seals"], check.recorded["seals"]
    if not given:
        return
    same = sum(1 for entry in given if recorded.get(entry.key, (0, None))[1] == entry.cells)
    if same in (len(given), Seal.objects.count()):
        return
    check.entries["seals"] = []
    check.report.notes.append(
        _(
            "The record has a chain of seals of its own, so those of the package were passed over. Rows that are new "
            "are sealed here."
        )
    )


def problems(check: "Check") -> Iterator[tuple[Entry, str, str]]:
    """The first seal that does not fit to the one before it or to its row. Only new seals are looked at."""
    new = [entry for entry in check.new["seals"] if entry.sound]
    if not new or len(new) < len(check.new["seals"]):  # what is wrong already is said already
        return
    names = {name: dict(_names(check, name)) for name in RENAMED}
    for name, known in names.items():
        yield from _twice(check, name, known)
    rows = {key: cells for key, (_pk, cells) in check.recorded["status_updates"].items()}
    rows |= {entry.key: entry.cells for entry in check.entries["status_updates"]}
    last = Seal.objects.order_by("-position").first()
    position, previous, moment = (
        (last.position, last.sha256, last.sealed_at) if last else (0, seals.BEFORE_THE_FIRST, "")
    )
    for entry in sorted(new, key=lambda entry: int(entry.cells["position"])):
        position += 1
        cells = entry.cells
        if int(cells["position"]) != position:
            yield entry, "position", _("Expected %d: the positions of seals run 1, 2, 3… without a gap.") % position
            return
        found = seals.row_hash(_as_sealed(rows[entry.key], names))
        if found != cells["row_sha256"]:
            sentence = _("Expected %s, the hash of the row that it names: the row or its seal is not what it was.")
            yield entry, "row_sha256", sentence % found
            return
        expected = seals.link(previous, position, found, cells["sealed_at"])
        if expected != cells["sha256"] or cells["sealed_at"] < moment:
            sentence = _("Expected %s, which follows from the seal before it: a seal is not what it was.")
            yield entry, "sha256", sentence % expected
            return
        previous, moment = cells["sha256"], cells["sealed_at"]


def _names(check: "Check", name: str) -> Iterator[tuple[str, str]]:
    """The name in seals of each thing of a file, by its key."""
    for key, (_pk, cells) in check.recorded[name].items():
        yield key[0], cells["sealed_as"] or key[0]
    for entry in check.entries[name]:
        yield entry.key[0], entry.cells["sealed_as"] or entry.key[0]


def _twice(check: "Check", name: str, known: dict[str, str]) -> Iterator[tuple[Entry, str, str]]:
    """Things that have the same name in seals, so that one could be put in the place of the other."""
    keys: dict[str, str] = {}
    for key, sealed_as in known.items():
        if keys.setdefault(sealed_as, key) != key:
            for entry in check.entries[name]:
                if entry.key[0] == key:
                    yield entry, "sealed_as", _("“%s” has this name in the seals already.") % keys[sealed_as]


def _as_sealed(cells: dict[str, str], names: dict[str, dict[str, str]]) -> Iterator[str]:
    columns = FILES["status_updates"].by_name
    for column in seals.FORM:
        target = columns[column].target
        cell = cells[column]
        yield names[FILE_OF[target].name].get(cell, cell) if target else cell


def wait_for_seals(new: dict[str, list[Entry]]) -> None:
    """Let the new rows of the ledger have their seals, those that came without, and keep names that seals use."""
    for name in RENAMED:
        noun = FILES[name].model._meta.model_name or ""
        former = [entry for entry in new[name] if entry.cells["sealed_as"] not in ("", entry.key[0])]
        FormerAddress.objects.bulk_create(
            (FormerAddress(noun=noun, slug=entry.cells["sealed_as"], object_id=entry.instance.pk) for entry in former),
            ignore_conflicts=True,
        )
    seals.wait([entry.instance.pk for entry in new["status_updates"]])
    seals.wait_no_longer([entry.instance.update_id for entry in new["seals"]])
