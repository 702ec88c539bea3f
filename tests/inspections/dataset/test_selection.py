import datetime

import pytest

from inspections.dataset.schema import FILES
from inspections.dataset.selection import ALL_BUT_DRAFTS, EVERYTHING, Selection
from inspections.dataset.stored import first_keys, stored
from inspections.models import Grade, Inspection, ResponseItem
from inspections.partial_dates import PartialDate
from tests.make import (
    make_force,
    make_inspection,
    make_observation,
    make_recommendation,
    make_response,
    make_source,
    make_succession,
    make_update,
)

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)
PUBLIC = Selection(ON)


def everything_in(selection):
    """All the text of a package, to look for traces in."""
    return "\n".join(
        " ".join(cells.values())
        for file in FILES.values()
        for _pk, cells in stored(file, first_keys(file, selection), selection)
    )


def make_hidden(**fields):
    """An inspection with a row in every file that can depend on it, each with a telling word in it."""
    force = make_force("force-secret-no-more")
    inspection = make_inspection("secret-inspection", bodies=[force], **fields)
    inspection.sources.add(make_source("secret-source-of-inspection"))
    make_observation(inspection, text="A secret observation.")
    Grade.objects.create(inspection=inspection, body=force, framework="secret", topic="Secret", grade="good")
    asked = make_recommendation("secret-ref", [force], inspection)
    item = asked.addressees.get()
    make_update(item, "under-way", on="2099-01-02", source=make_source("secret-source"), recorded_on=datetime.date.max)
    response = make_response(inspection, force, None, source=make_source("secret-source-of-response"))
    ResponseItem.objects.create(response=response, addressee=item, decision="accepted", action="A secret action.")
    public = make_recommendation("public-ref", [force])
    make_succession(asked, public)
    make_succession(public, asked)
    make_inspection("public-follow-up", follows_up=[inspection, public.inspection])


def test_nothing_of_an_inspection_shows_before_its_day():
    make_hidden(published="2026-11-23")
    assert "ecret" not in everything_in(PUBLIC).replace("force-secret-no-more", "").replace("Force Secret No More", "")
    assert "public-ref" in everything_in(PUBLIC)


def test_everything_of_it_shows_on_its_day():
    make_hidden(published="2026-11-22")
    text = everything_in(PUBLIC)
    for trace in ("secret-inspection", "secret-ref", "secret-source", "secret observation", "secret action"):
        assert trace in text


def test_what_has_a_day_in_the_future_can_be_taken_along():
    make_hidden(published="2099")
    assert "secret-ref" in everything_in(ALL_BUT_DRAFTS)


def test_what_has_a_time_still_to_come_can_be_taken_along_and_is_else_not_there():
    make_hidden(published="2026-11-22", published_time=datetime.time(23, 59))
    Inspection.objects.filter(slug="secret-inspection").update(public_at="2099-01-01T00:00:00Z")
    assert "secret-ref" not in everything_in(PUBLIC)
    assert "secret-ref" in everything_in(ALL_BUT_DRAFTS)


def withdraw(thing, on):
    thing.withdrawn_on, thing.withdrawal_note = on, "It was published in error."
    thing.save()


@pytest.mark.parametrize("noun", ["inspection", "recommendation", "response"])
def test_what_was_withdrawn_stays_and_says_so_from_that_day(noun):
    make_hidden(published="2020-01-15")
    inspection = Inspection.objects.get(slug="secret-inspection")
    things = {
        "inspection": inspection,
        "recommendation": inspection.recommendations.get(),
        "response": inspection.responses.get(),
    }
    before = everything_in(PUBLIC)
    withdraw(things[noun], ON)
    after = everything_in(PUBLIC)
    assert after.count("2026-11-22 It was published in error.") == 1
    assert after.replace("2026-11-22 It was published in error.", " ") == before
    assert everything_in(Selection(ON - datetime.timedelta(1))) == before


def test_drafts_are_never_taken_along():
    make_hidden(published="2026-11-01", draft=True)
    for selection in (PUBLIC, ALL_BUT_DRAFTS):
        assert "secret-ref" not in everything_in(selection)
        assert "secret-inspection" not in everything_in(selection)
        assert "secret-source" not in everything_in(selection)
    assert "secret-ref" in everything_in(EVERYTHING)


def test_a_cell_that_names_a_hidden_inspection_leaves_only_that_name_out():
    make_hidden(published="2026-11-23")
    cells = {cells["slug"]: cells for _pk, cells in stored(FILES["inspections"], ["public-follow-up"], PUBLIC)}
    assert cells["public-follow-up"]["follows_up"].startswith("inspection-")
    assert ";" not in cells["public-follow-up"]["follows_up"]


def test_an_update_said_in_an_inspection_that_was_hidden_later_does_not_name_it():
    later = make_inspection("later", "2021-01-01")
    make_update(make_recommendation("ref").addressees.get(), "complete", on="2021-01-01", made_in=later)
    later.published_on = PartialDate(2099)
    later.save()
    [(_pk, cells)] = stored(FILES["status_updates"], ["ref"], PUBLIC)
    assert (cells["made_in"], cells["position"]) == ("", "complete")


def test_a_source_that_nothing_public_quotes_is_left_out():
    make_source("notes-for-later")
    make_inspection().sources.add(make_source("quoted"))
    assert first_keys(FILES["sources"], PUBLIC) == ["quoted"]
    assert first_keys(FILES["sources"], EVERYTHING) == ["notes-for-later", "quoted"]
