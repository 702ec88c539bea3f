import datetime

import pytest

from inspections.models import Addressee, MonitoringPhase, ResponseItem
from inspections.reading.history import history_of
from inspections.reading.timeline import timeline
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_policing_body,
    make_recommendation,
    make_response,
    make_update,
)

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def entries(item, on: datetime.date = ON):
    fetched = Addressee.objects.select_related("body", "recommendation__inspection").get(pk=item.pk)
    return timeline(history_of(fetched, on))


def test_what_happened_comes_newest_first_each_in_its_lane():
    kent = make_force()
    pcc = make_policing_body(kent)
    item = make_item(body=kent, inspection=make_inspection(title="PEEL", published="2020-01-15"))
    make_update(item, "planned", on="2020-03")
    make_update(item, "assured", on="2021-05-06")
    make_update(item, "complete", on="2022")
    make_response(item.recommendation.inspection, pcc, published="2020-02-20")
    assert [(entry["date_label"], entry["lane"], entry["heading"]) for entry in entries(item)] == [
        ("2022", "inspectorate", "Complete"),
        ("6 May 2021", "local-policing-body", "Assured"),
        ("March 2020", "addressed-body", "Planned"),
        ("20 February 2020", "local-policing-body", "Response to the report published"),
        ("15 January 2020", "event", "Report published: PEEL"),
    ]


def test_within_a_day_what_was_recorded_later_comes_first():
    item = make_item()
    make_update(item, "planned", on="2021-01-01")
    make_update(item, "under-way", on="2021-01-01")
    assert [entry["heading"] for entry in entries(item)][:2] == ["Under way", "Planned"]


def test_a_correction_and_what_it_corrects_point_to_each_other():
    item = make_item(inspection=make_inspection(published="2018-03-08"))
    wrong = make_update(item, "complete", on="2022-10-24", recorded_on=datetime.date(2022, 11, 1))
    make_update(item, "complete", on="2019", corrects=wrong, recorded_on=datetime.date(2026, 11, 21))
    struck, right = entries(item)[:2]
    assert struck["corrected_by"] == {"date": "21 November 2026", "who": "HMICFRS", "url": "#entry-2"}
    assert (str(right["corrects"]["date"]), right["corrects"]["url"]) == ("24 October 2022", "#entry-1")
    assert struck["anchor"] == "entry-1"


def test_what_was_recorded_together_says_with_how_many_others():
    recommendation = make_recommendation(to=[make_force() for _ in range(3)])
    for item in recommendation.addressees.all():
        make_update(item, "planned", batch="together")
    entry = entries(recommendation.addressees.all()[0])[0]
    assert (entry["note"], entry["note_url"]) == ("Recorded together with 2 others.", "/batches/together/")
    alone = make_item()
    make_update(alone, "planned")
    assert entries(alone)[0]["note"] == ""


def test_an_inspection_that_is_not_public_on_the_day_is_not_named():
    item = make_item()
    follow_up = make_inspection(title="Follow-up", published="2022-06-01")
    make_update(item, "complete", on="2022-05-01", made_in=follow_up)
    assert entries(item)[0]["made_in"]["label"] == "Follow-up"
    assert "made_in" not in entries(item, datetime.date(2022, 5, 31))[0]


def test_a_response_says_what_it_answers_to_this():
    item = make_item(body=make_force())
    response = make_response(item.recommendation.inspection, item.body)
    ResponseItem.objects.create(response=response, addressee=item, decision="accepted", action="Train everybody.")
    assert entries(item)[0]["note"] == "On this: accepted. Train everybody."


def test_a_search_that_found_nothing_stands_on_its_day():
    item = make_item(body=make_force())
    make_response(item.recommendation.inspection, item.body, published=None, not_found_as_of=datetime.date(2026, 5, 3))
    first = entries(item)[0]
    assert (first["date_label"], first["heading"]) == ("3 May 2026", "No response to the report found by us")


def test_an_undated_report_is_no_event():
    assert entries(make_item(inspection=make_inspection(published=None))) == []


def test_what_is_known_to_the_month_of_the_report_came_after_it():
    item = make_item(inspection=make_inspection(published="2025-01-15"))
    make_update(item, "under-way", on="2025-01")
    assert [entry["date_label"] for entry in entries(item)] == ["January 2025", "15 January 2025"]


def test_a_change_of_the_bodys_monitoring_since_the_report_is_an_event_as_exact_as_it_is_known():
    kent = make_force(short_name="Kent")
    for phase, start, end in (("scan", "2010", "2019"), ("engage", "2019", "2023-09-20"), ("scan", "2023-09-20", None)):
        MonitoringPhase.objects.create(body=kent, phase=phase, start=start, end=end)
    MonitoringPhase.objects.create(body=make_force(), phase="engage", start="2021")
    item = make_item(body=kent, inspection=make_inspection(published="2017-09-21"))
    told = [(entry["date_label"], entry["lane"], entry["heading"]) for entry in entries(item)[:-1]]
    assert told == [
        ("20 September 2023", "event", "Monitoring of Kent: Scan began"),
        ("2019", "event", "Monitoring of Kent: Engage began"),
    ]
    assert len(entries(item, datetime.date(2020, 1, 1))) == 2
    assert entries(item)[0]["url"] == f"/forces/{kent.slug}/#monitoring"


def test_an_episode_that_nothing_follows_ends_in_words():
    item = make_item(inspection=make_inspection(published="2017-09-21"))
    MonitoringPhase.objects.create(body=item.body, phase="engage", start="2019", end="2022")
    assert "Engage ended" in entries(item)[0]["heading"]
