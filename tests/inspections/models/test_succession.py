import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from inspections.models import Succession
from tests.make import make_recommendation, make_succession

pytestmark = pytest.mark.django_db


def test_a_later_one_takes_up_an_earlier_one():
    earlier, later = make_recommendation("old"), make_recommendation("new")
    make_succession(earlier, later).full_clean()
    assert earlier.continued_by.get().later == later
    assert later.continues.get().earlier == earlier


def test_nothing_succeeds_itself():
    one = make_recommendation()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_succession(one, one)


def test_two_do_not_succeed_each_other():
    earlier, later = make_recommendation(), make_recommendation()
    make_succession(earlier, later)
    with pytest.raises(ValidationError, match="already comes before"):
        Succession(earlier=later, later=earlier, kind="repeated-in").full_clean()
