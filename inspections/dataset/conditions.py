"""The conditions that constraints and relations state for the database, asked of an object that is not saved yet.

Django asks the database about each; a load of thousands of rows cannot. So the rules stay where they are, on the
models, and are read here.
"""

import operator
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import F, Model, Q

_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "in": lambda value, wanted: value in wanted,
    "isnull": lambda value, wanted: (value is None) == wanted,
}
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "gte": operator.ge,
    "lte": operator.le,
    "gt": operator.gt,
    "lt": operator.lt,
}


def holds(condition: Q, row: Model) -> bool:
    """Whether a condition on a row's own fields holds. A lookup that is not known here raises KeyError."""
    children: list[Any] = condition.children
    parts = (holds(part, row) if isinstance(part, Q) else _fits(row, part[0], part[1]) for part in children)
    met = all(parts) if condition.connector == Q.AND else any(parts)
    return met != condition.negated


def _fits(row: Model, lookup: str, wanted: Any) -> bool:
    name, _separator, how = lookup.partition("__")
    value, other = _value(row, name), _named(wanted)
    if other:
        wanted = _value(row, other)
    if how in _ORDERS:  # a CHECK lets pass what cannot be compared
        return value is None or wanted is None or _ORDERS[how](value, wanted)
    return _LOOKUPS[how or "exact"](value, wanted)


def _named(wanted: Any) -> str:
    """The field that is compared with, if it is one."""
    return wanted.name if isinstance(wanted, F) else ""  # type: ignore[attr-defined]


def _value(row: Model, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]


def fields_of(condition: Q) -> Iterator[str]:
    """The names of the fields that a condition is about."""
    children: list[Any] = condition.children
    for part in children:
        if isinstance(part, Q):
            yield from fields_of(part)
        else:
            yield part[0].partition("__")[0]
            if _named(part[1]):
                yield _named(part[1])
