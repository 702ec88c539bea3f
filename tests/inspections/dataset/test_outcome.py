"""What the public will see of a load."""

import datetime

import pytest

from inspections.dataset.checker import Check
from inspections.dataset.loader import load
from inspections.dataset.outcome import outcome
from inspections.dataset.reader import read
from tests.packages import recommendation, small, write_folder

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def coming(folder, tables, on=ON):
    check = Check(read(write_folder(folder, tables)))
    assert check.report.is_good, [str(problem) for problem in check.report.problems.shown]
    return outcome(check, on)


def test_what_has_come_out_is_public_at_once(tmp_path):
    tables = small()
    found = coming(tmp_path, tables)
    assert found.later == 0
    assert found.sources == 1
    assert found.at_once == sum(map(len, tables.values())) - 1
    assert found.rows == sum(map(len, tables.values()))
    assert sorted(inspection.slug for inspection in found.inspections_at_once) == ["north-2019", "north-2021"]


def test_what_belongs_to_a_day_to_come_waits_for_it(tmp_path):
    found = coming(tmp_path, small(), datetime.date(2020, 1, 1))
    assert [inspection.slug for inspection in found.inspections_later] == ["north-2021"]
    # The inspection, its recommendation, the item and the succession that leads to it.
    assert found.later == 4


def test_new_rows_of_what_is_recorded_follow_its_day(tmp_path):
    load(read(write_folder(tmp_path / "first", small())))
    more = {"recommendations": [recommendation("north-2021-2", "2", inspection="north-2021")]}
    assert coming(tmp_path / "more", more).at_once == 1
    assert coming(tmp_path / "more", more, datetime.date(2020, 1, 1)).later == 1


def test_an_inspection_without_a_known_day_is_public_at_once(tmp_path):
    tables = small()
    del tables["inspections"][1]["published_on"]
    assert coming(tmp_path, tables).later == 0


def test_nothing_new_is_nothing_to_see(tmp_path):
    load(read(write_folder(tmp_path, small())))
    assert coming(tmp_path, small()).rows == 0
