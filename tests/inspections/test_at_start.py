"""What a worker reads before its first reader comes."""

import pytest

from inspections import at_start
from inspections.bitmaps.kept import KEPT
from tests import make

pytestmark = pytest.mark.django_db


def test_after_it_nobody_waits_for_the_record():
    for _number in range(3):
        make.make_update(make.make_item(), "planned", on="2024-05-03")
    at_start.read()
    assert KEPT._places is not None
    assert KEPT._places.size == 3
    assert KEPT._history is not None


def test_an_empty_record_can_be_read():
    at_start.read()
    assert KEPT._places is not None
    assert KEPT._places.size == 0
