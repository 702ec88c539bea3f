"""What is held of successions is what the rows of a day say, whenever a link comes out or is withdrawn."""

import datetime

import pytest

from inspections.actions import put_back, withdraw
from inspections.days import today
from inspections.models import Body, Recommendation, Succession
from inspections.reading.chains import chain
from inspections.reading.successions import neighbours, successions, together
from tests import make

pytestmark = pytest.mark.django_db


def asked_for_afresh(on: datetime.date) -> list[tuple[int, ...]]:
    """The chains of a day, each followed from one of its recommendations by queries of its own."""
    found = {}
    for recommendation in Recommendation.objects.public(on):
        whole = chain(recommendation, on)
        if whole:
            keys = tuple(each.pk for each in whole.recommendations)
            found[keys] = sorted(whole.steps)
    return sorted(found, key=lambda keys: (-len(keys), -keys[-1]))


def agrees(on: datetime.date) -> int:
    web, afresh = successions(), asked_for_afresh(on)
    assert [each.keys for each in web.longest(on, 100)] == afresh
    assert [each.keys for each in web.longest(on, 1)] == afresh[:1]
    assert web.count(on) == len(afresh)
    for body in Body.objects.all():
        ours = set(body.recommendations.values_list("pk", flat=True))
        assert [each.keys for each in web.about(body.pk, on)] == [keys for keys in afresh if ours & set(keys)]
    return len(afresh)


def test_chains_of_any_day():
    forces = [make.make_force() for _number in range(3)]
    links = [
        make.make_recommendation(to=[forces[number % 3]], inspection=make.make_inspection(published=f"{2012 + number}"))
        for number in range(7)
    ]
    for earlier, later in ((0, 1), (1, 2), (2, 3), (4, 5), (4, 6)):
        make.make_succession(links[earlier], links[later])
    counts = {"2012-06-01": 0, "2013-06-01": 1, "2016-06-01": 1, "2017-06-01": 2, "2020-01-01": 2}
    for day, count in counts.items():
        assert agrees(datetime.date.fromisoformat(day)) == count
    withdraw(links[1], on=datetime.date(2019, 1, 1), note="It was entered twice.")
    withdraw(links[4].inspection, on=datetime.date(2020, 1, 1), note="It was entered twice.")
    for day, count in {"2018-12-31": 2, "2019-01-01": 2, "2020-01-01": 1}.items():
        assert agrees(datetime.date.fromisoformat(day)) == count
    put_back(links[1])
    assert agrees(today()) == 1
    Succession.objects.filter(earlier=links[2]).delete()
    make.make_succession(links[5], links[0])
    assert agrees(today()) == 1
    draft = make.make_recommendation(to=[], inspection=make.make_inspection(draft=True))
    make.make_succession(links[3], draft)
    assert agrees(today()) == 1


def test_it_is_read_once_until_something_beside_the_ledger_changes(django_assert_num_queries):
    item = make.make_item()
    successions()
    make.make_update(item, "planned")
    with django_assert_num_queries(1):
        successions()


def test_a_ring_ends():
    beside = neighbours([(1, 2, "restates"), (2, 3, "restates"), (3, 1, "restates"), (8, 9, "restates")])
    assert together(1, beside) == {1, 2, 3}
