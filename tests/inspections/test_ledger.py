"""Who may say what, of whom, when and on what evidence."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from inspections.ledger import positions_of, voice_of
from inspections.models import Position, Voice
from inspections.models.status import POSITIONS
from tests.make import (
    make_body,
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_recommendation,
    make_source,
    make_succession,
    make_update,
    partial,
)

pytestmark = pytest.mark.django_db


def refusal(field, *args, **kwargs):
    """The sentence with which a statement is refused, and that nothing was written."""
    item = args[0]
    before = item.updates.count()
    with pytest.raises(ValidationError) as caught:
        make_update(*args, **kwargs)
    assert item.updates.count() == before
    assert set(caught.value.message_dict) == {field}, caught.value.message_dict
    return " ".join(caught.value.message_dict[field])


def test_every_position_belongs_to_exactly_one_voice():
    assert sorted(position for positions in POSITIONS.values() for position in positions) == sorted(Position)
    assert all(position in POSITIONS[position.voice] for position in Position)


def test_the_addressed_body_claims_its_policing_body_assures_the_inspectorate_decides():
    force = make_force()
    assert voice_of(force, force) == Voice.ADDRESSED_BODY
    assert voice_of(make_policing_body(force), force) == Voice.POLICING_BODY
    assert voice_of(make_inspectorate(), force) == Voice.INSPECTORATE
    assert voice_of(make_force(), force) is None
    assert positions_of(make_force(), force) == ()


def test_a_policing_body_that_was_itself_asked_claims():
    policing_body = make_policing_body(make_force())
    assert voice_of(policing_body, policing_body) == Voice.ADDRESSED_BODY


@pytest.mark.parametrize("position", Position)
def test_each_voice_can_say_only_its_own(position):
    item = make_item()
    speakers = {
        Voice.ADDRESSED_BODY: item.body,
        Voice.POLICING_BODY: make_policing_body(item.body),
        Voice.INSPECTORATE: make_inspectorate(),
    }
    make_succession(item.recommendation, make_recommendation())
    for voice, speaker in speakers.items():
        if voice == position.voice:
            assert make_update(item, position, by=speaker).position == position
        else:
            assert "can only say" in refusal("position", item, position, by=speaker)


def test_another_force_has_no_voice():
    assert "has no voice" in refusal("stated_by", make_item(), "planned", by=make_force())


def test_a_policing_body_speaks_only_for_the_days_on_which_it_answered_for_the_force():
    item = make_item()
    before = make_policing_body(item.body, "old-pcc", end="2021-05-05")
    make_policing_body(item.body, "mayor", start="2021-05-06")
    make_update(item, "assured", "2021-05-05", by=before)
    make_update(item, "assured", "2021-05", by=before)
    assert "did not answer for" in refusal("stated_by", item, "assured", "2021-05-06", by=before)


def test_a_body_speaks_only_while_it_exists():
    gone = make_body("hmic", "inspectorate", abolished_on=partial("2017-07"))
    item = make_item(inspection=make_inspection(published="2015"))
    make_update(item, "complete", "2017-07-31", by=gone)
    assert "did not exist any more" in refusal("stated_by", item, "reopened", "2017-08-01", by=gone)


def test_nothing_is_recorded_without_a_reason():
    assert "Give a reason" in refusal("reason", make_item(), "planned", reason="  ")


def test_nothing_is_recorded_without_a_source_or_the_plain_word_assertion():
    assert "Give a source" in refusal("source", make_item(), "planned", source=None)
    assert make_update(make_item(), "planned", evidence="assertion").source is None


@pytest.mark.parametrize("closing", ["complete", "no-further-action"])
def test_closing_needs_more_than_an_assertion(closing):
    assert "not enough" in refusal("evidence", make_item(), closing, evidence="assertion", source=make_source())


def test_superseded_needs_the_successor():
    item = make_item()
    assert "Name the later recommendation" in refusal("position", item, "superseded")
    make_succession(item.recommendation, make_recommendation(inspection=make_inspection(draft=True)), "superseded-by")
    assert "Name the later recommendation" in refusal("position", item, "superseded")
    make_succession(item.recommendation, make_recommendation(), "superseded-by")
    assert make_update(item, "superseded").position == "superseded"


@pytest.mark.parametrize(
    ("said", "accepted"), [("2026-11-22", True), ("2026-11", True), ("2026-11-23", False), ("2027", False)]
)
def test_nothing_is_recorded_before_it_is_said(said, accepted):
    if accepted:
        make_update(make_item(), "planned", said)
    else:
        assert "before it is said" in refusal("effective_on", make_item(), "planned", said)


@pytest.mark.parametrize(
    ("said", "accepted"),
    [("2020-01-15", True), ("2020-01", True), ("2020", True), ("2020-01-14", False), ("2019", False)],
)
def test_nothing_is_said_before_the_inspection_is_published(said, accepted):
    item = make_item(inspection=make_inspection(published="2020-01-15"))
    if accepted:
        make_update(item, "planned", said)
    else:
        assert "before the inspection was published" in refusal("effective_on", item, "planned", said)


def test_an_update_cannot_be_made_in_an_inspection_that_is_not_public():
    later = make_inspection(published="2026-12-01")
    assert "not public yet" in refusal("made_in", make_item(), "complete", made_in=later)
    assert "not public yet" in refusal("made_in", make_item(), "complete", made_in=make_inspection(draft=True))


def test_a_correction_is_of_an_earlier_row_of_the_same_item():
    item, other = make_item(), make_item()
    first = make_update(item, "planned")
    assert make_update(item, "under-way", corrects=first).corrects == first
    elsewhere = make_update(other, "planned")
    assert "same item" in refusal("corrects", item, "planned", corrects=elsewhere)


def test_every_problem_is_told_at_once():
    with pytest.raises(ValidationError) as caught:
        make_update(
            make_item(), "complete", "2019", reason=" ", evidence="assertion", recorded_on=datetime.date(2026, 11, 22)
        )
    assert set(caught.value.message_dict) == {"reason", "evidence", "effective_on"}


def withdrawn(thing, on: str = "2021-06-01"):
    thing.withdrawn_on, thing.withdrawal_note = datetime.date.fromisoformat(on), "It was a mistake."
    thing.save()


@pytest.mark.parametrize("what", ["recommendation", "inspection"])
def test_nothing_is_recorded_about_what_was_withdrawn_before_that_day(what):
    item = make_item()
    withdrawn({"recommendation": item.recommendation, "inspection": item.recommendation.inspection}[what])
    recorded = {"recorded_on": datetime.date(2021, 6, 2)}
    assert "withdrawn on 1 June 2021" in refusal("addressee", item, "planned", "2021-05-01", **recorded)
    make_update(item, "planned", "2021-05-01", recorded_on=datetime.date(2021, 6, 1))


def test_nothing_rests_on_an_inspection_that_was_withdrawn_before_that_day():
    item, later = make_item(), make_inspection()
    withdrawn(later)
    assert "withdrawn on 1 June 2021" in refusal("made_in", item, "complete", "2021-05-01", made_in=later)
    make_update(item, "complete", "2021-05-01", made_in=later, recorded_on=datetime.date(2021, 6, 1))


def test_an_inspection_is_not_quoted_before_the_minute_of_its_publication():
    item, moment = make_item(), timezone.localtime() + datetime.timedelta(minutes=5)
    later = make_inspection(published=moment.date().isoformat(), published_time=moment.time())
    recorded = {"recorded_on": moment.date() + datetime.timedelta(days=1)}
    assert "not public yet" in refusal("made_in", item, "complete", "2021-05-01", made_in=later, **recorded)


def test_a_successor_that_was_withdrawn_is_none():
    item, successor = make_item(), make_recommendation()
    make_succession(item.recommendation, successor)
    withdrawn(successor)
    assert "Name the later recommendation" in refusal("position", item, "superseded", "2021-05-01")
