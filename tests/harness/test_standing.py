"""What stands for a module is there for each of its tests, as it was written."""

import pytest

from inspections.models import Theme
from tests.harness.standing import copied, written_once
from tests.make import make_theme

pytestmark = pytest.mark.django_db

theme_stands = written_once(lambda: make_theme("standing", name="As it was written"))


def test_a_test_that_does_not_name_it_sees_it():
    assert Theme.objects.get().slug == "standing"


@pytest.mark.parametrize("time", ["once", "again"])
def test_what_a_test_does_to_it_is_undone(theme_stands, time):
    theme = copied(theme_stands)
    assert theme.name == Theme.objects.get().name == "As it was written"
    theme.name = f"Changed {time}"
    theme.save()
    make_theme("another")
