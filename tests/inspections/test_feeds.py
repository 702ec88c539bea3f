"""Which entries a feed has, page by page; what each tells is tested in reading/test_recorded.py."""

import pytest

from inspections import feeds
from inspections.days import today
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def kent():
    return make.make_force("kent")


def whats(scope, number=1):
    return [entry.what.partition("/")[0] for entry in feeds.page_of(scope, today(), number).entries]


def test_pages_have_every_entry_once_and_in_order(kent, monkeypatch):
    monkeypatch.setattr(feeds, "ON_A_PAGE", 3)
    for number in range(4):
        item = make.make_item(f"ref-{number}", kent)
        make.make_update(item, "under-way")
        make.make_response(item.recommendation.inspection, kent)
    pages = [feeds.page_of(feeds.EVERYTHING, today(), number) for number in range(1, 5)]
    entries = [entry for page in pages for entry in page.entries]
    assert {page.pages for page in pages} == {4}
    assert len({entry.what for entry in entries}) == len(entries) == 12
    assert [entry.moment for entry in entries] == sorted((entry.moment for entry in entries), reverse=True)
    assert feeds.page_of(feeds.EVERYTHING, today(), 5) is None
    assert feeds.page_of(feeds.EVERYTHING, today(), 0) is None


def test_a_body_has_what_it_was_asked_what_it_says_and_who_answered_for_it(kent):
    pcc = make.make_policing_body(kent, "kent-pcc")
    item = make.make_item("ref-1", kent)
    make.make_update(item, "assured", by=pcc)
    make.make_response(item.recommendation.inspection, pcc)
    make.make_update(make.make_item("elsewhere"), "under-way")
    assert sorted(whats(feeds.of_bodies([kent], today()))) == ["inspection", "response", "update"]
    assert sorted(whats(feeds.of_bodies([pcc], today()))) == ["response", "update"]


def test_a_follow_up_has_what_was_said_in_it_of_earlier_items(kent):
    item = make.make_item("ref-1", kent)
    later = make.make_inspection("later", "2021-03-01", [kent])
    make.make_update(item, "being-progressed", made_in=later)
    assert sorted(whats(feeds.of_inspections(type(later).objects.filter(pk=later.pk)))) == ["inspection", "update"]


def test_what_was_withdrawn_with_what_it_belongs_to_has_no_entry_of_its_own(kent):
    from inspections.actions import withdraw

    asked = make.make_recommendation("ref-1", [kent])
    make.make_part(asked, ref="ref-1-a")
    withdraw(asked, on=today(), note="Never asked.")
    assert whats(feeds.EVERYTHING).count("withdrawal") == 1
