import pytest
from django.core.management.base import CommandError

from inspections.models import Recommendation, StatusPeriod
from tests.make import make_force, make_item, make_update
from tests.packages import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    item = make_item("asked", make_force(short_name="Kent"))
    make_update(item, "planned", on="2021-01")
    return item


def test_a_sound_record_is_said_to_be_one(item):
    assert run("check_record") == "1 item, 1 update checked; nothing disagrees.\n"


def test_an_empty_record_is_sound():
    assert "0 items, 0 updates checked; nothing disagrees." in run("check_record")


def test_what_disagrees_is_named_and_nothing_is_written(item):
    StatusPeriod.objects.filter(status="planned").update(status="closed")
    Recommendation.objects.update(due_day="2021-01-01")
    with pytest.raises(CommandError, match="1 item, 1 update checked; 10 things disagree"):  # 8 of the tables
        run("check_record")
    assert StatusPeriod.objects.filter(status="closed").exists()
    run("rebuild_periods")
    with pytest.raises(CommandError, match="1 thing disagrees"):
        run("check_record")
