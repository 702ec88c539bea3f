import datetime

import pytest

from inspections.filters import Selection
from inspections.models import Addressee
from inspections.reading import figures
from inspections.reading.chains import chains
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_policing_body,
    make_recommendation,
    make_response,
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


def test_what_is_called_complete_and_what_is_open_lead_to_what_they_count():
    make_update(make_item(), "says-complete")
    make_update(make_item(), "complete")
    make_item()
    counts = figures.status_counts(items())
    called, is_open = figures.called_complete(counts), figures.still_open(counts)
    assert (called["figure"], counted(called)) == ("1", 1)
    assert (is_open["figure"], counted(is_open), is_open["note"]) == ("2", 2, "of 3 items")


def test_the_longest_late_and_waiting_come_first_and_say_how_long():
    old = make_inspection(published="2015-11-22")
    make_item("late", make_force(short_name="Kent"), due_on="2024-11-22", inspection=old)
    make_recommendation("later", [make_force(), make_force()], due_on="2020-11-22")
    make_item("undated", inspection=make_inspection(published=None))
    late = figures.late_longest(items(), ON)
    assert [(each.recommendation.ref, each.whom, each.how_long) for each in late] == [
        ("later", "2 bodies", "6 years past its date"),
        ("late", "Kent", "2 years past its date"),
    ]
    waiting = figures.waiting_longest(items(), ON, most=1)
    assert [(each.recommendation.ref, each.how_long) for each in waiting] == [("late", "asked for 11 years ago")]


def test_responses_that_were_not_found_are_counted_out_of_all_looked_for():
    inspection, kent = make_inspection(), make_force()
    pcc = make_policing_body(kent)
    make_response(inspection, kent, published="2020-02-01")
    vain = make_response(inspection, pcc, published=None, not_found_as_of=datetime.date(2026, 5, 3))
    hidden = make_inspection(published="2026-11-23")
    make_response(hidden, pcc, published=None, not_found_as_of=ON)
    assert figures.responses_not_found(ON, "#there")["figure"] == "1 of 2"
    assert list(figures.searched_in_vain(ON)) == [vain]
    assert figures.responses_not_found(datetime.date(2026, 5, 2), "")["figure"] == "0 of 1"


def test_matters_raised_again_are_chains():
    make_succession(make_recommendation(), make_recommendation())
    figure = figures.raised_again(chains(ON), "#there")
    assert (figure["figure"], figure["label"]) == ("1", "matter raised again")
