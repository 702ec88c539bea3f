"""The card: the one page that others may frame; and what they copy."""

import html
import re

import pytest

from inspections.actions import withdraw
from inspections.days import today
from tests import make
from tests.harness.markup import html_errors
from tests.test_addresses import Headings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

CARDS = ["/embed/forces/northshire/", "/embed/inspections/northshire-2017/"]


@pytest.mark.parametrize("path", CARDS)
def test_anybody_may_frame_a_card_and_its_304_says_so_too(client, path):
    answer = client.get(path)
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (answer.status_code, again.status_code) == (200, 304)
    for each in (answer, again):
        assert "frame-ancestors *" in each["Content-Security-Policy"]
        assert "default-src 'none'" in each["Content-Security-Policy"]
        assert "X-Frame-Options" not in each


def test_nobody_may_frame_anything_else(client):
    pages = [
        "/",
        "/forces/",
        "/forces/northshire/",
        "/inspections/northshire-2017/",
        "/recommendations/",
        "/admin/login/",
    ]
    refusals = ["/embed/forces/nobody/", "/embed/forces/northshire/?as_at=soon", "/embed/"]
    for path in [*pages, *refusals, "/forces/northshire/badge.svg", "/forces/northshire.atom"]:
        answer = client.get(path)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], path
        assert answer["X-Frame-Options"] == "DENY", path


@pytest.mark.parametrize("path", CARDS)
def test_a_card_has_a_heading_a_title_no_script_and_leads_out_of_the_frame(client, path):
    text = client.get(path).content.decode()
    assert (Headings(text).first, bool(Headings(text).title)) == (1, True)
    assert "<script" not in text
    assert "style=" not in text
    links = re.findall(r"<a [^>]*>", text)
    assert links
    assert all('target="_top"' in link for link in links)
    assert len(text) < 3000


@pytest.mark.once
def test_cards_and_what_to_copy_are_valid_html(client):
    paths = [*CARDS, "/embed/forces/hmicfrs/", "/forces/northshire/", "/inspections/northshire-2017/"]
    assert html_errors({path: client.get(path).content.decode() for path in paths}) == {}


def test_it_counts_what_the_page_counts(client):
    force = make.make_force("kent", name="Kent Police")
    make.make_update(make.make_item("a", force), "complete")
    make.make_update(make.make_item("b", force), "says-complete")
    make.make_item("c", force, due_on="2021-01")
    text = client.get("/embed/forces/kent/").content.decode()
    assert "<b>1</b> of 3 items confirmed complete by inspectors" in text
    assert "<b>2</b> <span>still open" in text
    assert text.count("<b>1</b> <span>") == 2  # one past its date, one claimed and not confirmed


def test_a_card_of_an_earlier_day_leads_to_pages_of_that_day(client):
    text = client.get("/embed/forces/northshire/?as_at=2019-06-30").content.decode()
    assert "As at 30 June 2019." in text
    assert 'href="/forces/northshire/?as_at=2019-06-30"' in text


def test_a_day_that_makes_no_sense_is_refused(client):
    assert client.get("/embed/forces/northshire/?as_at=2999-01-01").status_code == 400


def test_a_card_of_what_was_withdrawn_says_so(client, record):
    withdraw(record["inspection"], on=today(), note="Entered twice.")
    text = client.get("/embed/inspections/northshire-2017/").content.decode()
    assert "Withdrawn on" in text
    assert "Entered twice." in text


@pytest.mark.parametrize(("section", "slug"), [("forces", "northshire"), ("inspections", "northshire-2017")])
def test_the_page_shows_what_to_copy_and_it_works(client, section, slug):
    text = client.get(f"/{section}/{slug}/").content.decode()
    card, badge = (html.unescape(each) for each in re.findall(r"<textarea[^>]*>([^<]*)</textarea>", text))
    source = re.search(r'<iframe src="http://localhost:8000([^"]+)" title="[^"]+"', card)[1]
    picture = re.search(r'<img src="http://localhost:8000([^"]+)" alt="[^"]+"', badge)[1]
    assert client.get(source).status_code == 200
    assert client.get(picture)["Content-Type"].startswith("image/svg+xml")
    assert f'<a href="http://localhost:8000/{section}/{slug}/">' in badge


def test_a_name_with_quotes_cannot_break_out_of_what_is_copied(client):
    make.make_force("odd", name='A "quoted" <b>force</b>')
    text = client.get("/forces/odd/").content.decode()
    card = html.unescape(re.search(r'id="embed-card"[^>]*>([^<]*)<', text)[1])
    assert 'title="A &quot;quoted&quot; &lt;b&gt;force&lt;/b&gt;: what' in card
