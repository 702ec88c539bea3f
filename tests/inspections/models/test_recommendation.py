import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from inspections.models import Recommendation, RecommendationKind
from tests.make import make_force, make_inspection, make_item, make_part, make_recommendation, partial

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat


def test_a_cause_of_concern_has_recommendations_and_a_recommendation_has_parts():
    inspection = make_inspection()
    concern = make_recommendation(inspection=inspection, kind="cause-of-concern")
    recommendation = make_recommendation(inspection=inspection, parent=concern)
    part = make_part(recommendation)
    for one in (concern, recommendation, part):
        one.full_clean()


@pytest.mark.parametrize("kind", ["cause-of-concern", "area-for-improvement", "priority-action", "part"])
def test_nothing_else_belongs_to_a_cause_of_concern(kind):
    concern = make_recommendation(kind="cause-of-concern")
    other = make_recommendation(inspection=concern.inspection, kind="recommendation")
    other.kind, other.parent = kind, concern
    with pytest.raises(ValidationError, match="can only belong"):
        other.full_clean()


def test_it_belongs_only_to_something_of_the_same_inspection():
    other = make_recommendation(parent=make_recommendation(kind="cause-of-concern"))
    with pytest.raises(ValidationError, match="same inspection"):
        other.full_clean()


def test_a_part_without_its_recommendation_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_recommendation(kind=RecommendationKind.PART)


@pytest.mark.parametrize(("deadline", "due_on"), [("by-date", None), ("", "2020-01"), ("within-3-months", "2020-01")])
def test_a_date_stands_with_by_a_date_and_only_then(deadline, due_on):
    recommendation = make_recommendation()
    recommendation.deadline, recommendation.due_on = deadline, partial(due_on)
    with pytest.raises(ValidationError, match="only then"):
        recommendation.full_clean()


def test_a_number_stands_once_in_an_inspection():
    inspection = make_inspection()
    make_recommendation(inspection=inspection, number="1")
    make_recommendation(inspection=make_inspection(), number="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_recommendation(inspection=inspection, number="1")


def test_two_comes_before_ten_and_a1a_after_a1():
    numbers = ["10", "2", "A1a", "B", "A", "A2", "A1"]
    inspection = make_inspection()
    for number in numbers:
        make_recommendation(inspection=inspection, number=number)
    ordered = inspection.recommendations.values_list("number", flat=True)
    assert list(ordered) == ["2", "10", "A", "A1", "A1a", "A2", "B"]


def test_the_day_it_is_due_is_stored_to_be_searched_by():
    recommendation = make_recommendation(inspection=make_inspection(published="2020-01-15"), deadline="within-6-months")
    assert Recommendation.objects.get(due_day=day("2020-07-15")) == recommendation


@pytest.mark.parametrize(("on", "overdue"), [("2020-06-29", False), ("2020-06-30", False), ("2020-07-01", True)])
def test_it_is_overdue_from_the_day_after_the_one_asked_for(on, overdue):
    assert make_recommendation(due_on="2020-06-30").is_overdue(day(on)) is overdue


def test_immediately_is_never_overdue():
    assert not make_recommendation(deadline="immediately").is_overdue(day("2030-01-01"))


def test_public_goes_by_the_inspection():
    make_recommendation("past", inspection=make_inspection(published="2025-01-15"))
    make_recommendation("future", inspection=make_inspection(published="2027-01-15"))
    make_recommendation("draft", inspection=make_inspection(draft=True))
    assert [r.ref for r in Recommendation.objects.public(day("2026-01-01"))] == ["past"]


def test_a_recommendation_to_many_has_one_item_each():
    recommendation = make_recommendation(to=[make_force() for _ in range(3)])
    assert recommendation.addressees.count() == recommendation.bodies.count() == 3


def test_it_is_addressed_to_a_body_once():
    item = make_item()
    with pytest.raises(IntegrityError), transaction.atomic():
        item.recommendation.addressees.create(body=item.body)


def test_what_is_public_does_not_move_to_an_inspection_that_is_not():
    recommendation = make_recommendation()
    recommendation.inspection = make_inspection(published="2999-01-01")
    with pytest.raises(ValidationError, match="nothing public vanishes") as caught:
        recommendation.full_clean()
    assert set(caught.value.message_dict) == {"inspection"}
    recommendation.inspection = make_inspection()
    recommendation.full_clean()


def test_what_is_not_public_yet_moves_freely():
    recommendation = make_recommendation(inspection=make_inspection(draft=True))
    recommendation.inspection = make_inspection(published="2999-01-01")
    recommendation.full_clean()


def test_what_was_withdrawn_is_itself_or_its_inspection():
    recommendation, on = make_recommendation(), day("2022-05-03")
    assert recommendation.withdrawal(on) is None
    recommendation.inspection.withdrawn_on = on
    assert recommendation.withdrawal(on) is recommendation.inspection
    recommendation.withdrawn_on = on
    assert recommendation.withdrawal(on) is recommendation
    assert recommendation.withdrawal(day("2022-05-02")) is None


def test_a_cause_of_concern_comes_with_all_that_hangs_on_it():
    concern = make_recommendation(kind="cause-of-concern")
    asked = make_recommendation(inspection=concern.inspection, parent=concern)
    part = make_part(asked)
    make_recommendation(inspection=concern.inspection)
    assert concern.with_what_belongs() == [concern, asked, part]
    assert asked.with_what_belongs() == [asked, part]
