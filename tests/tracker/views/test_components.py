"""The gallery shows every page part; the parts keep what they promise to a screen reader and to a careful reader."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

from inspections.headline import HeadlineStatus
from tests.harness.markup import html_errors
from tracker.views.components import entries


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
    html = render_to_string("components/timeline.html", {"entries": entries("/")})
    assert "Corrected on 28 November 2020 by" in html
    assert "All officers have been trained." in html
    assert 'href="#entry-3"' in html


def test_entries_of_one_day_stand_under_one_date():
    html = render_to_string("components/timeline.html", {"entries": entries("/")})
    assert html.count(">28 November 2020</h3>") == 1


def test_a_fact_that_is_empty_is_left_out():
    html = render_to_string(
        "components/summary_list.html", {"rows": [{"term": "Known", "value": "yes"}, {"term": "Empty", "value": ""}]}
    )
    assert "Known" in html
    assert "Empty" not in html


def test_an_error_stands_beside_its_field_and_keeps_what_was_typed():
    group = {"name": "after", "legend": "After", "kind": "date", "value": "30 February", "error": "Not a day."}
    html = render_to_string("components/filter_group.html", {"group": group})
    assert 'id="filter-after-error"' in html
    assert 'aria-describedby="filter-after-error"' in html
    assert 'type="text" value="30 February"' in html


def test_what_is_typed_is_escaped():
    html = render_to_string("components/search_form.html", {"action": "/", "value": '"><script>alert(1)</script>'})
    assert "<script>" not in html


@pytest.mark.parametrize(("view", "code"), [(page_not_found, 404), (permission_denied, 403), (bad_request, 400)])
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
    response = server_error(RequestFactory().get("/"))
    html = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong here" in html
    assert html_errors({"500": html}) == {}
