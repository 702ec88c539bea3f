"""Every field says what it means, and nothing that is kept for staff is among them."""

import pytest
from rest_framework.serializers import BaseSerializer

from inspections.api import serializers
from inspections.api.things import Thing

KEPT_FOR_STAFF = {"draft", "published_time", "recorded_by", "recorded_at", "entered_on", "public_at", "pk", "id"}

ALL = [
    each
    for each in vars(serializers).values()
    if isinstance(each, type) and issubclass(each, Thing) and each.__module__ == serializers.__name__
]


@pytest.mark.parametrize("serializer", ALL)
def test_every_field_has_its_meaning_and_is_only_read(serializer: type[BaseSerializer]):
    fields = serializer().fields
    assert fields
    for name, field in fields.items():
        assert field.help_text, name
        assert field.read_only, name
    assert not KEPT_FOR_STAFF & set(fields)
