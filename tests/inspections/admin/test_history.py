"""The history page: who changed which field from what to what and when."""

import re

import pytest
from django.test import Client

from inspections.admin.versions import keeping
from inspections.models import Inspection, Source
from tests.harness.forms import boxes
from tests.harness.markup import html_errors
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_observation,
    make_recommendation,
    make_source,
    make_staff,
    make_succession,
    make_theme,
)

ADMIN = "/admin/inspections/"


def change(client, thing, **typed):
    """Open the form of a thing, type these values in it and save it."""
    address = f"{ADMIN}{thing._meta.model_name}/{thing.pk}/change/"
    sent = boxes(client.get(address).content.decode(), f"{thing._meta.model_name}_form") | typed
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["errors"]


def history(client, thing, query=""):
    return client.get(f"{ADMIN}{thing._meta.model_name}/{thing.pk}/history/{query}")


def words(answer):
    """What the page says, from its heading on, without what only a screen reader is told."""
    main = answer.content.decode().split('<div id="content-main"')[1].split("<!-- END Content -->")[0]
    main = re.sub(r'<span class="visually-hidden">.*?</span>', "", main)
    return " ".join(re.sub(r"<[^>]*>", " ", main.split(">", 1)[1]).split())


def test_it_says_who_changed_which_field_from_what_to_what_and_when(publisher):
    source = make_source(title="A letter", publisher="The force")
    change(publisher, source, title="A report", published_on="2019-09")
    page = words(history(publisher, source))
    assert re.search(r"\d{1,2} \w+ 20\d\d,? \d\d:\d\d , Ann Publisher \(an-publisher\)", page)
    assert "Title Was A letter Became A report" in page
    assert "Published Was empty Became September 2019" in page
    assert "Publisher Was" not in page, "what did not change is not listed"


def test_the_latest_change_stands_first_and_the_last_entry_is_how_it_was_found(publisher):
    source = make_source(title="One")
    for title in ("Two", "Three"):
        change(publisher, source, title=title)
    page = words(history(publisher, source))
    assert page.index("Was Two Became Three") < page.index("Was One Became Two") < page.index("Before the first change")


def test_values_are_shown_as_the_form_shows_them(publisher):
    cleveland, theme = make_force(name="Cleveland Police"), make_theme(name="Custody")
    recommendation = make_recommendation(kind="recommendation")
    typed = {"kind": "area-for-improvement", "themes": [theme.pk], "deadline": "by-date", "due_on": "2019-09"}
    change(publisher, recommendation, **typed)
    page = words(history(publisher, recommendation))
    assert "Kind Was Recommendation Became Area for improvement" in page
    assert "Themes Was empty Became Custody" in page
    assert "Deadline Was empty Became By a date" in page
    inspection = make_inspection(draft=True)
    change(publisher, inspection, bodies=[cleveland.pk], draft="")
    page = words(history(publisher, inspection))
    assert "Inspected bodies Was empty Became Cleveland Police" in page
    assert "Draft Was Yes Became No" in page


def test_nothing_that_is_worked_out_is_shown(publisher):
    inspection = make_inspection(published="2020-01-15")
    recommendation = make_recommendation(inspection=inspection, deadline="within-3-months", number="1")
    change(publisher, inspection, published_on="2020-01-16")
    change(publisher, recommendation, number="2")
    assert re.findall(r"<dt>(.*?)</dt>", history(publisher, inspection).content.decode()) == ["Published"]
    assert re.findall(r"<dt>(.*?)</dt>", history(publisher, recommendation).content.decode()) == ["Number"]


def test_the_words_of_a_long_text_that_differ_are_marked_and_said(publisher):
    text = "Within three months the force should make sure that every officer has been trained in this."
    recommendation = make_recommendation(text=text)
    change(publisher, recommendation, text=text.replace("three", "six"))
    html, end = history(publisher, recommendation).content.decode(), '<span class="visually-hidden">)</span>'
    assert f'<del><span class="visually-hidden">(taken out: </span>three{end}</del>' in html
    assert f'<ins><span class="visually-hidden">(put in: </span>six{end}</ins>' in html
    assert "1 word taken out, 1 word put in" in html


def test_a_change_of_a_row_shows_with_what_it_belongs_to(publisher):
    inspection = make_inspection(draft=True)
    observation = make_observation(inspection, text="Leaders were comitted.")
    change(publisher, inspection, **{"observations-0-text": "Leaders were committed."})
    assert "Was Leaders were comitted. Became Leaders were committed." in words(history(publisher, inspection))
    change(publisher, inspection, **{"observations-0-DELETE": "on"})
    page = words(history(publisher, inspection))
    assert "Observation: Strength: Leaders were committed.: deleted" in page
    assert not inspection.observations.filter(pk=observation.pk).exists()


def test_a_new_row_shows_what_it_became_and_not_where_it_belongs(publisher):
    inspection = make_inspection(draft=True, title="The inspection itself")
    row = {"number": 1, "kind": "strength", "text": "Leaders were committed."}
    change(
        publisher, inspection, **{"observations-TOTAL_FORMS": 1}, **{f"observations-0-{k}": v for k, v in row.items()}
    )
    page = words(history(publisher, inspection))
    assert "Observation: Strength: Leaders were committed.: added" in page
    assert "Kind Became Strength" in page
    assert "The inspection itself" not in page


def test_a_new_recommendation_shows_with_its_inspection_too(publisher):
    inspection = make_inspection(draft=True)
    asked = {"number": "7", "kind": "recommendation", "text": "Do it.", "text_is": "summary"}
    change(publisher, inspection, **{f"recommendations-0-{name}": value for name, value in asked.items()})
    assert "Recommendation: 7. Do it.: added" in words(history(publisher, inspection))


def test_a_succession_shows_with_both_and_nothing_else_of_the_other(publisher, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Recommendation", "field": "get()"}]
    earlier, later = make_recommendation("early-1"), make_recommendation("late-1")
    make_succession(earlier, later)
    change(publisher, earlier, text="Another text of the earlier.", **{"continued_by-0-note": "The same again."})
    page = words(history(publisher, later))
    assert "Succession: early-1 → late-1: changed" in page
    assert "Another text" not in page
    assert "Another text" in words(history(publisher, earlier))


def test_what_a_load_changed_is_shown_as_found(publisher):
    source = make_source(title="One")
    change(publisher, source, title="Two")
    Source.objects.update(title="Loaded")
    change(publisher, source, title="Three")
    page = words(history(publisher, source))
    assert "Found changed" in page
    assert "By a load of data or a command" in page
    found = page.index("Was Two Became Loaded")
    assert page.index("Was Loaded Became Three") < found < page.index("Was One Became Two")


def test_what_nobody_has_changed_says_so(publisher):
    assert "Nobody on the staff has changed this here." in words(history(publisher, make_source()))


def test_what_has_been_deleted_keeps_its_history(publisher):
    source = make_source(title="A letter")
    publisher.post(f"{ADMIN}source/{source.pk}/delete/", {"post": "yes"})
    page = words(history(publisher, source))
    assert "Deleted Slug Was" in page
    assert "Title Was A letter" in page
    assert "Became" not in page


def test_an_account_that_is_gone_is_not_blamed_on_anybody_else(publisher):
    source, leaver = make_source(), make_staff("leaver")
    with keeping([source], by=leaver):
        source.title = "Their title"
        source.save()
    leaver.delete()
    assert "An account that is no longer here" in words(history(publisher, source))


def test_it_is_paged_and_its_queries_do_not_grow(publisher, django_assert_max_num_queries):
    inspection, staff = make_inspection(), make_staff()
    for number in range(25):
        force = make_force()
        with keeping([inspection], by=staff):
            inspection.title = f"Title {number}"
            inspection.save()
            inspection.bodies.add(force)
    with django_assert_max_num_queries(20):
        first = history(publisher, inspection)
    assert "Became Title 24" in words(first)
    assert "Became Title 3" not in words(first)
    assert "Became Title 3" in words(history(publisher, inspection, "?p=2"))
    assert history(publisher, inspection, "?p=nonsense").status_code == 200


def test_only_who_may_see_a_thing_sees_its_history(in_role, sign_in):
    item = make_item()
    inspection = item.recommendation.inspection
    assert history(in_role("viewer"), inspection).status_code == 200
    assert history(in_role("contributor"), inspection).status_code == 403
    assert history(sign_in(), inspection).status_code == 403
    assert history(Client(), inspection).status_code == 302


@pytest.mark.parametrize("key", ["0", "none", "9999999999999999999"])
def test_the_history_of_nothing_is_no_fault(publisher, key):
    assert publisher.get(f"{ADMIN}source/{key}/history/").status_code == 302


def test_who_may_not_change_a_thing_has_no_button_to_put_it_back(publisher, in_role):
    source = make_source()
    change(publisher, source, title="Another")
    button = "Put back as it was before this"
    assert button in words(history(publisher, source))
    assert button not in words(history(in_role("viewer"), source))


def test_markup_that_staff_typed_is_shown_as_they_typed_it(publisher):
    source = make_source()
    change(publisher, source, note="<script>alert(1)</script>")
    html = history(publisher, source).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_its_own_html_is_valid(publisher):
    inspection = make_inspection(draft=True)
    make_observation(inspection)
    text = "Leaders were committed, and said so to everybody who asked them about it in the week of the visit."
    change(publisher, inspection, title="Another", **{"observations-0-text": text})
    change(publisher, inspection, draft="", **{"observations-0-text": text.replace("week", "month")})
    assert Inspection.objects.get().title == "Another"
    html = history(publisher, inspection).content.decode()
    ours = html.split("<!-- Content -->")[1].split("<!-- END Content -->")[0]
    page = (
        f'<!DOCTYPE html>\n<html lang="en"><head><title>History</title></head><body><main>{ours}</main></body></html>'
    )
    assert html_errors({"history": page}) == {}
