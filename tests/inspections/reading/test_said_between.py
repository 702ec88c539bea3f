"""Headlines that moved, assurances given and dates put off between two days."""

import datetime

import pytest

from inspections.reading import spans
from inspections.reading.said_between import assurances, headline_changes, moved_dates
from inspections.reading.spans import Shown, Span
from tests import make

pytestmark = pytest.mark.django_db


def span(since: str = "2021-01-01", until: str = "2021-12-31", *bodies) -> Span:
    return Span(datetime.date.fromisoformat(since), datetime.date.fromisoformat(until), bodies)


def went(group) -> list[tuple[str, str, str]]:
    return [(line.when, line.before.value, line.after.value) for line in group.lines]


def test_a_headline_change_says_from_what_to_what_and_who_said_so():
    item = make.make_item()
    make.make_update(item, "planned", on="2020-05-01")
    make.make_update(item, "says-complete", on="2021-03-01", reason="All trained.")
    make.make_update(item, "complete", on="2022-01-01")
    group = headline_changes(span())
    assert went(group) == [("1 March 2021", "planned", "reported-complete")]
    (line,) = group.lines
    assert (line.who, line.facts, line.reason) == (item.body.label, "Reported complete", "All trained.")
    assert line.url == f"{item.get_absolute_url()}#entry-2"
    assert group.figure == "1 change, to 1 of 1 item"


def test_what_moved_no_headline_is_no_change():
    item = make.make_item()
    make.make_update(item, "awaiting-review", on="2021-02-01")
    make.make_update(item, "under-way", on="2021-03-01")
    make.make_update(item, "being-progressed", on="2021-04-01")
    make.make_update(item, "assured", on="2021-05-01")
    assert went(headline_changes(span())) == [("1 March 2021", "no-progress", "under-way")]


def test_two_changes_on_one_day_are_one_from_the_morning_to_the_evening():
    item = make.make_item()
    make.make_update(item, "says-complete", on="2021-03-01")
    make.make_update(item, "being-progressed", on="2021-03-01")
    assert went(headline_changes(span())) == [("1 March 2021", "no-progress", "under-way")]


def test_forty_three_forces_at_once_are_one_line_with_their_number_and_a_link():
    recommendation = make.make_recommendation("national", [make.make_force() for _ in range(43)])
    for item in recommendation.addressees.all():
        make.make_update(item, "being-progressed", on="2021-10-24", batch="progress", reason="The report says so.")
    group = headline_changes(span())
    (line,) = group.lines
    assert (line.together, line.together_url, line.whom) == ("43 items together", "/batches/progress/", "43 bodies")
    assert line.url == "/recommendations/national/"
    assert group.figure == "43 changes, to 43 of 43 items"


def test_without_a_batch_those_of_one_recommendation_are_one_line_and_other_headlines_another():
    first, *rest = (
        make.make_recommendation("national", [make.make_force() for _ in range(3)]).addressees.all().order_by("pk")
    )
    make.make_update(first, "says-complete", on="2020-05-01")
    for item in (first, *rest):
        make.make_update(item, "being-progressed", on="2021-10-24")
    lines = headline_changes(span()).lines
    assert sorted((line.together, line.before.value) for line in lines) == [
        ("", "reported-complete"),
        ("2 items together", "no-progress"),
    ]
    (many,) = (line for line in lines if line.together)
    assert many.together_url == "/recommendations/national/"
    assert many.reason == "The reasons differ from item to item."


def test_a_batch_of_several_recommendations_to_one_body_counts_them():
    force = make.make_force()
    for _ in range(4):
        make.make_update(make.make_item(body=force), "complete", on="2021-02-26", batch="letter", reason="Closed.")
    (line,) = headline_changes(span()).lines
    assert (line.text, line.whom, line.url) == ("4 recommendations", force.label, "/batches/letter/")


def test_a_change_dated_before_its_report_counts_on_the_day_of_the_report():
    inspection = make.make_inspection(published="2021-11-28")
    make.make_update(make.make_item(inspection=inspection), "planned", on="2021")
    assert headline_changes(span("2021-01-01", "2021-11-27")).total == 0
    assert went(headline_changes(span("2021-11-28", "2021-11-28"))) == [("2021", "no-progress", "planned")]
    assert headline_changes(span("2021-11-29", "2021-12-31")).total == 0


def test_what_is_not_public_or_corrected_or_of_others_is_no_change():
    force = make.make_force()
    hushed = make.make_item(body=force, inspection=make.make_inspection(draft=True))
    make.make_update(hushed, "planned", on="2021-03-01")
    item = make.make_item(body=force)
    wrong = make.make_update(item, "complete", on="2021-03-01")
    make.make_update(item, "complete", on="2022-03-01", corrects=wrong)
    make.make_update(make.make_item(), "planned", on="2021-03-01")
    assert headline_changes(span("2021-01-01", "2021-12-31", force)).total == 0
    assert headline_changes(span()).figure == "1 change, to 1 of 2 items"


def test_a_reopening_after_a_closure_is_a_change():
    item = make.make_item()
    make.make_update(item, "complete", on="2021-02-01")
    make.make_update(item, "being-progressed", on="2021-08-01")
    assert went(headline_changes(span())) == [
        ("1 August 2021", "confirmed-complete", "reopened"),
        ("1 February 2021", "no-progress", "confirmed-complete"),
    ]


def test_assurances_move_no_headline_and_are_told():
    item = make.make_item()
    make.make_update(item, "partly-assured", on="2021-04-01")
    make.make_update(item, "assured", on="2022-04-01")
    group = assurances(span())
    assert [(line.position.value, line.when) for line in group.lines] == [("partly-assured", "1 April 2021")]
    assert group.figure == "1 assurance, about 1 item"
    assert headline_changes(span()).total == 0


def test_a_policing_body_may_be_chosen_for_what_it_assured():
    kent, essex = make.make_force("kent"), make.make_force("essex")
    pcc = make.make_policing_body(kent)
    make.make_update(make.make_item(body=kent), "assured", on="2021-04-01", by=pcc)
    make.make_update(make.make_item(body=essex), "assured", on="2021-04-01")
    assert [line.who for line in assurances(span("2021-01-01", "2021-12-31", pcc)).lines] == [pcc.label]


def test_a_promised_date_that_moved_says_from_when_to_when():
    item = make.make_item()
    make.make_update(item, "planned", on="2020-05-01", target_on="2021-01")
    make.make_update(item, "under-way", on="2021-02-01", target_on="2021-09")
    make.make_update(item, "under-way", on="2021-05-01", target_on="2021-09-30")
    make.make_update(item, "under-way", on="2022-05-01", target_on="2023")
    group = moved_dates(span())
    assert [line.facts for line in group.lines] == [
        "Promised for September 2021; before, for January 2021 (8 months later)"
    ]
    assert group.lines[0].when == "1 February 2021"
    assert group.lines[0].url == f"{item.get_absolute_url()}#promises"
    assert group.figure == "1 move, of 1 item"


def test_a_first_promise_is_no_move():
    make.make_update(make.make_item(), "planned", on="2021-05-01", target_on="2022")
    assert moved_dates(span()).total == 0


def test_a_long_group_is_cut_and_says_where_the_rest_is(monkeypatch):
    monkeypatch.setattr(spans, "MOST_LINES", 2)
    for month in (3, 5, 7):
        make.make_update(make.make_item(), "planned", on=f"2021-0{month}-01")
    group = headline_changes(span())
    assert (group.total, len(group.lines), group.cut) == (3, 2, True)
    assert group.more_url == f"{span().url()}&group=headlines&page=2"
    rest = headline_changes(span(), Shown.on_page(2))
    assert (rest.total, [line.when for line in rest.lines]) == (3, ["1 March 2021"])
