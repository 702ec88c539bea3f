import pytest
from django.core.exceptions import ValidationError

from inspections.models import Source
from tests.make import make_source

pytestmark = pytest.mark.django_db


def test_a_slug_names_one_document():
    make_source("report")
    with pytest.raises(ValidationError) as caught:
        Source(slug="report", title="Another").full_clean()
    assert set(caught.value.message_dict) == {"slug"}


def test_it_may_have_no_address_but_not_a_false_one():
    Source(slug="paper", title="A paper").full_clean()
    with pytest.raises(ValidationError) as caught:
        Source(slug="paper", title="A paper", url="not an address").full_clean()
    assert set(caught.value.message_dict) == {"url"}
