import pytest

from inspections.models import StatusPeriod
from tests.make import make_item, make_update
from tests.packages import run

pytestmark = pytest.mark.django_db


def test_periods_are_rebuilt_from_nothing():
    item = make_item("asked")
    make_update(item, "planned", on="2021-01")
    make_update(item, "complete", on="2022-01-01")
    make_update(item, "being-progressed", on="2023-01-01")
    before = list(StatusPeriod.objects.values("status", "start", "end", "update", "reopened"))
    assert len(before) == 4
    StatusPeriod.objects.all().delete()
    assert "Worked out for 1 items." in run("rebuild_periods")
    assert list(StatusPeriod.objects.values("status", "start", "end", "update", "reopened")) == before
