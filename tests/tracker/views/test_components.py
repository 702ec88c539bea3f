"""The gallery shows every page part; the parts keep what they promise to a screen reader and to a careful reader."""

import re

import pytest
from django.test import RequestFactory, override_settings

from inspections.headline import HeadlineStatus
from tests.harness.markup import html_errors
from tests.parts import part
from tracker.views.components import entries
from tracker.views.errors import bad_request, failed, forbidden, not_found

pytestmark = pytest.mark.django_db  # every page asks for the edition


@pytest.fixture
def gallery(client):
    return client.get("/components/").content.decode()


def test_the_gallery_is_valid_html_with_one_heading_and_no_cookie(client):
    response = client.get("/components/")
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert "<title>Page parts – Inspection recommendations</title>" in html
    assert not response.cookies
    assert html_errors({"/components/": html}) == {}


def test_the_gallery_shows_every_status_by_word(gallery):
    for status in HeadlineStatus:
        assert f"<span>{status.label}</span>" in gallery


def test_ids_are_given_once(gallery):
    ids = re.findall(r'\sid="([^"]+)"', gallery)
    assert len(ids) == len(set(ids))


def test_a_corrected_entry_says_so_and_stays():
    html = part("timeline", entries=entries("/"))
    assert "Corrected on 28 November 2020 by" in html
    assert "All officers have been trained." in html
    assert 'href="#entry-3"' in html


def test_entries_of_one_day_stand_under_one_date():
    html = part("timeline", entries=entries("/"))
    assert html.count(">28 November 2020</h3>") == 1


def test_a_fact_that_is_empty_is_left_out():
    html = part("summary_list", rows=[{"term": "Known", "value": "yes"}, {"term": "Empty", "value": ""}])
    assert "Known" in html
    assert "Empty" not in html


def test_an_error_stands_beside_its_field_and_keeps_what_was_typed():
    group = {"name": "after", "legend": "After", "kind": "date", "value": "30 February", "error": "Not a day."}
    html = part("filter_group", group=group)
    assert 'id="filter-after-error"' in html
    assert 'aria-describedby="filter-after-error"' in html
    assert 'type="text" value="30 February"' in html


def test_what_is_typed_is_escaped():
    html = part("search_form", action="/", value='"><script>alert(1)</script>')
    assert "<script>" not in html


@pytest.mark.parametrize(("view", "code"), [(not_found, 404), (forbidden, 403), (bad_request, 400)])
def test_an_error_page_offers_a_search(view, code):
    response = view(RequestFactory().get("/nowhere/"), Exception("of no interest to the public"))
    html = response.content.decode()
    assert response.status_code == code
    assert html.count("<h1") == 1
    assert 'action="/recommendations/"' in html
    assert "of no interest" not in html
    assert html_errors({str(code): html}) == {}


@override_settings(ROOT_URLCONF="no.such.module")
def test_the_page_of_a_failed_site_needs_nothing_of_the_site():
    response = failed(RequestFactory().get("/"))
    html = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong here" in html
    assert html_errors({"500": html}) == {}
