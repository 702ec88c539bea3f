import datetime

import pytest

from inspections.dataset.schema import FILES
from inspections.dataset.selection import EVERYTHING, Selection
from inspections.exports.files import table_of
from inspections.models import Recommendation, StatusUpdate
from tests.make import TODAY, make_inspection, make_item, make_recommendation, make_theme, make_update

pytestmark = pytest.mark.django_db


def rows(table, queryset):
    names = [column.name for column in table.columns]
    return [dict(zip(names, cells, strict=True)) for cells in table.rows(queryset)]


def test_the_columns_are_those_of_the_file_with_their_kinds_and_words():
    table = table_of(FILES["recommendations"], EVERYTHING)
    file = FILES["recommendations"].without_rare
    assert [column.name for column in table.columns] == list(file.by_name)
    assert [column.kind for column in table.columns] == [column.kind for column in file.columns]
    assert all(str(column.description) for column in table.columns)


def test_cells_are_those_of_the_data_package():
    recommendation = make_recommendation("ref", themes=[make_theme("b"), make_theme("a")], due_on="2021-06")
    [row] = rows(table_of(FILES["recommendations"], EVERYTHING), Recommendation.objects.all())
    assert (row["ref"], row["themes"], row["due_on"]) == ("ref", "a; b", "2021-06")
    assert row["inspection"] == recommendation.inspection.slug


def test_a_withdrawal_has_its_columns_when_there_is_one():
    make_recommendation("kept")
    make_recommendation("gone", withdrawn_on=datetime.date(2022, 3, 4), withdrawal_note="An error.")
    found = rows(table_of(FILES["recommendations"], EVERYTHING), Recommendation.objects.order_by("ref"))
    assert [(row["withdrawn_on"], row["withdrawal_note"]) for row in found] == [("2022-03-04", "An error."), ("", "")]


def test_a_cell_does_not_name_what_the_selection_does_not_have():
    later = make_inspection("later", "2021-01-01")
    make_update(make_item("ref"), "complete", on="2021-01-01", made_in=later)
    type(later).objects.filter(pk=later.pk).update(draft=True)
    named = [
        rows(table_of(FILES["status_updates"], selection), StatusUpdate.objects.all())[0]["made_in"]
        for selection in (EVERYTHING, Selection(TODAY))
    ]
    assert named == ["later", ""]
