"""What changed between two days, group by group."""

import datetime

import pytest

from inspections.models import MonitoringPhase
from inspections.reading import changes
from inspections.reading.spans import Span
from tests import make

pytestmark = pytest.mark.django_db


def span(since: str = "2021-01-01", until: str = "2021-12-31", *bodies) -> Span:
    return Span(datetime.date.fromisoformat(since), datetime.date.fromisoformat(until), bodies)


def test_every_group_is_there_even_where_nothing_changed():
    groups = changes.between(span())
    assert [group.slug for group in groups] == [
        "inspections",
        "recommendations",
        "headlines",
        "assurances",
        "responses",
        "moved",
        "corrections",
        "withdrawals",
        "monitoring",
    ]
    assert sum(group.total for group in groups) == 0


def test_inspections_published_in_the_time_with_what_they_asked_for():
    kent = make.make_force("kent")
    shown = make.make_inspection("shown", "2021-06", [kent])
    make.make_recommendation(to=[kent, make.make_force()], inspection=shown)
    make.make_inspection("early", "2020-12-31")
    make.make_inspection("late", "2022-01-01")
    make.make_inspection("hushed", "2021-06-01", draft=True)
    (line,) = changes.inspections(span()).lines
    assert (line.text, line.when, line.facts) == ("Shown", "June 2021", "2 items asked for")
    (line,) = changes.inspections(span("2021-01-01", "2021-12-31", kent)).lines
    assert line.facts == "1 item asked for"
    assert changes.inspections(span("2021-01-01", "2021-12-31", make.make_force())).total == 0


def test_an_inspection_of_an_unknown_day_says_so():
    source = make.make_source(published_on=make.partial("2021-04-05"))
    make.make_inspection("undated", None).sources.add(source)
    group = changes.inspections(span())
    assert [line.when for line in group.lines] == ["Day of publication not known; public by 5 April 2021"]
    assert "It may be older." in group.note


def test_recommendations_count_what_and_to_whom():
    kent = make.make_force("kent")
    new = make.make_inspection(published="2021-06-01", title="PEEL")
    national = make.make_recommendation("national", [kent, make.make_force()], new, number="2")
    make.make_part(national, ref="part", number="2a")
    make.make_recommendation("old", [kent], make.make_inspection(published="2019-06-01"))
    group = changes.recommendations(span())
    assert group.figure == "2 recommendations, 4 items"
    assert [(line.who, line.whom) for line in group.lines] == [
        ("Recommendation 2, PEEL", "2 items"),
        ("Part of a recommendation 2a, PEEL", "2 items"),
    ]
    ours = changes.recommendations(span("2021-01-01", "2021-12-31", kent))
    assert ours.figure == "2 recommendations, 2 items"
    assert {line.whom for line in ours.lines} == {kent.label}


def test_responses_found_and_not_found_with_their_clock():
    kent = make.make_force("kent", ons_code="E23000032")
    pcc = make.make_policing_body(kent, start="2012-11-22")
    report = make.make_inspection("peel", "2021-01-04")
    make.make_item(body=kent, inspection=report)
    make.make_response(report, pcc, "2021-03-02")
    other = make.make_inspection("other", "2020-11-01")
    make.make_response(other, pcc, None, not_found_as_of=datetime.date(2021, 5, 6))
    make.make_response(make.make_inspection(published="2020-11-02"), pcc, "2020-12-31")
    make.make_response(make.make_inspection(published="2020-11-03"), pcc, None, submitted_on=make.partial("2021-02"))
    group = changes.responses(span())
    assert group.figure == "2 found; 1 looked for and not found"
    assert [line.when for line in group.lines] == [
        "None found by us; looked on 6 May 2021",
        "2 March 2021",
        "Sent to the inspectorate on February 2021",
    ]
    assert group.lines[1].facts == "on day 58 of 56, 2 days late"
    assert changes.responses(span("2021-01-01", "2021-12-31", kent)).total == 3
    assert changes.responses(span("2021-01-01", "2021-12-31", make.make_force())).total == 0


def test_corrections_count_on_the_day_on_which_they_were_recorded():
    item = make.make_item()
    wrong = make.make_update(item, "planned", on="2020-05-01", recorded_on=datetime.date(2020, 6, 1))
    make.make_update(item, "planned", on="2020-06", corrects=wrong, recorded_on=datetime.date(2021, 3, 4))
    (line,) = changes.corrected(span()).lines
    assert (line.when, line.url) == ("Recorded on 4 March 2021", f"{item.get_absolute_url()}#entry-2")
    assert "Said on: June 2020, and no longer 1 May 2020" in line.facts
    assert changes.corrected(span("2020-01-01", "2020-12-31")).total == 0


def test_monitoring_phases_begin_and_end():
    kent = make.make_force("kent", name="Kent Police")
    MonitoringPhase.objects.create(body=kent, phase="engage", start=make.partial("2021"), end=make.partial("2021-09"))
    MonitoringPhase.objects.create(body=kent, phase="scan", start=make.partial("2021-09-02"))
    MonitoringPhase.objects.create(body=make.make_force(), phase="engage", start=make.partial("2020-09-02"))
    group = changes.monitoring(span("2021-01-01", "2021-12-31"))
    assert [(line.text, line.when) for line in group.lines] == [
        ("Scan began", "2 September 2021"),
        ("Engage ended", "September 2021"),
        ("Engage began", "2021"),
    ]
    assert changes.monitoring(span("2021-01-02", "2021-09-01", kent)).total == 1
