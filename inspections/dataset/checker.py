"""Checking a package against itself and against the record, and working out what of it is new."""

import itertools
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from inspections.models import FormerAddress, Oversight, Position
from inspections.models.address import Addressable

from . import chain, rules
from .columns import Field, Link, join, split
from .entries import Entries, Key, Wrong
from .instances import make
from .package import Package
from .report import Counts, Report, shortened
from .schema import FILE_OF, FILES
from .stored import Texts, stored_texts

Progress = Callable[[str, int], Callable[[int], object]]


def silent(label: str, total: int) -> Callable[[int], object]:
    """Show no progress. A `Progress` is told what begins and how many rows it has, and gives back what to tell it."""
    return lambda done: None


def check(package: Package, *, new_only: bool = False, progress: Progress = silent) -> Report:
    """Say what a load of the package would do and what is wrong with it, and write nothing."""
    return Check(package, new_only, progress).report


class Check:
    """One check. Afterwards `report` says what was found, and the `new` rows of `entries` are those to add."""

    def __init__(self, package: Package, new_only: bool = False, progress: Progress = silent) -> None:
        self.new_only = new_only
        self.problems = package.problems
        self.report = Report(self.problems, {})
        self.entries: dict[str, Entries] = {}
        # What can be named: objects of the record and of the package; None stands for a row that is in the package
        # but bad, so that those which name it are not called wrong for it.
        self.objects: dict[str, dict[Key, Any]] = {name: {} for name in FILES}
        self.recorded: dict[str, dict[Key, tuple[int, Texts]]] = {}
        self.named: dict[str, set[Key]] = {name: set() for name in FILES}
        self._provisional = itertools.count(-1, -1)

        was_read = not package.problems
        tick = progress(_("Checking"), sum(map(len, package.tables.values())))
        for name, table in package.tables.items():
            self.entries[name] = Entries(FILES[name], table, self.problems)
            tick(len(table) // 3)
        if not was_read:  # rows are missing, so that whatever names them would seem wrong
            return
        self._follow_renames()
        self._find_twice()
        self._find_recorded()
        chain.leave_out(self)
        for entries in self.entries.values():
            self._sort_out(entries)
            self._build(entries)
            third = len(entries) // 3
            tick(third)
            self._apply_rules(entries)
            tick(len(entries) - 2 * third)

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
                for column in FILES[table].columns:
                    if column.target is model or (table == file.name and column is file.first):
                        self._rename(entries, column, renamed)

    def _rename(self, entries: Entries, column: Field, renamed: dict[str, str]) -> None:
        cells = entries.cells[column.name]
        now: dict[str, str] = {}
        for cell in set(cells):
            parts = split(cell)
            if any(part in renamed for part in parts):
                now[cell] = join({renamed.get(part, part) for part in parts})
        if now:
            entries.put(column.name, [now.get(cell, cell) for cell in cells])

    def _find_twice(self) -> None:
        for entries in self.entries.values():
            if len(set(entries.keys)) == len(entries):
                continue
            seen: dict[Key, int] = {}
            for row, key in enumerate(entries.keys):
                first = seen.setdefault(key, row)
                if first != row:
                    where = {"place": entries.table.places[first], "row": entries.table.numbers[first]}
                    sentence = _("This key stands in %(place)s, row %(row)d, already.")
                    entries.wrong(row, entries.file.key[-1], sentence % where)

    def _find_recorded(self) -> None:
        """Fetch what the record holds of all that the package has or names: a few queries a file."""
        firsts: dict[str, set[str]] = {}
        for name, entries in self.entries.items():
            file = entries.file
            firsts[name] = set(entries.cells[file.key[0]])
            for column in file.columns:
                if column.target is not None:
                    cells = set(entries.cells[column.name])
                    self.named[FILE_OF[column.target].name] |= {(part,) for cell in cells for part in split(cell)}
            for link in file.links:
                self.named[link.to] |= {key for key in entries.together(link.columns) if key[-1]}
        updates, successions = self.entries["status_updates"].cells, self.entries["successions"].cells
        firsts["oversight"] |= set(updates["body"])
        firsts["successions"] |= set(successions["later"])
        if Position.SUPERSEDED in updates["position"]:
            said = zip(updates["recommendation"], updates["position"], strict=True)
            firsts["successions"] |= {ref for ref, position in said if position == Position.SUPERSEDED}
        for name, file in FILES.items():
            if not file.model._default_manager.exists():
                self.recorded[name] = {}
                continue
            named = self.named[name]
            rows = stored_texts(file, (firsts[name] | {key[0] for key in named}) - {""})
            # What is the same in both is held once.
            given = dict(zip(self.entries[name].keys, self.entries[name].rows(), strict=True))
            recorded = self.recorded[name] = {}
            for number, texts in rows:
                key = file.key_in(texts)
                recorded[key] = number, texts if (same := given.get(key)) != texts else same
            wanted = recorded.keys() if file.model is Oversight else named & recorded.keys()
            keys = {recorded[key][0]: key for key in wanted}
            objects = file.model._default_manager.select_related(*file.related).in_bulk(list(keys))
            self.objects[name] = {keys[number]: instance for number, instance in objects.items()}

    def _sort_out(self, entries: Entries) -> None:
        """Tell what is new from what is recorded already, the same or otherwise."""
        counts = self.report.counts[entries.file.name] = Counts()
        recorded = self.recorded[entries.file.name]
        chain.keep_names(entries, recorded)
        for row, (key, texts) in enumerate(zip(entries.keys, entries.rows(), strict=True)):
            if row in entries.bad:
                continue
            known = recorded.get(key)
            if known is None:
                counts.new += 1
                entries.new.append(row)
            elif known[1] == texts:
                counts.unchanged += 1
            elif self.new_only:
                counts.kept += 1
            else:
                counts.conflicting += 1
                self._conflict(entries, row, known[1])
        for row in entries.bad:
            if entries.keys[row] in self.named[entries.file.name]:
                self.objects[entries.file.name].setdefault(entries.keys[row], None)

    def _conflict(self, entries: Entries, row: int, texts: Texts) -> None:
        for column, text in zip(entries.file.columns, texts, strict=True):
            if text != entries.cells[column.name][row]:
                known = _("“%s”") % shortened(text) if text else _("an empty cell")
                sentence = _("Conflict: the record has %s here, and a load never changes what is recorded.") % known
                entries.wrong(row, column.name, sentence)

    def _build(self, entries: Entries) -> None:
        """Make the objects of the new rows, first without what names rows of the same file."""
        file, was_sound = entries.file, entries.sound()
        columns = [column for column in file.columns if column.target is not None]
        entries.report(itertools.chain.from_iterable(
            self._relate(entries, column) for column in columns if column.target is not file.model
        ))  # fmt: skip
        for link in file.links:
            if link.to != file.name:
                entries.report(self._link(entries, link, entries.sound()))
        make(entries, self._provisional)
        objects, named = self.objects[file.name], self.named[file.name]
        for row in was_sound:
            if entries.keys[row] in named:
                objects[entries.keys[row]] = entries.objects[row]
        self._relate_to_own(entries, [column for column in columns if column.target is file.model])

    def _relate_to_own(self, entries: Entries, own: list[Field]) -> None:
        file, made = entries.file, entries.sound()
        entries.report(itertools.chain.from_iterable(self._relate(entries, column) for column in own))
        for link in file.links:
            if link.to == file.name:
                cells = entries.cells[link.columns[-1]]
                entries.report(self._link(entries, link, [row for row in made if cells[row]]))
        for row in made:
            if row in entries.bad and entries.keys[row] in self.named[file.name]:
                self.objects[file.name][entries.keys[row]] = None
        names = [
            *(str(column.attribute) for column in own),
            *(link.field for link in file.links if link.to == file.name),
        ]
        for name in names:
            for row, one in enumerate(entries.related.get(name, ())):
                if one is not None and entries.objects[row] is not None:
                    setattr(entries.objects[row], name, one)
        for column in own:
            if not column.several:
                sound = {row: entries.objects[row] for row in entries.sound()}
                for row in list(rules.circles(sound, column.attribute or "")):
                    entries.wrong(row, column.name, _("Expected one that does not lead back to this row."))

    def _relate(self, entries: Entries, column: Field) -> list[Wrong]:
        """Find what the cells of a column name, and put it where the objects will take it from; say what is wrong."""
        cells, rows = entries.cells[column.name], entries.sound()
        found: dict[str, list[Any]] = {}
        wrong: dict[str, str] = {}
        for cell in {cells[row] for row in rows}:
            found[cell], sentence = self._find(entries, column, cell)
            if sentence is not None:
                wrong[cell] = sentence
        if column.several:
            entries.many[column.name] = found
        elif column.attribute:
            one = {cell: objects[0] for cell, objects in found.items() if objects}
            entries.related[column.attribute] = list(map(one.get, cells))
        told = [(row, column.name, wrong[cells[row]]) for row in rows if cells[row] in wrong] if wrong else []
        if column.target is entries.file.model:
            sentence = _("Expected another row than this one itself.")
            told += [(row, column.name, sentence) for row in rows if entries.keys[row][0] in split(cells[row])]
        return told

    def _find(self, entries: Entries, column: Field, cell: str) -> tuple[list[Any], str | None]:
        """The objects that a cell names, and what is wrong with it; an empty text where what it names was told it."""
        assert column.target is not None
        to = FILE_OF[column.target]
        found: list[Any] = []
        wrong: str | None = None
        for part in split(cell):
            if (part,) not in self.objects[to.name]:
                sentence = _("Expected a key of %(file)s, in this dataset or in the record; “%(key)s” is in neither.")
                wrong = wrong or sentence % {"file": to.path, "key": part}
                continue
            one = self.objects[to.name][(part,)]
            if one is None:
                wrong = wrong or ""
            elif not rules.of_relation(column.relation, one):
                sentence = _("“%(key)s” cannot stand here: it is of the kind “%(kind)s”.")
                kind = getattr(one, "kind", one._meta.verbose_name)
                wrong = wrong or sentence % {"key": part, "kind": kind}
            else:
                found.append(one)
        return found, wrong

    def _link(self, entries: Entries, link: Link, rows: list[int]) -> list[Wrong]:
        """The same for a relation that several columns name together."""
        objects, keys = self.objects[link.to], entries.together(link.columns)
        entries.related[link.field] = related = [None] * len(entries)
        told: list[Wrong] = []
        for row in rows:
            related[row] = one = objects.get(keys[row])
            if one is None:
                told.append((row, link.columns[-1], "" if keys[row] in objects else str(link.expected)))
        return told

    def _apply_rules(self, entries: Entries) -> None:
        """Apply the rules to the rows whose cells and references are right; a row may break several."""
        sound, name = entries.sound(), entries.file.name
        found: Iterable[Wrong] = rules.twins(entries, sound)
        if name == "successions":
            found = itertools.chain(found, rules.succession(entries, sound, set(self.recorded[name])))
        if name == "status_updates":
            spoilt = {entries.keys[row][:2] for row in entries.bad}  # of which the numbers cannot be judged
            found = itertools.chain(
                found,
                rules.statements(entries, sound, self._oversight(), self._succeeded()),
                list(rules.sequences(entries, rules.last_of(self.recorded[name]), spoilt)),
            )
        if name == "seals":
            found = itertools.chain(found, chain.problems(self))
        for row, column, sentence in found:
            entries.wrong(row, column, sentence)
        entries.report(rules.of_rows(entries.file, {row: entries.objects[row] for row in sound}))

    def _oversight(self) -> dict[int, list[Oversight]]:
        rows: dict[int, list[Oversight]] = {}
        for row in (*self.objects["oversight"].values(), *self.entries["oversight"].objects):
            if row is not None:
                rows.setdefault(row.force_id, []).append(row)
        return rows

    def _succeeded(self) -> set[str]:
        return {key[0] for key in (*self.recorded["successions"], *self.entries["successions"].keys)}
