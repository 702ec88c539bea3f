"""The conditions that constraints and relations state for the database, asked of an object that is not saved yet.

Django asks the database about each; a load of thousands of rows cannot. So the rules stay where they are, on the
models, and are read here.
"""

import operator
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import F, Model, Q

Test = Callable[[Model], bool]

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
    return test_of(condition, type(row))(row)


def test_of(condition: Q, model: type[Model]) -> Test:
    """The condition as a function of a row: it is read once, and then asked of thousands. Raises as `holds` does."""
    children: list[Any] = condition.children
    parts = [test_of(part, model) if isinstance(part, Q) else _fits(model, part[0], part[1]) for part in children]
    every, negated = condition.connector == Q.AND, condition.negated

    def test(row: Model) -> bool:
        for part in parts:
            if part(row) != every:  # the first that settles it
                return every == negated
        return every != negated

    return test


def _fits(model: type[Model], lookup: str, wanted: Any) -> Test:
    name, _separator, how = lookup.partition("__")
    value, other = _value(model, name), _named(wanted)
    if how not in _ORDERS:
        fits = _LOOKUPS[how or "exact"]
        if how == "in":
            wanted = frozenset(wanted)
        if other:
            compared = _value(model, other)
            return lambda row: fits(value(row), compared(row))
        return lambda row: fits(value(row), wanted)
    order = _ORDERS[how]
    compared = _value(model, other) if other else lambda row: wanted

    def fits_in_order(row: Model) -> bool:
        one, two = value(row), compared(row)
        return one is None or two is None or order(one, two)  # a CHECK lets pass what cannot be compared

    return fits_in_order


def _named(wanted: Any) -> str:
    """The field that is compared with, if it is one."""
    return wanted.name if isinstance(wanted, F) else ""  # type: ignore[attr-defined]


def _value(model: type[Model], name: str) -> Callable[[Model], Any]:
    return operator.attrgetter(model._meta.get_field(name).attname)  # type: ignore[union-attr]


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
