"""Back to an earlier text in two clicks: the button of the history page, and Save."""

import datetime
import re

import pytest
from reversion.models import Revision

from inspections.models import Inspection, Recommendation, Source
from tests.harness.forms import boxes
from tests.make import (
    make_inspection,
    make_item,
    make_observation,
    make_recommendation,
    make_source,
    make_theme,
    make_update,
)

ADMIN = "/admin/inspections/"


def address(thing, page="change"):
    return f"{ADMIN}{thing._meta.model_name}/{thing.pk}/{page}/"


def change(client, thing, **typed):
    sent = boxes(client.get(address(thing)).content.decode(), f"{thing._meta.model_name}_form") | typed
    answer = client.post(address(thing), sent)
    assert answer.status_code == 302, answer.context["errors"]


def buttons(client, thing):
    """Where the buttons of the history lead, the latest change first."""
    page = client.get(address(thing, "history")).content.decode()
    return [link.replace("&amp;", "&") for link in re.findall(r'<a class="button" href="([^"]*)"', page)]


def open_and_save(client, thing, link):
    """The two clicks."""
    opened = client.get(link)
    return opened, client.post(link, boxes(opened.content.decode(), f"{thing._meta.model_name}_form"))


def test_two_clicks_put_an_earlier_text_back(publisher):
    recommendation = make_recommendation(text="Train every officer.")
    change(publisher, recommendation, text="Train evry officer.", number="7")
    opened, saved = open_and_save(publisher, recommendation, buttons(publisher, recommendation)[0])
    assert "Nothing is saved yet" in opened.content.decode()
    assert saved.status_code == 302
    recommendation.refresh_from_db()
    assert recommendation.text == "Train every officer."


def test_opening_it_saves_nothing(publisher):
    source = make_source(title="One")
    change(publisher, source, title="Two")
    publisher.get(buttons(publisher, source)[0])
    assert Source.objects.get().title == "Two"
    assert Revision.objects.count() == 2


def test_going_back_is_itself_in_the_history_with_the_version_that_it_restored(publisher):
    source = make_source(title="One")
    change(publisher, source, title="Two")
    Revision.objects.update(date_created=datetime.datetime(2026, 5, 3, 9, 30, tzinfo=datetime.UTC))
    open_and_save(publisher, source, buttons(publisher, source)[0])
    page = " ".join(publisher.get(address(source, "history")).content.decode().split())
    assert "Put back as it was before the change of 3 May 2026" in page
    assert page.index("Put back as it was before the change of") < page.index("Before the first change")


def test_an_older_text_is_put_back_over_newer_ones(publisher):
    source = make_source(title="One")
    for title in ("Two", "Three", "Four"):
        change(publisher, source, title=title)
    open_and_save(publisher, source, buttons(publisher, source)[1])
    assert Source.objects.get().title == "Two"


def test_links_and_dates_come_back_too(publisher):
    theme = make_theme()
    recommendation = make_recommendation(themes=[theme], due_on="2019-09")
    change(publisher, recommendation, themes=[], deadline="", due_on="")
    open_and_save(publisher, recommendation, buttons(publisher, recommendation)[0])
    recommendation.refresh_from_db()
    assert list(recommendation.themes.all()) == [theme]
    assert (recommendation.deadline, recommendation.due_on.iso) == ("by-date", "2019-09")


def test_rows_of_an_inline_come_back_and_one_that_was_deleted_is_offered_again(publisher, settings):
    settings.ZEAL_ALLOWLIST = [  # Django looks up each row by its key, and writes its links
        {"model": "inspections.Observation", "field": field} for field in ("get()", "themes")
    ]
    inspection = make_inspection(draft=True, title="As it was")
    make_observation(inspection, text="First.")
    make_observation(inspection, text="Second.")
    typed = {"observations-0-DELETE": "on", "observations-1-text": "Second, reworded."}
    change(publisher, inspection, title="As it is", **typed)
    opened, saved = open_and_save(publisher, inspection, buttons(publisher, inspection)[0])
    assert saved.status_code == 302, saved.context["errors"]
    assert sorted(row.text for row in inspection.observations.all()) == ["First.", "Second."]
    assert Inspection.objects.get().title == "As it was"
    assert opened.status_code == 200


def test_a_row_that_came_later_is_named_and_stays(publisher):
    inspection = make_inspection(draft=True)
    row = {"number": 1, "kind": "strength", "text": "Leaders were committed."}
    typed = {f"observations-0-{name}": value for name, value in row.items()}
    change(publisher, inspection, title="Another", **{"observations-TOTAL_FORMS": 1}, **typed)
    opened, saved = open_and_save(publisher, inspection, buttons(publisher, inspection)[0])
    assert "Strength: Leaders were committed.: it was added later, and stays" in opened.content.decode()
    assert saved.status_code == 302
    assert inspection.observations.count() == 1


def test_what_no_longer_exists_is_named_and_left_out(publisher):
    gone, staying = make_theme(name="Custody"), make_theme(name="Vetting")
    recommendation = make_recommendation(themes=[gone, staying])
    change(publisher, recommendation, themes=[])
    publisher.post(address(gone, "delete"), {"post": "yes"})
    opened, saved = open_and_save(publisher, recommendation, buttons(publisher, recommendation)[0])
    assert "Themes: Custody (no longer on record)" in opened.content.decode()
    assert saved.status_code == 302
    assert list(recommendation.themes.all()) == [staying]


def test_a_field_that_the_form_does_not_have_is_named(publisher):
    item = make_item()
    recommendation, home = item.recommendation, item.recommendation.inspection
    change(publisher, recommendation, inspection=make_inspection().pk)
    Recommendation.objects.update(inspection=home)
    change(publisher, recommendation, text="Another text.")
    make_update(item, "under-way")  # from now on it stays in its inspection
    link = buttons(publisher, recommendation)[-2]
    assert "Inspection: it is not in this form" in publisher.get(link).content.decode()


def test_all_ordinary_checks_hold(publisher):
    source, other = make_source("first"), make_source()
    change(publisher, source, slug="second")
    Source.objects.filter(pk=other.pk).update(slug="first")
    _opened, saved = open_and_save(publisher, source, buttons(publisher, source)[0])
    assert saved.status_code == 200
    assert "slug" in saved.context["adminform"].form.errors
    source.refresh_from_db()
    assert source.slug == "second"


def test_somebody_elses_save_in_between_is_not_lost(publisher, in_role):
    source = make_source(title="One")
    change(publisher, source, title="Two")
    link = buttons(publisher, source)[0]
    opened = publisher.get(link)
    change(in_role("publisher", "bee"), source, note="Theirs")
    answer = publisher.post(link, boxes(opened.content.decode(), "source_form"))
    assert answer.status_code == 200
    assert Source.objects.get().note == "Theirs"


def test_a_deleted_thing_can_be_added_again_as_it_was(publisher):
    source = make_source("a-letter", title="A letter", note="Read with care.")
    publisher.post(address(source, "delete"), {"post": "yes"})
    (link,) = buttons(publisher, source)
    opened = publisher.get(link)
    assert opened.status_code == 200
    assert publisher.post(link, boxes(opened.content.decode(), "source_form")).status_code == 302
    again = Source.objects.get()
    assert (again.slug, again.title, again.note) == ("a-letter", "A letter", "Read with care.")


def test_who_may_not_change_it_does_not_get_it_filled(publisher, in_role, editor):
    inspection = make_inspection()
    change(publisher, inspection, title="Another")
    link = buttons(publisher, inspection)[0]
    for client in (in_role("viewer"), editor):
        assert client.get(link).status_code == 403
        assert buttons(client, inspection) == []


@pytest.mark.parametrize("query", ["before=0", "before=", "before=x", "before=99999999999999999999", "before=1"])
def test_a_version_that_is_none_is_said_to_be_none(publisher, query):
    other, source = make_source(), make_source()
    change(publisher, other, title="Another")
    first = Revision.objects.order_by("pk").first().pk  # of another thing
    query = query.replace("before=1", f"before={first}") if query == "before=1" else query
    answer = publisher.get(f"{address(source)}?{query}", follow=True)
    assert answer.redirect_chain == [(address(source), 302)]
    assert "There is no such version" in answer.content.decode()


def test_before_it_was_there_is_no_version_to_go_back_to(publisher):
    page = publisher.get(f"{ADMIN}source/add/").content.decode()
    publisher.post(f"{ADMIN}source/add/", boxes(page, "source_form") | {"title": "A letter", "slug": "a-letter"})
    source = Source.objects.get()
    assert buttons(publisher, source) == []
    added = Revision.objects.get().pk
    assert publisher.get(f"{address(source)}?before={added}").status_code == 302
