"""Responses and what they say about each recommendation."""

import datetime

from inspections.models import Response
from tests.make import make_force, make_inspection, make_item, make_policing_body, make_response

LIST = "/admin/inspections/response/"


def form(inspection, responder, **changed):
    return {"inspection": inspection.pk, "responder": responder.pk, "published_on": "2020-02-20", **changed}


def test_a_response_is_entered_and_then_what_it_says_about_each_item(boss, db):
    force = make_force()
    pcc = make_policing_body(force)
    item = make_item(body=force, inspection=make_inspection(published="2020-01-15"))
    inspection = item.recommendation.inspection
    boss.post(f"{LIST}add/", form(inspection, pcc))
    response = Response.objects.get()
    rows = {
        "items-TOTAL_FORMS": 1,
        "items-INITIAL_FORMS": 0,
        "items-0-addressee": item.pk,
        "items-0-decision": "accepted",
    }
    boss.post(f"{LIST}{response.pk}/change/", form(inspection, pcc, **rows))
    assert response.items.get().addressee == item


def test_only_items_that_the_responder_can_answer_are_offered(boss, db):
    force = make_force()
    inspection = make_inspection(published="2020-01-15")
    own = make_item(body=force, inspection=inspection)
    of_another_force = make_item(inspection=inspection)
    of_another_inspection = make_item(body=force, inspection=make_inspection())
    response = make_response(inspection, make_policing_body(force))
    page = boss.get(f"{LIST}{response.pk}/change/").content.decode()
    assert f'<option value="{own.pk}">' in page
    assert f'<option value="{of_another_force.pk}">' not in page
    assert f'<option value="{of_another_inspection.pk}">' not in page


def test_a_response_before_its_report_is_refused_with_a_sentence(boss, db):
    answer = boss.post(
        f"{LIST}add/", form(make_inspection(published="2020-01-15"), make_force(), published_on="2020-01")
    )
    assert Response.objects.count() == 1, "a month that may be after is allowed"
    answer = boss.post(f"{LIST}add/", form(make_inspection(published="2020-01-15"), make_force(), published_on="2019"))
    assert "cannot come before the report" in answer.content.decode()


def test_a_response_is_found_or_not_found_and_not_both(boss, db):
    answer = boss.post(f"{LIST}add/", form(make_inspection(), make_force(), not_found_as_of="2026-05-03"))
    assert "not both" in answer.content.decode()
    boss.post(f"{LIST}add/", form(make_inspection(), make_force(), published_on="", not_found_as_of="2026-05-03"))
    assert not Response.objects.get().was_found


def test_the_list_opens_on_those_not_found_longest_ago_first(boss, db):
    found = make_response(make_inspection(), make_force())
    lately, long_ago = (
        make_response(make_inspection(), make_force(), published=None, not_found_as_of=datetime.date(year, 5, 3))
        for year in (2026, 2024)
    )
    assert list(boss.get(LIST).context["cl"].result_list) == [long_ago, lately, found]
    assert list(boss.get(f"{LIST}?found=yes").context["cl"].result_list) == [found]
    assert set(boss.get(f"{LIST}?found=no").context["cl"].result_list) == {lately, long_ago}
