"""What was withdrawn keeps its page, with the reason; from that day on nothing else shows or counts it."""

import datetime
import re
from typing import Any

import pytest

from inspections.actions import put_back, withdraw
from inspections.days import today
from inspections.models import Inspection, Recommendation, Response
from tests import make
from tests.answers import contents
from tests.harness.markup import html_errors
from tests.test_addresses import pages, public_addresses
from tests.test_embargo import addresses_of, hush

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_edition")]

# What says that something was withdrawn, names the documents of what keeps a page, or counts all that was published.
TELLING = re.compile(
    r"/(api/v1/)?(changes|corrections)|/api/v1/sources/$|/inspections\.|/data/(tracker|$)|/integrity|.*\.atom$|.*/paper"
)
TELLS_OF_IT = {path for path in public_addresses().values() if TELLING.match(path)}
NOTE = "It was entered twice."


def yesterdays() -> list[str]:
    day = (today() - datetime.timedelta(days=1)).isoformat()
    return [f"{path}{'&' if '?' in path else '?'}as_at={day}" for path in pages().values()]


def public_one(record: dict[str, Any]) -> Inspection:
    """A public inspection with everything that can hang on one."""
    inspection = hush("gone", record, published="2020-01-15")
    item = Recommendation.objects.get(ref="hush-ref-gone").addressees.get()
    wrong = make.make_update(item, "says-complete", "2021", target_on="2022", recorded_on=datetime.date(2021, 5, 5))
    make.make_update(
        item, "under-way", "2021", target_on="2024", corrects=wrong, batch="b", recorded_on=datetime.date(2022, 5, 5)
    )
    return inspection


def test_once_an_inspection_is_withdrawn_every_list_is_as_if_it_had_never_been(client, record):
    before = contents(client, public_addresses().values())
    inspection = public_one(record)
    assert contents(client, ["/"])["/"] != before["/"]
    withdraw(inspection, on=today(), note=NOTE)
    after = contents(client, before)
    assert {path for path in before if after[path] != before[path]} <= TELLS_OF_IT


def test_a_page_for_a_day_before_shows_it_as_it_stood(client, record):
    inspection = public_one(record)
    before = contents(client, yesterdays() + [f"{path}?as_at=2021-01-01" for path in addresses_of("gone")])
    withdraw(inspection, on=today(), note=NOTE)
    assert {path for path, content in contents(client, before).items() if content != before[path]} == set()


def test_its_own_pages_stay_with_the_reason_at_the_top_and_what_it_said(client, record):
    withdraw(public_one(record), on=today(), note="First line.\n<b>Second</b> line.")
    for path in addresses_of("gone"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = answer.content.decode()
        assert "Withdrawn on" in text, path
        assert "First line.<br>&lt;b&gt;Second&lt;/b&gt; line." in text, path
        assert "It is not counted any more" in text, path
        assert "Zanzibar" in text, path
        assert "past its date" not in text
        assert "no news" not in text
    page = client.get("/inspections/gone/").content.decode()
    assert "Zanzibar summary" in page
    assert "Zanzibar text" in page
    assert "Zanzibar response" in page
    assert client.get("/inspections/gone/").content.count(b"app-tree__asked") == 0


@pytest.mark.once
def test_pages_of_what_was_withdrawn_are_valid_html(client, record):
    inspection = public_one(record)
    withdraw(record["inspection"].responses.get(), on=today(), note=NOTE)
    withdraw(record["concern"], on=today(), note=NOTE)
    withdraw(inspection, on=today(), note="One.\nTwo.")
    paths = [*addresses_of("gone"), "/corrections/", "/changes/", "/inspections/northshire-2017/"]
    assert html_errors({path: client.get(path).content.decode() for path in paths}) == {}


def test_a_withdrawn_recommendation_is_marked_on_the_page_of_its_inspection_and_nowhere_else(client, record):
    before = contents(client, public_addresses().values())
    asked = make.make_recommendation("hush-only", [record["force"]], record["inspection"], text="Zanzibar alone.")
    make.make_succession(record["concern"], asked)
    withdraw(asked, on=today(), note=NOTE)
    after = contents(client, before)
    changed = {path for path in before if after[path] != before[path]}
    assert changed <= TELLS_OF_IT | {"/inspections/northshire-2017/"}
    page = after["/inspections/northshire-2017/"].decode()
    assert "Zanzibar alone." in page
    assert "Withdrawn on" in page
    assert "not counted" in page


def test_what_belongs_to_a_recommendation_goes_and_comes_back_with_it(client, record):
    whole = Recommendation.objects.get(ref="records")
    before = contents(client, public_addresses().values())
    assert withdraw(whole, on=today(), note=NOTE) == [whole, Recommendation.objects.get(ref="records-a")]
    assert "Withdrawn on" in client.get("/recommendations/records-a/").content.decode()
    assert b"records-a" not in client.get("/recommendations/").content
    assert client.get("/corrections/").content.count(b"It was entered twice.") == 1, "the part has no line of its own"
    put_back(Recommendation.objects.get(ref="records"))
    after = contents(client, before)
    # The stream of changes is never rewritten: it tells of both.
    assert {path for path in before if after[path] != before[path]} <= {"/api/v1/changes/"}


def test_a_withdrawn_response_is_marked_and_the_answer_counts_as_not_given(client, record):
    later = Inspection.objects.get(slug="northshire-2018")
    assert "Answered in time" in client.get("/inspections/northshire-2018/").content.decode()
    withdraw(later.responses.get(), on=today(), note="It was about another report.")
    page = client.get("/inspections/northshire-2018/").content.decode()
    assert "Answered in time" not in page
    assert "Withdrawn responses" in page
    assert "It was about another report." in page
    assert "How anybody responded" not in page
    assert "It agreed." not in client.get("/recommendations/records/northshire/").content.decode()
    assert "It agreed." not in client.get("/changes/?since=1900").content.decode()
    eve = (today() - datetime.timedelta(days=1)).isoformat()
    assert "It agreed." in client.get(f"/recommendations/records/northshire/?as_at={eve}").content.decode()


def test_the_sitemap_has_it_not_and_no_search_finds_it(client, record):
    withdraw(public_one(record), on=today(), note=NOTE)
    assert b"gone" not in client.get("/sitemap.xml").content
    for path in ("/recommendations/?q=zanzibar", "/inspections/?q=zanzibar"):
        assert b"Zanzibar inspection" not in client.get(path).content
    assert client.get("/recommendations/?inspection=gone").status_code == 200


def test_the_page_of_corrections_says_what_was_withdrawn_when_and_why(client, record):
    inspection, day = public_one(record), today()
    withdraw(record["concern"], on=day, note="The report was misread.")
    withdraw(Response.objects.get(inspection__slug="northshire-2018"), on=day, note="It was about another report.")
    withdraw(inspection, on=day, note=NOTE)
    text = client.get("/corrections/").content.decode()
    assert "3 withdrawals" in text
    for words in ("The report was misread.", "It was about another report.", NOTE, "/inspections/gone/"):
        assert words in text
    eve = (day - datetime.timedelta(days=1)).isoformat()
    assert "withdrawal" not in client.get(f"/corrections/?as_at={eve}").content.decode()
    changes = client.get("/changes/").content.decode()
    assert NOTE in changes
    assert NOTE not in client.get("/changes/?force=southshire").content.decode()
    assert NOTE in client.get("/changes/?force=northshire").content.decode()


def test_an_item_superseded_by_what_was_withdrawn_says_so(client, record):
    item, successor = record["concern"].addressees.get(), Recommendation.objects.get(ref="records")
    make.make_update(item, "superseded", "2022-01-01", recorded_on=datetime.date(2022, 1, 1))
    withdraw(successor, on=today(), note=NOTE)
    page = client.get("/recommendations/missing/").content.decode()
    assert "withdrawn since" in page
    assert "Raised twice" not in page
