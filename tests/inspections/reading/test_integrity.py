import datetime

import pytest

from inspections.days import today
from inspections.models import Inspection, Seal
from inspections.reading.integrity import days_with_seals, heads, waiting
from tests import make

pytestmark = pytest.mark.django_db


def seal(position: int, moment: str) -> Seal:
    """A seal of some moment; its hashes are of nothing."""
    hidden = make.make_item(inspection=make.make_inspection(draft=True))
    made = Seal(update=make.make_update(hidden, "planned"), position=position, sealed_at=moment)
    made.row_sha256, made.sha256 = "0" * 64, f"{position:064}"
    made.save()
    return made


@pytest.fixture
def days() -> None:
    for position, moment in enumerate(
        ("2026-06-30T10:00:00Z", "2026-06-30T22:59:59Z", "2026-06-30T23:00:00Z", "2026-07-03T09:00:00Z"), 1
    ):
        seal(position, moment)


def test_each_day_in_london_has_its_last_seal_the_latest_first(days, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = heads(datetime.date(2026, 7, 3), most=10)
    assert [(head.day.isoformat(), head.position, head.sealed) for head in found] == [
        ("2026-07-03", 4, 1),
        ("2026-07-01", 3, 1),
        ("2026-06-30", 2, 2),
    ]
    assert found[1].sha256 == f"{3:064}"
    assert found[1].moment.isoformat() == "2026-07-01T00:00:00+01:00"
    assert days_with_seals(datetime.date(2026, 7, 3)) == 3


def test_a_past_day_knows_nothing_of_later_ones(days):
    assert [head.position for head in heads(datetime.date(2026, 7, 2))] == [3]
    assert heads(datetime.date(2026, 6, 29)) == []
    assert [head.position for head in heads(datetime.date(2026, 7, 3), first=1, most=1)] == [3]


def test_only_what_anybody_can_read_waits():
    hushed = make.make_update(make.make_item(inspection=make.make_inspection(draft=True)), "planned")
    assert waiting(today()) == 0
    Inspection.objects.filter(pk=hushed.addressee.recommendation.inspection_id).update(draft=False)
    assert waiting(today()) == 1
