"""What both forms of a statement share: who can speak, what is asked before it goes out, what is carried on."""

import datetime

import pytest
from django.db.models import Q
from django.http import QueryDict

from inspections.admin.statement_form import Speaker, StatementForm
from inspections.models import Voice
from inspections.scope import scope_of
from tests.make import make_account, make_force, make_inspection, make_staff

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 22)
FORCE = Speaker("1", "The force", (Voice.ADDRESSED_BODY,))
INSPECTORATE = Speaker("2", "HMICFRS", (Voice.INSPECTORATE,))


def form_of(data="", speakers=(FORCE, INSPECTORATE), account=None):
    form = StatementForm(QueryDict(data) if data else None, scope=scope_of(account or make_staff(superuser=True), ON))
    form.offer_speakers(list(speakers))
    form.offer_inspections(Q())
    return form


GOOD = "stated_by=1&position=planned&effective_on=2021&reason=So+they+wrote.&evidence=assertion"


def test_where_only_one_can_speak_it_is_chosen():
    assert "checked" in str(form_of(speakers=[FORCE])["stated_by"])
    assert "checked" not in str(form_of()["stated_by"])


def test_only_the_positions_of_those_who_can_speak_are_offered():
    assert [voice for voice, _radios in form_of(speakers=[FORCE]).positions()] == [Voice.ADDRESSED_BODY]
    assert [voice for voice, _radios in form_of().positions()] == [Voice.ADDRESSED_BODY, Voice.INSPECTORATE]


def test_one_who_can_speak_in_two_voices_hides_the_positions_of_neither():
    both = Speaker("3", "The commissioner", (Voice.ADDRESSED_BODY, Voice.POLICING_BODY))
    form = form_of(speakers=[both])
    assert "data-voice" not in str(form["stated_by"])
    assert [voice for voice, _radios in form.positions()] == [Voice.ADDRESSED_BODY, Voice.POLICING_BODY]


def test_a_later_inspection_is_offered_near_ones_first():
    near, other = make_inspection("near"), make_inspection("other")
    make_inspection("hidden", draft=True)
    form = form_of()
    form.offer_inspections(Q(pk=near.pk), apart_from=None)
    groups = dict(form.fields["made_in"].choices[1:])
    assert [[key for key, _label in rows] for rows in groups.values()] == [[near.pk], [other.pk]]


def test_blank_texts_of_the_statement_are_empty_and_not_none():
    form = form_of(GOOD)
    assert form.is_valid(), form.errors
    said = form.statement()
    assert (said["publisher_wording"], said["source"], said["target_on"], said["corrects"]) == ("", None, None, None)


def test_the_summary_names_what_was_written_and_leaves_the_rest_out():
    form = form_of(f"{GOOD}&note=Asked+by+letter.")
    assert form.is_valid()
    summary = dict(form.summary())
    assert summary["What they say"] == "Planned"
    assert summary["Internal note"] == "Asked by letter."
    assert "Source" not in summary


def test_a_private_detail_in_a_public_text_is_asked_about_once():
    words = GOOD.replace("So+they+wrote.", "Ask+jo@example.org")
    form = form_of(words)
    assert not form.is_valid()
    assert "jo@example.org" in str(form.errors["reason"])
    ticked = QueryDict(mutable=True)
    ticked["meant_public"] = form.question.value
    again = form_of(f"{words}&{ticked.urlencode()}")
    assert again.is_valid(), again.errors
    hidden = again.hidden()
    assert 'name="meant_public"' in hidden
    assert "Ask jo@example.org" in hidden


def test_an_internal_note_is_never_asked_about():
    assert form_of(f"{GOOD}&note=Ask+jo@example.org").is_valid()


def test_a_new_source_can_be_added_by_who_proposes_and_by_who_keeps_sources_only():
    for role, offered in (("viewer", False), ("contributor", True), ("editor", True), ("publisher", True)):
        form = form_of(account=make_account(role, make_force()))
        assert ("new_title" in form.fields) is offered, role


def test_what_is_carried_on_can_leave_a_field_out():
    form = form_of(GOOD)
    assert 'name="reason"' in form.hidden()
    assert 'name="reason"' not in form.hidden("reason")
