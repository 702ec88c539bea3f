import pytest

from inspections.models.search import phrases, wanted
from inspections.reading.marking import mark, marked
from tests.make import make_force, make_inspection, make_recommendation, make_theme

pytestmark = pytest.mark.django_db


def shown(text, words):
    return marked(text, wanted(phrases(words)))


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("Find the missing children.", "child", "Find the missing <mark>children</mark>."),
        ("Find the missing children.", '"missing child"', "Find the <mark>missing children</mark>."),
        ("Children go missing.", '"missing child"', "Children go missing."),
        ("The child’s Café", "CAFE child", "The <mark>child’s</mark> <mark>Café</mark>"),
        ("Cafe\u0301 open", "cafe", "<mark>Café</mark> open"),
        ("Anti-social or antisocial", "anti-social", "<mark>Anti-social</mark> or <mark>antisocial</mark>"),
        ("Find the missing.", "zebra", "Find the missing."),
        ("Find the missing.", "", "Find the missing."),
        ("a b a b a", '"a b a"', "<mark>a b a</mark><mark> b a</mark>"),
        ("1 < 2 & <b>missing</b>", "missing", "1 &lt; 2 &amp; &lt;b&gt;<mark>missing</mark>&lt;/b&gt;"),
        ("<mark>b</mark>", "mark <b>", "&lt;<mark>mark</mark>&gt;<mark>b</mark>&lt;/<mark>mark</mark>&gt;"),
        ("x", '<script>alert("x")</script>', "<mark>x</mark>"),
    ],
)
def test_the_words_found_are_marked_and_all_else_is_escaped(text, words, html):
    assert shown(text, words) == html


def test_the_name_of_a_theme_is_marked_for_its_synonym():
    make_theme(name="Domestic abuse", synonyms="DA")
    assert shown("Record domestic abuse.", "DA") == "Record <mark>domestic abuse</mark>."


def test_an_open_word_is_marked_in_the_forms_that_it_goes_on_to():
    make_recommendation(text="Supervise them.")
    assert shown("Supervise them, supervisors.", "superv*").startswith("<mark>Supervise</mark> them")


def test_a_card_says_where_else_a_word_was_found():
    inspection = make_inspection(title="The North & its cells")
    recommendation = make_recommendation(
        "north-1", to=[make_force(name="Kent Police", short_name="Kent")], inspection=inspection, text="Train <staff>.",
        themes=[make_theme(name="Custody", synonyms="cells; DET")],
    )  # fmt: skip

    def card(words):
        card = {"text": recommendation.text}
        mark([card], [recommendation.pk], words)
        return card["marked"], card["found_in"]

    assert card("staff") == ("Train &lt;<mark>staff</mark>&gt;.", "")
    assert card("train kent") == ("<mark>Train</mark> &lt;staff&gt;.", "Found in: body Kent Police")
    assert card("cells")[1] == "Found in: inspection “The North & its cells”"
    assert card("DET custody")[1] == "Found in: theme “Custody”"
    assert card("north-1 kent")[1] == "Found in: reference north-1; body Kent Police"
    assert card("zebra")[1] == ""


def test_the_queries_do_not_grow_with_the_cards(django_assert_max_num_queries):
    keys = [make_recommendation(text=f"Number {number}.").pk for number in range(5)]
    cards = [{"text": "Number."} for _ in keys]
    with django_assert_max_num_queries(6):
        mark(cards, keys, "recommendation")
    assert {card["found_in"] for card in cards} == {"Found in: kind “Recommendation”"}
