"""What recommendations can be found by, kept in the order of the list: the newest has the highest place.

The full-text index of each engine hangs on these tables; it is made in migration 0010.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db import connection, models, transaction

from inspections.insertion import insert_prepared
from inspections.partial_dates import PartialDate
from inspections.words import LONGEST_WORD, compounds, plain, token, words_of

from .inspection import Inspection
from .recommendation import Recommendation, RecommendationKind

INDEXED_AT_ONCE = 500
LONGEST_TITLE = 300  # characters that titles are compared by

# Stands between two names. No text has it: of a letter beyond z, `token` makes others.
BREAK = "þ"

# The bits of a place: first the day of publication, then the inspection, then the rank within it.
INSPECTION_BITS, RANK_BITS = 21, 20


def place_of(published: PartialDate | None, inspection: int, rank: int) -> int:
    """Where a recommendation stands in the list: the higher its place, the nearer to the top.

    By day of publication, the newest first, those without one last, as the list is; within a day by the primary key of
    the inspection, then by `rank`, which counts the recommendations of the inspection from 0. A positive number of at
    most 63 bits; two million inspections fit, with a million recommendations each.
    """
    day = (published.year * 13 + (published.month or 0)) * 32 + (published.day or 0) if published else 0
    upside_down = (1 << INSPECTION_BITS) - 1 - inspection, (1 << RANK_BITS) - 1 - rank
    return (day << INSPECTION_BITS | upside_down[0]) << RANK_BITS | upside_down[1]


class SearchDocument(models.Model):
    """What a recommendation can be found by, as tokens: its own text, what it is called, and what it belongs to."""

    # Ascribed, never counted up. Only this kind of field is SQLite's own row number, by which FTS5 streams.
    place = models.BigAutoField(primary_key=True)
    recommendation = models.OneToOneField(Recommendation, models.CASCADE, related_name="search_document")
    title_key = models.CharField(max_length=LONGEST_TITLE, db_index=True)  # the inspection's title, to be compared
    text = models.TextField()
    title = models.TextField()
    context = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


class SearchWord(models.Model):
    """A word that stands, or once stood, in some document, with its token: what “polic*” may go on to."""

    word = models.CharField(max_length=LONGEST_WORD, primary_key=True)
    token = models.CharField(max_length=LONGEST_WORD * 7)

    def __str__(self) -> str:
        return self.word


@dataclass
class FindableBy:
    """The words that lead to one recommendation, each with where it comes from."""

    ref: str
    text: str
    paragraph: str
    kind: str
    title: str
    area: str
    programme: list[str]
    bodies: list[list[str]] = field(default_factory=list)  # of each, its names
    themes: list[list[str]] = field(default_factory=list)  # of each, its names and then its synonyms

    def document(self) -> tuple[dict[str, str], set[str]]:
        """The fields of its SearchDocument, and all the words in them."""
        names = {self.kind, self.area, *self.programme, *compounds(f"{self.text} {self.title}")}
        names.update(name for thing in (*self.bodies, *self.themes) for name in thing)
        columns = {
            "text": [_cut(self.text), _cut(self.paragraph)],
            "title": [_cut_name(self.title), _cut(self.ref)],
            "context": [_cut_name(name) for name in sorted(names)],
        }
        # Between two names, so that no phrase is found across them.
        fields = {column: f" {BREAK} ".join(stems for stems, _words in cut if stems) for column, cut in columns.items()}
        words = {word for cut in columns.values() for _stems, each in cut for word in each}
        return {"title_key": plain(self.title)[:LONGEST_TITLE], **fields}, words


def _cut(text: str) -> tuple[str, list[str]]:
    words = words_of(text)
    return " ".join(map(token, words)), words


_cut_name = lru_cache(maxsize=10_000)(_cut)  # a few names stand in most documents


def findable_by(keys: Iterable[int]) -> dict[int, FindableBy]:
    """The words that lead to these recommendations, by primary key. Four queries, however many they are."""
    keys = list(keys)
    found: dict[int, FindableBy] = {}
    of_inspection: dict[int, list[FindableBy]] = {}
    programme = "inspection__programme__name", "inspection__programme__abbreviation"
    rows = Recommendation.objects.filter(pk__in=keys).order_by().values_list(
        "pk", "inspection", "ref", "text", "paragraph", "kind", "inspection__title", "inspection__area", *programme
    )  # fmt: skip
    labels = {kind.value: str(kind.label) for kind in RecommendationKind}
    for pk, inspection, ref, text, paragraph, kind, title, area, name, abbreviation in rows:
        found[pk] = FindableBy(ref, text, paragraph, labels.get(kind, kind), title, area, [name, abbreviation])
        of_inspection.setdefault(inspection, []).append(found[pk])
    body = "bodies__name", "bodies__short_name", "bodies__name_cy"
    for pk, *names in _joined(Recommendation, found, *body):
        found[pk].bodies.append(names)
    for inspection, *names in _joined(Inspection, of_inspection, *body):
        for each in of_inspection[inspection]:
            if names not in each.bodies:
                each.bodies.append(names)
    for pk, name, welsh, synonyms in _joined(
        Recommendation, found, "themes__name", "themes__name_cy", "themes__synonyms"
    ):
        found[pk].themes.append([name, welsh, *synonyms.split("; ")])
    return found


def _joined(model: type[models.Model], keys: Iterable[int], first: str, *others: str) -> Iterable[Any]:
    rows = model._default_manager.filter(pk__in=list(keys)).exclude(**{first: None})
    return rows.order_by().values_list("pk", first, *others)


@transaction.atomic
def index(
    recommendations: Iterable[int], tick: Callable[[int], object] = lambda done: None, *, afresh: bool = False
) -> None:
    """Bring the search documents of these recommendations, by primary key, up to date, all of them or none.

    What stands as it should is left alone; `afresh` writes it all the same. `tick` hears how many more are done. For
    many, call it once: it works from the oldest to the newest, which is what FTS5 is quick at.
    """
    keys = sorted(set(recommendations))
    places: dict[int, int] = {}
    moved: list[int] = []
    for some in _portions(keys):
        _find_places(some, places, moved)
    for old in _portions(sorted(moved)):  # all of them first: one may stand where another is to go
        _delete(old)
    known: set[str] = set()
    asked_for = set(keys)
    for some in _portions(sorted(places, key=places.__getitem__)):
        _write({pk: places[pk] for pk in some}, known, afresh=afresh)
        tick(len(asked_for.intersection(some)))


def _portions(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + INDEXED_AT_ONCE] for start in range(0, len(keys), INDEXED_AT_ONCE))


def _find_places(keys: list[int], places: dict[int, int], moved: list[int]) -> None:
    """Note where these belong, and those of the same inspections that stand elsewhere than they should."""
    asked = set(keys)
    inspections = Recommendation.objects.filter(pk__in=keys).order_by().values("inspection")
    rows = (
        Recommendation.objects.filter(inspection__in=inspections)
        .order_by("inspection_id", "number_key", "pk")
        .values_list("inspection", "pk", "inspection__published_on", "search_document__place")
    )
    for inspection, together in groupby(rows, key=lambda row: row[0]):
        for rank, (_inspection, pk, published, stands_at) in enumerate(together):
            place = place_of(published, inspection, rank)
            is_elsewhere = stands_at is not None and stands_at != place
            if is_elsewhere and pk not in places:
                moved.append(stands_at)
            if pk in asked or is_elsewhere:
                places[pk] = place


def _write(places: dict[int, int], known: set[str], *, afresh: bool) -> None:
    stored = {} if afresh else {row["recommendation_id"]: row for row in _stored(places)}
    found = findable_by(places)
    new: list[dict[str, Any]] = []
    words: set[str] = set()
    for pk, place in places.items():
        if pk in found:  # nobody took it away in between
            fields, said = found[pk].document()
            row = {"recommendation_id": pk, "place": place, **fields}
            if stored.get(pk) != row:
                new.append(row)
                words |= said
    if not new:
        return
    _delete([row["place"] for row in new])
    names = [field.attname for field in SearchDocument._meta.concrete_fields]
    insert_prepared(SearchDocument, names, [[row[name] for name in names] for row in new])
    rows = [SearchWord(word=word, token=token(word)) for word in sorted(words - known)]
    if rows:
        SearchWord.objects.bulk_create(rows, ignore_conflicts=True)
    known |= words


def _stored(places: dict[int, int]) -> Any:
    fields = "recommendation_id", "place", "title_key", "text", "title", "context"
    return SearchDocument.objects.filter(place__in=places.values()).order_by().values(*fields)


def _delete(places: list[int]) -> None:
    # By place, in order: FTS5 writes out what it holds in memory whenever a row comes before the last one.
    # Nothing hangs on a document, and nobody listens, so they need not be fetched to be deleted.
    rows: Any = SearchDocument.objects.filter(place__in=places)
    rows._raw_delete(rows.db)


TIDY = {
    # From the documents, whatever stood in the index; then as one piece, which is the quickest to read.
    "sqlite": [
        "INSERT INTO inspections_search(inspections_search) VALUES ('rebuild')",
        "INSERT INTO inspections_search(inspections_search) VALUES ('optimize')",
    ],
    # Without figures of its own PostgreSQL takes every word to be rare, and sorts all that match.
    "postgresql": ["ANALYZE inspections_searchdocument"],
}


def tidy() -> None:
    """Put the engine's own index in order, after many documents were written. It takes seconds for each 100,000."""
    with connection.cursor() as cursor:
        for statement in TIDY[connection.vendor]:
            cursor.execute(statement)
