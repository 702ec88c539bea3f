"""A question that is compiled once gives what its queryset gives, for other values and at another moment."""

import datetime
import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Count, F, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspections.models import Addressee, Inspection, Recommendation, StatusUpdate, Theme
from tests import make
from tracker.prepared import MOST_KEYS, Keys, NotPreparable, compile_ahead, prepared

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 5, 3)


@prepared
def updates_about(item: int) -> QuerySet[StatusUpdate]:
    return StatusUpdate.objects.filter(addressee=item).select_related("stated_by", "source").order_by("sequence")


@prepared
def readable(ref: str, day: datetime.date) -> QuerySet[Recommendation]:
    return Recommendation.objects.readable(day).filter(ref=ref).select_related("inspection__programme", "parent")


@prepared
def standing(recommendation: int, day: datetime.date) -> QuerySet[Addressee, Any]:
    items = Addressee.objects.public(day).standing(day).filter(recommendation=recommendation)
    return items.values_list(F("status")).annotate(count=Count("pk")).order_by()


@prepared
def inspections_by(day: datetime.date) -> QuerySet[Inspection]:
    return Inspection.objects.filter(published_on__lte=day).order_by("pk")


def test_it_gives_what_its_queryset_gives_for_each_value():
    items = [make.make_item(), make.make_item(), make.make_item()]
    for item in items[:2]:
        make.make_update(item, "under-way", on="2024-02-01")
        make.make_update(item, "says-complete", on="2024-06-01")
    for item in items:
        ref = item.recommendation.ref
        for day in (DAY, datetime.date(2024, 7, 1), datetime.date(2019, 1, 1)):
            assert updates_about(item.pk) == list(item.updates.order_by("sequence"))
            assert readable(ref, day) == list(Recommendation.objects.readable(day).filter(ref=ref))
            public = Addressee.objects.public(day).standing(day).filter(recommendation=item.recommendation_id)
            assert standing(item.recommendation_id, day) == [(each.status, 1) for each in public]
            assert inspections_by(day) == list(Inspection.objects.filter(published_on__lte=day).order_by("pk"))


@prepared
def refs_of(keys: Keys, day: datetime.date) -> QuerySet[Recommendation, Any]:
    return Recommendation.objects.readable(day).filter(pk__in=keys).order_by("pk").values_list("ref")


def test_some_keys_are_asked_for_at_once_however_few(django_assert_num_queries):
    asked = [make.make_recommendation(inspection=make.make_inspection(published="2019")) for _ in range(4)]
    keys = [each.pk for each in asked]
    for some in (keys, keys[1:2], [keys[3], keys[0]], [10**9], []):
        with django_assert_num_queries(1):
            found = refs_of(Keys(some), DAY)
        assert found == [(each.ref,) for each in asked if each.pk in some]
    assert refs_of(Keys(keys), datetime.date(2018, 1, 1)) == []


def test_more_keys_than_fit_are_refused_and_not_left_out():
    assert len(Keys(range(MOST_KEYS))) == MOST_KEYS
    with pytest.raises(ValueError, match="Ask for 50 keys at most, not for 51"):
        Keys(range(MOST_KEYS + 1))


def test_rows_come_with_what_was_joined_and_are_read_as_they_are_elsewhere():
    item = make.make_item()
    update = make.make_update(item, "under-way", on="2024-02")
    with CaptureQueriesContext(connection) as queries:
        (found,) = updates_about(item=item.pk)
        assert found.stated_by == item.body
    assert len(queries) == 1
    assert found == update
    assert found.effective_on == update.effective_on


def test_it_is_compiled_once(monkeypatch):
    built = []

    @prepared
    def themes(slug: str) -> QuerySet[Theme]:
        built.append(slug)
        return Theme.objects.filter(slug=slug)

    theme = make.make_theme()
    for _time in range(3):
        assert themes(theme.slug) == [theme]
    assert themes("nothing") == []
    assert len(built) == 2  # with the two samples


def test_it_asks_at_the_moment_of_asking():
    item = make.make_item()
    assert readable(item.recommendation.ref, timezone.localdate()) == [item.recommendation]
    Inspection.objects.update(public_at=timezone.now() + datetime.timedelta(hours=1))
    assert readable(item.recommendation.ref, timezone.localdate()) == []
    Inspection.objects.update(public_at=timezone.now() - datetime.timedelta(seconds=1))
    assert readable(item.recommendation.ref, timezone.localdate()) == [item.recommendation]


def test_text_is_a_value_and_never_a_part_of_the_question():
    make.make_theme()
    assert readable("' OR 1=1 --", DAY) == []
    assert readable("first-sample-0", DAY) == []


def test_each_thread_asks_through_its_own_connection():
    updates_about(make.make_item().pk)
    seen: list[Any] = []

    def ask() -> None:
        try:
            seen.append(updates_about(0))
        except Exception as error:  # the database of a test may be open to one thread only
            seen.append(type(error).__name__)
        finally:
            connections.close_all()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert seen in ([[]], ["OperationalError"], ["ProgrammingError"])


def test_what_is_another_question_for_other_values_is_refused():
    @prepared
    def longer(ref: str) -> QuerySet[Theme]:
        return Theme.objects.filter(slug=ref + "-and-more")

    @prepared
    def depends(item: int) -> QuerySet[Theme]:
        return Theme.objects.filter(Q(pk=1) if item < 800_000_000 else Q(pk=1) | Q(pk=2))

    @prepared
    def nothing(item: int) -> QuerySet[Theme]:
        return Theme.objects.filter(pk__in=[])

    refused: list[tuple[Any, Any]] = [(longer, "a"), (depends, 1), (nothing, 1)]
    for question, value in refused:
        with pytest.raises(NotPreparable):
            question(value)


def test_what_was_compiled_ahead_is_not_compiled_again(monkeypatch):
    @prepared
    def by_slug(slug: str) -> QuerySet[Theme]:
        return Theme.objects.filter(slug=slug)

    @prepared
    def refused(slug: str) -> QuerySet[Theme]:
        return Theme.objects.filter(slug=slug + "-and-more")

    compile_ahead()
    theme = make.make_theme()
    with monkeypatch.context() as patch:
        patch.setattr("tracker.prepared._plan", lambda *_: pytest.fail("compiled again"))
        assert by_slug(theme.slug) == [theme]
    with pytest.raises(NotPreparable):
        refused("a")
