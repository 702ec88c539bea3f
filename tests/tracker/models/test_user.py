import pytest
from django.contrib.auth import get_user_model

from tests.make import make_item, make_staff, make_update
from tracker.models import User

pytestmark = pytest.mark.django_db


def test_the_account_is_our_own_class():
    assert get_user_model() is User


def test_an_account_that_entered_something_is_not_deleted():
    staff = make_staff()
    make_update(make_item(), "planned", recorded_by=staff)
    with pytest.raises(Exception, match="protected"):
        staff.delete()
