"""The parameters that the description names are those of the selection, with the same values."""

import pytest

from inspections.api.parameters import SELECTION, SORT, answers, codes, slug
from inspections.filters import Selection
from inspections.headline import HeadlineStatus
from tests import make

pytestmark = pytest.mark.django_db


def test_every_parameter_of_the_selection_is_described_and_no_other():
    described = [each.name for each in [*SELECTION, SORT]]
    assert sorted(described) == sorted(Selection({}, on=make.TODAY).filters)


def test_every_code_that_is_described_is_understood(rf):
    for each in [*SELECTION, SORT]:
        schema = each.type if isinstance(each.type, dict) else {}
        for code in schema.get("items", schema).get("enum", []):
            asked = {"q": "records", each.name: code}  # the best match is one of words
            assert not Selection(rf.get("/", asked).GET, on=make.TODAY).errors, (each.name, code)


def test_an_empty_value_is_one_that_was_not_given():
    assert codes(HeadlineStatus.values)["enum"][-1] == ""
    assert slug()["pattern"].endswith(")?$")


def test_every_address_has_the_common_errors():
    statuses = {status if isinstance(status, int) else status[0] for status in answers(None, 404)}
    assert statuses == {200, 304, 400, 404, 406, 414, 429}
