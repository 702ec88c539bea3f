import pytest
from django.core.management.base import CommandError

from inspections.models import StatusPeriod
from tests.make import make_item, make_update
from tests.packages import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    item = make_item("asked")
    make_update(item, "planned", on="2021-01")
    make_update(item, "complete", on="2022-01-01")
    make_update(item, "being-progressed", on="2023-01-01")
    return item


def test_periods_agree_with_the_ledger_after_every_update(item):
    assert "The periods of 1 items agree" in run("rebuild_periods", "--check")


@pytest.mark.parametrize("wrong", [{"status": "closed"}, {"reopened": False}, {"update": None}])
def test_a_period_that_is_not_what_the_ledger_comes_to_is_found_and_put_right(item, wrong):
    assert StatusPeriod.objects.filter(status="reopened").update(**wrong) == 1
    with pytest.raises(CommandError, match="1 items disagree"):
        run("rebuild_periods", "--check")
    assert "Worked out for 1 items." in run("rebuild_periods")
    assert "agree" in run("rebuild_periods", "--check")


def test_periods_are_rebuilt_from_nothing(item):
    before = list(StatusPeriod.objects.values("status", "start", "end", "update", "reopened"))
    StatusPeriod.objects.all().delete()
    run("rebuild_periods")
    assert list(StatusPeriod.objects.values("status", "start", "end", "update", "reopened")) == before
