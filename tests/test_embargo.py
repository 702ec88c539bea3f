"""Nothing of an inspection shows anywhere before its moment has come; then it shows, and nobody does anything."""

import datetime
import re
from typing import Any

import pytest
from django.utils import timezone

from inspections.days import today
from inspections.models import Grade, Inspection, Recommendation, ResponseItem
from tests import make
from tests.answers import content_of, contents
from tests.test_addresses import pages, public_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_edition")]

# Words that stand in everything embargoed and nowhere else.
HUSHED = re.compile(r"zanzibar|hush-", re.IGNORECASE)


def hush(slug: str, record: dict[str, Any], **fields: Any) -> Inspection:
    """An inspection that is not public yet, with everything that can hang on one, tied to the public record."""
    force, theme, concern = record["force"], record["theme"], record["concern"]
    source = make.make_source(f"hush-source-{slug}", title="Zanzibar source")
    hushed = make.make_inspection(
        slug,
        bodies=[force],
        follows_up=[record["inspection"]],
        title="Zanzibar inspection",
        summary="Zanzibar summary",
        programme=record["programme"],
        **fields,
    )
    record["inspection"].follows_up.add(hushed)
    hushed.sources.add(source)
    asked = make.make_recommendation(f"hush-ref-{slug}", [force], hushed, themes=[theme], text="Zanzibar text")
    make.make_part(asked, ref=f"hush-part-{slug}", text="Zanzibar part")
    make.make_succession(concern, asked, note="Zanzibar note")
    make.make_observation(hushed, text="Zanzibar observation").themes.add(theme)
    Grade.objects.create(inspection=hushed, body=force, framework=f"hush-{slug}", topic="Zanzibar", grade="good")
    response = make.make_response(hushed, force, None, url="https://example.org/hush-", summary="Zanzibar response")
    ResponseItem.objects.create(
        response=response, addressee=asked.addressees.get(), decision="accepted", action="Zanzibar action"
    )
    return hushed


def in_an_hour() -> dict[str, Any]:
    """A day and a time of publication that come in an hour, by the clock in London."""
    moment = timezone.localtime() + datetime.timedelta(hours=1)
    return {"published": moment.date().isoformat(), "published_time": moment.time()}


def addresses_of(slug: str) -> list[str]:
    """Every page of what `hush` makes."""
    return [
        f"/inspections/{slug}/",
        f"/recommendations/hush-ref-{slug}/",
        f"/recommendations/hush-part-{slug}/",
        f"/recommendations/hush-ref-{slug}/northshire/",
    ]


def test_nothing_of_an_inspection_that_is_not_public_can_be_found(client, record):
    before = contents(client, public_addresses().values())
    later = (today() + datetime.timedelta(days=1)).isoformat()
    hush("hush-draft", record, draft=True)
    hush("hush-later", record, published=later)
    hush("hush-hour", record, **in_an_hour())
    item = Recommendation.objects.get(ref="hush-ref-hush-draft").addressees.get()
    wrong = make.make_update(item, "says-complete", batch="review-2018", target_on="2022")
    make.make_update(item, "says-complete", batch="review-2018", target_on="2023", corrects=wrong)
    make.make_update(item, "under-way", batch="review-2018", target_on="2024")
    after = contents(client, before)
    for path, content in before.items():
        now = after[path]
        assert not HUSHED.search(now.decode(errors="replace")), path
        assert now == content, f"{path} changed when something was added that is not public"
    for slug in ("hush-draft", "hush-later", "hush-hour"):
        for path in addresses_of(slug):
            missing = client.get(path)
            assert missing.status_code == 404, path
            assert missing.content == client.get("/inspections/that-never-was/").content


def test_a_search_for_words_that_are_not_public_finds_what_a_search_for_nonsense_finds(client, record):
    hush("hush-draft", record, draft=True)
    hush("hush-hour", record, **in_an_hour())
    for path in ("/recommendations/?q={}", "/inspections/?q={}", "/forces/?q={}"):
        hushed = client.get(path.format("zanzibar")).content.replace(b"zanzibar", b"")
        assert hushed == client.get(path.format("quaggas")).content.replace(b"quaggas", b""), path


def test_an_inspection_shows_from_the_day_of_its_publication(client, record):
    hush("hush-today", record, published=today().isoformat())
    assert "Zanzibar inspection" in client.get("/inspections/hush-today/").content.decode()
    assert "/inspections/hush-today/" in client.get("/sitemap.xml").content.decode()


def test_it_appears_everywhere_as_soon_as_its_time_has_passed_and_nobody_does_anything(client, record):
    hushed = hush("hush-hour", record, **in_an_hour())
    before = contents(client, public_addresses().values())
    # The hour passes: what is stored of it is now behind the clock.
    hushed.published_on, hushed.published_time = make.partial(today().isoformat()), datetime.time(0, 0)
    hushed.save()
    assert [path for path in addresses_of("hush-hour") if client.get(path).status_code != 200] == []
    changed = {path for path, content in before.items() if content_of(client.get(path)) != content}
    lists = {"/", "/recommendations/", "/inspections/", "/forces/", "/forces/northshire/", "/themes/", "/changes/"}
    assert lists | {"/sitemap.xml", "/programmes/", "/responses/", "/recommendations/missing/"} <= changed
    assert "Zanzibar inspection" in client.get("/inspections/?q=zanzibar").content.decode()


def test_no_page_of_an_earlier_day_has_what_came_out_today(client, record):
    eve = (today() - datetime.timedelta(days=1)).isoformat()
    paths = [f"{path}{'&' if '?' in path else '?'}as_at={eve}" for path in pages().values()]
    before = contents(client, paths)
    hush("hush-today", record, published=today().isoformat(), published_time=datetime.time(0, 0))
    assert [path for path in paths if content_of(client.get(path)) != before[path]] == []


def test_an_old_address_does_not_give_away_what_is_not_public(client, record):
    for slug, fields in (("hush-draft", {"draft": True}), ("hush-hour", in_an_hour())):
        hushed = hush(slug, record, **fields)
        hushed.slug = f"{slug}-renamed"
        hushed.save()
        assert client.get(f"/inspections/{slug}/").status_code == 404
