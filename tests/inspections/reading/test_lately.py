import datetime

import pytest
from pyroaring import BitMap

from inspections.actions import withdraw
from inspections.bitmaps.shelf import Shelf
from inspections.models import StatusUpdate
from inspections.models.edition import edition
from inspections.reading import lately as module
from inspections.reading.lately import Latest, LatestAbout, LatestOfAll, _along_of, _latest, lately
from tests.make import make_force, make_inspection, make_item, make_recommendation, make_update

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def lines(on: datetime.date = ON, most: int = 6):
    return lately(Latest(StatusUpdate.objects.all(), on), most)


def test_the_latest_said_comes_first_whenever_it_was_recorded():
    make_update(make_item("new"), "planned", on="2025-03-01", recorded_on=datetime.date(2025, 3, 2))
    make_update(make_item("old"), "planned", on="2021-03-01", recorded_on=ON)
    assert [line["url"].split("/")[2] for line in lines()] == ["new", "old"]


def test_a_line_says_from_which_headline_to_which():
    item = make_item()
    make_update(item, "planned", on="2021-01-01")
    make_update(item, "assured", on="2021-06-01")
    make_update(item, "complete", on="2022-01-01")
    moves = [(line["before"] and line["before"].value, line["after"] and line["after"].value) for line in lines()]
    assert moves == [("planned", "confirmed-complete"), (None, None), ("no-progress", "planned")]


def test_what_was_recorded_together_is_one_line_that_counts_only_what_is_public():
    recommendation = make_recommendation("national", [make_force(f"force-{number}") for number in range(4)])
    for item in recommendation.addressees.all():
        make_update(item, "being-progressed", on="2025-10-24", batch="progress-2025")
    embargoed = make_item(inspection=make_inspection(published="2026-11-23"))
    StatusUpdate.objects.create(
        addressee=embargoed,
        sequence=1,
        stated_by=embargoed.body,
        position="planned",
        effective_on="2025-10-24",
        reason="Early.",
        evidence="assertion",
        recorded_on=ON,
        batch="progress-2025",
    )
    (line,) = lines()
    assert line["together"] == "4 items together"
    assert line["url"] == "/recommendations/national/"
    assert line["body"] == ""


def test_what_is_corrected_or_not_said_yet_or_not_public_is_left_out():
    item = make_item("shown")
    wrong = make_update(item, "planned", on="2024-01-01")
    make_update(item, "planned", on="2021-01-01", corrects=wrong)
    make_update(
        make_item(inspection=make_inspection(published="2026-12-01")),
        "planned",
        on="2026-12-02",
        recorded_on=datetime.date(2026, 12, 2),
    )
    assert [str(line["date"]) for line in lines()] == ["1 January 2021"]
    assert lines(on=datetime.date(2020, 12, 31)) == []


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    for number in range(8):
        make_update(make_item(), "planned", batch=f"batch-{number}")
    with django_assert_num_queries(3):
        assert len(lines(most=2)) == 2
    with django_assert_num_queries(3):
        assert len(lines(most=8)) == 8


def test_a_batch_larger_than_what_is_read_at_a_time_hides_nothing_behind_it(django_assert_max_num_queries):
    make_update(make_item(), "planned", on="2024-01-01", reason="Alone, before all of them.")
    for number in range(40):
        make_update(make_item(), "planned", on="2024-02-01", reason=f"Together {number}.", batch="large")
    with django_assert_max_num_queries(8):
        found = lines(most=2)
    assert [line["reason"] for line in found] == ["Together 0.", "Alone, before all of them."]
    assert found[0]["together"] == "40 items together"


def test_the_first_of_all_are_the_same_whatever_is_hidden_before_them(monkeypatch, django_assert_max_num_queries):
    hidden, withdrawn, item = make_item(inspection=make_inspection(draft=True)), make_item(), make_item()
    for number in range(60):
        make_update(item, "planned", on=["2024", "2024-02", "2024-02-01", "2024-02-02"][number % 4])
    wrong = make_update(item, "under-way", on="2024-05-01")
    make_update(item, "planned", on="2024-05-01", corrects=wrong)
    for number in range(55):
        make_update([hidden, withdrawn][number % 2], "planned", on="2024-06-01")
    withdraw(withdrawn.recommendation, on=datetime.date(2026, 11, 20), note="A slip.")
    for on in (ON, datetime.date(2026, 11, 1), datetime.date(2024, 2, 1), datetime.date(2020, 1, 1)):
        of_all, others = LatestOfAll(on), Latest(StatusUpdate.objects.all(), on)
        of_all._first(module.PORTION)  # its questions are compiled
        for start, some in ((0, 1), (0, 30), (30, 40), (0, 500)):
            assert of_all.portion(start, some) == others.portion(start, some), (on, start, some)
        with django_assert_max_num_queries(4):
            of_all.portion(0, module.PORTION)
    with monkeypatch.context() as few:
        few.setattr(module, "STEPS", 1)  # all that one step finds is hidden
        assert LatestOfAll(ON)._first(5) is None
        assert LatestOfAll(ON).portion(0, 5) == Latest(StatusUpdate.objects.all(), ON).portion(0, 5) != []


@pytest.mark.parametrize("along", [1, 7, 1000])
def test_where_many_items_have_news_of_one_day_the_same_is_found(monkeypatch, django_assert_max_num_queries, along):
    ours = [make_item(f"ours-{number}") for number in range(8)]
    others = [make_item(f"other-{number}") for number in range(8)]
    for item, other in zip(ours, others, strict=True):
        make_update(other, "planned", on="2025-01-01")
        make_update(item, "planned", on="2024-01-01")
        make_update(item, "being-progressed", on="2025-01-01")
    make_update(ours[0], "complete", on="2026-11-23", recorded_on=datetime.date(2026, 11, 23))
    wrong = make_update(ours[3], "complete", on="2025-02-01")
    make_update(ours[3], "planned", on="2025-01-02", corrects=wrong)
    shelf = Shelf.public(ON, edition())
    some = shelf.among(BitMap(shelf.record.places.place[item.pk] for item in ours))
    expected = lately(Latest(StatusUpdate.objects.filter(addressee__in=ours), ON), 20)
    monkeypatch.setattr("inspections.reading.lately.MOST_KEYS", 2)
    monkeypatch.setattr("inspections.reading.lately.ALONG", along)
    monkeypatch.setattr("inspections.reading.lately._first_along", lambda on: list(_latest(on)[:along]))
    with django_assert_max_num_queries(6):
        found = lately(LatestAbout(some), 20)
    assert found == expected
    assert len(found) == 17


@pytest.mark.parametrize("along", [1, 7, 1000])
def test_news_of_one_body_is_looked_for_among_its_own_statements(monkeypatch, along):
    kent, essex = make_force("kent"), make_force("essex")
    ours = [make_item(f"ours-{number}", kent) for number in range(8)]
    others = [make_item(f"other-{number}", essex) for number in range(8)]
    for item, other in zip(ours, others, strict=True):
        make_update(other, "planned", on="2025-01-01")
        make_update(item, "being-progressed", on="2025-01-01")
    hidden = make_item("hidden", kent, inspection=make_inspection(draft=True))
    make_update(hidden, "planned", on="2025-01-01")
    shelf = Shelf.public(ON, edition()).of("force", kent.pk)
    monkeypatch.setattr("inspections.reading.lately.MOST_KEYS", 2)
    monkeypatch.setattr("inspections.reading.lately.ALONG", along)
    monkeypatch.setattr(
        "inspections.reading.lately._first_along_of", lambda body, on: list(_along_of(body, on, 0, along))
    )
    for most in (3, 20):
        expected = lately(Latest(StatusUpdate.objects.filter(addressee__in=ours), ON), most)
        assert lately(LatestAbout(shelf, kent.pk), most) == expected
