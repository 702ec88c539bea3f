"""A recommendation's own page: its items, its successions, and more bodies to address."""

import pytest
from django.urls import reverse

from inspections.models import Recommendation
from tests.make import make_force, make_inspection, make_item, make_recommendation, make_update

LIST = "/admin/inspections/recommendation/"


@pytest.fixture
def two_in_one_form(settings):
    """A recommendation and the one named in its form are two look-ups, and not one for each row."""
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Recommendation", "field": "get()"}]


def page_of(recommendation):
    return f"{LIST}{recommendation.pk}/change/"


def form(recommendation, **changed):
    fields = {
        "inspection": recommendation.inspection_id,
        "number": recommendation.number,
        "ref": recommendation.ref,
        "kind": recommendation.kind,
        "text": recommendation.text,
        "text_is": recommendation.text_is,
        "deadline_set_by": recommendation.deadline_set_by,
    }
    for prefix in ("addressees", "continued_by", "continues"):
        fields |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return fields | changed


def test_it_lists_its_items_with_their_headline_and_the_way_to_record(boss, db):
    item = make_item()
    make_update(item, "under-way")
    page = boss.get(page_of(item.recommendation)).content.decode()
    assert "Under way" in page
    assert reverse("admin:inspections_addressee_record", args=[item.pk]) in page


def test_it_is_addressed_to_more_bodies_and_says_to_how_many(boss, db):
    first, second, third = (make_force(ons_code=f"E2300000{number}") for number in range(3))
    recommendation = make_recommendation(to=[first])
    answer = boss.post(page_of(recommendation), form(recommendation, addressed_to="all-forces"), follow=True)
    assert {item.body for item in recommendation.addressees.all()} == {first, second, third}
    assert "2 more bodies" in answer.content.decode()


def test_saving_it_again_addresses_nobody_more(boss, db):
    recommendation = make_recommendation()
    boss.post(page_of(recommendation), form(recommendation, text="Reworded."))
    recommendation.refresh_from_db()
    assert recommendation.text == "Reworded."
    assert recommendation.addressees.count() == 1


def test_chosen_bodies_need_the_choice_that_goes_with_them(boss, db):
    recommendation = make_recommendation()
    answer = boss.post(page_of(recommendation), form(recommendation, chosen_bodies=[make_force().pk]))
    assert "says something else" in answer.content.decode()
    assert recommendation.addressees.count() == 1


def test_a_succession_is_entered_on_the_earlier_one(boss, two_in_one_form):
    earlier, later = make_recommendation(), make_recommendation()
    rows = {"continued_by-TOTAL_FORMS": 1, "continued_by-0-later": later.pk, "continued_by-0-kind": "repeated-in"}
    boss.post(page_of(earlier), form(earlier, **rows))
    assert earlier.continued_by.get().later == later


def test_it_does_not_succeed_itself(boss, two_in_one_form):
    earlier = make_recommendation()
    rows = {"continued_by-TOTAL_FORMS": 1, "continued_by-0-later": earlier.pk, "continued_by-0-kind": "repeated-in"}
    answer = boss.post(page_of(earlier), form(earlier, **rows))
    assert "does not succeed itself" in answer.content.decode()


def test_once_the_ledger_speaks_of_it_it_stays_in_its_inspection(boss, db):
    item = make_item()
    make_update(item, "under-way")
    recommendation, home = item.recommendation, item.recommendation.inspection
    boss.post(page_of(recommendation), form(recommendation, inspection=make_inspection().pk))
    assert Recommendation.objects.get().inspection == home


def test_it_is_found_by_words_and_by_part_of_its_reference(boss, db):
    make_recommendation("cp-2017-1", text="Find missing children sooner.")
    make_recommendation("other", text="Keep records.")
    for words in ("missing children", "cp-2017"):
        rows = boss.get(LIST, {"q": words}).context["cl"].result_list
        assert [row.ref for row in rows] == ["cp-2017-1"], words


def test_its_page_does_not_query_more_for_more_items(boss, db, django_assert_max_num_queries):
    recommendation = make_recommendation(to=[make_force() for _number in range(15)])
    with django_assert_max_num_queries(24):
        boss.get(page_of(recommendation))


def test_what_is_addressed_is_not_deleted(boss, db):
    recommendation = make_recommendation()
    answer = boss.post(f"{LIST}{recommendation.pk}/delete/", {"post": "yes"})
    assert str(recommendation.addressees.get()) in answer.content.decode()
    assert Recommendation.objects.exists()
