"""Revisions read again as the history of one thing."""

import pytest

from inspections.admin.past import as_before, entries, last_revision, revisions_of
from inspections.admin.versions import Key, keeping, states_of
from tests.make import make_inspection, make_observation, make_recommendation, make_source, make_staff, make_succession

pytestmark = pytest.mark.django_db


def change(thing, **fields):
    with keeping([thing], by=make_staff()):
        for name, value in fields.items():
            setattr(thing, name, value)
        thing.save()


def history(thing):
    key = Key.of(thing)
    return entries(key, revisions_of(key))


def test_each_entry_has_the_fields_that_it_changed():
    source = make_source(title="One")
    change(source, title="Two")
    change(source, title="Three", note="Why")
    latest, first, start = history(source)
    assert [change.fields() for change in latest.changes] == [["title", "note"]]
    assert [change.fields() for change in first.changes] == [["title"]]
    assert start.is_start
    assert start.changes == []


def test_the_last_revision_is_that_of_anything_that_belongs_to_it():
    inspection = make_inspection()
    assert last_revision(Key.of(inspection)) == 0
    observation = make_observation(inspection)
    change(observation, text="Reworded.")
    assert last_revision(Key.of(inspection)) == last_revision(Key.of(observation)) > 0


def test_what_a_revision_changed_elsewhere_is_left_out():
    earlier, later = make_recommendation(), make_recommendation()
    with keeping([earlier], by=make_staff()):
        make_succession(earlier, later)
        earlier.text = "Another text."
        earlier.save()
    assert [change.key.label for change in history(later)[0].changes] == ["inspections.succession"]
    assert [change.key.label for change in history(earlier)[0].changes] == [
        "inspections.recommendation",
        "inspections.succession",
    ]


def test_a_row_that_came_and_went_says_so():
    inspection = make_inspection()
    with keeping([inspection], by=make_staff()):
        observation = make_observation(inspection)
    with keeping([inspection], by=make_staff()):
        observation.delete()
    went, came, _start = history(inspection)
    assert (came.changes[0].before, went.changes[0].after) == (None, None)
    assert went.changes[0].before.fields["text"] == came.changes[0].after.fields["text"]


def test_undoing_entries_leads_to_how_things_stood():
    inspection = make_inspection(title="One")
    stood = [states_of([inspection])]
    observation = make_observation(inspection, text="First.")
    stood.append(states_of([inspection]))
    with keeping([inspection], by=make_staff()):
        inspection.title = "Two"
        inspection.save()
    stood.append(states_of([inspection]))
    with keeping([inspection], by=make_staff()):
        observation.delete()
        make_observation(inspection, text="Second.")
    now = states_of([inspection])
    found = history(inspection)
    assert as_before(now, found[:1]) == stood[2]
    assert as_before(now, found[:2]) == stood[1]
    assert as_before(now, []) == now


def test_reading_a_page_of_it_takes_one_query(django_assert_num_queries):
    inspection = make_inspection()
    for number in range(6):
        with keeping([inspection], by=make_staff()):
            make_observation(inspection, text=f"Observation {number}.")
    key = Key.of(inspection)
    revisions = list(revisions_of(key))
    with django_assert_num_queries(1):
        assert len(entries(key, revisions)) == 7
