"""Corrections: what stood there, what stands there now, when and why."""

import datetime

import pytest

from inspections.reading.corrections import corrections, entries, fetched
from tests import make

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)
RECORDED = datetime.date(2025, 5, 5)


def corrected(on: datetime.date = ON) -> list[dict]:
    return entries(fetched(corrections(on)), on)


def test_both_sides_stand_with_what_differs_and_what_is_the_same():
    item = make.make_item()
    wrong = make.make_update(item, "complete", on="2024-01-01", recorded_on=datetime.date(2024, 2, 2))
    make.make_update(item, "being-progressed", on="2021-06", corrects=wrong, recorded_on=RECORDED, reason="Misread.")
    (entry,) = corrected()
    changed = {row["term"]: (row["before"], row["after"]) for row in entry["changed"]}
    assert changed["Position"] == ("Complete", "Being progressed")
    assert changed["Said on"] == ("1 January 2024", "June 2021")
    assert "Evidence" in {row["term"] for row in entry["same"]}
    assert (entry["recorded"], entry["first_recorded"], entry["why"]) == ("5 May 2025", "2 February 2024", "Misread.")
    assert (entry["wrong"]["url"][-8:], entry["right"]["url"][-8:]) == ("#entry-1", "#entry-2")


def test_a_correction_of_a_correction_reads_from_both_ends():
    item = make.make_item()
    first = make.make_update(item, "planned", on="2021-01-01")
    second = make.make_update(item, "planned", on="2021-02-01", corrects=first)
    make.make_update(item, "under-way", on="2021-02-01", corrects=second)
    newest, older = corrected()
    assert newest["was_correction"]["url"].endswith("#entry-1")
    assert newest["corrected_again"] is None
    assert older["was_correction"] is None
    assert older["corrected_again"]["url"].endswith("#entry-3")


def test_only_what_was_recorded_by_the_day_about_public_items():
    item = make.make_item()
    wrong = make.make_update(item, "planned", on="2021-01-01", recorded_on=RECORDED)
    make.make_update(item, "planned", on="2021-02-01", corrects=wrong, recorded_on=RECORDED)
    hushed = make.make_item(inspection=make.make_inspection(draft=True))
    wrong = make.make_update(hushed, "planned", on="2021-01-01")
    make.make_update(hushed, "planned", on="2021-02-01", corrects=wrong)
    assert len(corrected()) == 1
    assert corrected(RECORDED - datetime.timedelta(days=1)) == []
    assert len(corrected(RECORDED)) == 1


def test_the_query_count_does_not_grow(django_assert_num_queries):
    for many in (5, 50):
        for _ in range(many):
            item = make.make_item()
            wrong = make.make_update(item, "planned", on="2021-01-01")
            make.make_update(item, "planned", on="2021-02-01", corrects=wrong)
        with django_assert_num_queries(2):
            corrected()
