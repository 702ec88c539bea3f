import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inspections.models import Recommendation, SearchDocument
from inspections.models.search import MOST_WORDS, index, phrases, plain
from tests.make import make_force, make_item


@pytest.fixture
def record(db):
    force = make_force("cleveland", name="Cleveland Police")
    make_item("missing", body=force, text="Assess the risk to children reported missing, and look for them at once.")
    make_item("cafe", text="Stop briefings in the Café.")
    make_item("custody", text="Children in custody must not be held overnight; supervise investigations.")


def found(words):
    return sorted(Recommendation.objects.matching(words).values_list("ref", flat=True))


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("missing children", ["missing"]),
        ("children", ["custody", "missing"]),
        ("CHILDREN Reports", ["missing"]),
        ('"children in custody"', ["custody"]),
        ('"custody children"', []),
        ("cafe", ["cafe"]),
        ("CAFÉ", ["cafe"]),
        ("cleveland missing", ["missing"]),
        ("superv* investigation", ["custody"]),
        ("the risk to the children", ["missing"]),
        ("zebra", []),
        ("missing zebra", []),
    ],
)
def test_words_find_the_same_on_both_engines(words, refs):
    assert found(words) == refs


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("words", ["", "   ", "?!", '""', "*"])
def test_no_word_to_look_for_finds_everything(words):
    assert len(found(words)) == 3


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "words",
    [
        *('"', "missing AND", "NEAR(", "text:missing", "a'b", "')); DROP TABLE x; --", "x" * 5000, "w " * 500, "%s"),
        *("\\", ":*", "!", "&|<->", "\x00", "_"),
    ],
)
def test_the_engines_own_syntax_and_hostile_words_are_only_words(words):
    found(words)


class TestAnything(TestCase):
    @settings(max_examples=80)
    @given(st.text(max_size=60))
    def test_no_text_makes_a_search_fail(self, words):
        list(Recommendation.objects.matching(words))


def test_plain_text_has_no_case_accents_or_punctuation():
    assert plain("Child's  Camfanteisio’n — CAFÉ") == "child s camfanteisio n cafe"


def test_quoted_words_are_one_phrase_and_a_star_leaves_a_word_open():
    assert phrases('"missing children" polic* the') == [(["missing", "children"], False), (["polic"], True)]


def test_what_is_only_stop_words_is_looked_for_all_the_same():
    assert phrases("to be") == [(["to"], False), (["be"], False)]


def test_an_endless_query_is_cut():
    assert len(phrases(" ".join(f"word{n}" for n in range(500)))) == MOST_WORDS


@pytest.mark.usefixtures("record")
def test_the_documents_can_be_written_again_from_nothing():
    SearchDocument.objects.all().delete()
    assert found("missing children") == []
    index(Recommendation.objects.values_list("pk", flat=True))
    assert found("missing children") == ["missing"]
