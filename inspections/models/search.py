"""Asking the full-text index: FTS5 on SQLite, tsvector on PostgreSQL, each fed with the same tokens.

`newest` and `best` stream what is found, so a word that two thirds of the record have costs no more than a rare one.
Neither asks whether the public may see it: narrow what they give by `.public()`.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

from django.db import connection
from django.db.models import BigAutoField, Lookup
from django.db.models.functions import Length

from inspections.words import MOST_WORDS, STOP_WORDS, phrases, plain, token, tokens

from .recommendation import Recommendation
from .search_document import INDEXED_AT_ONCE, SearchDocument, SearchWord, index
from .theme import Theme

__all__ = [
    "INDEXED_AT_ONCE", "MOST_WORDS", "Group", "Phrase", "SearchDocument", "best", "best_in_portions", "index", "leads",
    "newest", "newest_in_portions", "phrases", "plain", "wanted",
]  # fmt: skip

MOST_FORMS = 100  # words that one "polic*" may go on to, the shortest first
SHORTEST_OPEN = 2  # letters before a star; a star after fewer is not looked at
MOST_LEADS = 200
LONGEST_SYNONYM = 6  # words
FETCHED = (100, 500, 1000)  # rows at a time: most readers look at one page

Phrase = tuple[str, ...]  # tokens that stand one after another
Alternative = tuple[Phrase, ...]  # phrases that must all be found
Group = list[Alternative]  # of which one must be found

# What a search may be kept to, with the weights that PostgreSQL knows these columns by.
EVERYWHERE, OWN_TEXT, TEXT_OR_TITLE = ("", ""), ("text", ":A"), ("text title", ":AB")


def wanted(asked: Sequence[tuple[list[str], bool]]) -> list[Group]:
    """What must be found for `phrases`, as tokens: each group by one of its alternatives.

    A word with a star also stands for the words of the record that begin so; a hyphen may be left out; and a synonym
    of a theme also stands for the theme's name, so that “DA” finds a text that speaks of domestic abuse.
    """
    groups = [_alternatives(words, is_open) for words, is_open in asked]
    names = _names_by_synonym(tuple(Theme.objects.exclude(synonyms="").values_list("name", "synonyms")))
    found, start = [], 0
    while start < len(asked):
        length, also = _synonym_at(asked[start : start + LONGEST_SYNONYM], names)
        if also and length > 1:
            found.append([tuple(_phrase(words) for words, _ in asked[start : start + length]), *also])
        else:
            found.append(groups[start] + also)
        start += max(length, 1)
    return found


def _phrase(words: list[str]) -> Phrase:
    return tuple(token(word) for word in words)


def _alternatives(words: list[str], is_open: bool) -> Group:
    phrase = _phrase(words)
    found = [phrase]
    if is_open and len(words[-1]) >= SHORTEST_OPEN:
        rows = SearchWord.objects.filter(word__startswith=words[-1]).order_by(Length("word"), "word")
        forms = rows.values_list("token", flat=True)[:MOST_FORMS]
        # Where no word begins so, it is looked for as it stands: its stem might find what does not begin so.
        found = [(*phrase[:-1], form) for form in list(forms) or words[-1:]]
    elif len(words) in (2, 3):
        found.append((token("".join(words)),))
    return [(each,) for each in dict.fromkeys(found)]


@lru_cache(maxsize=8)
def _names_by_synonym(themes: tuple[tuple[str, str], ...]) -> dict[Phrase, Group]:
    found: dict[Phrase, Group] = {}
    for name, synonyms in themes:
        for synonym in synonyms.split("; "):
            key = tuple(each for each in tokens(synonym) if each not in STOP_WORDS)
            found.setdefault(key, []).append((tuple(tokens(name)),))
    return found


def _synonym_at(asked: Sequence[tuple[list[str], bool]], names: dict[Phrase, Group]) -> tuple[int, Group]:
    """How many of the phrases make up a synonym, the most there are, and the themes that it stands for."""
    for length in range(len(asked), 0, -1):
        run = asked[:length]
        key = tuple(each for words, _ in run for each in _phrase(words) if each not in STOP_WORDS)
        if key in names and not any(is_open for _, is_open in run):
            return length, names[key]
    return 0, []


def _in_fts5(groups: list[Group], where: tuple[str, str]) -> str:
    def phrases_of(alternative: Alternative) -> str:
        return "(" + " AND ".join(f'"{" ".join(phrase)}"' for phrase in alternative) + ")"

    both = " AND ".join("(" + " OR ".join(map(phrases_of, group)) + ")" for group in groups)
    return f"{{{where[0]}}} : ({both})" if where[0] else both


def _in_tsquery(groups: list[Group], where: tuple[str, str]) -> str:
    def phrases_of(alternative: Alternative) -> str:
        found = (" <-> ".join(f"'{each}'{where[1]}" for each in phrase) for phrase in alternative)
        return "(" + " & ".join(f"({each})" for each in found) + ")"

    return " & ".join("(" + " | ".join(map(phrases_of, group)) + ")" for group in groups)


@BigAutoField.register_lookup
class Matches(Lookup):
    """The full-text condition on a recommendation's key, `id__matches=wanted(phrases(words))`, for either engine."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        sql, params = self.process_lhs(compiler, connection)
        query = """SELECT recommendation_id FROM inspections_searchdocument WHERE place IN (
            SELECT rowid FROM inspections_search WHERE inspections_search MATCH %s)"""
        return f"{sql} IN ({query})", [*params, _in_fts5(self.rhs, EVERYWHERE)]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        sql, params = self.process_lhs(compiler, connection)
        query = "SELECT recommendation_id FROM inspections_searchdocument WHERE vector @@ %s::tsquery"
        return f"{sql} IN ({query})", [*params, _in_tsquery(self.rhs, EVERYWHERE)]


# Both go down from the newest and stop after some. Each statement is over before its rows are handed on: nothing stays
# open while a slow reader takes his time.
STREAM = {
    "sqlite": """SELECT d.place, d.recommendation_id
        FROM inspections_search AS s CROSS JOIN inspections_searchdocument AS d ON d.place = s.rowid
        WHERE s.inspections_search MATCH %s AND s.rowid < %s ORDER BY s.rowid DESC LIMIT %s""",
    "postgresql": """SELECT place, recommendation_id FROM inspections_searchdocument
        WHERE vector @@ %s::tsquery AND place < %s ORDER BY place DESC LIMIT %s""",
}
EXPRESSION = {"sqlite": _in_fts5, "postgresql": _in_tsquery}


def _stream(groups: list[Group], where: tuple[str, str] = EVERYWHERE) -> Iterator[list[int]]:
    expression = EXPRESSION[connection.vendor](groups, where)
    before = (1 << 63) - 1
    for some in chain(FETCHED, repeat(FETCHED[-1])):
        with connection.cursor() as cursor:
            cursor.execute(STREAM[connection.vendor], [expression, before, some])
            rows = cursor.fetchall()
        yield [key for _place, key in rows]
        if len(rows) < some:
            return
        before = rows[-1][0]


def _once(*streams: Iterator[list[int]]) -> Iterator[list[int]]:
    seen: set[int] = set()
    for keys in chain(*streams):
        new = keys if seen.isdisjoint(keys) else [key for key in keys if key not in seen]
        seen.update(new)
        yield new


def newest(words: str) -> Iterator[int]:
    """The primary keys of the recommendations that match, in the order of the list: the newest first.

    What the words name outright comes before all others: see `leads`. Nothing comes of words that say nothing. It
    fetches as it is asked for more, so stop when there is enough.
    """
    return chain.from_iterable(newest_in_portions(words))


def newest_in_portions(words: str) -> Iterator[list[int]]:
    """The same in portions, as they are fetched."""
    asked = phrases(words)
    return _once(iter([leads(words)]), _stream(wanted(asked))) if asked else iter(())


def best(words: str) -> Iterator[int]:
    """The same recommendations as `newest`, those first that match best.

    First what the words name outright; then what has them all as one phrase in its own text or title, all of them in
    its own text, all in its text or title; then what has them in its theme or body. Within each the newest first.
    """
    return chain.from_iterable(best_in_portions(words))


def best_in_portions(words: str) -> Iterator[list[int]]:
    """The same in portions, as they are fetched."""
    asked = phrases(words)
    if not asked:
        return iter(())
    groups = wanted(asked)
    whole = tuple(tokens(words))
    is_phrase = 1 < len(whole) <= MOST_WORDS and not any(is_open for _, is_open in asked)
    return _once(
        iter([leads(words)]),
        _stream([[(whole,)]], TEXT_OR_TITLE) if is_phrase else iter(()),
        _stream(groups, OWN_TEXT),
        _stream(groups, TEXT_OR_TITLE),
        _stream(groups),
    )


# Of each the place, the key, what it is called, and its number. One statement: this is asked with every search.
LEADS = f"""SELECT {(1 << 63) - 1} AS place, id, ref AS called, number FROM inspections_recommendation WHERE ref = %s
    UNION ALL
    SELECT d.place, r.id, d.title_key, r.number
    FROM inspections_searchdocument d JOIN inspections_recommendation r ON r.id = d.recommendation_id
    WHERE d.title_key IN (%s, %s)
    UNION ALL
    SELECT d.place, r.id, i.slug, r.number
    FROM inspections_inspection i JOIN inspections_recommendation r ON r.inspection_id = i.id
    JOIN inspections_searchdocument d ON d.recommendation_id = r.id
    WHERE i.slug IN (%s, %s)
    ORDER BY place DESC LIMIT %s"""  # noqa: S608  (nothing of a reader's in it)


def leads(words: str) -> list[int]:
    """The primary keys of what the words name outright: they come first in any order, at most 200 of them.

    That is a reference, one that was given up among them; the title of an inspection, or its slug; or either with the
    number of one recommendation after it.
    """
    said = plain(words).split()
    whole, before_last = " ".join(said), " ".join(said[:-1])
    named, without_number = whole.replace(" ", "-"), before_last.replace(" ", "-")
    with connection.cursor() as cursor:
        cursor.execute(LEADS, [named, whole, before_last, named, without_number, MOST_LEADS])
        rows = cursor.fetchall()
    number = said[-1] if said else ""
    found = [key for _, key, called, own in rows if called in (whole, named) or plain(own) == number]
    if not found and "-" in words and (former := Recommendation.formerly_at(named)):
        return [former.pk]
    return list(dict.fromkeys(found))
