from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inspections.models import Recommendation, SearchDocument
from inspections.models.search import FETCHED, MOST_FORMS, SearchWord, best, index, leads, newest, phrases, wanted
from tests.make import make_force, make_inspection, make_item, make_recommendation, make_theme


@pytest.fixture
def record(db):
    force = make_force("cleveland", name="Cleveland Police")
    make_item("missing", body=force, text="Assess the risk to children reported missing, and look for them at once.")
    make_item("cafe", text="Stop briefings in the Café.")
    make_item("custody", text="Children in custody must not be held overnight; supervise investigations.")


def found(words):
    return sorted(Recommendation.objects.matching(words).values_list("ref", flat=True))


def refs(keys):
    by_key = dict(Recommendation.objects.values_list("pk", "ref"))
    return [by_key[key] for key in keys]


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("missing children", ["missing"]),
        ("children", ["custody", "missing"]),
        ("child", ["custody", "missing"]),
        ("CHILDREN Reports", ["missing"]),
        ('"children in custody"', ["custody"]),
        ("“children in custody”", ["custody"]),
        ('"custody children"', []),
        ("cafe", ["cafe"]),
        ("CAFÉ", ["cafe"]),
        ("cleveland missing", ["missing"]),
        ("superv* investigation", ["custody"]),
        ("investigat*", ["custody"]),
        ("investigator*", []),
        ("c*", []),  # one letter says too little to go on
        ("the risk to the children", ["missing"]),
        ("zebra", []),
        ("missing zebra", []),
        ("over-night", ["custody"]),
    ],
)
def test_words_find_the_same_on_both_engines(words, refs):
    assert found(words) == refs


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("words", ["", "   ", "?!", '""', "*", "\x00", "🚓", "_", "'s"])
def test_no_word_to_look_for_finds_everything(words):
    assert len(found(words)) == 3
    assert list(newest(words)) == list(best(words)) == []


HOSTILE = (
    *('"', '"missing children', "missing AND", "AND", "OR NOT", "NEAR(", "NEAR(missing children, 2)", "text:missing"),
    *("^missing", "miss*ing", "a'b", "')); DROP TABLE x; --", "x" * 5000, "w " * 500, "%s", "%", "\\", ":*", "!"),
    *("&|<->", "missing\x00", "missing 🚓", "{text}: a", "- a", "a + b", "þ", "þ þ", "ﬁ ½ ² İ", "1e5 12e34ab 0x1f"),
    *("the", "a", "x", "漢字 кириллица", "a:A", "a:*", "''", "👩‍👩‍👧", "\ud800"),
)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("words", HOSTILE)
def test_the_engines_own_syntax_and_hostile_words_are_only_words(words):
    assert sorted(refs(newest(words))) == sorted(refs(best(words)))
    assert not phrases(words) or set(found(words)) <= set(refs(newest(words)))


class TestAnything(TestCase):
    @settings(max_examples=80)
    @given(st.text(max_size=60))
    def test_no_text_makes_a_search_fail(self, words):
        list(Recommendation.objects.matching(words))
        list(best(words))

    @settings(max_examples=80)
    # PostgreSQL stores no NUL, so no text has one.
    @given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
    def test_any_text_is_found_by_itself(self, text):
        recommendation = make_recommendation(text=f"first {text} last")
        assert not phrases(f'"{text}"') or recommendation.pk in list(newest(f'"{text}"'))


def test_words_of_two_names_are_no_phrase(db):
    make_item("one", text="Look for missing", themes=[make_theme(name="Custody"), make_theme(name="Demand")])
    assert found('"custody demand"') == []
    assert found('"demand custody"') == []
    recommendation = Recommendation.objects.get()
    title = recommendation.inspection.title.split()[0]
    assert found(f'"missing {title}"') == []
    assert found(f"missing {title}") == ["one"]


def test_the_newest_comes_first_and_what_has_no_date_last(db):
    for ref, published in [("old", "2015"), ("undated", None), ("new", "2020-03-02"), ("older", "2014-12-31")]:
        make_item(ref, inspection=make_inspection(published=published), text="Find the missing.")
    assert refs(newest("missing")) == ["new", "old", "older", "undated"]


def test_the_best_match_comes_first_on_request(db):
    about = make_theme(name="Missing children")
    make_item("theme", inspection=make_inspection(published="2021"), text="Train staff.", themes=[about])
    make_item("apart", inspection=make_inspection(published="2020"), text="Children go missing.")
    make_item("title", inspection=make_inspection(published="2019", title="On missing children"), text="Train.")
    make_item("phrase", inspection=make_inspection(published="2018"), text="Find missing children.")
    assert refs(newest("missing children")) == ["theme", "apart", "title", "phrase"]
    assert refs(best("missing children")) == ["title", "phrase", "apart", "theme"]


def test_what_the_words_name_outright_comes_first_in_any_order(db):
    old = make_inspection("north-2015", title="North: PEEL 2015/16", published="2015")
    make_item("north-2015-r3", inspection=old, number="3", text="One.")
    make_item("north-2015-r4", inspection=old, number="4", text="Two.")
    new = make_inspection("later", title="Later", published="2020")
    make_item("later-1", inspection=new, text="See north-2015-r3 of the report North: PEEL 2015/16, number 4.")
    for words in ("north-2015-r3", "North 2015 R3"):
        assert refs(newest(words)) == refs(best(words)) == ["north-2015-r3", "later-1"]
    for words in ("north: peel 2015/16", '"North PEEL 2015 16"'):
        assert refs(newest(words)) == refs(best(words)) == ["north-2015-r3", "north-2015-r4", "later-1"]
    assert refs(newest("North: PEEL 2015/16 4"))[0] == "north-2015-r4"
    assert refs(leads("north-2015 4")) == ["north-2015-r4"]
    assert leads("north") == leads("") == leads("4") == []


def test_a_reference_that_was_given_up_still_leads(db):
    recommendation = make_item("old-name").recommendation
    recommendation.ref = "new-name"
    recommendation.save()
    assert refs(newest("old-name")) == ["new-name"]


def test_a_synonym_finds_its_theme_and_a_text_that_has_the_name_of_it(db):
    theme = make_theme(name="Domestic abuse", synonyms="DA; violence in the home")
    make_item("in", text="Train staff.", themes=[theme])
    make_item("says", text="Record domestic abuse.")
    make_item("other", text="Record the date; das. Domestic animals, abuse.")
    for words in ("DA", "da", '"DA"', "violence in the home", "domestic abuse"):
        assert set(found(words)) - {"other"} == {"in", "says"}, words
    assert found("DA") == ["in", "says"]
    assert found("violence home record") == ["says"]
    assert found("DA*") == ["in", "other"]  # what is open is no synonym


def test_an_open_word_goes_on_to_so_many_words_and_no_more(db):
    forms = [SearchWord(word=f"polic{number:03}", token=f"t{number:03}") for number in range(MOST_FORMS + 1)]
    SearchWord.objects.bulk_create(forms)
    assert len(wanted(phrases("polic*"))[0]) == MOST_FORMS


def test_a_stream_is_fetched_as_it_is_asked_for(db, monkeypatch):
    monkeypatch.setattr("inspections.models.search.FETCHED", (2, 3))
    for _ in range(7):
        make_item(text="Find the missing.")
    everything = list(newest("missing"))
    assert len(everything) == len(set(everything)) == 7
    with CaptureQueriesContext(connection) as asked:
        assert list(islice(newest("missing"), 2)) == everything[:2]
    first = len(asked)
    with CaptureQueriesContext(connection) as asked:
        assert list(islice(newest("missing"), 4)) == everything[:4]
    assert len(asked) == first + 1
    assert max(FETCHED) <= 1000


def test_what_is_wanted_is_said_as_tokens(db):
    make_theme(name="Domestic abuse", synonyms="DA")
    SearchWord.objects.bulk_create([SearchWord(word="policing", token="polic")])
    assert wanted(phrases("DA policin* anti-social")) == [
        [(("da",),), (("domest", "abus"),)],
        [(("polic",),)],
        [(("anti", "social"),), (("antisoci",),)],
    ]


@pytest.mark.usefixtures("record")
def test_the_documents_can_be_written_again_from_nothing():
    SearchDocument.objects.all().delete()
    assert found("missing children") == []
    index(Recommendation.objects.values_list("pk", flat=True))
    assert found("missing children") == ["missing"]
