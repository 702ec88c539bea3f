"""The seals of the ledger: what they are made of, and which rows get one when. docs/dataset.md says it to outsiders.

A row that anybody can read is sealed: its cells, as the public package has them, are hashed, and that hash is hashed
again with the seal before it. So nothing sealed can be changed, taken out, put in between or put in another order
without every later seal being another. What is not public yet has none: a seal would tell that it is there.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from json.encoder import encode_basestring
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from inspections.dataset.apostrophes import kept
from inspections.dataset.columns import Field, Kind
from inspections.dataset.schema import FILE_OF
from inspections.dataset.stored import text_of
from inspections.days import day_in_london, today
from inspections.insertion import insert_prepared
from inspections.models import Seal, StatusUpdate, WaitingSeal
from inspections.models.address import NamedInSeals
from inspections.models.edition import hold, move
from inspections.models.inspection import readable_by
from inspections.reading.recorded import with_moment
from tracker.prepared import MOST_KEYS, Keys, prepared

# The columns of status_updates.csv that are sealed, in this order for ever. A column that is new is not one of them.
FORM = (
    "recommendation",
    "body",
    "sequence",
    "stated_by",
    "position",
    "effective_on",
    "reason",
    "publisher_wording",
    "evidence",
    "source",
    "made_in",
    "target_on",
    "batch",
    "recorded_on",
    "corrects",
)
BEFORE_THE_FIRST = "0" * 64  # what stands in the place of the hash before the first seal
SEALED_AT_ONCE = 1000
_SEAL = ("update_id", "position", "row_sha256", "sha256", "sealed_at", "day")


def digest(texts: Sequence[str]) -> str:
    """SHA-256 of texts in the canonical form: a JSON array without white space, in UTF-8, escaping what JSON must."""
    # Put together here: json's encoder makes itself anew for each list, which costs more than the texts do.
    return hashlib.sha256(f"[{','.join(map(encode_basestring, texts))}]".encode()).hexdigest()


def row_hash(cells: Iterable[str]) -> str:
    """The hash of a row, given its cells in the order of FORM; the package may put an apostrophe before one."""
    return digest([kept(cell) for cell in cells])


def link(previous: str, position: int, row_sha256: str, sealed_at: str) -> str:
    """The hash of the chain up to a seal, given that of the seal before it."""
    return digest([previous, str(position), row_sha256, sealed_at])


def as_sealed(rows: QuerySet[StatusUpdate]) -> QuerySet[StatusUpdate, Any]:
    """Rows as tuples: the primary key, and the values of the cells of FORM, with the names that things have there."""
    columns = FILE_OF[StatusUpdate].by_name
    return rows.annotate(**{f"sealed_{name}": _value(columns[name]) for name in FORM}).values_list(
        "pk", *(f"sealed_{name}" for name in FORM)
    )


def _value(column: Field) -> Any:
    if column.kind in (Kind.DATE, Kind.DAY):  # as text, which they are stored as or become: much is read here
        return Cast(column.path, CharField())
    if column.target is None:
        return F(column.path)
    assert issubclass(column.target, NamedInSeals)
    return Coalesce(f"{column.path.rpartition('__')[0]}__sealed_as", column.path)


def hash_of(values: Iterable[Any]) -> str:
    """The hash of a row, given the values of its cells as `as_sealed` has them."""
    return row_hash(map(text_of, values))


def wait(rows: Sequence[int]) -> None:
    """Let new rows of the ledger, by primary key, have their seals. Call it in the transaction that writes them."""
    if rows:
        insert_prepared(WaitingSeal, ["row_id"], [(row,) for row in rows])


def published(rows: QuerySet[StatusUpdate], on: datetime.date) -> QuerySet[StatusUpdate]:
    """Of rows of the ledger those that anybody can read by now, with all that they name; `on` is today."""
    in_public = Q(made_in=None) | readable_by(on, "made_in__")
    return rows.filter(readable_by(on, "addressee__recommendation__inspection__"), in_public)


def _in_order(rows: QuerySet[StatusUpdate], on: datetime.date) -> QuerySet[StatusUpdate]:
    """In the order of publication: by the moment at which each could first be read, and then as it was recorded."""
    return with_moment(published(rows, on)).order_by("moment", "pk")


@prepared
def _waiting() -> QuerySet[WaitingSeal, Any]:
    return WaitingSeal.objects.order_by().values_list("pk", flat=True)[: MOST_KEYS + 1]


@prepared
def _few(keys: Keys, on: datetime.date) -> QuerySet[StatusUpdate, Any]:
    return as_sealed(_in_order(StatusUpdate.objects.filter(pk__in=keys), on))


@prepared
def _last() -> QuerySet[Seal, Any]:
    return Seal.objects.order_by("-position").values_list("position", "sha256", "sealed_at")[:1]


def all_waiting() -> QuerySet[StatusUpdate]:
    """The rows of the ledger that wait for a seal."""
    return StatusUpdate.objects.filter(pk__in=WaitingSeal.objects.values("pk"))


@transaction.atomic(savepoint=False)
def seal_waiting() -> int:
    """Seal what waits and can be read by now; say how many rows. Only who holds the edition may call it.

    So there is one head, and positions have no gaps. Where nothing waits it is one query.
    """
    waiting = _waiting()
    if not waiting:
        return 0
    # Before it is looked what is out: an embargo that ends in between is then later than the seal, not earlier.
    now, on = timezone.now(), today()
    rows = iter(_few(Keys(waiting), on)) if len(waiting) <= MOST_KEYS else _many(on)
    return _add(rows, now)


@transaction.atomic
def seal_now() -> int:
    """Seal what can be read by now, as the next write would; say how many rows. An edition begins if there is any."""
    if not published(all_waiting(), today()).exists():
        return 0
    hold()
    before = Seal.objects.count()
    move([], said=True)
    return Seal.objects.count() - before


def _many(on: datetime.date) -> Iterator[tuple[Any, ...]]:
    keys = list(_in_order(all_waiting(), on).values_list("pk", flat=True))
    for start in range(0, len(keys), SEALED_AT_ONCE):
        some = keys[start : start + SEALED_AT_ONCE]
        found = {row[0]: row for row in as_sealed(StatusUpdate.objects.filter(pk__in=some))}
        yield from (found[key] for key in some)


def _add(rows: Iterator[tuple[Any, ...]], now: datetime.datetime) -> int:
    before, previous, sealed_at = next(iter(_last()), (0, BEFORE_THE_FIRST, ""))
    # Never before the seal in front of it, though clocks of machines differ.
    sealed_at = max(sealed_at, now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    day, position = day_in_london(sealed_at).isoformat(), before
    new: list[tuple[Any, ...]] = []
    for key, *values in rows:
        position += 1
        row_sha256 = hash_of(values)
        previous = link(previous, position, row_sha256, sealed_at)
        new.append((key, position, row_sha256, previous, sealed_at, day))
        if len(new) == SEALED_AT_ONCE:
            _insert(new)
            new = []
    _insert(new)
    return position - before


def _insert(seals: list[tuple[Any, ...]]) -> None:
    if seals:
        insert_prepared(Seal, _SEAL, seals)
        wait_no_longer([key for key, *_rest in seals])


def wait_no_longer(rows: Sequence[int]) -> None:
    """Take rows that have their seals out of those that wait."""
    table = connection.ops.quote_name(WaitingSeal._meta.db_table)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), SEALED_AT_ONCE):
            some = rows[start : start + SEALED_AT_ONCE]
            keys = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {table} WHERE row_id IN ({keys})", some)  # noqa: S608  (names of ours)
