"""Values of the API: what is not known is null, and dates are as exact as their source."""

import types

from inspections.api.fields import Choice, Name, Names, Partial, Text
from inspections.models import Nation
from inspections.partial_dates import PartialDate


def test_a_text_that_is_empty_is_null():
    assert Text().to_representation("") is None
    assert Text().to_representation("words") == "words"
    assert Name().to_representation("words") == "words"


def test_a_code_that_is_empty_is_null():
    assert Choice(Nation).to_representation("") is None
    assert Choice(Nation).to_representation(Nation.WALES) == "wales"


def test_a_date_is_as_exact_as_its_source():
    for text in ("2019", "2019-09", "2019-09-27"):
        assert Partial().to_representation(PartialDate.parse(text)) == text


def test_names_come_in_order():
    rows = [types.SimpleNamespace(slug="kent"), types.SimpleNamespace(slug="avon")]
    assert Names().to_representation(types.SimpleNamespace(all=lambda: rows)) == ["avon", "kent"]
