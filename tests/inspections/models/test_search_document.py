import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Inspection, Recommendation, SearchDocument, SearchWord
from inspections.models.search import newest
from inspections.models.search_document import BREAK, INDEXED_AT_ONCE, findable_by, index, place_of, tidy
from inspections.partial_dates import PartialDate
from inspections.words import tokens
from tests.make import make_body, make_force, make_inspection, make_programme, make_recommendation, make_theme


def listed():
    """The references in the order of their places, from the top of the list."""
    return list(SearchDocument.objects.order_by("-place").values_list("recommendation__ref", flat=True))


def test_a_place_is_higher_the_nearer_to_the_top():
    days = [PartialDate.parse(day) for day in ("2020-01-02", "2020-01-01", "2020-01", "2020", "2019-12-31", "0001")]
    places = [place_of(day, inspection, rank) for day in [*days, None] for inspection in (1, 2) for rank in (0, 1, 9)]
    assert places == sorted(places, reverse=True)
    assert len(set(places)) == len(places)


def test_a_place_fits_in_63_bits_at_its_limits():
    assert place_of(PartialDate.parse("9999-12-31"), 0, 0) < 2**63
    assert place_of(None, 2**21 - 1, 2**20 - 1) == 0


@pytest.mark.django_db
class TestOrder:
    def test_it_is_that_of_the_list(self):
        for published in ("2019", None, "2020-05-01", "2019-03"):
            inspection = make_inspection(published=published)
            for number in ("10", "2", "A1", "A"):
                make_recommendation(f"{published}-{number}".lower(), inspection=inspection, number=number)
        days = ("2020-05-01", "2019-03", "2019", "none")
        assert listed() == [f"{day}-{number}" for day in days for number in ("2", "10", "a", "a1")]

    def test_one_that_comes_between_moves_those_after_it(self):
        inspection = make_inspection()
        for number in ("5", "7", "1", "6", "3"):
            make_recommendation(f"r{number}", inspection=inspection, number=number, text="Find the missing.")
        assert listed() == ["r1", "r3", "r5", "r6", "r7"]
        assert len(list(newest("missing"))) == 5

    def test_a_moved_publication_moves_its_recommendations(self):
        first, second = make_inspection(published="2019"), make_inspection(published="2020")
        make_recommendation("first", inspection=first)
        make_recommendation("second", inspection=second)
        assert listed() == ["second", "first"]
        first.published_on = PartialDate.parse("2021")
        first.save()
        assert listed() == ["first", "second"]

    def test_one_that_goes_over_to_another_inspection_takes_its_place_there(self):
        first, second = make_inspection(published="2019"), make_inspection(published="2020")
        for number, inspection in enumerate([first, first, second]):
            make_recommendation(f"r{number}", inspection=inspection, number=str(number))
        moving = Recommendation.objects.get(ref="r0")
        moving.inspection = second
        moving.save()
        assert listed() == ["r0", "r2", "r1"]

    def test_what_was_deleted_leaves_no_document(self):
        recommendation = make_recommendation(to=[], text="Find the missing.")
        recommendation.delete()
        assert not SearchDocument.objects.exists()
        assert list(newest("missing")) == []


@pytest.mark.django_db
class TestWriting:
    def test_it_can_be_found_by_all_that_it_belongs_to(self):
        inspection = make_inspection(
            title="Re-inspection of the North", area="Teesside", programme=make_programme(abbreviation="NCPI")
        )
        inspection.bodies.add(make_body(name="Council", name_cy="Cyngor"))
        theme = make_theme(name="Demand", name_cy="Galw", synonyms="value for money; VFM")
        recommendation = make_recommendation(
            "north-1", to=[make_force(name="North Police", short_name="North")], inspection=inspection,
            themes=[theme], paragraph="4.12",
        )  # fmt: skip
        for words in (
            *("council", "cyngor", "galw", '"value for money"', "vfm", "teesside", "ncpi", '"north police"', "4.12"),
            *("north-1", "recommendation", "reinspection", "re-inspection", '"re inspection"', "1", "demand"),
        ):
            assert list(newest(words)) == [recommendation.pk], words
        document = SearchDocument.objects.get()
        assert document.title == f"{' '.join(tokens(inspection.title))} {BREAK} north 1"
        assert document.title_key == "re inspection of the north"
        assert str(document) == document.text[:60]
        assert str(SearchWord.objects.get(word="vfm")) == "vfm"

    def test_a_body_that_is_put_on_and_taken_off_an_inspection_is_heard(self):
        recommendation = make_recommendation()
        body = make_body(name="Council")
        recommendation.inspection.bodies.add(body)
        assert list(newest("council")) == [recommendation.pk]
        recommendation.inspection.bodies.remove(body)
        assert list(newest("council")) == []

    def test_what_stands_as_it_should_is_left_alone(self):
        recommendation = make_recommendation()
        with CaptureQueriesContext(connection) as asked:
            index([recommendation.pk])
        assert not [query for query in asked if query["sql"].startswith(("INSERT", "DELETE", "UPDATE"))]
        with CaptureQueriesContext(connection) as asked:
            index([recommendation.pk], afresh=True)
        assert [query for query in asked if query["sql"].startswith("INSERT")]

    def test_no_more_queries_are_asked_for_many_than_for_one(self):
        inspection = make_inspection()
        keys = [make_recommendation(inspection=inspection).pk for _ in range(6)]

        def asked(some):
            SearchDocument.objects.all().delete()
            with CaptureQueriesContext(connection) as queries:
                index(some)
            return len(queries)

        assert asked(keys) == asked(keys[:1]) <= 12

    def test_many_are_written_some_at_a_time_and_each_is_ticked(self, monkeypatch):
        monkeypatch.setattr("inspections.models.search_document.INDEXED_AT_ONCE", 2)
        keys = [make_recommendation(inspection=make_inspection()).pk for _ in range(5)]
        SearchDocument.objects.all().delete()
        ticks = []
        index(keys, ticks.append)
        assert ticks == [2, 2, 1]
        assert SearchDocument.objects.count() == 5
        assert INDEXED_AT_ONCE <= 1000

    def test_a_key_that_is_nobodys_is_no_error(self):
        index([12345])
        assert findable_by([12345]) == {}

    def test_a_document_that_stands_in_the_way_of_another_gives_way(self):
        """A raw update that told nobody leaves a document at another's place."""
        one, two = make_inspection(), make_inspection()
        stray = make_recommendation("stray", inspection=one)
        Recommendation.objects.filter(pk=stray.pk).update(inspection=two)
        other = make_recommendation("other", inspection=one)
        assert list(newest("other")) == [other.pk]
        index([stray.pk])
        assert set(listed()) == {"stray", "other"}

    def test_the_engines_index_is_put_in_order(self):
        recommendation = make_recommendation(text="Find the missing.")
        tidy()
        assert list(newest("missing")) == [recommendation.pk]

    def test_the_loads_date_of_an_inspection_is_that_of_its_place(self):
        recommendation = make_recommendation(inspection=make_inspection(published="2019-05-06"))
        expected = place_of(PartialDate.parse("2019-05-06"), Inspection.objects.get().pk, 0)
        assert SearchDocument.objects.get(recommendation=recommendation).place == expected
