import datetime

import pytest

from inspections.models import Addressee, Response, ResponseItem
from inspections.reading.history import history_of
from inspections.reading.voices import lanes, voices
from tests.make import make_body, make_force, make_inspection, make_item, make_policing_body, make_response, make_update

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def history(item):
    return history_of(Addressee.objects.select_related("body", "recommendation__inspection").get(pk=item.pk), ON)


def boxes(item):
    return {box["voice"]: box for box in voices(history(item))}


@pytest.fixture
def item():
    kent = make_force("kent", short_name="Kent")
    make_policing_body(kent, "kent-pcc")
    return make_item(body=kent)


def policing_box(item):
    return boxes(item)["local-policing-body"]


def test_each_voice_has_its_own_last_word(item):
    make_update(item, "says-complete", on="2022-01-01", reason="All trained.", publisher_wording="Done")
    make_update(item, "partly-assured", on="2023-01-01")
    make_update(item, "being-progressed", on="2024-01-01")
    found = boxes(item)
    assert {voice: box["statement"]["position"].label for voice, box in found.items()} == {
        "addressed-body": "Reported complete",
        "local-policing-body": "Partly assured",
        "inspectorate": "Being progressed",
    }
    claim = found["addressed-body"]["statement"]
    assert (claim["reason"], claim["publisher_wording"], claim["evidence"], claim["url"]) == (
        "All trained.",
        "Done",
        "document",
        "#entry-1",
    )


def test_silence_without_a_search_says_that_nobody_looked(item):
    assert policing_box(item)["empty"] == "No statement is recorded. We have not recorded a search for one."


def test_silence_after_a_search_says_when(item):
    Response.objects.create(
        inspection=item.recommendation.inspection,
        responder=item.body.overseen_by.get().policing_body,
        not_found_as_of=datetime.date(2026, 5, 3),
    )
    box = policing_box(item)
    assert (box["empty_label"], box["empty"]) == ("Nothing found", "Looked for a response to the report on 3 May 2026.")


def test_a_response_that_says_nothing_of_it_is_not_called_silence(item):
    pcc = item.body.overseen_by.get().policing_body
    response = make_response(item.recommendation.inspection, pcc, published="2020-02")
    box = policing_box(item)
    assert box["empty_label"] == "Nothing about progress"
    assert "It answered the report (February 2020)" in box["empty"]
    ResponseItem.objects.create(response=response, addressee=item, decision="partly-accepted")
    assert policing_box(item)["empty"] == "Its response to the report says: partly accepted."


def test_a_body_that_no_policing_body_oversees_has_two_voices():
    item = make_item(body=make_body(kind="fire-and-rescue-service"))
    assert [box["heading"] for box in voices(history(item))] == ["The service claims", "The inspectorate has found"]


def test_the_lanes_carry_the_names_of_who_speaks(item):
    assert lanes(history(item)) == {"addressed": "Kent", "policing": "Kent Pcc", "inspectorate": "HMICFRS"}
    joint = make_inspection()
    joint.inspectorates.add(make_body("ofsted", "inspectorate"))
    assert lanes(history(make_item(inspection=joint)))["inspectorate"] == "Inspectorates"
