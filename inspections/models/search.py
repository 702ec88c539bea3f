"""Full-text search: FTS5 on SQLite, tsvector on PostgreSQL, behind Recommendation.objects.matching().

The FTS5 table with its triggers, and the generated column with its index, are made in migration 0002.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import BigAutoField, Lookup

from .recommendation import Recommendation

INDEXED_AT_ONCE = 500
MOST_WORDS = 20  # of a query; what comes after is not looked at

# Words that both engines would find everywhere or nowhere; PostgreSQL's own list is longer.
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "was",
        "were",
        "with",
    ]
)


def plain(text: str) -> str:
    """Lower case, without accents and punctuation, one space between words: the form in which both engines get text."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))


def phrases(query: str) -> list[tuple[list[str], bool]]:
    """What a reader asks for: phrases of words, each with whether its last word may go on ("polic*").

    Words in double quotes are one phrase; every phrase must be found.
    """
    found: list[tuple[list[str], bool]] = []
    for quoted, single in re.findall(r'"([^"]*)"|([^\s"]+)', query):
        words = plain(quoted or single).split()
        if words:
            found.append((words, single.endswith("*")))
    telling = [phrase for phrase in found if len(phrase[0]) > 1 or phrase[0][0] not in STOP_WORDS]
    return (telling or found)[:MOST_WORDS]


class SearchDocument(models.Model):
    """What a recommendation can be found by: its own words, and those of what it belongs to."""

    recommendation = models.OneToOneField(
        Recommendation, models.CASCADE, primary_key=True, related_name="search_document"
    )
    text = models.TextField()
    context = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


@BigAutoField.register_lookup
class Matches(Lookup):
    """The full-text condition on a recommendation's key, `id__matches=phrases(words)`, for either engine."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        terms = [f'"{" ".join(words)}"{"*" if open_ended else ""}' for words, open_ended in self.rhs]
        sql, params = self.process_lhs(compiler, connection)
        query = "SELECT rowid FROM inspections_search WHERE inspections_search MATCH %s"
        return f"{sql} IN ({query})", [*params, " AND ".join(terms)]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        terms = []
        for words, open_ended in self.rhs:
            lexemes = [f"'{word}'" for word in words]
            terms.append("(" + " <-> ".join(lexemes) + (":*" if open_ended else "") + ")")
        sql, params = self.process_lhs(compiler, connection)
        query = "SELECT recommendation_id FROM inspections_searchdocument WHERE vector @@ to_tsquery('english', %s)"
        return f"{sql} IN ({query})", [*params, " & ".join(terms)]


def index(recommendations: Iterable[int]) -> None:
    """Write the search documents of these recommendations, by primary key, afresh."""
    keys = sorted(set(recommendations))
    for start in range(0, len(keys), INDEXED_AT_ONCE):
        some = Recommendation.objects.filter(pk__in=keys[start : start + INDEXED_AT_ONCE])
        some = some.select_related("inspection__programme").prefetch_related("bodies", "themes", "inspection__bodies")
        SearchDocument.objects.bulk_create(
            [_document(recommendation) for recommendation in some],
            update_conflicts=True,
            unique_fields=["recommendation"],
            update_fields=["text", "context"],
        )


def _document(recommendation: Recommendation) -> SearchDocument:
    inspection = recommendation.inspection
    words = [recommendation.get_kind_display(), inspection.title, inspection.area]
    words += [inspection.programme.name, inspection.programme.abbreviation]
    for body in {*recommendation.bodies.all(), *inspection.bodies.all()}:
        words += [body.name, body.short_name]
    for theme in recommendation.themes.all():
        words += [theme.name, theme.name_cy, theme.synonyms]
    return SearchDocument(
        recommendation=recommendation,
        text=plain(f"{recommendation.text} {recommendation.ref} {recommendation.paragraph}"),
        context=plain(" ".join(sorted({str(word) for word in words}))),
    )
