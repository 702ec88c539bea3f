"""Each word of the vocabulary of items, against one item of each case; SQL and Python must agree."""

import datetime
from typing import Any

import pytest

from inspections.headline import headline
from inspections.models import Addressee
from tests.make import make_force, make_inspection, make_item, make_recommendation, make_succession, make_update

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat
ON = day("2021-06-30")


@pytest.fixture
def cases():
    """One item a case; the key is its reference."""
    plain: dict[str, Any] = {"inspection": make_inspection(published="2020-01-15")}
    for ref in ("silent", "claimed", "confirmed", "no-action", "superseded", "reopened"):
        make_item(ref, **plain)
    make_item("due-today", due_on="2021-06-30", **plain)
    make_item("due-yesterday", due_on="2021-06-29", **plain)
    make_item("due-but-confirmed", due_on="2021-06-29", **plain)
    make_item("immediately", deadline="immediately", **plain)
    make_item("later", inspection=make_inspection(published="2021-07-01"))
    make_item("draft", inspection=make_inspection(published="2020-01-15", draft=True))
    item = {a.recommendation.ref: a for a in Addressee.objects.select_related("recommendation__inspection", "body")}
    make_update(item["claimed"], "says-complete", "2021-06-30")
    make_update(item["confirmed"], "complete", "2021-06-30")
    make_update(item["due-but-confirmed"], "complete", "2021-06-30")
    make_update(item["no-action"], "no-further-action", "2020-02")
    make_succession(item["superseded"].recommendation, make_recommendation("successor", **plain), "superseded-by")
    make_update(item["superseded"], "superseded", "2020-02")
    make_update(item["reopened"], "complete", "2020-02")
    make_update(item["reopened"], "reopened", "2020-03")
    return item


def refs(items):
    return sorted(items.values_list("recommendation__ref", flat=True))


PUBLIC = {
    "claimed", "confirmed", "due-but-confirmed", "due-today", "due-yesterday", "immediately",
    "no-action", "reopened", "silent", "superseded", "successor",
}  # fmt: skip
CLOSED = {"confirmed", "due-but-confirmed", "no-action", "superseded"}


@pytest.mark.usefixtures("cases")
def test_public_leaves_out_what_is_not_published_on_the_day():
    assert set(refs(Addressee.objects.public(ON))) == PUBLIC
    assert set(refs(Addressee.objects.public(day("2021-07-01")))) == PUBLIC | {"later"}


@pytest.mark.usefixtures("cases")
def test_open_is_what_the_inspectorate_has_not_closed():
    assert set(refs(Addressee.objects.public(ON).open(ON))) == PUBLIC - CLOSED


@pytest.mark.usefixtures("cases")
def test_what_is_closed_today_was_open_yesterday():
    yesterday = day("2021-06-29")
    assert {"confirmed", "due-but-confirmed"} <= set(refs(Addressee.objects.open(yesterday)))


@pytest.mark.usefixtures("cases")
def test_overdue_is_open_and_past_its_day():
    assert refs(Addressee.objects.overdue(ON)) == ["due-yesterday"]
    assert refs(Addressee.objects.overdue(day("2021-07-01"))) == ["due-today", "due-yesterday"]


@pytest.mark.parametrize("on", ["2020-01-15", "2020-02-01", "2020-03-01", "2021-06-29", "2021-06-30", "2021-07-01"])
def test_the_database_and_the_function_agree(cases, on):
    on = day(on)
    in_sql = {
        item.recommendation.ref: item.status for item in Addressee.objects.standing(on).select_related("recommendation")
    }
    overdue = set(refs(Addressee.objects.overdue(on)))
    for ref, item in cases.items():
        standing = headline(item.updates.all(), on)
        assert in_sql[ref] == standing.status, ref
        assert item.is_overdue(on, standing.status) is (ref in overdue), ref


@pytest.mark.usefixtures("cases")
def test_the_headlines_of_a_page_of_items_take_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        found = [item.headline.status for item in Addressee.objects.with_headline(ON).select_related("recommendation")]
    assert len(found) == Addressee.objects.count()


def test_its_address_names_the_recommendation_and_the_body():
    item = make_item("cleveland-ncpi-2017-missing", body=make_force("cleveland"))
    assert item.get_absolute_url() == "/recommendations/cleveland-ncpi-2017-missing/cleveland/"
