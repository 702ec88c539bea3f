"""What is told of each thing that was recorded, and the moment that it has."""

import datetime

import pytest

from inspections.days import today
from inspections.models import Inspection, Recommendation, Response, StatusUpdate
from inspections.reading import recorded
from tests import make

pytestmark = pytest.mark.django_db


def moment(row):
    return recorded.with_moment(type(row).objects.filter(pk=row.pk)).get().moment


def test_a_statement_has_the_moment_at_which_it_was_entered():
    update = make.make_update(make.make_item(), "under-way")
    assert moment(update) == update.recorded_at


def test_nothing_has_a_moment_before_its_report_came_out():
    inspection = make.make_inspection(
        "today", today().isoformat(), published_time=datetime.time(0, 0), entered_on=datetime.date(2020, 1, 1)
    )
    response = make.make_response(inspection, make.make_force(), None, url="https://x.example/")
    recommendation = make.make_recommendation(inspection=inspection)
    assert moment(inspection) == moment(recommendation) == moment(response) == inspection.public_at


def test_an_inspection_that_was_entered_late_is_as_new_as_its_entry():
    found = moment(make.make_inspection("old", "2014-03-01", entered_on=datetime.date(2026, 11, 20)))
    assert found == datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ({"published": "2021-03"}, (2021, 3, 1)),
        ({"published": None, "submitted_on": make.partial("2021")}, (2021, 1, 1)),
        ({"published": None, "not_found_as_of": datetime.date(2021, 4, 5)}, (2021, 4, 5)),
        ({"published": None, "url": "https://x.example/"}, (2020, 1, 15)),
    ],
)
def test_a_response_that_was_loaded_has_the_first_day_that_its_date_can_mean(dates, day):
    response = make.make_response(
        make.make_inspection(published="2020-01-15", entered_on="2020-01-15"), make.make_force(), **dates
    )
    assert moment(response) == datetime.datetime.combine(datetime.date(*day), datetime.time(0), datetime.UTC)


def test_a_response_that_staff_entered_has_the_moment_of_that():
    import reversion

    with reversion.create_revision():
        response = make.make_response(make.make_inspection(), make.make_force(), "2020-02-20")
    assert datetime.datetime.now(datetime.UTC) - moment(response) < datetime.timedelta(minutes=1)


def test_a_search_in_vain_says_so():
    response = make.make_response(
        make.make_inspection(title="Kent"), make.make_force("pcc"), None, not_found_as_of=datetime.date(2021, 4, 5)
    )
    entry = recorded.responses([response.pk], today())[response.pk]
    assert entry.title == "No response of Pcc: Kent"
    assert entry.sentences[0] == "None found by us; looked on 5 April 2021"


def test_a_new_recommendation_says_of_whom_and_by_when():
    asked = make.make_recommendation("ref-1", [make.make_force("kent"), make.make_force("essex")], due_on="2027-05-03")
    entry = recorded.recommendations([asked.pk], today())[asked.pk]
    assert entry.title == "New: Do what ref-1 asks for."
    assert "to 2 items." in entry.sentences[1]
    assert entry.sentences[2] == "Asked for by 3 May 2027."


def test_an_inspection_says_how_much_it_asked_for():
    inspection = make.make_inspection("kent", title="Kent")
    make.make_recommendation("ref-1", inspection=inspection)
    entry = recorded.inspections([inspection.pk], today())[inspection.pk]
    assert "It asked for 1 item." in entry.sentences
    assert entry.author == "HMICFRS"


def test_a_statement_that_moves_nothing_says_so_and_a_promise_is_told():
    item = make.make_item()
    update = make.make_update(item, "not-examined", target_on="2027")
    entry = recorded.updates([update.pk], today())[update.pk]
    assert "The headline status did not move." in entry.sentences
    assert "Promised for 2027." in entry.sentences


def test_every_kind_has_moments():
    for model in (StatusUpdate, Inspection, Recommendation, Response):
        assert list(recorded.with_moment(model.objects.all())) == []
