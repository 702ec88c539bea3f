"""The form of one update for many offers what can be said of the chosen items, and says what is wrong for all."""

import datetime

import pytest
from django.http import QueryDict

from inspections.admin.together_form import TogetherForm, free_batch
from inspections.models import Voice
from inspections.scope import scope_of
from inspections.together import ITSELF, MOST_AT_ONCE, OVERSEER
from tests.make import (
    make_account,
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_proposal,
    make_source,
    make_staff,
    make_update,
)

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 22)


def new(account, *items):
    return TogetherForm(scope=scope_of(account, ON), items=[item.pk for item in items])


def sent(account, *items, **changed):
    data = QueryDict(mutable=True)
    data.update(
        {
            "items": ",".join(str(item.pk) for item in items),
            "stated_by": ITSELF,
            "position": "under-way",
            "effective_on": "2021-06",
            "reason": "Every force wrote back.",
            "evidence": "assertion",
            "batch": "spring",
        }
        | changed
    )
    return TogetherForm(data, scope=scope_of(account, ON))


@pytest.fixture
def editor():
    return make_account("editor")


def speakers(form):
    return {speaker.words: speaker.voices for speaker in form.speakers.values()}


def test_who_sees_everything_speaks_for_each_body_or_as_an_inspectorate(editor):
    make_inspectorate()
    assert speakers(new(editor, make_item(), make_item())) == {
        "Each addressed body, for itself": (Voice.ADDRESSED_BODY,),
        "Each one’s local policing body of that day": (Voice.POLICING_BODY,),
        "HMICFRS": (Voice.INSPECTORATE,),
    }


def test_a_contributor_speaks_for_the_accounts_body_which_is_chosen_already():
    force = make_force(name="Cleveland Police")
    form = new(make_account("contributor", force), make_item(body=force), make_item(body=force))
    assert speakers(form) == {"Cleveland Police": (Voice.ADDRESSED_BODY,)}
    assert "checked" in str(form["stated_by"])
    assert [voice for voice, _radios in form.positions()] == [Voice.ADDRESSED_BODY]


def test_a_policing_body_has_the_voice_that_the_chosen_items_give_it():
    force = make_force()
    pcc = make_policing_body(force)
    account = make_account("contributor", pcc)
    of_force, own = make_item(body=force), make_item(body=pcc)
    assert list(speakers(new(account, of_force)).values()) == [(Voice.POLICING_BODY,)]
    assert list(speakers(new(account, own)).values()) == [(Voice.ADDRESSED_BODY,)]
    assert list(speakers(new(account, of_force, own)).values()) == [(Voice.ADDRESSED_BODY, Voice.POLICING_BODY)]


def test_a_body_without_a_voice_about_what_is_chosen_is_not_offered():
    force, other = make_force(), make_force()
    assert len(new(make_account("contributor", force, other), make_item(body=force)).speakers) == 1


def test_a_good_form_gives_the_statement_the_items_and_the_batch(editor):
    items = make_item(), make_item()
    form = sent(editor, *items)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["items"] == [item.pk for item in items]
    assert form.cleaned_data["batch"] == "spring"
    assert (form.statement()["stated_by"], form.statement()["corrects"]) == (ITSELF, None)
    summary = dict(form.summary())
    assert summary["Who states it"] == "Each addressed body, for itself"
    assert summary["Batch"] == "spring"


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"position": "complete"}, "position", "“Each addressed body, for itself” can only say"),
        ({"stated_by": OVERSEER}, "position", "can only say: “Assured”"),
        ({"stated_by": "987654"}, "stated_by", "Select a valid choice"),
        ({"stated_by": ""}, "stated_by", "required"),
        ({"reason": " "}, "reason", "required"),
        ({"evidence": "document"}, "source", "Give a source"),
        ({"effective_on": "soon"}, "effective_on", "is not a date"),
        ({"batch": ""}, "batch", "required"),
        ({"batch": "Spring"}, "batch", "lower-case"),
        ({"batch": "../spring"}, "batch", "valid"),
        ({"items": ""}, "items", "Choose items first"),
        ({"items": "1;2"}, "items", "not here"),
        ({"items": "987654"}, "items", "not here"),
    ],
)
def test_what_is_wrong_for_all_is_said_beside_its_field(editor, changed, field, words):
    form = sent(editor, make_item(), **changed)
    assert not form.is_valid()
    assert words.lower() in str(form.errors[field]).lower()


def test_closing_needs_a_document(editor):
    form = sent(editor, make_item(), stated_by=str(make_inspectorate().pk), position="complete")
    assert "assertion is not enough" in str(form.errors["evidence"])
    source = make_source("the-letter")
    asked = {"stated_by": str(make_inspectorate().pk), "position": "complete", "evidence": "document"}
    assert sent(editor, make_item(), source=source.slug, **asked).is_valid()


def test_a_contributor_neither_speaks_for_others_nor_reaches_their_items():
    force = make_force()
    account, own, foreign = make_account("contributor", force), make_item(body=force), make_item()
    draft = make_item(body=force, inspection=make_inspection(draft=True))
    speaks = {"stated_by": str(force.pk)}
    assert sent(account, own, **speaks).is_valid()
    for hidden in (foreign, draft):
        assert "not here" in str(sent(account, own, hidden, **speaks).errors["items"])
    for other in (ITSELF, OVERSEER, str(make_inspectorate().pk), str(foreign.body_id)):
        assert "stated_by" in sent(account, own, stated_by=other).errors
    assert "can only say" in str(sent(account, own, position="complete", **speaks).errors["position"])


def test_no_more_than_a_thousand_are_taken_and_a_flood_of_them_asks_the_database_nothing(editor):
    item = make_item()
    many = ",".join(str(number) for number in range(1, MOST_AT_ONCE + 2))
    assert f"at most {MOST_AT_ONCE}" in str(sent(editor, item, items=many).errors["items"])
    flood = ",".join(str(number) for number in range(1, 100_000))
    assert f"at most {MOST_AT_ONCE}" in str(sent(editor, item, items=flood).errors["items"])


def test_a_name_that_the_ledger_or_a_proposal_has_is_taken(editor):
    make_update(make_item(), "under-way", batch="spring")
    make_proposal(make_item(), "under-way", by=editor, batch="autumn")
    for taken in ("spring", "autumn"):
        assert "Choose another name" in str(sent(editor, make_item(), batch=taken).errors["batch"])


def test_the_name_begins_as_the_day_and_a_number_that_is_free(editor):
    assert free_batch(ON) == "2026-11-22-1"
    make_update(make_item(), "under-way", batch="2026-11-22-1")
    make_proposal(make_item(), "under-way", by=editor, batch="2026-11-22-2")
    assert new(editor, make_item())["batch"].value() == "2026-11-22-3"


def test_follow_ups_of_the_reports_of_the_items_are_offered_first(editor):
    item = make_item()
    follow_up = make_inspection("follow-up", follows_up=[item.recommendation.inspection])
    groups = dict(new(editor, item).fields["made_in"].choices[1:])
    assert [key for key, _label in next(iter(groups.values()))] == [follow_up.pk]


def test_the_queries_of_the_form_do_not_grow_with_the_items(django_assert_max_num_queries):
    items = [make_item() for _number in range(12)]
    staff = make_staff(superuser=True)
    with django_assert_max_num_queries(8):
        form = new(staff, *items)
        str(form["stated_by"])
        str(form["made_in"])
