"""Words as the search takes them: how a text is cut into words, and which words count as the same.

Both engines are given what this makes, and neither changes it: so both find the same.
"""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

MOST_WORDS = 20  # of a query; what comes after is not looked at
LONGEST_WORD = 60  # characters; the rest of a longer one is not looked at
SHORTEST_STEMMED = 4  # letters: a shorter word is as often as not an acronym (DA, CSE, PIN), and stays as it is

# Words that stand in nearly every text; a query that says more is not narrowed by them.
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

# The stemmer knows English endings, but neither two spellings of one word nor plurals without an ending. By stem.
SAME = {
    "behavior": "behaviour",
    "center": "centr",
    "children": "child",
    "defens": "defenc",
    "inquir": "enquir",
    "inquiri": "enquiri",
    "judgement": "judgment",
    "licens": "licenc",
    "neighbor": "neighbour",
    "neighborhood": "neighbourhood",
    "offens": "offenc",
    "practis": "practic",
    "program": "programm",
    "women": "woman",
}
# organize, organization, analyze: as Britain spells them. "size" and "prize" have no other spelling.
SPELT_WITH_Z = re.compile(r"(?<=[a-z]{3})([iy])z(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)")

WORD = re.compile(r"\w+")
_ASCII_PUNCTUATION = {code: " " for code in range(128) if not WORD.fullmatch(chr(code))}
APOSTROPHES = "'’ʼ"
POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s\b", re.IGNORECASE)
HYPHENS = "-‐‑"
COMPOUND = re.compile(rf"[^\W\d_]+(?:[{HYPHENS}][^\W\d_]+)+")

_stemmer = snowballstemmer.stemmer("english")
_one_at_a_time = Lock()  # the stemmer keeps the word that it works on in itself


def plain(text: str) -> str:
    """Lower case, without accents and punctuation, one space between words: the form in which texts are compared."""
    lower = text.lower()
    if lower.isascii():  # as nearly all are; then this is the same, and the quicker
        return " ".join(lower.translate(_ASCII_PUNCTUATION).split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return " ".join(WORD.findall(bare.lower()))  # once more: a letter of mathematics becomes a plain capital


def words_of(text: str) -> list[str]:
    """The words of a text, plain: “child's” is the word “child”, “Dyfed-Powys” is two words."""
    if any(mark in text for mark in APOSTROPHES):
        text = POSSESSIVE.sub(" ", text)
    return [word[:LONGEST_WORD] for word in plain(text).replace("_", " ").split()]


@lru_cache(maxsize=100_000)
def token(word: str) -> str:
    """What stands in the index for a plain word: its stem, in letters and digits that no engine cuts up.

    Not every token can be read: PostgreSQL would cut “12e34ab” in two, so what begins with a digit and goes on with
    letters has an x before it, and a letter beyond a to z is written by its number.
    """
    if word.isascii():
        if word.isalpha() and len(word) >= SHORTEST_STEMMED:
            british = SPELT_WITH_Z.sub(r"\1s", word)
            with _one_at_a_time:
                stem = _stemmer.stemWord(british)
            return SAME.get(stem, stem)
    else:
        word = "".join(letter if letter.isascii() else f"x{ord(letter):x}" for letter in word)
    return f"x{word}" if word[:1].isdigit() and not word.isdigit() else word


def tokens(text: str) -> list[str]:
    """The tokens of a text, in its order, stop words among them: a phrase is found word by word."""
    return [token(word) for word in words_of(text)]


@lru_cache(maxsize=50_000)
def tokens_of_word(word: str) -> tuple[str, ...]:
    """The tokens of one word as it stands in a text. Most words of a text come again and again."""
    return tuple(tokens(word))


def compounds(text: str) -> list[str]:
    """The words with a hyphen written as one, as some would look for them: “re-inspection” as “reinspection”."""
    if not any(hyphen in text for hyphen in HYPHENS):
        return []
    return [re.sub(f"[{HYPHENS}]", "", found) for found in COMPOUND.findall(text)]


def phrases(query: str) -> list[tuple[list[str], bool]]:
    """What a reader asks for: phrases of words, each with whether its last word may go on ("polic*").

    Words in double quotes are one phrase; every phrase must be found.
    """
    found: list[tuple[list[str], bool]] = []
    for quoted, single in re.findall(r'"([^"]*)"|([^\s"]+)', re.sub("[“”„]", '"', query)):
        words = words_of(quoted or single)
        if words:
            found.append((words, single.endswith("*")))
    telling = [phrase for phrase in found if len(phrase[0]) > 1 or phrase[0][0] not in STOP_WORDS]
    return (telling or found)[:MOST_WORDS]
