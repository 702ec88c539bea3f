"""The paper for a committee: its period, its errors, its budget, its file, and that it tells nothing too early."""

import datetime
import io
import re
from typing import Any

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspections.models import Oversight
from tests import make
from tests.harness.markup import html_errors

pytestmark = pytest.mark.django_db

PAGE, FILE = "/forces/northshire/paper/", "/forces/northshire/paper.docx"
SITE = "https://register.example"
BUDGET = 75


@pytest.fixture(autouse=True)
def on_22_november(monkeypatch, settings):
    settings.SITE_URL = SITE
    monkeypatch.setattr("inspections.views.page.today", lambda: datetime.date(2026, 11, 22))


@pytest.fixture
def force():
    force = make.make_force("northshire", name="Northshire Police")
    make.make_policing_body(force, "northshire-pcc", start="2012-11")
    inspection = make.make_inspection("northshire-2020", "2020-01-15", [force])
    item = make.make_item("first", force, inspection=inspection, due_on="2020-06")
    make.make_update(item, "says-complete", "2021-03-01")
    return force


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def document_of(client, path: str):
    response = client.get(path)
    assert response.status_code == 200
    return docx.Document(io.BytesIO(response.content))


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", "22 August 2026 to 22 November 2026"),
        ("?until=2025-05-31", "28 February 2025 to 31 May 2025"),
        ("?since=2025-01&until=2025-02", "1 January 2025 to 28 February 2025"),
        ("?since=2026&until=2026", "1 January 2026 to 22 November 2026"),  # not beyond today
        ("?as_at=2019-12-31", "30 September 2019 to 31 December 2019"),
        ("?as_at=2019-12-31&until=2019-10-31", "31 July 2019 to 31 October 2019"),
    ],
)
def test_the_period_is_the_last_three_months_or_what_is_asked_for(client, force, query, days):
    text = text_of(client, PAGE + query)
    assert f'<p class="app-lead">{days}</p>' in text
    assert f"Record as at <b>{days.split(' to ')[1]}</b>" in text
    assert f"Paper for a committee, {days}" in [p.text for p in document_of(client, FILE + query).paragraphs]


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("since=soon", "since", "“soon” is not a date"),
        ("since=2026-11-23", "since", "23 November 2026 is after the day that this page shows"),
        ("until=2027", "until", "2027 is after the day that this page shows"),
        ("until=1066", "until", "1066 is before anything on record"),
        ("since=2025-06&until=2025-05", "since", "This is after the end, 31 May 2025."),
        ("as_at=2019-12-31&until=2020", "until", "2020 is after the day that this page shows"),
        ("since=%00", "since", "is not a date"),
        ("until=" + "9" * 5000, "until", "is not a date"),
    ],
)
def test_a_wrong_day_is_said_beside_its_field_and_a_file_of_it_is_refused(client, force, query, field, message):
    text = text_of(client, f"{PAGE}?{query}")
    assert message in re.search(rf'id="filter-{field}-error">(.*?)</p>', text)[1]
    assert f'href="#filter-{field}"' in text
    refused = client.get(f"{FILE}?{query}")
    assert (refused.status_code, refused["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert message in refused.content.decode()


@pytest.mark.parametrize("day", ["soon", "2030-01-01", "%00", "2019-06"])
def test_a_day_of_the_record_that_makes_no_sense_is_said_too(client, force, day):
    assert 'id="as-at-error"' in text_of(client, f"{PAGE}?as_at={day}")
    assert client.get(f"{FILE}?as_at={day}").status_code == 400


@pytest.mark.parametrize("path", [PAGE, FILE])
def test_a_parameter_that_it_does_not_know_is_no_error(client, force, path):
    assert client.get(f"{path}?force=atlantis&q=x&utm=1").status_code == 200


@pytest.mark.parametrize("end", ["paper/", "paper.docx"])
def test_a_force_that_is_not_there_is_not_found_and_a_former_address_leads_on(client, force, end):
    assert client.get(f"/forces/atlantis/{end}").status_code == 404
    assert client.get(f"/forces/atlantis/{end}?since=soon").status_code == 404
    force.slug = "northland"
    force.save()
    response = client.get(f"/forces/northshire/{end}?since=2020")
    assert (response.status_code, response["Location"]) == (308, f"/forces/northland/{end}?since=2020")


@pytest.mark.parametrize("path", [PAGE, FILE])
def test_it_is_read_only_and_keeps_nothing(force, path):
    client = Client(enforce_csrf_checks=True)
    assert client.post(path, {"since": "2020"}).status_code == 405
    assert client.head(path).status_code == 200
    assert not client.get(path).cookies


def test_the_page_is_valid_and_leads_from_the_force_to_the_file(client, force):
    assert f'href="{PAGE}"' in text_of(client, "/forces/northshire/")
    text = text_of(client, f"{PAGE}?since=2019")
    assert f'href="{FILE}?since=2019-01-01&amp;until=2026-11-22"' in text
    assert "Called complete, not confirmed" in text
    errors = html_errors(
        {path: client.get(path).content.decode() for path in (f"{PAGE}?since=2019", f"{PAGE}?since=x")}
    )
    assert errors == {}


def test_it_is_cited_by_an_address_that_gives_the_same_paper(client, force):
    text = text_of(client, PAGE)
    address = re.search(r'class="cite__reference">.*?href="https://register.example([^"]*)"', text)[1].replace(
        "&amp;", "&"
    )
    assert "as_at=2026-11-22" in address
    assert "1 March" not in text
    make.make_item("tomorrow", force, inspection=make.make_inspection("tomorrow", "2026-11-23", [force]))
    assert "22 August 2026 to 22 November 2026" in text_of(client, address)
    assert "tomorrow" not in text_of(client, address)
    (cited,) = [p for p in document_of(client, FILE).paragraphs if p.text.startswith("Inspection recommendations reg")]
    assert next(link.url for link in cited.hyperlinks).startswith(f"{SITE}{PAGE}?as_at=2026-11-22")


def test_the_file_has_a_name_a_type_and_a_304_and_is_the_same_bytes_again(client, force):
    first = client.get(f"{FILE}?since=2020")
    assert first["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    name = 'attachment; filename="northshire-paper-2020-01-01-to-2026-11-22.docx"'
    assert first["Content-Disposition"] == name
    assert client.get(f"{FILE}?since=2020").content == first.content
    assert client.get(f"{FILE}?since=2020", headers={"If-None-Match": first["ETag"]}).status_code == 304
    make.make_update(force.items.get(), "complete", "2021-04-01")
    changed = client.get(f"{FILE}?since=2020", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed.content != first.content


def test_its_links_lead_to_the_record_of_its_day(client, force):
    document = document_of(client, f"{FILE}?since=2020&until=2021-06-30")
    paragraphs = [p for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs]
    links = [link for p in paragraphs for link in p.hyperlinks]
    assert f"{SITE}/recommendations/first/northshire/?as_at=2021-06-30" in [each.url for each in links]
    assert [each.url for each in links if "as_at=2021-06-30" not in each.url] == []
    assert all(client.get(link.address.removeprefix(SITE)).status_code == 200 for link in links)


def test_the_queries_do_not_grow_with_what_there_is_to_tell(client, force):
    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    addresses = [f"{PAGE}?since=2019", f"{FILE}?since=2019", "/forces/northshire-pcc/paper/?since=2019"]
    make.make_update(make.make_item("second", force, due_on="2020-03"), "under-way", "2021-03-01", target_on="2021-05")
    make.make_update(force.items.last(), "assured", "2021-04-01")
    other = make.make_force("southshire")
    Oversight.objects.create(force=other, policing_body=Oversight.objects.get().policing_body)

    def fill(numbers: range) -> list[int]:
        for number in numbers:
            for body in (force, other):
                item = make.make_item(f"more-{body.slug}-{number}", body, due_on="2020-02")
                make.make_update(item, "says-complete", "2021-03-01", target_on="2021-05")
                make.make_update(item, "assured", "2021-04-01", by=Oversight.objects.first().policing_body)
                make.make_response(item.recommendation.inspection, body, "2021-05-01")
        client.get(addresses[0])  # the first one of an edition reads what is held in memory
        return [queries(path) for path in addresses]

    few, many = fill(range(2)), fill(range(2, 14))
    assert max(many) <= BUDGET
    assert many == few


def test_nothing_shows_before_its_time_on_the_page_or_in_the_file(client, force):
    soon = timezone.localtime() + datetime.timedelta(hours=1)
    fields: dict[str, dict[str, Any]] = {
        "hush-draft": {"draft": True},
        "hush-later": {"published": "2026-11-23"},
        "hush-hour": {"published": soon.date().isoformat(), "published_time": soon.time()},
    }
    before, document = text_of(client, f"{PAGE}?since=2019"), told(document_of(client, f"{FILE}?since=2019"))
    for slug, given in fields.items():
        inspection = make.make_inspection(slug, bodies=[force], title="Zanzibar", **given)
        item = make.make_item(f"{slug}-ref", force, inspection=inspection, text="Zanzibar", due_on="2020-01")
        if slug == "hush-draft":  # the others cannot have been spoken about yet
            make.make_update(item, "says-complete", "2026-11-01")
        make.make_response(inspection, force, None, not_found_as_of=datetime.date(2026, 11, 21))
    assert without_edition(text_of(client, f"{PAGE}?since=2019")) == without_edition(before)
    assert without_edition(told(document_of(client, f"{FILE}?since=2019"))) == without_edition(document)


def without_edition(text: str) -> str:
    return re.sub(r"edition[ =][\d.]+", "", text)


def told(document) -> str:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(p.text for p in [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)])
