"""The list of responses that are due soon or late."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Inspection
from tests.harness.markup import html_errors
from tests.inspections.staff import browser_of, days_ago
from tests.make import (
    make_account,
    make_force,
    make_inspection,
    make_item,
    make_policing_body,
    make_response,
    make_staff,
)

LIST = "/admin/inspections/response/owed/"
LATE, DUE = 56, 50  # days since publication: the last day is the 55th after it


def ask(slug, days, force=None):
    """A report that calls for the comments of the policing body of one force."""
    force = force or make_force(f"force-of-{slug}")
    pcc = make_policing_body(force, f"pcc-of-{slug}")
    make_item(body=force, inspection=make_inspection(slug, days_ago(days), title=f"Report {slug}"))
    return pcc


def listed(answer):
    return [row.duty.inspection.slug for row in answer.context["rows"]]


@pytest.fixture
def publisher(db):
    return browser_of(make_account("publisher"))


def test_it_says_who_owes_what_by_when(publisher):
    pcc = ask("one", LATE)
    page = publisher.get(LIST).content.decode()
    for words in (pcc.name, "for Force Of One", "Report one", "1 day late", "Nothing."):
        assert words in page, words


@pytest.mark.parametrize(
    ("query", "found"),
    [("", ["one", "two"]), ("show=all", ["one", "two"]), ("show=late", ["one"]), ("show=due", ["two"])],
)
def test_it_can_be_narrowed_to_what_is_late_or_still_due(publisher, query, found):
    ask("one", LATE)
    ask("two", DUE)
    assert listed(publisher.get(f"{LIST}?{query}")) == found


@pytest.mark.parametrize("value", ["nonsense", "LATE"])
def test_what_is_no_choice_finds_nothing_and_says_so(publisher, value):
    ask("one", LATE)
    answer = publisher.get(f"{LIST}?show={value}")
    assert listed(answer) == []
    assert "is not a choice of this list" in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "3", "x", "-1"])
def test_a_page_that_is_not_there_is_not_found(publisher, page):
    assert publisher.get(f"{LIST}?page={page}").status_code == 404


def test_it_comes_in_pages_and_keeps_the_choice(publisher):
    for number in range(51):
        ask(f"report-{number}", LATE + number)
    first = publisher.get(f"{LIST}?show=late")
    assert len(first.context["rows"]) == 50
    assert "?show=late&amp;page=2" in first.content.decode()
    assert listed(publisher.get(f"{LIST}?show=late&page=2")) == ["report-0"]


def test_the_link_opens_a_form_that_knows_who_and_what(publisher):
    pcc = ask("one", LATE)
    (row,) = publisher.get(LIST).context["rows"]
    form = publisher.get(row.address).context["adminform"].form
    assert str(form["inspection"].value()) == str(Inspection.objects.get().pk)
    assert str(form["responder"].value()) == str(pcc.pk)


def test_where_a_search_in_vain_is_recorded_the_link_leads_to_it(publisher):
    pcc = ask("one", LATE)
    inspection = Inspection.objects.get()
    response = make_response(inspection, pcc, None, not_found_as_of=days_ago(0))
    answer = publisher.get(LIST)
    assert answer.context["rows"][0].address == f"/admin/inspections/response/{response.pk}/change/"
    assert "none found" in answer.content.decode()


@pytest.mark.parametrize("role", ["viewer", "editor", "contributor"])
def test_who_may_not_record_responses_is_offered_no_link(db, role):
    pcc = ask("one", LATE)
    answer = browser_of(make_account(role, pcc)).get(LIST)
    assert [row.address for row in answer.context["rows"]] == [""]
    assert "Record what was found" not in answer.content.decode()


def test_a_contributor_sees_only_what_concerns_the_body(db):
    pcc = ask("one", LATE)
    ask("two", LATE)
    answer = browser_of(make_account("contributor", pcc)).get(LIST)
    assert listed(answer) == ["one"]
    assert "Report two" not in answer.content.decode()


def test_it_needs_the_right_to_see_items(db, client):
    assert browser_of(make_account("administrator")).get(LIST).status_code == 403
    assert browser_of(make_staff()).get(LIST).status_code == 403
    assert client.get(LIST).status_code == 302


def test_the_queries_do_not_grow_with_its_rows(publisher):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert publisher.get(LIST).status_code == 200
        return len(caught)

    ask("one", LATE)
    few = queries()
    for number in range(20):
        ask(f"more-{number}", LATE)
    assert queries() == few
    assert few <= 14


def test_our_part_of_the_page_is_valid_html(publisher):
    ask("one", LATE)
    ask("two", DUE)
    frame = '<!DOCTYPE html>\n<html lang="en-GB"><head><title>Owed</title></head><body>{}</body></html>\n'
    pages = {}
    for query in ("", "show=x", "show=due"):
        page = publisher.get(f"{LIST}?{query}").content.decode()
        pages[query] = frame.format(page[page.index('<div id="content-main"') : page.index("<br class=")])
    assert html_errors(pages) == {}
