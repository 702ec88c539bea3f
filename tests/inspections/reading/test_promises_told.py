"""Each promise of a date comes once, with when its item is public and when it counts itself."""

import datetime

import pytest

from inspections.actions import withdraw
from inspections.days import today
from inspections.models import ResponseItem
from inspections.reading.promises_told import NEVER, told
from tests import make
from tracker.prepared import Keys

pytestmark = pytest.mark.django_db


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def test_statements_and_answers_tell_from_when_they_count():
    item = make.make_item(inspection=make.make_inspection(published="2021-02-01"))
    make.make_update(item, "planned", on="2021-03-01")  # without a date
    make.make_update(item, "planned", on="2021-04", target_on="2021-09")
    answer = make.make_response(item.recommendation.inspection, item.body, "2021-05-01")
    ResponseItem.objects.create(response=answer, addressee=item, decision="accepted", target_on=make.partial("2022-03"))
    found = {str(each.promise.target): each for each in told(None)}
    assert len(found) == len(list(told(None))) == 2
    stated, answered = (found[str(make.partial(target))] for target in ("2021-09", "2022-03"))
    assert {(each.item, each.body, each.public) for each in (stated, answered)} == {
        (item.pk, item.body.pk, (day("2021-02-01"), NEVER))
    }
    assert (stated.in_force, answered.in_force) == ((day("2021-04-01"), NEVER), (day("2021-05-01"), NEVER))


def test_what_was_corrected_or_is_a_draft_is_left_out_and_what_is_withdrawn_has_an_end():
    item, draft = make.make_item(), make.make_item(inspection=make.make_inspection(draft=True))
    wrong = make.make_update(item, "planned", on="2021-03-01", target_on="2021-09")
    make.make_update(item, "planned", on="2021-03-01", target_on="2022-09", corrects=wrong)
    make.make_update(draft, "planned", on="2021-03-01", target_on="2023-09")
    withdraw(item.recommendation, on=today(), note="It was entered twice.")
    (found,) = told(None)
    assert (str(found.promise.target), found.public[1]) == (str(make.partial("2022-09")), today().toordinal())


def test_some_items_tell_the_same_as_all_of_them(django_assert_max_num_queries):
    items = [make.make_item() for _number in range(3)]
    for item in items:
        make.make_update(item, "planned", on="2021-03-01", target_on="2021-09")
    wanted = [item.pk for item in items[1:]]
    list(told(Keys(wanted)))  # its questions are compiled
    with django_assert_max_num_queries(2):
        found = list(told(Keys(wanted)))
    assert sorted(found) == sorted(each for each in told(None) if each.item in wanted)
