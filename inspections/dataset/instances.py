"""Making the objects of new rows: what a call of the model makes, without asking it each time what it is made of."""

from typing import Any

from django.db.models import Model

from .cells import value_of
from .columns import Field, File


class Maker:
    """Makes the objects of one file.

    Whatever no column gives has its default, which is asked for once: all that comes with a load is entered at the same
    moment.
    """

    def __init__(self, file: File) -> None:
        fields = file.model._meta.concrete_fields
        self.model = file.model
        self.defaults = [field.get_default() for field in fields]
        self.place = {field.name: number for number, field in enumerate(fields)}
        self.relations: dict[str, Any] = {field.name: field for field in fields if field.is_relation}
        self.primary = fields.index(file.model._meta.pk)
        self.columns = [
            (self.place[column.attribute], column.name, _Values(column))
            for column in file.columns
            if column.target is None and column.attribute
        ]

    def make(self, key: int, cells: dict[str, str], named: dict[str, Model]) -> Any:
        """The object with this primary key, these sound cells and these objects in its relations."""
        values = self.defaults.copy()
        values[self.primary] = key
        for place, name, known in self.columns:
            values[place] = known[cells[name]]
        for name, one in named.items():
            values[self.place[name]] = one.pk
        instance = self.model(*values)
        for name, one in named.items():
            self.relations[name].set_cached_value(instance, one)
        return instance


class _Values(dict[str, Any]):
    """The values of the texts of a column, each worked out when it first comes."""

    def __init__(self, column: Field) -> None:
        super().__init__()
        self.column = column

    def __missing__(self, text: str) -> Any:
        self[text] = value = value_of(self.column, text)
        return value
