"""The words that a search was for, marked in the cards that it found; and where they stand, if not in the text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from inspections.models.search import Group, Phrase, phrases, wanted
from inspections.models.search_document import FindableBy, findable_by
from inspections.words import tokens, tokens_of_word

WORD = re.compile(r"[^\W_]+(?:['’ʼ]s\b)?", re.IGNORECASE)


def mark(cards: Sequence[dict[str, Any]], keys: Sequence[int], words: str) -> None:
    """Add `marked` and `found_in` to the cards of a search for these words; `keys` are their recommendations.

    `marked` is the text as HTML, each word that was looked for in <mark>. `found_in` says where else a word is that is
    not in the text, and is empty where all are. Six queries at most, however many cards.
    """
    groups = wanted(phrases(words))
    missing = {}
    for key, card in zip(keys, cards, strict=True):
        card["marked"], card["found_in"] = marked(card["text"], groups), ""
        said = tokens(card["text"])
        if left := [group for group in groups if not _stands_in(group, said)]:
            missing[key] = left
    elsewhere = findable_by(missing) if missing else {}
    for key, card in zip(keys, cards, strict=True):
        if key in elsewhere:
            card["found_in"] = _found_in(elsewhere[key], missing[key])


def marked(text: str, groups: Iterable[Group]) -> SafeString:
    """The text as HTML, with what was looked for in <mark>; a phrase is marked as one."""
    text = unicodedata.normalize("NFC", text)
    said = [(each, *found.span()) for found in WORD.finditer(text) for each in tokens_of_word(found[0])]
    looked_for = {phrase for group in groups for alternative in group for phrase in alternative}
    spans = sorted(
        (said[at][1], said[at + len(phrase) - 1][2])
        for phrase in looked_for
        for at in _places([each for each, _start, _end in said], phrase)
    )
    html, done = [], 0
    for start, end in spans:
        if end > done:
            start = max(start, done)
            html += [escape(text[done:start]), f"<mark>{escape(text[start:end])}</mark>"]
            done = end
    html.append(escape(text[done:]))
    return mark_safe("".join(html))  # noqa: S308  (every piece of the text was escaped)


def _places(said: Sequence[str], phrase: Phrase) -> Iterator[int]:
    wanted_tokens = list(phrase)
    for at in range(len(said) - len(phrase) + 1):
        if said[at] == phrase[0] and list(said[at : at + len(phrase)]) == wanted_tokens:
            yield at


def _stands_in(group: Group, said: Sequence[str]) -> bool:
    return any(all(any(True for _ in _places(said, phrase)) for phrase in alternative) for alternative in group)


def _found_in(findable: FindableBy, groups: Iterable[Group]) -> str:
    """ "Found in: theme Domestic abuse; body Kent Police"; the first place of each thing that was looked for."""
    places: dict[str, None] = {}
    for group in groups:
        for place, names in _places_of(findable):
            if any(_stands_in(group, tokens(name)) for name in names):
                places[place] = None
                break
    return _("Found in: %(places)s") % {"places": "; ".join(places)} if places else ""


def _places_of(findable: FindableBy) -> Iterator[tuple[str, list[str]]]:
    yield _("reference %(name)s") % {"name": findable.ref}, [findable.ref]
    yield _("inspection “%(name)s”") % {"name": findable.title}, [findable.title, findable.area]
    for names in findable.bodies:
        yield _("body %(name)s") % {"name": names[0]}, names
    for names in findable.themes:
        yield _("theme “%(name)s”") % {"name": names[0]}, names
    yield _("programme “%(name)s”") % {"name": findable.programme[0]}, findable.programme
    yield _("kind “%(name)s”") % {"name": findable.kind}, [findable.kind]
    yield _("paragraph %(name)s") % {"name": findable.paragraph}, [findable.paragraph]
