"""Questions to the database whose SQL is worked out once.

Over a short question Django's compiler takes several times as long as the database. A page that is asked for the first
time puts a dozen of them. So a question that is always the same but for its values is compiled once a process:

    @prepared
    def updates_about(item: int) -> QuerySet[StatusUpdate]:
        return StatusUpdate.objects.filter(addressee=item).select_related("stated_by")

    updates_about(item=5)  # a list, as list(...) of the queryset would be
"""

import contextlib
import copy
import datetime
import functools
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.utils import timezone

P = ParamSpec("P")
Row = TypeVar("Row")
Bind = Callable[[dict[str, Any]], Any]

MOST_KEYS = 50  # as many as a page of a list shows


class Keys(tuple[int, ...]):
    """Up to MOST_KEYS primary keys for one `in`. The last is repeated: the question is the same for fewer."""

    __slots__ = ()

    def __new__(cls, keys: Iterable[int] = ()) -> "Keys":
        found = list(keys)
        if len(found) > MOST_KEYS:
            raise ValueError(f"Ask for {MOST_KEYS} keys at most, not for {len(found)}.")
        return super().__new__(cls, found + [found[-1] if found else 0] * (MOST_KEYS - len(found)))


def batched(keys: Sequence[int]) -> Iterator[Keys]:
    """Any number of primary keys, in as many portions as they need."""
    return (Keys(keys[first : first + MOST_KEYS]) for first in range(0, len(keys), MOST_KEYS))


# Two values of each type, which no question holds of itself: where they turn up in the SQL's parameters, and change
# from the first to the second, the caller's value belongs.
SAMPLES: dict[type, tuple[Callable[[int], Any], Callable[[int], Any]]] = {
    int: (lambda place: 770_000_001 + place, lambda place: 880_000_001 + place),
    str: (lambda place: f"first-sample-{place}", lambda place: f"second-sample-{place}"),
    datetime.date: (
        lambda place: datetime.date(1701, 1, 1 + place),
        lambda place: datetime.date(1702, 2, 1 + place),
    ),
    Keys: (
        lambda place: Keys(range(771_000_000 + 1000 * place, 771_000_000 + 1000 * place + MOST_KEYS)),
        lambda place: Keys(range(881_000_000 + 1000 * place, 881_000_000 + 1000 * place + MOST_KEYS)),
    ),
}


# Of each question in the modules that are loaded: what compiles it for the engine in use, if that was not done yet.
_QUESTIONS: list[Callable[[], Any]] = []


class NotPreparable(ValueError):
    """A question is not the same for all values: it must be asked as a queryset."""


@dataclass(frozen=True)
class Plan:
    """A compiled question: its queryset and compiler, its SQL, and how each parameter comes from the values."""

    rows: "QuerySet[Any]"
    compiler: Any
    sql: str
    binds: tuple[Bind, ...]
    converters: dict[int, Any]  # what makes values of Python of those of the database, by column

    def ask(self, values: dict[str, Any]) -> list[Any]:
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        asked = self.sql, tuple(bind(values) for bind in self.binds)
        compiler.as_sql = lambda *_args, **_options: asked
        compiler.get_converters = lambda _columns: self.converters
        query: Any = copy.copy(self.rows.query)
        query.get_compiler = lambda *_args, **_options: compiler
        rows: Any = type(self.rows)(model=self.rows.model, query=query, using=DEFAULT_DB_ALIAS)
        rows._iterable_class, rows._fields = self.rows._iterable_class, self.rows._fields  # type: ignore[attr-defined]
        return list(rows)


def prepared(build: Callable[P, "QuerySet[Any, Row]"]) -> Callable[P, list[Row]]:
    """For a function that makes a queryset out of its arguments: returns its rows, compiling it the first time only.

    The arguments are whole numbers, texts, days and Keys, and may only be compared with. Whatever else the function
    looks at would stay as it was at the first call, except the present moment, which is known by its type. No other
    lists, no limits in arguments, no prefetch. Raises NotPreparable at the first call where a value is turned into
    something else.
    """
    types = {name: kind for name, kind in typing.get_type_hints(build).items() if name != "return"}
    plans: dict[str, Plan] = {}

    def plan() -> Plan:
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in plans:
            plans[vendor] = _plan(build, types)
        return plans[vendor]

    @functools.wraps(build)
    def ask(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        return plan().ask(dict(zip(types, args, strict=False)) | kwargs)

    _QUESTIONS.append(plan)
    return ask


def compile_ahead() -> None:
    """Compile every question now, so that no reader waits for it, and workers that are forked later share it."""
    for plan in _QUESTIONS:
        with contextlib.suppress(NotPreparable):  # who asks it is told
            plan()


def _plan(build: Callable[..., "QuerySet[Any]"], types: dict[str, type]) -> Plan:
    sampled = []
    for which in (0, 1):
        sample = {name: SAMPLES[kind][which](place) for place, (name, kind) in enumerate(types.items())}
        rows = build(**sample)
        compiler = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            raise NotPreparable(f"{build.__name__} asks for nothing.") from None
        sampled.append((sample, rows, compiler, sql, params))
    (first, rows, compiler, sql, params), (second, _rows, _compiler, other_sql, other_params) = sampled
    if sql != other_sql or len(params) != len(other_params):
        raise NotPreparable(f"The SQL of {build.__name__} depends on its values.")
    binds = tuple(
        _bind(build.__name__, one, other, first, second) for one, other in zip(params, other_params, strict=True)
    )
    columns = [column for column, _sql, _name in compiler.select[: compiler.col_count]]
    return Plan(rows, compiler, sql, binds, compiler.get_converters(columns))


def _bind(question: str, one: Any, other: Any, first: dict[str, Any], second: dict[str, Any]) -> Bind:
    """How a parameter is made, which was `one` with the first sample and `other` with the second."""
    if type(one) is type(other) and one == other:
        return lambda _values: one
    for name in first:
        if isinstance(first[name], Keys):
            if one in first[name] and other == second[name][at := first[name].index(one)]:
                return lambda values: values[name][at]
        elif one == first[name] and other == second[name]:
            return lambda values: values[name]
        elif isinstance(first[name], datetime.date) and (one, other) == (
            first[name].isoformat(),
            second[name].isoformat(),
        ):
            return lambda values: values[name].isoformat()
    if _is_now(one) and _is_now(other):
        return lambda _values: connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(timezone.now())
    raise NotPreparable(f"{question} makes {one!r} of its values, which cannot be made again from others.")


def _is_now(value: Any) -> bool:
    """Whether it is the moment at which a question was put together, as readable_by has it."""
    try:
        moment = datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return False
    if timezone.is_naive(moment):
        moment = moment.replace(tzinfo=datetime.UTC)
    return abs(timezone.now() - moment) < datetime.timedelta(minutes=1)
