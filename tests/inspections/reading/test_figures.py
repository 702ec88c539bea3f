import datetime

import pytest

from inspections.bitmaps.shelf import Shelf
from inspections.filters import Selection
from inspections.models import Addressee
from inspections.reading import figures
from inspections.reading.chains import chains
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_recommendation,
    make_succession,
    make_update,
)

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def items(on: datetime.date = ON):
    return Addressee.objects.public(on).standing(on)


def counted(figure) -> int:
    """What the list behind a figure's link holds."""
    from django.http import QueryDict

    return Selection(QueryDict(figure["url"].partition("?")[2]), on=ON).items().count()


def test_every_item_stands_in_one_status():
    make_recommendation(to=[make_force(), make_force()])
    make_update(make_item(), "planned")
    assert figures.status_counts(items()) == {"no-progress": 2, "planned": 1}


def test_the_parts_of_a_bar_lead_to_what_they_count():
    make_update(make_item(body=make_force("kent")), "planned")
    bar = figures.standing_bar("standing", figures.status_counts(items()), force="kent")
    assert bar["noun_label"] == "1 item"
    assert [segment.url for segment in bar["segments"]] == ["/recommendations/?force=kent&status=planned"]


def test_a_small_bar_says_how_many_are_confirmed_and_what_most_others_are():
    assert figures.bar_in_words({"confirmed-complete": 12, "under-way": 20, "planned": 11}) == (
        "12 of 43 confirmed complete; 20 under way"
    )
    assert figures.bar_in_words({"confirmed-complete": 3}) == "3 of 3 confirmed complete"


def test_late_items_are_counted_out_of_the_open_ones_with_a_day():
    make_item(due_on="2021-01-01")
    make_item(due_on="2027-01-01")
    make_item(deadline="immediately")
    make_update(make_item(due_on="2021-01-01"), "complete")
    figure = figures.past_their_date(items(), ON)
    assert (figure["figure"], figure["note"]) == ("1", "of 2 open items that have one")
    assert counted(figure) == 1


def test_what_is_open_leads_to_what_it_counts():
    make_update(make_item(), "says-complete")
    make_update(make_item(), "complete")
    make_item()
    is_open = figures.still_open(figures.status_counts(items()))
    assert (is_open["figure"], counted(is_open), is_open["note"]) == ("2", 2, "of 3 items")


def test_claim_and_confirmation_are_counted_apart_each_out_of_what_it_could_be():
    kent = make_force("kent")
    for claim, confirmed in ((True, True), (True, False), (True, False), (False, True), (False, False)):
        item = make_item(body=kent)
        if claim:
            make_update(item, "says-complete", on="2021-01-01")
        if confirmed:
            make_update(item, "complete", on="2021-02-01")
    make_update(make_item(), "says-complete")
    ours = items().filter(body=kent)
    by_body, by_inspectors = figures.who_says_complete(ours, figures.status_counts(ours), ON, force="kent")
    assert (by_body["figure"], counted(by_body)) == ("2", 2)
    assert by_body["note"] == "of 3 items that the body calls complete"
    assert (by_inspectors["figure"], counted(by_inspectors)) == ("1", 1)
    assert by_inspectors["note"] == "of 2 items that inspectors confirmed"


def test_silence_and_age_are_counted_out_of_the_open_items_of_which_they_are_known():
    old, new = make_inspection(published="2015"), make_inspection(published="2026-01-01")
    make_update(make_item(inspection=old), "planned", on="2026-01-01")
    make_item(inspection=old)
    make_item(inspection=new)
    make_item(inspection=make_inspection(published=None))
    make_update(make_item(inspection=make_inspection(published=None)), "planned", on="2020")
    make_update(make_item(inspection=old), "complete")
    silent = figures.silent_for_a_year(items(), ON)
    assert (silent["figure"], counted(silent), silent["note"]) == ("2", 2, "of 4 open items with a known day")
    aged = figures.open_for_years(items(), ON)
    assert (aged["figure"], counted(aged), aged["note"]) == ("2", 2, "of 3 open items with a known day")
    assert aged["label"] == "open more than 2 years after the report"


@pytest.mark.parametrize(("published", "expected"), [("2024-11-21", "1"), ("2024-11-22", "0")])
def test_more_than_two_years_begin_on_the_day_after(published, expected):
    make_item(inspection=make_inspection(published=published))
    aged = figures.open_for_years(items(), ON)
    assert (aged["figure"], counted(aged)) == (expected, int(expected))


def test_the_longest_late_and_waiting_come_first_and_say_how_long():
    old = make_inspection(published="2015-11-22")
    make_item("late", make_force(short_name="Kent"), due_on="2024-11-22", inspection=old)
    make_recommendation("later", [make_force(), make_force()], due_on="2020-11-22")
    make_item("undated", inspection=make_inspection(published=None))
    late = figures.late_longest(Shelf.public(ON, None))
    assert [(each.recommendation.ref, each.whom, each.how_long) for each in late] == [
        ("later", "2 bodies", "6 years past its date"),
        ("late", "Kent", "2 years past its date"),
    ]
    waiting = figures.waiting_longest(Shelf.public(ON, None), most=1)
    assert [(each.recommendation.ref, each.how_long) for each in waiting] == [("late", "asked for 11 years ago")]


def test_matters_raised_again_are_chains():
    make_succession(make_recommendation(), make_recommendation())
    figure = figures.raised_again(len(chains(ON)), "#there")
    assert (figure["figure"], figure["label"]) == ("1", "matter raised again")
