"""The form of a status update offers only what can be said."""

import datetime

import pytest
from django.http import QueryDict

from inspections.admin.update_form import StatusUpdateForm, speakers
from inspections.models import Position
from inspections.scope import scope_of
from tests.make import (
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_source,
    make_staff,
    make_update,
)

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 22)


def form_of(item, **data):
    sent = QueryDict(mutable=True)
    sent.update(data)
    updates = list(item.updates.all())
    scope = scope_of(make_staff(superuser=True), ON)
    return StatusUpdateForm(sent if data else None, item=item, updates=updates, scope=scope)


def test_every_position_stands_under_its_voice_once():
    item = make_item()
    make_policing_body(item.body)
    offered = [(voice, radio.data["value"]) for voice, radios in form_of(item).positions() for radio in radios]
    assert [(Position(value).voice, value) for _voice, value in offered] == offered
    assert sorted(value for _voice, value in offered) == sorted(Position.values)


def test_speakers_are_the_body_its_overseers_of_all_days_and_inspectorates():
    force = make_force()
    item = make_item(body=force)
    former = make_policing_body(force, "authority", end="2012-11-21")
    present = make_policing_body(force, "pcc", start="2012-11-22")
    other = make_inspectorate("ofsted")
    make_policing_body(make_force(), "of-another-force")
    found = speakers(item)
    assert found[0] == force
    assert set(found[1:3]) == {former, present}
    assert found[3:] == [make_inspectorate(), other]


def test_each_speaker_carries_its_voice_for_the_style_sheet():
    page = str(form_of(make_item())["stated_by"])
    assert 'data-voice="addressed-body"' in page
    assert 'data-voice="inspectorate"' in page


def test_an_inspection_that_is_not_public_is_not_offered():
    item = make_item()
    public = make_inspection(published="2021-01-01")
    draft, later = make_inspection(draft=True), make_inspection(published="2999-01-01")
    offered = str(form_of(item)["made_in"])
    assert f'value="{public.pk}"' in offered
    assert f'value="{draft.pk}"' not in offered
    assert f'value="{later.pk}"' not in offered


def test_the_preview_leaves_the_rows_that_count_as_they_are():
    """A row that is not saved yet has no key; it must not be taken for one that is corrected."""
    item = make_item()
    make_update(item, "under-way", on="2021-01")
    form = form_of(
        item,
        seen="1",
        stated_by=str(item.body.pk),
        position="says-complete",
        effective_on="2021-02",
        reason="Done.",
        evidence="assertion",
    )
    assert form.is_valid(), form.errors
    before, after = form.before_and_after()
    assert (before.status, after.status) == ("under-way", "reported-complete")


def test_an_empty_form_says_what_is_missing_and_nothing_else():
    form = form_of(make_item(), seen="0")
    assert set(form.errors) == {"stated_by", "position", "effective_on", "reason"}


@pytest.mark.parametrize(
    ("position", "speaker"), [("under-way", "force"), ("assured", "pcc"), ("being-progressed", "hmicfrs")]
)
def test_a_speaker_that_is_left_open_is_the_one_who_can_say_it(position, speaker):
    item = make_item(body=make_force("force"))
    make_policing_body(item.body, "pcc", start="2012-11-22")
    make_inspectorate("ofsted")
    form = form_of(item, seen="0", position=position, effective_on="2021-02", reason="So it was said.")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["stated_by"].slug == speaker
    assert form.cleaned_data["evidence"] == "assertion"


def test_a_speaker_is_asked_for_where_two_could_have_said_it():
    item = make_item()
    item.recommendation.inspection.inspectorates.add(make_inspectorate("ofsted"))
    form = form_of(item, seen="0", position="being-progressed", effective_on="2021-02", reason="So it was said.")
    assert set(form.errors) == {"stated_by"}


def test_evidence_that_is_left_open_is_a_document_where_a_source_is_named_and_never_closes_without():
    item, source = make_item(), make_source("the-letter")
    said = {"seen": "0", "position": "complete", "effective_on": "2021-02", "reason": "It was done."}
    assert set(form_of(item, **said).errors) == {"evidence"}
    form = form_of(item, **said, source=source.slug)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["evidence"] == "document"
