"""Two people at one form: the later one is refused, told what is new, and loses nothing that they typed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Revision

from inspections.admin.newer import Seen, digest
from inspections.admin.versions import Key, State
from inspections.models import Source
from tests.harness.forms import boxes
from tests.make import (
    make_force,
    make_inspection,
    make_observation,
    make_policing_body,
    make_recommendation,
    make_source,
    make_succession,
)

ADMIN = "/admin/inspections/"


@pytest.fixture
def colleague(in_role):
    """The browser of another publisher."""
    return in_role("publisher", "bee")


def page(client, thing):
    return client.get(f"{ADMIN}{thing._meta.model_name}/{thing.pk}/change/")


def typed_in(answer, thing, **typed):
    return boxes(answer.content.decode(), f"{thing._meta.model_name}_form") | typed


def send(client, thing, sent):
    return client.post(f"{ADMIN}{thing._meta.model_name}/{thing.pk}/change/", sent)


def words(answer):
    html = answer.content.decode().split('<section class="newer"')[1].split("</section>")[0]
    html = re.sub(r'<span class="visually-hidden">.*?</span>', "", html.split(">", 1)[1])
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def saved():
    return Revision.objects.exclude(user=None).count()


def test_a_save_over_somebody_elses_newer_version_is_refused(publisher, colleague):
    source = make_source(title="A letter", publisher="")
    sent = typed_in(page(publisher, source), source, note="Read with care.")
    theirs = typed_in(page(colleague, source), source, title="A longer letter")
    assert send(colleague, source, theirs).status_code == 302
    answer = send(publisher, source, sent)
    assert answer.status_code == 200
    source.refresh_from_db()
    assert (source.title, source.note) == ("A longer letter", "")
    assert saved() == 1


def test_it_says_who_and_when_and_which_fields_differ_from_what_to_what(publisher, colleague):
    source = make_source(title="A letter")
    sent = typed_in(page(publisher, source), source, title="A letter of May")
    send(colleague, source, typed_in(page(colleague, source), source, title="A longer letter"))
    answer = send(publisher, source, sent)
    (sentence,) = answer.context["adminform"].form.non_field_errors()
    assert sentence.startswith("Ann Publisher (bee) saved a newer version while you had the form open, on ")
    assert "Title It was A letter It is now A longer letter In your form A letter of May" in words(answer)
    assert "Note" not in words(answer)


def test_everything_that_was_typed_stays_and_saving_again_goes_on_top(publisher, colleague):
    source = make_source(title="A letter")
    sent = typed_in(page(publisher, source), source, title="A letter of May", note="Read with care.")
    send(colleague, source, typed_in(page(colleague, source), source, title="A longer letter"))
    refused = send(publisher, source, sent)
    again = typed_in(refused, source)
    assert (again["title"], again["note"]) == (["A letter of May"], ["Read with care."])
    assert send(publisher, source, again).status_code == 302
    source.refresh_from_db()
    assert (source.title, source.note) == ("A letter of May", "Read with care.")


def test_a_third_version_in_between_is_refused_again(publisher, colleague):
    source = make_source(title="A letter")
    sent = typed_in(page(publisher, source), source, title="Mine")
    send(colleague, source, typed_in(page(colleague, source), source, title="Theirs"))
    again = typed_in(send(publisher, source, sent), source)
    send(colleague, source, typed_in(page(colleague, source), source, title="Theirs once more"))
    answer = send(publisher, source, again)
    assert answer.status_code == 200
    assert "It was Theirs It is now Theirs once more In your form Mine" in words(answer)


def test_ones_own_newer_version_from_another_window_is_named_as_ones_own(publisher):
    source = make_source()
    sent = typed_in(page(publisher, source), source, note="From the first window.")
    send(publisher, source, typed_in(page(publisher, source), source, note="From the second window."))
    (sentence,) = send(publisher, source, sent).context["adminform"].form.non_field_errors()
    assert sentence.startswith("You yourself saved a newer version")


def test_a_load_in_between_is_noticed_too(publisher):
    source = make_source(title="A letter")
    sent = typed_in(page(publisher, source), source, note="Read with care.")
    Source.objects.update(title="Loaded")
    answer = send(publisher, source, sent)
    (sentence,) = answer.context["adminform"].form.non_field_errors()
    assert "by a load of data or a command" in sentence
    assert "Title It is now Loaded In your form A letter" in words(answer)
    assert send(publisher, source, typed_in(answer, source)).status_code == 302


def test_a_row_of_an_inline_is_guarded_like_the_thing_itself(publisher, colleague):
    inspection = make_inspection()
    make_observation(inspection, text="Leaders were comitted.")
    sent = typed_in(page(publisher, inspection), inspection, title="Another title")
    theirs = typed_in(page(colleague, inspection), inspection, **{"observations-0-text": "Leaders were committed."})
    send(colleague, inspection, theirs)
    answer = send(publisher, inspection, sent)
    assert answer.status_code == 200
    said = words(answer)
    assert (
        "Text It was Leaders were comitted. It is now Leaders were committed. In your form Leaders were comitted."
        in said
    )
    assert inspection.observations.get().text == "Leaders were committed."


def test_a_row_that_somebody_added_is_named_and_stays(publisher, colleague):
    inspection = make_inspection()
    make_observation(inspection)
    sent = typed_in(page(publisher, inspection), inspection, title="Another title")
    row = {"TOTAL_FORMS": 2, "1-number": 999, "1-kind": "concern", "1-text": "Few were trained."}
    theirs = {f"observations-{name}": value for name, value in row.items()}
    send(colleague, inspection, typed_in(page(colleague, inspection), inspection, **theirs))
    answer = send(publisher, inspection, sent)
    assert "Text It was empty It is now Few were trained. In your form not in the form" in words(answer)
    assert send(publisher, inspection, typed_in(answer, inspection)).status_code == 302
    assert inspection.observations.count() == 2


def test_a_row_that_somebody_deleted_leaves_the_form_if_nothing_was_typed_in_it(publisher, colleague, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Observation", "field": "get()"}]
    inspection = make_inspection(draft=True)
    first, second = make_observation(inspection, text="First."), make_observation(inspection, text="Second.")
    sent = typed_in(page(publisher, inspection), inspection, **{"observations-1-text": "Second, reworded."})
    theirs = typed_in(page(colleague, inspection), inspection, **{"observations-0-DELETE": "on"})
    send(colleague, inspection, theirs)
    answer = send(publisher, inspection, sent)
    assert answer.status_code == 200
    assert send(publisher, inspection, typed_in(answer, inspection)).status_code == 302
    assert [row.text for row in inspection.observations.all()] == ["Second, reworded."]
    assert inspection.observations.get().pk == second.pk != first.pk


def test_a_row_that_somebody_deleted_stays_as_a_new_one_if_something_was_typed_in_it(publisher, colleague):
    inspection = make_inspection(draft=True)
    old = make_observation(inspection, text="First.")
    sent = typed_in(page(publisher, inspection), inspection, **{"observations-0-text": "First, reworded."})
    theirs = typed_in(page(colleague, inspection), inspection, **{"observations-0-DELETE": "on"})
    send(colleague, inspection, theirs)
    answer = send(publisher, inspection, sent)
    assert answer.status_code == 200
    assert send(publisher, inspection, typed_in(answer, inspection)).status_code == 302
    assert inspection.observations.get().text == "First, reworded."
    assert inspection.observations.get().pk != old.pk


def test_a_row_that_two_forms_show_is_guarded_in_both(publisher, colleague, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Recommendation", "field": "get()"}]
    earlier, later = make_recommendation(), make_recommendation()
    make_succession(earlier, later, note="")
    sent = typed_in(page(publisher, later), later, **{"continues-0-note": "Mine."})
    theirs = typed_in(page(colleague, earlier), earlier, **{"continued_by-0-note": "Theirs."})
    assert send(colleague, earlier, theirs).status_code == 302
    answer = send(publisher, later, sent)
    assert answer.status_code == 200
    assert "Note It was empty It is now Theirs. In your form Mine." in words(answer)


def test_a_new_policing_body_of_a_force_is_new_on_both_pages(publisher, colleague, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Body", "field": "get()"}]
    force = make_force()
    pcc = make_policing_body(force)
    sent = typed_in(page(publisher, pcc), pcc, name="Another name")
    send(colleague, force, typed_in(page(colleague, force), force, **{"overseen_by-0-end": "2024-05"}))
    assert send(publisher, pcc, sent).status_code == 200


def test_what_others_did_elsewhere_is_no_reason_to_refuse(publisher, colleague):
    inspection = make_inspection()
    recommendation = make_recommendation(inspection=inspection)
    sent = typed_in(page(publisher, inspection), inspection, title="Another title")
    send(colleague, recommendation, typed_in(page(colleague, recommendation), recommendation, text="Do it well."))
    assert send(publisher, inspection, sent).status_code == 302


def test_two_changes_back_and_forth_leave_nothing_to_refuse(publisher, colleague):
    source = make_source(title="A letter")
    sent = typed_in(page(publisher, source), source, note="Read with care.")
    for title in ("Another", "A letter"):
        send(colleague, source, typed_in(page(colleague, source), source, title=title))
    assert send(publisher, source, sent).status_code == 302


@pytest.mark.postgresql
def test_the_row_is_locked_before_it_is_compared(publisher, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Body", "field": "get()"}]
    force = make_force()
    pcc = make_policing_body(force)
    sent = typed_in(page(publisher, force), force)
    with CaptureQueriesContext(connection) as caught:
        send(publisher, force, sent)
    locks = [query["sql"] for query in caught if "FOR NO KEY UPDATE" in query["sql"]]
    assert len(locks) == 1
    assert str(force.pk) in locks[0]
    assert str(pcc.pk) in locks[0], "the other page that shows the same row waits too"


def test_who_only_looks_carries_nothing_along(in_role):
    source = make_source()
    assert 'name="seen"' not in page(in_role("viewer"), source).content.decode()


@pytest.mark.parametrize("text", ["", ":", "x:y", "-1:y", "1", "99999999999999999999:y", "new:abc"])
def test_what_no_form_of_ours_sends_says_nothing(text):
    assert Seen.read(text) is None


def test_what_a_form_sends_is_read_as_it_was_written():
    assert Seen.read(str(Seen(12, "abc"))) == Seen(12, "abc")


def test_a_digest_differs_with_every_value_and_not_with_the_order():
    one, two = Key("inspections.source", "1"), Key("inspections.source", "2")
    a, b = State({"title": "A"}, "A"), State({"title": "B"}, "B")
    assert digest({one: a, two: b}) == digest({two: b, one: a})
    assert len({digest(states) for states in ({one: a}, {one: b}, {two: a}, {}, {one: a, two: b})}) == 5


@pytest.mark.parametrize("seen", ["0:nonsense", "5:", "1" * 18 + ":x"])
def test_a_form_that_claims_to_have_seen_something_else_is_refused(publisher, seen):
    source = make_source()
    sent = typed_in(page(publisher, source), source, title="Another", seen=seen)
    assert send(publisher, source, sent).status_code == 200
