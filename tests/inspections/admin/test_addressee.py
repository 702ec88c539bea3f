"""The staff's list of items opens on what needs doing; an item's page shows all of its history."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.days import today
from inspections.models import Addressee
from tests.make import (
    make_account,
    make_force,
    make_inspection,
    make_item,
    make_programme,
    make_recommendation,
    make_source,
    make_update,
)

LIST = "/admin/inspections/addressee/"


def page_of(item):
    return f"{LIST}{item.pk}/change/"


def refs(answer):
    return [item.recommendation.ref for item in answer.context["cl"].result_list]


@pytest.fixture
def four(db):
    """One overdue, one due one day, one without a day, one confirmed complete."""
    late = make_item("late", due_on="2020-06-30")
    make_item("undated")
    make_item("coming", due_on="2990-01-01")
    make_update(make_item("done"), "complete")
    return late


def test_the_list_opens_on_open_items_the_longest_overdue_first(boss, four):
    assert refs(boss.get(LIST)) == ["late", "coming", "undated"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=all", {"late", "coming", "undated", "done"}),
        ("status=closed", {"done"}),
        ("status=confirmed-complete", {"done"}),
        ("status=no-progress", {"late", "coming", "undated"}),
        ("status=nonsense", set()),
        ("due=overdue", {"late"}),
        ("due=overdue&status=all", {"late"}),
        ("due=next-3-months", set()),
        ("due=no-day", {"undated"}),
        ("news=never&status=all", {"late", "coming", "undated"}),
        ("news=quiet&status=all", {"late", "coming", "undated"}),
        ("q=done", {"done"}),
        ("q=asks", {"late", "coming", "undated", "done"}),
        ("q=nowhere-to-be-found", set()),
        ("q=und", {"undated"}),
    ],
)
def test_each_filter_finds_what_it_says(boss, four, query, found):
    assert set(refs(boss.get(f"{LIST}?{query}"))) == found


def test_items_are_found_by_force_inspection_programme_and_kind(boss, db):
    programme = make_programme("custody")
    inspection = make_inspection("custody-2021", programme=programme)
    make_item("wanted", make_force("cleveland"), inspection=inspection, kind="cause-of-concern")
    make_item("other", inspection=make_inspection(programme=make_programme()))
    for query in (
        "force=cleveland",
        "inspection=custody-2021",
        "programme=custody",
        "recommendation__kind=cause-of-concern",
    ):
        assert refs(boss.get(f"{LIST}?{query}")) == ["wanted"], query


def test_one_filter_keeps_the_others(boss, four):
    page = boss.get(f"{LIST}?status=closed&q=done").content.decode()
    assert '<input type="hidden" name="status" value="closed">' in page
    assert '<input type="hidden" name="q" value="done">' in page


def test_news_of_the_last_half_year_is_not_quiet(boss, db):
    on = today()
    make_update(make_item("fresh"), "under-way", on=(on - datetime.timedelta(179)).isoformat(), recorded_on=on)
    make_update(make_item("stale"), "under-way", on=(on - datetime.timedelta(180)).isoformat(), recorded_on=on)
    assert refs(boss.get(f"{LIST}?news=quiet")) == ["stale"]


def test_the_list_shows_how_each_item_stands(boss, db):
    item = make_item("r-1", make_force(short_name="Cleveland"), due_on="2020-06-30")
    make_update(item, "under-way", on="2021-03")
    page = boss.get(LIST).content.decode()
    for words in ("Cleveland", "Under way", "March 2021", "30 Jun 2020", "overdue"):
        assert words in page


def test_the_queries_of_the_list_do_not_grow_with_its_rows(boss, db):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert boss.get(LIST).status_code == 200
        return len(caught)

    make_update(make_item(), "under-way")
    few = queries()
    recommendation = make_recommendation(to=[make_force() for _number in range(20)])
    for item in recommendation.addressees.all():
        make_update(item, "under-way", source=make_source())
    assert queries() == few
    assert few <= 12


def test_the_item_page_shows_facts_voices_and_the_whole_history(boss, db):
    item = make_item("r-1", text="Find missing children sooner.")
    source = make_source(title="The letter", url="https://example.org/letter")
    make_update(item, "says-complete", on="2021-01", reason="The force said so.", source=source, target_on="2022-01")
    make_update(item, "assured", on="2021-02")
    make_update(item, "being-progressed", on="2021-03-04", publisher_wording="in hand")
    page = boss.get(page_of(item)).content.decode()
    for words in (
        "Find missing children sooner.",
        "The force said so.",
        "https://example.org/letter",
        "January 2022",
        "in hand",
        "4 March 2021",
        "Record a status update",
        "View on site",
        item.get_absolute_url(),
    ):
        assert words in page, words


def test_the_queries_of_the_item_page_do_not_grow_with_its_history(boss, db, django_assert_max_num_queries):
    item = make_item()
    for month in range(1, 10):
        make_update(item, "under-way", on=f"2021-{month:02}")
    with django_assert_max_num_queries(14):
        boss.get(page_of(item))


def test_there_is_no_way_to_the_public_page_of_a_draft(boss, db):
    item = make_item(inspection=make_inspection(draft=True))
    page = boss.get(page_of(item)).content.decode()
    assert "View on site" not in page
    assert "not public yet" in page


def test_an_item_is_never_edited_or_added_here(boss, db):
    item = make_item()
    assert boss.post(page_of(item), {"body": make_force().pk}).status_code == 403
    assert boss.get(f"{LIST}add/").status_code == 403


def test_an_item_made_by_mistake_is_deleted_in_draft_only(boss, sign_in, db):
    public, draft = make_item(), make_item(inspection=make_inspection(draft=True))
    other = sign_in("view_addressee", "see_all")
    assert other.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"}).status_code == 403
    assert boss.post(f"{LIST}{public.pk}/delete/", {"post": "yes"}).status_code == 403
    assert boss.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Addressee.objects.all()) == [public]


@pytest.mark.parametrize("order", ["0", "1", "2", "3", "5", "6", "-0", "-3", "-5", "-6"])
def test_the_list_can_be_sorted_by_its_columns(boss, four, order):
    assert sorted(refs(boss.get(f"{LIST}?status=all&o={order}"))) == ["coming", "done", "late", "undated"]


def test_a_contributor_is_led_to_no_page_that_stays_closed(db):
    item = make_item()
    client = Client()
    client.force_login(make_account("contributor", item.body))
    page = client.get(f"{LIST}{item.pk}/change/").content.decode()
    assert item.recommendation.text[:20] in page
    for address in re.findall(r'href="(/admin/inspections/[^"#]*)"', page):
        assert client.get(address).status_code == 200, address


def test_the_box_of_the_first_page_leads_to_the_one_item_that_it_finds(boss, sign_in, four):
    item = Addressee.objects.get(recommendation__ref="late")
    assert boss.get(f"{LIST}?find=1&q=late")["Location"] == f"{LIST}{item.pk}/record/"
    reader = sign_in("view_addressee", "see_all")
    assert reader.get(f"{LIST}?find=1&q=late")["Location"] == f"{LIST}{item.pk}/change/"
    assert boss.get(f"{LIST}?find=1&q=asks")["Location"] == f"{LIST}?q=asks"
    assert boss.get(f"{LIST}?find=1&q=")["Location"] == f"{LIST}?q="
    assert boss.get(f"{LIST}?find=1&q=", follow=True).status_code == 200
