"""What is said of what was withdrawn, on its page and in the list."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.actions import withdraw
from inspections.reading.withdrawals import of_inspection, remark, withdrawals
from tests import make

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 5, 3)
EVE = datetime.date(2026, 5, 2)
NOTE = "It was entered twice."


@pytest.fixture
def item():
    return make.make_item("asked", make.make_force("kent", name="Kent Police"))


def test_the_remark_names_the_day_and_the_reason_from_that_day_on(item):
    withdraw(item.recommendation, on=DAY, note=NOTE)
    item.recommendation.refresh_from_db()
    assert remark(item.recommendation, EVE) == {}
    said = remark(item.recommendation, DAY)
    assert said["heading"] == "Withdrawn on 3 May 2026"
    assert said["text"] == NOTE
    assert "url" not in said
    assert remark(item.recommendation.inspection, DAY) == {}


def test_what_went_with_its_inspection_leads_there(item):
    inspection = item.recommendation.inspection
    withdraw(inspection, on=DAY, note=NOTE)
    item.recommendation.inspection.refresh_from_db()
    said = remark(item.recommendation, DAY)
    assert said["heading"] == "Withdrawn on 3 May 2026 with the whole inspection"
    assert said["url"] == inspection.get_absolute_url()
    assert "url" not in remark(item.recommendation.inspection, DAY)


def test_withdrawn_responses_of_an_inspection(item):
    inspection = item.recommendation.inspection
    response = make.make_response(inspection, item.body, "2020-02-20")
    assert of_inspection(inspection, DAY) == []
    withdraw(response, on=DAY, note=NOTE)
    (row,) = of_inspection(inspection, DAY)
    assert (row["responder"], row["when"], row["day"], row["note"]) == (
        item.body,
        "20 February 2020",
        "3 May 2026",
        NOTE,
    )
    assert of_inspection(inspection, EVE) == []


def test_the_list_has_the_latest_first_and_only_within_the_time(item):
    other = make.make_recommendation("other", [make.make_force("essex")])
    withdraw(other, on=EVE, note="Too old.")
    withdraw(item.recommendation.inspection, on=DAY, note=NOTE)
    assert [each.note for each in withdrawals(DAY)] == [NOTE, "Too old."]
    assert [each.note for each in withdrawals(DAY, DAY)] == [NOTE]
    assert [each.note for each in withdrawals(EVE)] == ["Too old."]
    assert [each.day for each in withdrawals(DAY)] == ["3 May 2026", "2 May 2026"]


def test_the_list_of_a_body_has_what_was_about_it(item):
    pcc = make.make_policing_body(item.body, "kent-pcc")
    inspection = make.make_inspection(bodies=[item.body])
    response = make.make_response(item.recommendation.inspection, pcc)
    for thing in (response, item.recommendation, inspection, make.make_recommendation()):
        withdraw(thing, on=DAY, note=NOTE)
    assert len(withdrawals(DAY)) == 4
    assert [each.what for each in withdrawals(DAY, bodies=[item.body])] == ["Inspection", "Recommendation", "Response"]
    assert withdrawals(DAY, bodies=[make.make_force()]) == []


def test_a_part_that_went_with_its_recommendation_has_no_line_and_one_that_went_alone_has(item):
    part = make.make_part(item.recommendation)
    withdraw(item.recommendation, on=DAY, note=NOTE)
    assert [each.text for each in withdrawals(DAY)] == [item.recommendation.text]
    alone = make.make_part(make.make_recommendation())
    withdraw(alone, on=DAY, note=NOTE)
    assert {each.text for each in withdrawals(DAY)} == {item.recommendation.text, alone.text}
    assert part.text not in {each.text for each in withdrawals(DAY)}


def test_nothing_that_is_not_public_is_in_the_list():
    make.make_inspection(draft=True, withdrawn_on=DAY, withdrawal_note="Never out.")
    assert withdrawals(DAY) == []


def test_the_list_takes_three_queries(item):
    for _number in range(3):
        withdraw(make.make_recommendation(), on=DAY, note=NOTE)
        withdraw(make.make_inspection(), on=DAY, note=NOTE)
    with CaptureQueriesContext(connection) as caught:
        assert len(withdrawals(DAY)) == 6
    assert len(caught) == 3
