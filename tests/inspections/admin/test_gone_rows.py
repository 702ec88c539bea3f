"""Rows of a form that somebody else has deleted: out, or new again, and nothing typed goes into another row."""

import pytest
from django import forms
from django.http import QueryDict

from inspections.admin.gone_rows import without_gone_rows
from inspections.admin.versions import Key, State
from inspections.models import Observation

Form = forms.modelform_factory(Observation, fields=["number", "kind", "text"])
KEPT = {
    Key("inspections.observation", str(pk)): State({"number": pk, "kind": "strength", "text": f"Row {pk}."}, "")
    for pk in (1, 2, 3)
}


def form(*rows, new=()):
    """What a form sends: rows of (key, text), and the texts of new ones."""
    data = QueryDict(mutable=True)
    data.update({"title": "An inspection", "rows-INITIAL_FORMS": str(len(rows))})
    data["rows-TOTAL_FORMS"] = str(len(rows) + len(new))
    for place, (key, text) in enumerate([*rows, *(("", text) for text in new)]):
        data.update({f"rows-{place}-id": str(key), f"rows-{place}-number": str(key), f"rows-{place}-kind": "strength"})
        data[f"rows-{place}-text"] = text
    return data


def cleared(data, *present):
    keys = {Key("inspections.observation", str(key)) for key in present}
    got = without_gone_rows(data, "rows", Form, keys, KEPT)
    rows = [
        (got.get(f"rows-{place}-id", ""), got[f"rows-{place}-text"])
        for place in range(int(str(got["rows-TOTAL_FORMS"])))
    ]
    return int(str(got["rows-INITIAL_FORMS"])), rows


def test_where_all_are_there_nothing_is_touched():
    data = form((1, "Row 1."), (2, "Typed."))
    assert without_gone_rows(data, "rows", Form, set(KEPT), KEPT) is data


@pytest.mark.parametrize(
    ("data", "present", "expected"),
    [
        (form((1, "Row 1."), (2, "Row 2.")), (2,), (1, [("2", "Row 2.")])),
        (form((1, "Typed."), (2, "Row 2.")), (2,), (1, [("2", "Row 2."), ("", "Typed.")])),
        (form((1, "Row 1."), (2, "Row 2."), new=["New."]), (1,), (1, [("1", "Row 1."), ("", "New.")])),
        (form((1, "Typed."), (2, "Row 2."), (3, "Too."), new=["New."]), (2,),
         (1, [("2", "Row 2."), ("", "Typed."), ("", "Too."), ("", "New.")])),
        (form((1, "Row 1.")), (), (0, [])),
    ],
)  # fmt: skip
def test_a_row_leaves_unless_something_was_typed_in_it(data, present, expected):
    assert cleared(data, *present) == expected


def test_one_that_was_to_be_deleted_anyway_leaves():
    data = form((1, "Typed."))
    data["rows-0-DELETE"] = "on"
    assert cleared(data) == (0, [])


def test_one_of_which_nothing_is_known_stays():
    assert cleared(form((9, "Whatever it was."))) == (0, [("", "Whatever it was.")])


def test_the_other_boxes_of_the_form_stay():
    got = without_gone_rows(form((1, "Row 1.")), "rows", Form, set(), KEPT)
    assert got["title"] == "An inspection"


@pytest.mark.parametrize("number", ["", "x", "-1", "99999", "²"])
def test_nonsense_in_the_counts_is_left_to_django(number):
    data = form()
    data["rows-INITIAL_FORMS"] = number
    assert without_gone_rows(data, "rows", Form, set(), KEPT) is data
