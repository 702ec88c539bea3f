import datetime

import pytest

from inspections.models import Addressee, Oversight, Voice
from inspections.reading.history import history_of, standing, unknown
from tests.make import (
    make_body,
    make_force,
    make_inspection,
    make_item,
    make_policing_body,
    make_recommendation,
    make_response,
    make_update,
)

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def history(item, on: datetime.date = ON):
    item = Addressee.objects.select_related("body", "recommendation__inspection").get(pk=item.pk)
    return history_of(item, on)


def test_what_a_voice_says_now_is_the_last_thing_it_said():
    item = make_item()
    make_update(item, "planned", on="2021-01-01")
    make_update(item, "being-progressed", on="2023-01-01")
    make_update(item, "says-complete", on="2022-01-01")
    found = history(item)
    assert found.latest(Voice.ADDRESSED_BODY).position == "says-complete"
    assert found.latest(Voice.INSPECTORATE).position == "being-progressed"
    assert found.latest(Voice.POLICING_BODY) is None
    assert history(item, datetime.date(2021, 12, 31)).latest(Voice.ADDRESSED_BODY).position == "planned"


def test_a_corrected_row_is_seen_but_says_nothing_any_more():
    item = make_item()
    wrong = make_update(item, "complete", on="2024-01-01")
    make_update(item, "being-progressed", on="2022-01-01", corrects=wrong)
    found = history(item)
    assert [update.position for update in found.seen] == ["complete", "being-progressed"]
    assert found.latest(Voice.INSPECTORATE).position == "being-progressed"


def test_what_a_later_day_corrects_is_left_out_of_an_earlier_one():
    item = make_item()
    wrong = make_update(item, "planned", on="2021-01-01")
    make_update(item, "planned", on="2022-01-01", corrects=wrong)
    assert history(item, datetime.date(2021, 6, 1)).seen == []


def test_the_headline_is_that_of_the_projection():
    item = make_item()
    make_update(item, "complete", on="2021-01-01")
    make_update(item, "reopened", on="2022-01-01")
    for day in ("2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01"):
        on = datetime.date.fromisoformat(day)
        projected = Addressee.objects.with_headline(on).get(pk=item.pk).headline
        assert history(item, on).headline == projected


def test_a_line_says_since_when_and_how_long_there_was_no_news():
    item = make_item()
    make_update(item, "planned", on="2021-01-01")
    make_update(item, "planned", on="2025-11-22")
    now = standing(history(item))
    assert (now.status.value, str(now.since), now.silence) == ("planned", "1 January 2021", "no news for 365 days")


def test_no_news_since_a_year_is_not_counted_in_days():
    item = make_item()
    make_update(item, "planned", on="2021")
    assert standing(history(item)).silence == "no news since 2021"


def test_a_closed_item_waits_for_no_news():
    item = make_item()
    make_update(item, "complete")
    assert standing(history(item)).silence == ""


def test_a_promise_that_moved_says_so():
    item = make_item()
    make_update(item, "planned", on="2021-01-01", target_on="2021-06")
    make_update(item, "under-way", on="2021-07-01", target_on="2022-03")
    make_update(item, "under-way", on="2022-07-01", target_on="2022-03")
    moved = "moved once; now 9 months later than first promised"
    assert standing(history(item)).promise == f"promised for March 2022, 4 years and 8 months ago ({moved})"
    assert standing(history(item, datetime.date(2021, 2, 1))).promise == "promised for June 2021"


def test_where_nothing_was_said_there_is_no_news_since_the_report():
    now = standing(history(make_item()))
    assert (now.status.value, now.since, now.promise) == ("no-progress", None, "")
    assert now.silence == "no news since the report, for 2,503 days"
    month = make_item(inspection=make_inspection(published="2020-01"))
    assert standing(history(month)).silence == "no news since the report (January 2020)"
    assert standing(history(make_item(inspection=make_inspection(published=None)))).silence == ""
    today = make_item(inspection=make_inspection(published=ON.isoformat()))
    assert standing(history(today)).silence == ""


@pytest.mark.parametrize(
    ("published", "on", "age"),
    [
        ("2020-01-15", "2022-01-15", ""),
        ("2020-01-15", "2022-01-16", "open 2 years after the report"),
        ("2017-09", "2026-11-22", "open 9 years and 2 months after the report"),
        ("2017", "2026-11-22", "open about 9 years after the report"),
        (None, "2026-11-22", ""),
    ],
)
def test_what_is_open_for_more_than_two_years_says_so(published, on, age):
    item = make_item(inspection=make_inspection(published=published))
    assert standing(history(item, datetime.date.fromisoformat(on))).age == age


def test_a_closed_item_has_no_age_and_all_words_stand_in_one_line():
    item = make_item()
    make_update(item, "complete", on="2021-01-01")
    assert standing(history(item)).words == "since 1 January 2021"
    make_update(item, "reopened", on="2024-11-22", target_on="2027")
    assert standing(history(item)).words == (
        "since 22 November 2024 · no news for 730 days · open 6 years and 10 months after the report · "
        "promised for 2027"
    )
    make_update(item, "under-way", on="2026-11-22")
    assert "since 22 November 2026 · reopened once before · open 6 years" in standing(history(item)).words


def test_the_policing_body_is_that_of_the_day():
    kent = make_force()
    authority = make_policing_body(kent, "authority", end="2012-11-21")
    pcc = make_policing_body(kent, "pcc", start="2012-11-22")
    item = make_item(body=kent, inspection=make_inspection(published="2012-01-01"))
    assert history(item).policing_body == pcc
    assert history(item, datetime.date(2012, 11, 21)).policing_body == authority
    assert history(make_item(body=make_body(kind="national-body"))).policing_body is None


def test_only_responses_of_those_concerned_and_known_by_the_day_are_fetched():
    inspection, kent, other = make_inspection(), make_force(), make_force()
    pcc = make_policing_body(kent)
    item = make_item(body=kent, inspection=inspection)
    make_response(inspection, other)
    make_response(inspection, kent, published="2021-01-01")
    make_response(inspection, pcc, published=None, not_found_as_of=datetime.date(2022, 1, 1))
    assert [each.responder for each in history(item).responses] == [kent, pcc]
    assert [each.responder for each in history(item, datetime.date(2021, 12, 31)).responses] == [kent]
    assert history(item, datetime.date(2020, 12, 31)).responses == []


def test_a_batch_counts_only_what_is_public():
    recommendation = make_recommendation(to=[make_force(), make_force()])
    for item in recommendation.addressees.all():
        make_update(item, "planned", batch="together")
    assert history(recommendation.addressees.all()[0]).batches["together"].total == 2
    assert Oversight.objects.count() == 0


def test_what_is_not_known_is_said():
    kent = make_force(name="Kent Police")
    inspection = make_inspection(published=None)
    item = make_item(body=kent, inspection=inspection)
    make_response(inspection, kent, published=None, url="https://example.org/response")
    assert unknown(history(item)) == [
        "The day on which the report was published.",
        "Whether a time was set for it.",
        "What inspectors have found since: no statement of theirs on progress is recorded.",
        "When Kent Police responded to the report.",
    ]
    known = make_item(deadline="none-given")
    make_update(known, "being-progressed")
    assert unknown(history(known)) == []


def test_the_number_of_queries_does_not_grow_with_the_history(django_assert_num_queries):
    item = make_item(body=make_force())
    make_update(item, "planned")
    fetched = Addressee.objects.select_related("body", "recommendation__inspection").get(pk=item.pk)
    with django_assert_num_queries(6):
        history_of(fetched, ON)
    for year in range(2021, 2026):
        make_update(item, "under-way", on=f"{year}-05-01", target_on=str(year + 1))
        make_response(make_inspection(), item.body)
    with django_assert_num_queries(6):
        assert len(history_of(fetched, ON).updates) == 6
