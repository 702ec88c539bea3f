import pytest
from django.core.exceptions import ValidationError

from inspections.models import Grade, Observation
from tests.make import make_force, make_inspection, make_observation

pytestmark = pytest.mark.django_db


def test_an_observation_is_numbered_once_in_an_inspection():
    first = make_observation(make_inspection())
    with pytest.raises(ValidationError, match="of that number already"):
        Observation(inspection=first.inspection, number=first.number, kind="concern", text="x").full_clean()


def test_a_topic_is_graded_once_within_one_scheme():
    inspection, force = make_inspection(), make_force()
    grade = {"inspection": inspection, "body": force, "topic": "Leadership"}
    Grade.objects.create(framework="peel-2018-19", grade="good", **grade)
    Grade(framework="peel-2021-22", grade="adequate", **grade).full_clean()
    with pytest.raises(ValidationError, match="has a grade already"):
        Grade(framework="peel-2018-19", grade="inadequate", **grade).full_clean()
