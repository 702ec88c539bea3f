"""“Is this meant to be public?” is asked once, about what is new, and forbids nothing."""

import re

import pytest
from django import forms
from django.http import QueryDict

from inspections.admin.public_question import MEANT, AsksBeforePublic
from inspections.models import Response, Source
from tests.harness.forms import boxes
from tests.harness.markup import html_errors
from tests.make import make_force, make_inspection, make_observation, make_response, make_source

ADMIN = "/admin/inspections/"
ASKED = "Is this meant to be public?"


def typed(client, thing, **values):
    address = f"{ADMIN}{thing._meta.model_name}/{thing.pk}/change/"
    sent = boxes(client.get(address).content.decode(), f"{thing._meta.model_name}_form") | values
    return client.post(address, sent), sent


def ticked(answer):
    """The box as a browser would send it once it is ticked."""
    box = re.search(r'<input type="checkbox" name="meant_public" value="([^"]*)"', answer.content.decode())
    return box[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")


def test_a_public_text_with_a_private_detail_is_refused_once_and_the_detail_is_named_beside_its_field(publisher):
    source = make_source()
    answer, _sent = typed(publisher, source, note="Write to jo@example.org or ring 020 7946 0000.")
    assert answer.status_code == 200
    (error,) = answer.context["adminform"].form.errors["note"]
    assert "an e-mail address (“jo@example.org”), a telephone number (“020 7946 0000”)" in error
    assert ASKED in answer.content.decode()
    assert Source.objects.get().note == ""


def test_ticking_the_box_lets_it_through(publisher):
    source = make_source()
    answer, sent = typed(publisher, source, note="Write to jo@example.org.")
    sent[MEANT] = ticked(answer)
    assert publisher.post(f"{ADMIN}source/{source.pk}/change/", sent).status_code == 302
    assert Source.objects.get().note == "Write to jo@example.org."


def test_a_tick_is_for_the_details_found_then_and_others_are_asked_about_again(publisher):
    source = make_source()
    answer, sent = typed(publisher, source, note="Write to jo@example.org.")
    sent |= {MEANT: ticked(answer), "note": "Write to jo@example.org. PC 1234 knows."}
    answer = publisher.post(f"{ADMIN}source/{source.pk}/change/", sent)
    assert answer.status_code == 200
    (error,) = answer.context["adminform"].form.errors["note"]
    assert "PC 1234" in error
    assert "jo@example.org" not in error
    assert " checked" not in re.search(r"<input type=.checkbox. name=.meant_public.[^>]*>", answer.content.decode())[0]
    sent[MEANT] = ticked(answer)
    assert publisher.post(f"{ADMIN}source/{source.pk}/change/", sent).status_code == 302


def test_a_detail_that_is_taken_out_again_needs_no_new_tick(publisher):
    source = make_source()
    answer, sent = typed(publisher, source, note="jo@example.org, PC 1234")
    sent |= {MEANT: ticked(answer), "note": "jo@example.org"}
    assert publisher.post(f"{ADMIN}source/{source.pk}/change/", sent).status_code == 302


def test_the_tick_stays_where_something_else_is_wrong(publisher):
    source = make_source()
    answer, sent = typed(publisher, source, note="jo@example.org")
    sent |= {MEANT: ticked(answer), "title": ""}
    answer = publisher.post(f"{ADMIN}source/{source.pk}/change/", sent)
    assert "note" not in answer.context["adminform"].form.errors
    assert " checked" in re.search(r"<input type=.checkbox. name=.meant_public.[^>]*>", answer.content.decode())[0]


def test_what_is_public_already_is_not_asked_about_again(publisher):
    source = make_source(note="Write to jo@example.org.")
    answer, _sent = typed(publisher, source, title="Another title")
    assert answer.status_code == 302


def test_addresses_on_the_web_and_dates_are_not_asked_about(publisher):
    source = make_source()
    answer, _sent = typed(publisher, source, url="https://example.org/jo@example.org/02079460000")
    assert answer.status_code == 302


def test_rows_of_an_inline_are_asked_about_and_let_through_in_the_same_way(publisher):
    inspection = make_inspection(draft=True)
    make_observation(inspection)
    answer, sent = typed(publisher, inspection, **{"observations-0-text": "PC 1234 was praised."})
    assert answer.status_code == 200
    formset = answer.context["inline_admin_formsets"][0].formset
    assert "PC 1234" in str(formset.forms[0].errors["text"])
    sent[MEANT] = ticked(answer)
    assert publisher.post(f"{ADMIN}inspection/{inspection.pk}/change/", sent).status_code == 302
    assert inspection.observations.get().text == "PC 1234 was praised."


def test_a_row_that_is_deleted_is_not_asked_about(publisher):
    inspection = make_inspection(draft=True)
    make_observation(inspection)
    row = {"observations-0-text": "PC 1234 was praised.", "observations-0-DELETE": "on"}
    answer, _sent = typed(publisher, inspection, **row)
    assert answer.status_code == 302


def test_a_new_thing_is_asked_about_whole(publisher):
    inspection, force = make_inspection(), make_force()
    page = publisher.get(f"{ADMIN}response/add/").content.decode()
    sent = boxes(page, "response_form") | {"inspection": inspection.pk, "responder": force.pk}
    sent |= {"published_on": "2021", "summary": "By Sergeant 0417, tel. 01632 960001."}
    answer = publisher.post(f"{ADMIN}response/add/", sent)
    assert answer.status_code == 200
    assert not Response.objects.exists()
    sent[MEANT] = ticked(answer)
    assert publisher.post(f"{ADMIN}response/add/", sent).status_code == 302


@pytest.mark.parametrize(
    "value", ["", "on", "[]", "{}", "[1]", '[["email"]]', '[["no such kind", "jo@example.org"]]', "null"]
)
def test_a_tick_that_names_other_details_lets_nothing_through(publisher, value):
    source = make_source()
    answer, _sent = typed(publisher, source, note="jo@example.org", **{MEANT: value})
    assert answer.status_code == 200
    assert Source.objects.get().note == ""


def test_markup_within_a_detail_is_only_text(publisher):
    response = make_response(make_inspection(), make_force())
    answer, _sent = typed(publisher, response, summary='PC 1234 <b>"x"</b>')
    assert "<b>" not in answer.content.decode().split(ASKED)[1]


class NoteForm(AsksBeforePublic, forms.Form):
    """A plain form: what is for colleagues is not asked about."""

    asks_about = ("reason",)
    reason = forms.CharField()
    note = forms.CharField(required=False)


def plain(**sent):
    data = QueryDict(mutable=True)
    data.update(sent)
    return NoteForm(data)


def test_a_plain_form_asks_about_the_fields_that_it_names():
    assert plain(reason="All done.", note="Ask jo@example.org").is_valid()
    form = plain(reason="Ask jo@example.org")
    assert not form.is_valid()
    assert plain(reason="Ask jo@example.org", meant_public=form.question.value).is_valid()
    assert plain(reason="All done.").question is None


def test_the_html_of_the_question_is_valid(publisher):
    source = make_source()
    answer, _sent = typed(publisher, source, note='"jo"@example.org PC 1234 a@b.example')
    block = answer.content.decode().split('<div class="meant-public"')[1].split('<div class="submit-row"')[0]
    head = '<!DOCTYPE html>\n<html lang="en"><head><title>Form</title></head>'
    page = f'{head}<body><main><h1>Form</h1><div class="meant-public"{block}</main></body></html>'
    assert html_errors({"form": page}) == {}
