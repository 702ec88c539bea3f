import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tracker.backups.using import current, using
from tracker.models import User

pytestmark = pytest.mark.django_db


def test_inside_everything_asks_the_other_database(filled, shelf):
    assert User.objects.count() == 1
    with using(shelf.empty()):
        assert connection.introspection.table_names() == []
    assert User.objects.count() == 1


def test_afterwards_the_first_one_is_back_even_after_an_error(filled):
    class Trouble(Exception):
        pass

    before = connection.settings_dict["NAME"]
    with pytest.raises(Trouble), using({**filled, "NAME": f"{before}-2"}):
        raise Trouble
    assert current()["NAME"] == before


def test_keys_of_content_types_are_not_carried_over(filled):
    ContentType.objects.get_for_model(User)
    with using(filled) as other, CaptureQueriesContext(other) as asked:
        ContentType.objects.get_for_model(User)
    assert len(asked) == 1
