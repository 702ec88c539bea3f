"""Feeds, read by a program that is not ours."""

import datetime
import html
import re
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from inspections.actions import withdraw
from inspections.days import today
from inspections.views.feeds import writable
from tests import make

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Any, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    tree = ElementTree.fromstring(answer.content)  # noqa: S314  (our own; what RFC 4287 asks of a feed and of each entry, once each)
    for element in (tree, *tree.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
    ids = [entry.id for entry in found.entries]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"tag:[\w.]+,2026:[\w/,@?=&.-]+", each) for each in [found.feed.id, *ids])
    moments = [entry.updated for entry in found.entries]
    assert moments == sorted(moments, reverse=True)
    if moments and found.feed.links and "page=" not in path:
        assert found.feed.updated == moments[0]
    return found


def titles(found: Any) -> list[str]:
    return [entry.title for entry in found.entries]


def test_a_statement_is_told_with_what_it_moved_who_said_it_and_why(client):
    force = make.make_force("kent", name="Kent Police", short_name="Kent")
    item = make.make_item("ref-1", force, text="Answer <b>every</b> call & count them.")
    make.make_update(item, "under-way", on="2021-03", reason="A <script>team</script> was set up.")
    source = make.make_source(url="https://x.example/a")
    update = make.make_update(item, "complete", on="2022-05-01", reason="Seen.", source=source)
    found = read(client, "/forces/kent.atom")
    entry = found.entries[0]
    assert html.unescape(entry.title) == "Kent: Under way → Confirmed complete. Answer <b>every</b> call & count them."
    assert entry.author == "HMICFRS"
    assert entry.link == "http://localhost:8000/recommendations/ref-1/kent/#entry-2"
    assert "Headline status: Under way, now Confirmed complete." in entry.content[0].value
    assert [link.href for link in entry.links if link.rel == "via"] == ["https://x.example/a"]
    assert entry.tags[0].term == "update"
    assert entry.updated_parsed[:6] == update.recorded_at.astimezone(datetime.UTC).timetuple()[:6]
    raw = client.get("/forces/kent.atom").content.decode()
    assert "&amp;lt;script&amp;gt;" in raw  # escaped as text within HTML, and that within XML


def test_a_correction_is_an_entry_and_the_wrong_one_says_so(client):
    item = make.make_item("ref-1", make.make_force("kent"))
    wrong = make.make_update(item, "says-complete")
    before = read(client, "/forces/kent.atom")
    make.make_update(item, "under-way", corrects=wrong)
    found = read(client, "/forces/kent.atom")
    assert found.entries[0].title.startswith("Correction, ")
    assert "It corrects the entry of" in found.entries[0].content[0].value
    again = next(entry for entry in found.entries if entry.id == before.entries[0].id)
    assert "corrected since" in again.content[0].value
    assert again.updated == before.entries[0].updated


def test_new_inspections_responses_and_withdrawals_are_told(client):
    force = make.make_force("kent", name="Kent Police")
    pcc = make.make_policing_body(force, "kent-pcc")
    inspection = make.make_inspection("kent-2020", "2020-01-15", [force], title="Kent 2020", summary="It fell short.")
    asked = make.make_recommendation("ref-1", [force], inspection, text="Do it.")
    make.make_response(inspection, pcc, "2020-02-20", summary="It agreed.")
    found = read(client, "/changes.atom")
    assert {"New inspection: Kent 2020", "Response of Kent Pcc: Kent 2020"} <= set(titles(found))
    assert titles(read(client, "/forces/kent.atom")) == titles(read(client, "/inspections/kent-2020.atom"))
    withdraw(asked, on=today(), note="It was never in the report.")
    gone = read(client, "/changes.atom").entries
    assert gone[0].title == "Withdrawn: Do it."
    assert "It was never in the report." in gone[0].content[0].value
    assert titles(read(client, "/recommendations/ref-1.atom")) == ["Withdrawn: Do it."]
    withdraw(inspection, on=today(), note="Entered twice.")
    assert "New inspection: Kent 2020" not in titles(read(client, "/changes.atom"))
    assert "Withdrawn: Kent 2020" in titles(read(client, "/changes.atom"))


def test_the_name_of_an_entry_outlives_its_address(client):
    force = make.make_force("kent")
    item = make.make_item("ref-1", force)
    make.make_update(item, "under-way")
    before = [entry.id for entry in read(client, "/forces/kent.atom").entries]
    feed = read(client, "/forces/kent.atom").feed.id
    force.slug = "kent-police"
    force.save()
    recommendation = item.recommendation
    recommendation.ref = "ref-one"
    recommendation.save()
    after = read(client, "/forces/kent-police.atom")
    assert [entry.id for entry in after.entries] == before
    assert after.feed.id == feed
    assert {entry.id for entry in read(client, "/recommendations/ref-one.atom").entries} >= {before[0]}


def test_what_comes_out_later_is_as_new_as_its_hour_and_not_as_its_entry(client):
    """A program that has read the feed already would never look so far down."""
    force = make.make_force("kent")
    make.make_update(make.make_item("ref-1", force), "under-way")
    hour = datetime.time(0, 0)
    late = make.make_inspection("late", today().isoformat(), [force], published_time=hour, entered_on="2020-01-01")
    entry = next(each for each in read(client, "/forces/kent.atom").entries if "inspection/" in each.id)
    assert datetime.datetime.fromisoformat(entry.updated) == late.public_at


def test_a_long_feed_comes_in_pages_that_lead_to_each_other(client):
    item = make.make_item("ref-1", make.make_force("kent"))
    for number in range(70):
        make.make_update(item, "under-way", reason=f"Reason {number}.")
    first = read(client, "/forces/kent.atom")
    links = {link.rel: link.href for link in first.feed.links}
    assert len(first.entries) == 50
    assert "Reason 69." in first.entries[0].content[0].value
    assert links["self"] == links["first"]
    assert links["next"].endswith("/forces/kent.atom?page=2")
    assert links["next"] == links["last"]
    assert "previous" not in links
    second = read(client, "/forces/kent.atom?page=2")
    assert second.feed.id == first.feed.id
    assert second.feed.updated == first.feed.updated
    assert {link.rel: link.href for link in second.feed.links}["previous"] == links["first"]
    seen = [entry.id for entry in [*first.entries, *second.entries]]
    assert len(seen) == len(set(seen)) == 71  # and the inspection is not asked of Kent alone


@pytest.mark.parametrize(
    ("page", "status"), [("3", 404), ("0", 404), ("x", 400), ("-1", 400), ("9" * 30, 400), ("", 200)]
)
def test_a_page_that_is_not_there_is_no_error_of_ours(client, page, status):
    make.make_force("kent")
    assert client.get(f"/forces/kent.atom?page={page}").status_code == status


def test_an_empty_feed_is_a_valid_feed(client):
    assert read(client, "/recommendations.atom?q=zebra").entries == []
    assert read(client, "/changes.atom").entries == []


def test_a_selection_has_what_was_recorded_of_its_items_alone(client):
    kent, essex = make.make_force("kent"), make.make_force("essex")
    both = make.make_recommendation("both", [kent, essex], text="Do it together.")
    make.make_update(both.addressees.get(body=kent), "under-way", reason="Kent began.")
    make.make_update(both.addressees.get(body=essex), "under-way", reason="Essex began.")
    found = read(client, "/recommendations.atom?force=kent&sort=oldest")
    alternate = next(link.href for link in found.feed.links if link.rel == "alternate")
    assert alternate == "http://localhost:8000/recommendations/?force=kent"
    text = " ".join(entry.content[0].value for entry in found.entries)
    assert "Kent began." in text
    assert "Essex began." not in text
    assert read(client, "/recommendations.atom?force=kent").feed.id == found.feed.id
    item = read(client, "/recommendations/both/essex.atom")
    assert "Kent began." not in " ".join(entry.content[0].value for entry in item.entries)
    assert "Essex began." in item.entries[0].content[0].value


def test_what_xml_cannot_hold_does_not_break_a_feed(client):
    item = make.make_item("ref-1", make.make_force("kent"), text="Bell \x07 and \ufffe here")
    make.make_update(item, "under-way", reason="Form\x0cfeed")
    assert "Formfeed" in read(client, "/forces/kent.atom").entries[0].content[0].value
    assert writable("a\x00b\ud800c") == "abc"


def test_a_new_update_changes_the_tag_of_the_feed(client):
    item = make.make_item("ref-1", make.make_force("kent"))
    old = client.get("/forces/kent.atom")["ETag"]
    assert client.get("/forces/kent.atom", headers={"If-None-Match": old}).status_code == 304
    make.make_update(item, "under-way")
    assert client.get("/forces/kent.atom", headers={"If-None-Match": old}).status_code == 200


def test_the_cost_does_not_grow_with_the_entries(client, django_assert_max_num_queries):
    for number in range(30):
        item = make.make_item(f"ref-{number}", make.make_force(f"force-{number}"))
        make.make_update(item, "under-way")
        make.make_response(item.recommendation.inspection, item.body)
    with django_assert_max_num_queries(40):
        assert len(read(client, "/changes.atom").entries) == 50


def test_the_bodies_of_a_feed_of_changes_must_be_known(client):
    assert client.get("/changes.atom?force=atlantis").status_code == 400
    assert client.get("/changes.atom?force=%00").status_code == 400
