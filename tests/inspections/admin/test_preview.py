"""Staff see the public pages of what is not public yet, as they will be; nobody else sees anything."""

import datetime
import re
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from inspections.days import today
from inspections.models import Inspection, Recommendation
from tests import make
from tests.answers import contents
from tests.harness.markup import html_errors
from tests.test_addresses import public_addresses
from tests.test_embargo import HUSHED, hush, in_an_hour

pytestmark = pytest.mark.django_db


@pytest.fixture
def hushed(record) -> Inspection:
    return hush("hush-later", record, published="2999-12-01", published_time=datetime.time(9, 30))


def root(inspection: Inspection) -> str:
    return f"/admin/inspections/inspection/{inspection.pk}/preview/"


def ours(page: str) -> str:
    """A page of nothing but our part of this one; the frame around it is Django's."""
    part = page[page.index('<div id="content-main"') : page.index("<br class=")]
    return f'<!DOCTYPE html>\n<html lang="en-GB"><head><title>Ours</title></head><body>{part}</body></html>\n'


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_the_form_leads_to_the_page_as_it_will_be_on_its_day(publisher, hushed):
    form = f"/admin/inspections/inspection/{hushed.pk}/change/"
    assert f'href="{root(hushed)}"' in text(publisher.get(form))
    page = text(publisher.get(root(hushed)))
    for words in ("Zanzibar inspection", "Zanzibar summary", "Zanzibar text", "Zanzibar observation", "Zanzibar resp"):
        assert words in page
    assert "Preview. This is not public." in page
    assert "It will be public from 1 December 2999 at 09:30." in page
    assert "Record as at <b>1 December 2999</b>" in page
    assert f'href="{form}"' in page


@pytest.mark.parametrize("fields", [{"draft": True}, {"published": None, "draft": True}, {"published": "2999-12"}])
def test_a_draft_and_one_without_a_day_can_be_seen_too(publisher, record, fields):
    inspection = hush("hush-draft", record, **fields)
    assert "Zanzibar text" in text(publisher.get(root(inspection)))
    assert not Inspection.objects.public(today()).filter(pk=inspection.pk).exists()


def test_one_that_comes_out_in_an_hour_is_shown_as_of_then(publisher, record):
    inspection = hush("hush-hour", record, **in_an_hour())
    assert "Zanzibar text" in text(publisher.get(root(inspection)))


def test_every_public_page_can_be_reached_as_it_will_be_and_none_leads_out(publisher, hushed):
    start = root(hushed)
    seen: set[str] = set()
    to_see = [start]
    while to_see:
        path = to_see.pop()
        answer = publisher.get(path)
        page = text(answer)
        seen.add(path)
        assert "This is not public" in page, path
        assert answer["Cache-Control"].count("no-store") >= 1
        assert "noindex" in answer["X-Robots-Tag"]
        ways = re.findall(r'<(?:a|form)\b[^>]*?\s(?:href|action)="(/[^"?#]*)', page)
        # Files, feeds and the API are no pages: they go on telling what is public today.
        outside = {way for way in ways if not re.match(r"/admin/|/api/|/embed/|.*\.[a-z0-9]+$", way)}
        assert outside <= {"/components/"}, path  # examples, which are the same on any day
        to_see += [way for way in set(ways) if way.startswith(start) and way not in seen and way not in to_see]
    for path in ("home/", "recommendations/", "recommendations/hush-ref-hush-later/", "forces/northshire/", "themes/"):
        assert f"{start}{path}" in seen
    assert "Zanzibar" in text(publisher.get(f"{start}recommendations/?q=zanzibar"))
    assert "Zanzibar" in text(publisher.get(f"{start}home/"))


def test_nothing_of_it_stays_in_the_record_and_nothing_can_be_read_by_others(publisher, client, hushed):
    before = contents(client, public_addresses().values())
    stored = Inspection.objects.filter(pk=hushed.pk).values().get()
    for path in ("", "home/", "recommendations/", "sitemap.xml", "nowhere/", "recommendations/no-such/"):
        publisher.get(f"{root(hushed)}{path}")
    assert Inspection.objects.filter(pk=hushed.pk).values().get() == stored
    after = contents(client, before)
    for path, content in before.items():
        assert after[path] == content, path
        assert not HUSHED.search(content.decode(errors="replace")), path


def test_what_comes_out_by_then_is_out_and_what_comes_later_is_not(publisher, record):
    first = make.make_inspection("sooner", "2999-12-01", published_time=datetime.time(9))
    make.make_inspection("later", "2999-12-01", published_time=datetime.time(10))
    own = make.make_inspection("own", "2999-12-01", published_time=datetime.time(9, 30))
    page = text(publisher.get(f"{root(own)}inspections/"))
    assert "/inspections/sooner/" in page
    assert "/inspections/own/" in page
    assert "/inspections/later/" not in page
    assert Inspection.objects.get(pk=first.pk).published_time == datetime.time(9)


def test_an_old_address_leads_on_within_the_preview(publisher, hushed):
    asked = Recommendation.objects.get(ref="hush-ref-hush-later")
    asked.ref = "hush-renamed"
    asked.save()
    answer = publisher.get(f"{root(hushed)}recommendations/hush-ref-hush-later/?x=1")
    assert answer.status_code == 308
    assert answer["Location"] == f"{root(hushed)}recommendations/hush-renamed/?x=1"


@pytest.mark.parametrize(
    "path", ["nowhere/", "recommendations/no-such/", "robots.txt", "healthz", "admin/", "/example.org/", "forces/%00/"]
)
def test_what_is_no_public_page_is_said_in_the_look_of_the_admin(publisher, hushed, path):
    answer = publisher.get(f"{root(hushed)}{path}")
    assert answer.status_code == 404
    assert "No preview" in answer.content.decode()
    assert f'href="{root(hushed)}"' in answer.content.decode()


@pytest.mark.parametrize(("role", "status"), [("viewer", 200), ("editor", 200), ("publisher", 200)])
def test_who_sees_everything_sees_it(in_role, hushed, role, status):
    assert in_role(role).get(root(hushed)).status_code == status


def test_nobody_else_does(in_role, client, sign_in, hushed):
    for visitor in (in_role("contributor"), in_role("administrator"), sign_in("view_inspection")):
        for path in ("", "home/", "recommendations/hush-ref-hush-later/", "nowhere/"):
            answer = visitor.get(f"{root(hushed)}{path}")
            assert answer.status_code == 403
            assert not HUSHED.search(answer.content.decode())
    assert client.get(root(hushed)).status_code == 302


def test_it_takes_nothing_but_a_look(publisher, hushed):
    for path in ("", "recommendations/"):
        assert publisher.post(f"{root(hushed)}{path}").status_code == 405
        assert publisher.head(f"{root(hushed)}{path}").status_code == 200


def test_of_what_is_public_there_is_no_preview(publisher, record):
    inspection = record["inspection"]
    assert root(inspection) not in text(publisher.get(f"/admin/inspections/inspection/{inspection.pk}/change/"))
    assert publisher.get(root(inspection))["Location"] == "/inspections/northshire-2017/"
    assert publisher.get("/admin/inspections/inspection/9999/preview/").status_code == 302


def test_where_nothing_may_be_written_it_says_so(publisher, hushed):
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE") and "inspections_inspection" in sql:
            raise OperationalError("attempt to write a readonly database")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        answer = publisher.get(root(hushed))
    assert answer.status_code == 503
    assert "read-only" in answer.content.decode()
    assert not HUSHED.search(answer.content.decode().replace("Zanzibar inspection", "").replace("hush-later", ""))


def test_its_pages_carry_the_policy_and_the_day_can_be_chosen(publisher, hushed):
    answer = publisher.get(f"{root(hushed)}home/?as_at=2018-01-01")
    page = text(answer)
    assert "Record as at <b>1 January 2018</b>" in page
    assert "Zanzibar" not in page
    assert f'href="{root(hushed)}recommendations/?as_at=2018-01-01"' in page
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.once
def test_the_pages_are_valid_html(publisher, hushed):
    paths = [root(hushed), f"{root(hushed)}home/"]
    checked = {path: text(publisher.get(path)) for path in paths}
    checked["missing"] = ours(publisher.get(f"{root(hushed)}nowhere/").content.decode())
    assert html_errors(checked) == {}


def test_the_clock_is_asked_at_each_request(publisher, client, hushed):
    assert client.get("/inspections/hush-later/").status_code == 404
    moment = timezone.localtime() - datetime.timedelta(seconds=1)
    hushed.published_on, hushed.published_time = make.partial(moment.date().isoformat()), moment.time()
    hushed.save()
    assert client.get("/inspections/hush-later/").status_code == 200
