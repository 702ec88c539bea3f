"""Changes in the words of the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.admin.differences import Names, compare, difference, in_words, label_of
from inspections.admin.versions import Key, keeping
from inspections.models import Inspection, Recommendation, Source
from tests.make import make_force, make_inspection, make_staff, make_theme

NOBODY = Names([])


def test_labels_are_those_of_the_form():
    assert label_of(Recommendation, "text_is") == "Whose words"


@pytest.mark.parametrize(
    ("model", "field", "value", "words"),
    [
        (Recommendation, "deadline", "by-date", "By a date"),
        (Recommendation, "due_on", "2019-09", "September 2019"),
        (Recommendation, "due_on", "", ""),
        (Recommendation, "due_on", "soon", "soon"),
        (Recommendation, "withdrawn_on", "2026-05-03", "3 May 2026"),
        (Inspection, "published_time", "09:30:00", "09:30"),
        (Inspection, "draft", True, "Yes"),
        (Inspection, "draft", False, "No"),
        (Inspection, "draft", None, ""),
        (Inspection, "bodies", [], ""),
        (Source, "url", "https://example.org/", "https://example.org/"),
        (Source, "no_longer_a_field", 7, "7"),
    ],
)
def test_a_value_is_shown_as_the_form_shows_it(model, field, value, words):
    assert in_words(model, field, value, NOBODY) == words


@pytest.mark.django_db
def test_what_is_pointed_at_is_called_by_its_name_and_one_that_is_gone_by_its_last():
    cleveland, theme = make_force(name="Cleveland Police"), make_theme(name="Custody")
    with keeping([theme], by=make_staff()):
        gone = theme.pk
        theme.delete()
    inspection, recommendation = Key("inspections.inspection", "1"), Key("inspections.recommendation", "1")
    names = Names([(inspection, {"bodies": [cleveland.pk]}), (recommendation, {"themes": [gone, 999]})])
    assert in_words(Inspection, "bodies", [cleveland.pk], names) == "Cleveland Police"
    assert in_words(Recommendation, "themes", [gone], names) == "Custody (no longer on record)"
    assert in_words(Recommendation, "themes", [999], names) == "theme 999 (no longer on record)"


@pytest.mark.django_db
def test_names_of_one_kind_are_fetched_together(django_assert_max_num_queries):
    inspections = [make_inspection() for _number in range(5)]
    key = Key("inspections.inspection", "1")
    with django_assert_max_num_queries(1):
        Names([(key, {"follows_up": [inspection.pk]}) for inspection in inspections])


LONG = "Within three months the force should make sure that every officer in the control room has been trained. "


def test_in_a_long_text_the_words_that_differ_are_marked_and_counted():
    changed = difference(
        Recommendation, "text", LONG, LONG.replace("three", "six").replace("every", "each new"), NOBODY
    )
    assert changed.is_long
    assert [piece.text for piece in changed.was if piece.differs] == ["three", "every"]
    assert [piece.text for piece in changed.now if piece.differs] == ["six", "each new"]
    assert changed.summary == "2 words taken out, 3 words put in"


def test_where_only_spaces_differ_it_says_so():
    changed = difference(Recommendation, "text", LONG, LONG.replace(". ", ".\n"), NOBODY)
    assert changed.summary == "Only spaces or line breaks differ"


def test_a_short_text_is_shown_whole():
    changed = difference(Recommendation, "number", "1", "2", NOBODY)
    assert ([piece.text for piece in changed.was], [piece.text for piece in changed.now]) == (["1"], ["2"])
    assert not changed.is_long


@given(st.text(), st.text())
def test_the_pieces_joined_are_the_texts(was, now):
    old, new = compare(was, now)
    assert "".join(piece.text for piece in old) == was
    assert "".join(piece.text for piece in new) == now
    assert [piece.text for piece in old if not piece.differs] == [piece.text for piece in new if not piece.differs]


def test_a_very_long_text_is_compared_by_sentences_in_no_time():
    was = " ".join(f"Sentence {number} says what it says." for number in range(3000))
    old, new = compare(was, was.replace("Sentence 7 ", "Sentence seven "))
    assert [piece.text.strip() for piece in new if piece.differs] == ["Sentence seven says what it says."]
    assert len([piece for piece in old if piece.differs]) == 1
