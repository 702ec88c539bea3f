import datetime

import pytest

from inspections.bitmaps import kept
from inspections.bitmaps.kept import KEPT
from inspections.days import today
from inspections.models.edition import Edition, edition
from tests import make
from tests.changing import Clock

pytestmark = pytest.mark.django_db

LAST_YEAR = datetime.timedelta(days=365)


def statuses() -> list[str]:
    record = KEPT.on(today(), edition())
    return [record.status_at(at) for at in record.public]


def test_an_update_is_read_alone_and_shows_at_once(monkeypatch):
    item = make.make_item()
    assert statuses() == ["no-progress"]
    monkeypatch.setattr(kept, "made", lambda on: pytest.fail("Everything was read again."))
    make.make_update(item, "planned")
    assert statuses() == ["planned"]


def test_an_update_puts_nothing_in_another_place(monkeypatch):
    item, hidden = make.make_item(), make.make_item(inspection=make.make_inspection(draft=True))
    places = KEPT.on(today(), edition()).places
    for name in ("some_items", "inspections_out", "came_out"):
        monkeypatch.setattr(kept.rows, name, lambda *_: pytest.fail("Nothing but the ledger is new."))
    first = make.make_update(item, "planned")
    make.make_update(hidden, "planned")
    assert statuses() == ["planned"]
    make.make_update(item, "under-way", corrects=first)
    make.make_update(hidden, "under-way")
    assert statuses() == ["under-way"]
    assert KEPT.on(today(), edition()).places is places


def test_an_embargo_that_ends_while_updates_come_is_not_missed(monkeypatch):
    clock = Clock(monkeypatch)  # 9 in the morning
    item = make.make_item()
    coming = make.make_inspection(
        published=today().isoformat(), published_time=datetime.time(12), entered_on=today() - LAST_YEAR
    )
    make.make_item(inspection=coming)
    assert statuses() == ["no-progress"]
    make.make_update(item, "planned", on="2026")
    before = edition()
    clock.now += datetime.timedelta(hours=4)  # the embargo ends after the edition was read, and before the record is
    KEPT.on(today(), before)
    assert sorted(statuses()) == ["no-progress", "planned"]
    make.make_update(item, "under-way", on="2026")
    assert sorted(statuses()) == ["no-progress", "under-way"]


def test_a_newer_report_is_put_behind_the_others(monkeypatch):
    make.make_item()
    assert len(statuses()) == 1
    draft = make.make_inspection(published="2024-05-01", draft=True)
    make.make_item(inspection=draft)
    assert len(statuses()) == 1
    monkeypatch.setattr(kept, "made", lambda on: pytest.fail("Everything was read again."))
    draft.refresh_from_db()
    draft.draft = False
    draft.save()
    assert len(statuses()) == 2


def test_nothing_is_asked_where_nothing_happened(django_assert_num_queries):
    make.make_item()
    now = edition()
    KEPT.on(today(), now)
    with django_assert_num_queries(0):
        KEPT.on(today(), now)


def test_who_holds_a_record_goes_on_reading_it_as_it_was():
    item = make.make_item()
    before = KEPT.on(today(), edition())
    make.make_update(item, "planned")
    assert statuses() == ["planned"]
    assert [before.status_at(at) for at in before.public] == ["no-progress"]


def test_another_database_under_an_older_edition_is_read_anew():
    make.make_item()
    assert len(statuses()) == 1
    make.make_item()
    Edition.objects.update(number=1, moved_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    assert len(statuses()) == 2


def test_few_days_are_kept():
    make.make_item()
    for days in range(kept.DAYS_KEPT + 3):
        KEPT.on(today() - datetime.timedelta(days=days), edition())
    assert len(KEPT._days) == kept.DAYS_KEPT


def past() -> list[str]:
    record = KEPT.on(today() - LAST_YEAR, edition())
    return [record.status_at(at) for at in record.public]


def test_a_second_past_day_is_made_of_the_history(django_assert_num_queries):
    make.make_update(make.make_item(), "planned", on="2020")
    KEPT.on(today() - datetime.timedelta(days=2), edition())
    now = edition()
    with django_assert_num_queries(0):
        KEPT.on(today() - LAST_YEAR, now)
    assert past() == ["planned"]


def test_a_past_day_shows_what_was_said_of_it_since():
    items = [make.make_item(), make.make_item()]
    assert past() == ["no-progress"] * 2
    make.make_update(items[0], "planned", on="2021")
    make.make_item(inspection=make.make_inspection(published="2024"))
    assert sorted(past()) == ["no-progress", "no-progress", "planned"]


def test_many_updates_one_by_one_never_read_everything_again(monkeypatch):
    monkeypatch.setattr(kept, "STEPS_KEPT", 3)
    items = [make.make_item() for _ in range(2)]
    assert (statuses(), past()) == (["no-progress"] * 2, ["no-progress"] * 2)
    monkeypatch.setattr(kept, "made", lambda on: pytest.fail("Everything was read again."))
    monkeypatch.setattr(kept, "day_of_record", lambda *_: pytest.fail("Every item was read again."))
    for count in range(8):
        make.make_update(items[count % 2], ["planned", "under-way"][count // 4], on="2021")
        if count % 3 == 0:
            statuses()
        else:
            edition_now = edition()
            KEPT.on(today() - LAST_YEAR * (count + 2), edition_now)
        assert len(KEPT._steps) <= 3
    assert (statuses(), past()) == (["under-way"] * 2, ["under-way"] * 2)


def test_places_given_anew_while_the_history_was_read_make_it_void(monkeypatch):
    make.make_update(make.make_item(), "planned", on="2020")
    read = kept.History.read

    def interrupted(places):
        KEPT.forget()
        return read(places)

    monkeypatch.setattr(kept.History, "read", interrupted)
    assert past() == ["planned"]
    assert KEPT._history is None
