"""Bodies: found by kind, name and figures; one body tells what became of what it was asked."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import BodyKind, Grade, MonitoringPhase
from tests import make

pytestmark = pytest.mark.django_db


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def order_of(text: str, *words: str) -> list[str]:
    return sorted(words, key=text.index)


def queries(client, path: str) -> int:
    client.get(path)  # the bitmaps are read once for an edition
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_bodies_stand_under_their_kind_and_the_quiet_ones_under_a_quieter_heading(client):
    make.make_item(body=make.make_force(name="Northshire Police"))
    make.make_force(name="Quietshire Police")
    partner = make.make_body("council", BodyKind.LOCAL_PARTNER, name="A council")
    make.make_item(body=partner)
    text = text_of(client, "/forces/")
    words = ("Police forces</h2>", "Northshire Police", "Local partners</h2>", "A council", "Nothing on the record yet")
    assert order_of(text, *words, "Quietshire Police") == [*words, "Quietshire Police"]


def test_the_list_shows_figures_that_lead_to_what_they_count(client):
    force = make.make_force("northshire")
    make.make_update(make.make_item(body=force), "complete")
    make.make_item(body=force, due_on="2021")
    text = text_of(client, "/forces/")
    assert 'href="/recommendations/?force=northshire">2</a>' in text
    assert "due=overdue" in text
    assert "1 of 2 confirmed complete" in text


def test_one_kind_and_part_of_a_name_narrow_the_list(client):
    make.make_item(body=make.make_force(name="Northshire Police"))
    make.make_item(body=make.make_body("n-frs", BodyKind.FIRE_AND_RESCUE_SERVICE, name="Northshire Fire"))
    make.make_item(body=make.make_force(name="Southshire Police"))
    text = text_of(client, "/forces/?kind=police-force&q=nórth")
    assert "Northshire Police" in text
    assert "Northshire Fire" not in text
    assert "Southshire Police" not in text


def test_the_list_can_be_put_in_order_of_what_is_late(client):
    make.make_item(body=make.make_force(name="Alpha Police"))
    make.make_item(body=make.make_force(name="Zulu Police"), due_on="2021")
    text = text_of(client, "/forces/?sort=late")
    assert order_of(text, "Alpha Police", "Zulu Police") == ["Zulu Police", "Alpha Police"]
    assert order_of(text_of(client, "/forces/"), "Alpha Police", "Zulu Police") == ["Alpha Police", "Zulu Police"]


def test_a_name_that_is_not_there_is_said_with_a_way_out(client):
    make.make_force()
    text = text_of(client, "/forces/?q=atlantis")
    assert "No body of this name" in text
    assert "All forces and other bodies" in text


def test_an_unknown_kind_is_said_and_the_rest_still_works(client):
    make.make_item(body=make.make_force(name="Northshire Police"))
    text = text_of(client, "/forces/?kind=nonsense&q=north")
    assert "There is no “nonsense” to choose here." in text
    assert "Northshire Police" in text


def test_an_abolished_body_says_so_and_names_who_took_over(client):
    mayor = make.make_body("mayor", BodyKind.LOCAL_POLICING_BODY, name="The Mayor")
    gone = make.make_body(
        "pcc", BodyKind.LOCAL_POLICING_BODY, name="Old PCC", abolished_on=make.partial("2024-05-06"), succeeded_by=mayor
    )
    make.make_response(make.make_inspection(), gone)
    assert "Abolished: 6 May 2024" in text_of(client, "/forces/")
    page = text_of(client, "/forces/pcc/")
    assert "This body was abolished (6 May 2024)" in page
    assert "The Mayor" in page
    assert "Old PCC" in text_of(client, "/forces/mayor/")


def full_page(force, rows: int) -> None:
    """Give a force so many of everything that its page shows."""
    body = make.make_policing_body(force)
    for number in range(rows):
        inspection = make.make_inspection(bodies=[force])
        item = make.make_item(body=force, inspection=inspection, kind="cause-of-concern", themes=[make.make_theme()])
        later = make.make_item(body=force, inspection=inspection)
        make.make_update(item, "under-way")
        make.make_update(item, "partly-assured", by=body)
        make.make_succession(item.recommendation, later.recommendation)
        make.make_response(inspection, body)
        Grade.objects.create(inspection=inspection, body=force, framework="peel-2019", topic="A", grade="good")
        MonitoringPhase.objects.create(body=force, phase="scan", start=make.partial(str(2001 + number)))


def test_the_page_of_a_force_tells_everything_that_is_known(client):
    force = make.make_force("northshire")
    full_page(force, 1)
    text = text_of(client, "/forces/northshire/")
    headings = ["How 2 items stand", "Causes of concern", "Raised more than once", "What it was asked about"]
    headings += ["What was said lately", "The latest other items", "Inspections"]
    headings += ["Who had to answer, and what became of it", "How closely inspectors monitored it", "Grades"]
    assert [f"{heading}</h2>" in text for heading in headings] == [True] * len(headings)
    assert order_of(text, *(f"{heading}</h2>" for heading in headings)) == [f"{heading}</h2>" for heading in headings]
    assert "on day 37 of 56" in text


def test_the_page_of_a_policing_body_tells_what_it_assured_and_answered(client):
    force = make.make_force(name="Northshire Police")
    full_page(force, 1)
    body = force.overseen_by.get().policing_body
    text = text_of(client, body.get_absolute_url())
    assert "Answers for" in text
    assert "What it has assured" in text
    assert "Partly assured" in text
    assert "on day 37 of 56" in text


def test_a_body_of_which_nothing_is_recorded_says_that_this_proves_nothing(client):
    make.make_force("northshire")
    assert "That does not mean that there was none." in text_of(client, "/forces/northshire/")


def test_a_response_that_was_looked_for_in_vain_says_when(client):
    force = make.make_force("northshire")
    inspection = make.make_inspection(bodies=[force])
    make.make_response(inspection, make.make_policing_body(force), None, not_found_as_of=make.TODAY.replace(day=1))
    text = text_of(client, "/forces/northshire/")
    assert "None found by us</span>" in text
    assert "looked on 1 November 2026" in text


def test_queries_do_not_grow_with_the_record(client):
    small, large = make.make_force("small"), make.make_force("large")
    full_page(small, 6)
    few = queries(client, "/forces/")
    full_page(large, 12)
    assert queries(client, "/forces/") == few
    assert queries(client, "/forces/large/") <= queries(client, "/forces/small/")
