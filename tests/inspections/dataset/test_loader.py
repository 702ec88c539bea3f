import datetime
import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.headline import HeadlineStatus
from inspections.models import (
    Addressee,
    Body,
    FormerAddress,
    Inspection,
    Recommendation,
    SearchDocument,
    StatusUpdate,
    Theme,
)
from inspections.partial_dates import PartialDate
from tests.make import make_theme
from tests.packages import recommendation, run, small, update, write_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def loading(tmp_path):
    """Load tables and return the report."""

    def loading(tables, **options):
        shutil.rmtree(tmp_path / "p", ignore_errors=True)
        return load(read(write_folder(tmp_path / "p", tables)), **options)

    return loading


def counts(report):
    """New, unchanged, kept and conflicting rows of all files together."""
    every = report.counts.values()
    return tuple(sum(getattr(c, name) for c in every) for name in ("new", "unchanged", "kept", "conflicting"))


ROWS = sum(map(len, small().values()))


def test_a_load_writes_every_row_with_all_that_it_names(loading):
    report = loading(small())
    assert report.loaded
    assert counts(report) == (ROWS, 0, 0, 0)
    inspection = Inspection.objects.get(slug="north-2021")
    assert inspection.published_on == PartialDate(2021, 2)
    assert [found.slug for found in inspection.follows_up.all()] == ["north-2019"]
    part = Recommendation.objects.get(ref="north-2019-a1a")
    assert part.parent.parent.ref == "north-2019-a"
    assert Body.objects.get(slug="hmic").succeeded_by.slug == "hmicfrs"
    assert StatusUpdate.objects.get(sequence=5).corrects.sequence == 2


def test_due_days_are_worked_out(loading):
    loading(small())
    due = dict(Recommendation.objects.values_list("ref", "due_day"))
    assert due["north-2019-a1"] == datetime.date(2019, 12, 27)
    assert due["north-2021-1"] == datetime.date(2021, 6, 30)
    assert due["north-2019-a"] is None


def test_what_is_loaded_can_be_read_and_found_at_once(loading):
    loading(small())
    on = datetime.date(2021, 3, 1)
    item = Addressee.objects.with_headline(on).get(recommendation__ref="north-2019-a1")
    assert item.headline.status == HeadlineStatus.CONFIRMED_COMPLETE
    assert Addressee.objects.standing(on).count() == Addressee.objects.count() == 4
    assert SearchDocument.objects.count() == 4
    assert {found.ref for found in Recommendation.objects.matching("A1a")} == {"north-2019-a1a"}
    assert "nothing disagrees" in run("check_record")


def test_loading_twice_changes_nothing(loading):
    loading(small())
    before = list(StatusUpdate.objects.values_list("pk", "recorded_at"))
    assert counts(loading(small())) == (0, ROWS, 0, 0)
    assert list(StatusUpdate.objects.values_list("pk", "recorded_at")) == before


def test_a_later_load_adds_what_is_new_and_moves_the_headline(loading):
    loading(small())
    report = loading(
        {"status_updates": [update(1, recommendation="north-2021-1", effective_on="2021-02", recorded_on="2021-04-01")]}
    )
    assert counts(report) == (1, 0, 0, 0)
    item = Addressee.objects.with_headline(datetime.date(2021, 4, 1)).get(recommendation__ref="north-2021-1")
    assert item.headline.status == HeadlineStatus.UNDER_WAY


def test_a_new_addressee_can_be_found_by_its_name(loading):
    loading(small())
    loading(
        {
            "bodies": [{"slug": "south", "name": "Southshire Police", "kind": "police-force"}],
            "addressees": [{"recommendation": "north-2019-a", "body": "south"}],
        }
    )
    assert Recommendation.objects.matching("Southshire").get().ref == "north-2019-a"


def test_nothing_at_all_is_loaded_if_one_cell_is_wrong(loading):
    tables = small()
    tables["response_items"][0]["decision"] = "maybe"
    report = loading(tables)
    assert not report.loaded
    assert report.problems.count == 1
    assert not Body.objects.exists()


def test_a_conflict_stops_the_load_and_changes_nothing(loading):
    loading(small())
    tables = small()
    tables["themes"][0]["name"] = "Cells"
    tables["themes"].append({"slug": "new", "name": "New"})
    report = loading(tables)
    assert counts(report) == (1, ROWS - 1, 0, 1)
    assert not report.loaded
    assert sorted(Theme.objects.values_list("name", flat=True)) == ["Custody", "Demand"]


def test_a_status_update_is_never_changed_by_a_later_load(loading):
    loading(small())
    tables = small()
    tables["status_updates"][0]["position"] = "planned"
    assert counts(loading(tables))[3] == 1
    assert counts(loading(tables, new_only=True))[2] == 1
    assert StatusUpdate.objects.get(sequence=1).position == "under-way"


def test_with_new_only_what_staff_have_edited_is_kept_and_what_is_new_is_added(loading):
    loading(small())
    edited = Recommendation.objects.get(ref="north-2019-a")
    edited.text = "As staff put it."
    edited.save()
    tables = small()
    tables["recommendations"].append(recommendation("north-2019-b", "B"))
    report = loading(tables, new_only=True)
    assert counts(report) == (1, ROWS - 1, 1, 0)
    assert report.loaded
    assert Recommendation.objects.get(ref="north-2019-a").text == "As staff put it."
    assert Recommendation.objects.filter(ref="north-2019-b").exists()


def test_a_body_that_staff_renamed_does_not_come_back_under_its_old_name(loading):
    loading(small())
    body = Body.objects.get(slug="north")
    body.slug = "north-police"
    body.save()
    assert FormerAddress.objects.filter(slug="north").exists()
    assert counts(loading(small())) == (0, ROWS, 0, 0)
    tables = {"addressees": [{"recommendation": "north-2019-a", "body": "north-pcc"}], "grades": small()["grades"]}
    tables["grades"][0]["topic"] = "Legitimacy"
    assert counts(loading(tables)) == (2, 0, 0, 0)
    assert Body.objects.get(slug="north-police").grades.count() == 2


def test_rows_may_come_in_any_order(loading):
    tables = {name: table[::-1] for name, table in small().items()}
    assert loading(tables).loaded


def test_a_chain_of_corrections_is_loaded_in_its_order(loading):
    tables = small()
    tables["status_updates"] = [
        update(3, corrects="2"),
        update(2, corrects="1"),
        update(1),
    ]
    assert loading(tables).loaded
    assert StatusUpdate.objects.get(sequence=3).corrects.corrects.sequence == 1


def test_a_write_that_the_database_refuses_is_a_sentence_and_loads_nothing(loading, monkeypatch):
    """As on PostgreSQL, where somebody may record the same key between the check and the write."""
    there = make_theme("there")
    monkeypatch.setattr("inspections.dataset.loader.reserve", lambda model, count: [there.pk] * count)
    report = loading({"themes": small()["themes"]})
    assert not report.loaded
    assert "changed by somebody else at the same time" in str(report.problems.shown[0])
    assert Theme.objects.get() == there


def test_the_number_of_queries_does_not_grow_with_the_rows(loading):
    def queries(prefix, many):
        tables = {"recommendations": [], "addressees": [], "status_updates": []}
        for number in range(many):
            ref = f"{prefix}-{number}"
            tables["recommendations"].append(recommendation(ref, ref, themes="custody"))
            tables["addressees"].append({"recommendation": ref, "body": "north"})
            tables["status_updates"] += [update(n, recommendation=ref) for n in (1, 2, 3)]
        with CaptureQueriesContext(connection) as captured:
            assert loading(tables).loaded
        return len(captured)

    loading(small())
    few = queries("few", 2)
    # SQLite takes a limited number of values in one statement, so that more rows may need a few more statements.
    assert queries("many", 100) <= few + 12
