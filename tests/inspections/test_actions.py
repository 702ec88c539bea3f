import pytest
from django.core.exceptions import ValidationError

from inspections.actions import rebuild_periods
from inspections.headline import headline
from inspections.models import StatusPeriod, StatusUpdate
from tests.make import TODAY, make_item, make_recommendation, make_staff, make_succession, make_update

pytestmark = pytest.mark.django_db


def shape(item):
    return list(item.periods.order_by("start").values_list("start", "end", "status", "update_id", "reopened"))


def test_an_item_has_a_period_before_anything_is_said():
    assert [status for _s, _e, status, _u, _r in shape(make_item())] == ["no-progress"]


def test_an_update_moves_the_headline_in_the_same_breath():
    item = make_item()
    update = make_update(item, "says-complete", "2021-03-01")
    assert [(status, by) for _s, _e, status, by, _r in shape(item)] == [
        ("no-progress", None),
        ("reported-complete", update.pk),
    ]


def test_updates_are_numbered_in_the_order_recorded():
    item = make_item()
    for said in ("2022", "2021", "2023"):
        make_update(item, "planned", said)
    assert list(item.updates.values_list("sequence", flat=True)) == [1, 2, 3]


def test_who_entered_it_is_kept():
    staff = make_staff()
    assert make_update(make_item(), "planned", recorded_by=staff).recorded_by == staff


def test_a_refused_update_leaves_ledger_and_periods_as_they_were():
    item = make_item()
    make_update(item, "planned")
    before = shape(item)
    with pytest.raises(ValidationError):
        make_update(item, "complete", evidence="assertion")
    assert (shape(item), item.updates.count()) == (before, 1)


def test_a_failure_after_the_row_was_written_takes_the_row_back(monkeypatch):
    item = make_item()

    def fail(*_args):
        raise RuntimeError("the projection failed")

    monkeypatch.setattr("inspections.actions.rebuild_periods", fail)
    with pytest.raises(RuntimeError):
        make_update(item, "planned")
    assert not StatusUpdate.objects.filter(addressee=item).exists()


def test_periods_rebuilt_from_nothing_are_the_same():
    items = [make_item() for _ in range(3)]
    make_update(items[0], "planned", "2020-06")
    make_update(items[0], "complete", "2021-02-03")
    make_update(items[0], "reopened", "2021-02-03")
    make_succession(items[1].recommendation, make_recommendation())
    make_update(items[1], "superseded", "2022")
    before = [shape(item) for item in items]
    StatusPeriod.objects.all().delete()
    done = []
    rebuild_periods([item.pk for item in items], done.append)
    assert [shape(item) for item in items] == before
    assert sum(done) == 3


def test_the_stored_period_agrees_with_the_function():
    item = make_item()
    make_update(item, "says-complete", "2020-06")
    make_update(item, "being-progressed", "2020-05-31")
    fetched = type(item).objects.with_headline(TODAY).get(pk=item.pk)
    assert fetched.headline == headline(item.updates.all(), TODAY)
