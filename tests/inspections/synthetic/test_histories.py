import datetime
import random
from itertools import pairwise

import pytest

from inspections.synthetic.histories import ENDS, TO_COME, FollowUp, Item, history, inspectorate
from inspections.synthetic.reference import Reference

PUBLISHED = datetime.date(2014, 3, 4)
FOLLOW_UP = FollowUp("synthetic-1-review", datetime.date(2016, 1, 5), "synthetic-1-review")


def item(**changed):
    facts = {"recommendation": "synthetic-1-001", "body": "cleveland", "published_on": PUBLISHED, "source": "report"}
    return Item(**{**facts, "follow_up": None, "has_successor": False, **changed})


def histories(wanted, count=10, times=300):
    luck, reference = random.Random(1), Reference()
    return [history(luck, wanted, count, reference) for _time in range(times)]


def test_an_item_has_as_many_rows_as_are_asked_for_numbered_from_one():
    for rows in histories(item(), times=20):
        assert [row["sequence"] for row in rows] == [str(number) for number in range(1, 11)]
    assert history(random.Random(1), item(), 0, Reference()) == []


def test_days_of_recording_never_go_back_nor_past_the_end():
    for rows in histories(item(published_on=datetime.date(2025, 12, 20)), count=40, times=50):
        recorded = [row["recorded_on"] for row in rows]
        assert recorded == sorted(recorded)
        assert recorded[-1] <= ENDS.isoformat()
        assert all(row["effective_on"] <= row["recorded_on"] for row in rows)


def test_nothing_is_said_before_the_report():
    said = [row["effective_on"] for rows in histories(item()) for row in rows]
    assert min(day for day in said if len(day) == 10) >= PUBLISHED.isoformat()
    assert {len(day) for day in said} == {4, 7, 10}  # now and then only the month or the year is known


def test_some_rows_go_back_in_time_and_some_correct_the_one_before():
    rows = [row for rows in histories(item()) for row in rows]
    assert any(row.get("corrects") == str(int(row["sequence"]) - 1) for row in rows)
    whole = [[row["effective_on"] for row in rows if len(row["effective_on"]) == 10] for rows in histories(item())]
    assert any(days != sorted(days) for days in whole)


def test_some_statements_that_work_goes_on_promise_a_date_and_no_others():
    rows = [row for rows in histories(item()) for row in rows]
    promises = [row for row in rows if row.get("target_on")]
    positions = {row["position"] for row in promises}
    assert {"planned", "under-way", "being-progressed"} <= positions <= set(TO_COME)
    assert all(row["target_on"] >= row["effective_on"][: len(row["target_on"])] for row in promises)
    assert {len(row["target_on"]) for row in promises} == {7, 10}


def test_a_date_is_promised_again_put_off_and_brought_forward():
    pairs = []
    for rows in histories(item()):
        dates = [row["target_on"] for row in rows if row.get("target_on")]
        pairs += pairwise(dates)
    assert {(later > before) - (later < before) for before, later in pairs} == {-1, 0, 1}
    assert sum(later > before for before, later in pairs) > sum(later < before for before, later in pairs)


def test_only_an_item_with_a_successor_is_superseded_and_not_before_the_follow_up():
    def superseded(wanted):
        return [row for rows in histories(wanted) for row in rows if row["position"] == "superseded"]

    assert superseded(item()) == []
    assert superseded(item(follow_up=FOLLOW_UP)) == []
    found = superseded(item(follow_up=FOLLOW_UP, has_successor=True))
    assert found
    assert min(row["effective_on"] for row in found) >= FOLLOW_UP.day.isoformat()


def test_a_body_without_a_policing_body_is_never_assured():
    positions = {row["position"] for rows in histories(item(body="warwickshire-frs")) for row in rows}
    assert not positions & {"assured", "partly-assured", "not-assured"}
    assert {row["position"] for rows in histories(item()) for row in rows} >= {"assured", "reopened", "complete"}


@pytest.mark.parametrize(
    ("day", "name"), [(datetime.date(2017, 6, 30), "hmic"), (datetime.date(2017, 7, 1), "hmicfrs")]
)
def test_the_inspectorate_has_the_name_of_the_day(day, name):
    assert inspectorate(day) == name
