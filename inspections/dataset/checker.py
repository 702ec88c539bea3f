"""Checking a package against itself and against the record, and working out what of it is new."""

import datetime
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable
from operator import itemgetter

from django.db.models import Model
from django.utils.translation import gettext as _

from inspections.models import FormerAddress, Oversight, Position
from inspections.models.address import Addressable

from . import chain, rules
from .cells import day_of
from .columns import SEPARATOR, Field, File, Link, join
from .entries import Entry, entries_of
from .instances import Maker
from .package import Package
from .report import Counts, Report, shortened
from .schema import FILE_OF, FILES
from .stored import Cells, stored

Key = tuple[str, ...]
Progress = Callable[[str, int], Callable[[int], object]]


def silent(label: str, total: int) -> Callable[[int], object]:
    """Show no progress. A `Progress` is told what begins and how many rows it has, and gives back what to tell it."""
    return lambda done: None


def check(package: Package, *, new_only: bool = False, progress: Progress = silent) -> Report:
    """Say what a load of the package would do and what is wrong with it, and write nothing."""
    return Check(package, new_only, progress).report


class Check:
    """One check. Afterwards `report` says what was found, and `new` holds the rows to add, file by file."""

    def __init__(self, package: Package, new_only: bool = False, progress: Progress = silent) -> None:
        self.new_only = new_only
        self.problems = package.problems
        self.report = Report(self.problems, {})
        self.entries: dict[str, list[Entry]] = {}
        self.new: dict[str, list[Entry]] = {name: [] for name in FILES}
        # What can be named: objects of the record and of the package; None stands for a row that is in the package
        # but bad, so that those which name it are not called wrong for it.
        self.objects: dict[str, dict[Key, Model | None]] = {name: {} for name in FILES}
        self.recorded: dict[str, dict[Key, tuple[int, Cells]]] = {}
        self._known: defaultdict[Field, dict[str, list[Model]]] = defaultdict(dict)  # what a column's cells name
        self._provisional = itertools.count(-1, -1)

        was_read = not package.problems
        tick = progress(_("Checking"), sum(map(len, package.tables.values())))
        for name, rows in package.tables.items():
            self.entries[name] = entries_of(FILES[name], rows, self.problems)
            tick(len(rows) // 3)
        if not was_read:  # rows are missing, so that whatever names them would seem wrong
            return
        self._follow_renames()
        self._find_twice()
        self._find_recorded()
        chain.leave_out(self)
        for name, file in FILES.items():
            self._sort_out(file)
            self._build(file)
            third = len(self.entries[name]) // 3
            tick(third)
            self._apply_rules(file)
            tick(len(self.entries[name]) - 2 * third)

    def _follow_renames(self) -> None:
        """Take a slug that something used to have for the one that it has now, as its public address does."""
        for model, file in FILE_OF.items():
            if not issubclass(model, Addressable):
                continue
            former = dict(FormerAddress.objects.filter(noun=model._meta.model_name).values_list("slug", "object_id"))
            if not former:
                continue
            now = dict(model._default_manager.filter(pk__in=former.values()).values_list("pk", file.first.path))
            renamed = {slug: now[key] for slug, key in former.items() if key in now}
            for table, entries in self.entries.items():
                columns = [
                    c for c in FILES[table].columns if c.target is model or (table == file.name and c is file.first)
                ]
                for entry, column in itertools.product(entries, columns):
                    parts = split(entry.cells[column.name])
                    if any(part in renamed for part in parts):
                        entry.cells[column.name] = join({renamed.get(part, part) for part in parts})

    def _find_twice(self) -> None:
        for name, entries in self.entries.items():
            file, seen = FILES[name], dict[Key, Entry]()
            for entry in entries:
                entry.key = file.key_of(entry.cells)
                first = seen.setdefault(entry.key, entry)
                if first is not entry:
                    where = {"place": first.row.place, "row": first.row.number}
                    entry.wrong(
                        self.problems, file.key[-1], _("This key stands in %(place)s, row %(row)d, already.") % where
                    )

    def _find_recorded(self) -> None:
        """Fetch what the record holds of all that the package has or names: a few queries a file."""
        firsts: dict[str, set[str]] = {name: set() for name in FILES}
        named: dict[str, set[Key]] = {name: set() for name in FILES}
        for name, entries in self.entries.items():
            file = FILES[name]
            firsts[name] |= {entry.key[0] for entry in entries}
            for column in file.columns:
                if column.target is not None:
                    cells = {entry.cells[column.name] for entry in entries}
                    named[FILE_OF[column.target].name] |= {(part,) for cell in cells for part in split(cell)}
            for link in file.links:
                cells_of = itemgetter(*link.columns)
                named[link.to] |= {cells_of(entry.cells) for entry in entries}
        for entry in self.entries["status_updates"]:
            firsts["oversight"].add(entry.cells["body"])
            if entry.cells["position"] == Position.SUPERSEDED:
                firsts["successions"].add(entry.cells["recommendation"])
        firsts["successions"] |= {entry.cells["later"] for entry in self.entries["successions"]}
        for name, file in FILES.items():
            if not file.model._default_manager.exists():
                self.recorded[name] = {}
                continue
            firsts[name] |= {key[0] for key in named[name]}
            rows = stored(file, firsts[name] - {""})
            self.recorded[name] = {file.key_of(cells): (key, cells) for key, cells in rows}
            wanted = self.recorded[name].keys() if file.model is Oversight else named[name] & self.recorded[name].keys()
            keys = {self.recorded[name][key][0]: key for key in wanted}
            objects = file.model._default_manager.select_related(*file.related).in_bulk(list(keys))
            self.objects[name] = {keys[number]: instance for number, instance in objects.items()}

    def _sort_out(self, file: File) -> None:
        """Tell what is new from what is recorded already, the same or otherwise."""
        counts = self.report.counts[file.name] = Counts()
        for entry in self.entries[file.name]:
            _pk, cells = self.recorded[file.name].get(entry.key, (None, None))
            if cells is not None and entry.cells.get("sealed_as") == "":  # a package may be older than a rename
                entry.cells["sealed_as"] = cells["sealed_as"]
            if not entry.sound:
                self.objects[file.name].setdefault(entry.key, None)
            elif cells is None:
                counts.new += 1
                self.new[file.name].append(entry)
            elif cells == entry.cells:
                counts.unchanged += 1
            elif self.new_only:
                counts.kept += 1
            else:
                counts.conflicting += 1
                for column, text in cells.items():
                    if text != entry.cells[column]:
                        self._conflict(entry, column, text)

    def _conflict(self, entry: Entry, column: str, text: str) -> None:
        known = _("“%s”") % shortened(text) if text else _("an empty cell")
        sentence = _("Conflict: the record has %s here, and a load never changes what is recorded.") % known
        entry.wrong(self.problems, column, sentence)

    def _build(self, file: File) -> None:
        """Make the objects of the new rows, first without what names rows of the same file."""
        objects, maker = self.objects[file.name], Maker(file)
        earlier = [column for column in file.columns if column.target not in (None, file.model)]
        links = [link for link in file.links if link.to != file.name]
        for entry in self.new[file.name]:
            named: dict[str, Model] = {}
            for column in earlier:
                self._relate(entry, column, named)
            for link in links:
                if entry.sound:
                    self._link(entry, link, named)
            objects[entry.key] = None
            if entry.sound:
                entry.instance = objects[entry.key] = maker.make(next(self._provisional), entry.cells, named)
        own = [column for column in file.columns if column.target is file.model]
        for entry in self.new[file.name]:
            self._relate_to_own(file, own, entry)
        for column in own:
            if not column.several:
                for entry in list(rules.circles(self._sound(file), column.attribute or "")):
                    entry.wrong(self.problems, column.name, _("Expected one that does not lead back to this row."))

    def _relate_to_own(self, file: File, own: list[Field], entry: Entry) -> None:
        if entry.instance is None:
            return
        named: dict[str, Model] = {}
        for column in own:
            self._relate(entry, column, named)
        for link in file.links:
            if link.to == file.name and entry.cells[link.columns[-1]]:
                self._link(entry, link, named)
        if not entry.sound:
            self.objects[file.name][entry.key] = None
        for name, one in named.items():
            setattr(entry.instance, name, one)

    def _relate(self, entry: Entry, column: Field, named: dict[str, Model]) -> None:
        """Find what a cell names, one or several, and put it where the object will take it from."""
        cell = entry.cells[column.name]
        # What an earlier file holds is settled; rows of the same file may still turn out bad.
        known = self._known[column] if column.target is not entry.file.model else {}
        found = known.get(cell)
        if found is None:
            was_sound, entry.sound = entry.sound, True
            found = self._find(entry, column, cell)
            if entry.sound:
                known[cell] = found
            entry.sound = entry.sound and was_sound
        if column.several:
            entry.many = (entry.many or {}) | {str(column.attribute): found}
        elif column.attribute and found:
            named[column.attribute] = found[0]

    def _find(self, entry: Entry, column: Field, cell: str) -> list[Model]:
        """The objects that a cell names. What is wrong with one is reported."""
        assert column.target is not None
        to = FILE_OF[column.target]
        found: list[Model] = []
        for part in split(cell):
            if column.target is entry.file.model and (part,) == entry.key:
                entry.wrong(self.problems, column.name, _("Expected another row than this one itself."))
                continue
            if (part,) not in self.objects[to.name]:
                sentence = _("Expected a key of %(file)s, in this dataset or in the record; “%(key)s” is in neither.")
                entry.wrong(self.problems, column.name, sentence % {"file": to.path, "key": part})
                continue
            one = self.objects[to.name][(part,)]
            if one is None:
                entry.sound = False
            elif not rules.of_relation(column.relation, one):
                sentence = _("“%(key)s” cannot stand here: it is of the kind “%(kind)s”.")
                kind = getattr(one, "kind", one._meta.verbose_name)
                entry.wrong(self.problems, column.name, sentence % {"key": part, "kind": kind})
            else:
                found.append(one)
        return found

    def _link(self, entry: Entry, link: Link, named: dict[str, Model]) -> None:
        key = tuple([entry.cells[column] for column in link.columns])
        if key not in self.objects[link.to]:
            entry.wrong(self.problems, link.columns[-1], str(link.expected))
            return
        one = self.objects[link.to][key]
        if one is None:
            entry.sound = False
        else:
            named[link.field] = one

    def _sound(self, file: File) -> list[Entry]:
        return [entry for entry in self.new[file.name] if entry.sound]

    def _apply_rules(self, file: File) -> None:
        """Apply the rules to the rows whose cells and references are right; a row may break several."""
        sound = self._sound(file)
        found: Iterable[tuple[Entry, str, str]] = rules.twins(file, sound)
        if file.name == "successions":
            found = itertools.chain(found, rules.succession(sound, set(self.recorded[file.name])))
        if file.name == "status_updates":
            recorded = self._last_recorded()
            found = itertools.chain(
                found,
                rules.statements(sound, self._oversight(), self._succeeded()),
                list(rules.sequences(self.new[file.name], recorded, self._spoilt())),
            )
        if file.name == "seals":
            found = itertools.chain(found, chain.problems(self))
        for entry, column, sentence in found:
            entry.wrong(self.problems, column, sentence)
        for entry in sound:
            for column, sentence in rules.of_row(file, entry.instance):
                entry.wrong(self.problems, column, sentence)

    def _oversight(self) -> dict[int, list[Oversight]]:
        rows: dict[int, list[Oversight]] = {}
        for row in self.objects["oversight"].values():
            if isinstance(row, Oversight):
                rows.setdefault(row.force_id, []).append(row)
        return rows

    def _succeeded(self) -> set[str]:
        return {key[0] for key in (*self.recorded["successions"], *self.objects["successions"])}

    def _spoilt(self) -> set[tuple[str, str]]:
        """The items of which a row is bad in itself, so that the numbers of the others cannot be judged."""
        bad = (entry.cells for entry in self.entries["status_updates"] if not entry.sound)
        return {(cells["recommendation"], cells["body"]) for cells in bad}

    def _last_recorded(self) -> dict[tuple[str, str], tuple[int, datetime.date]]:
        last: dict[tuple[str, str], tuple[int, datetime.date]] = {}
        for _pk, cells in self.recorded["status_updates"].values():  # in the order of their numbers
            last[cells["recommendation"], cells["body"]] = int(cells["sequence"]), day_of(cells["recorded_on"])
        return last


def split(cell: str) -> list[str]:
    """The values of a canonical cell; none of an empty one."""
    return cell.split(SEPARATOR) if cell else []
