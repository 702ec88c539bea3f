import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from inspections.models import Inspection
from tests.make import make_inspection, make_item, make_programme, make_source, make_update, partial

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("published", "draft", "on", "public"),
    [
        ("2025-01-15", False, "2025-01-14", False),
        ("2025-01-15", False, "2025-01-15", True),
        ("2025-01-15", True, "2026-01-15", False),
        ("2025-01", False, "2024-12-31", False),
        ("2025-01", False, "2025-01-01", True),
    ],
)
def test_public_says_the_same_in_the_database_and_of_one_inspection(published, draft, on, public):
    inspection = make_inspection(published=published, draft=draft)
    assert Inspection.objects.public(day(on)).exists() is public
    assert inspection.is_public(day(on)) is public


def public_from(inspection):
    inspection.refresh_from_db()
    return inspection.public_from.isoformat()


def test_without_a_day_of_publication_it_is_public_from_when_one_of_its_sources_was_out():
    inspection = make_inspection(published=None)
    assert public_from(inspection) == inspection.entered_on.isoformat()
    inspection.sources.add(
        make_source(), make_source(published_on=partial("2024")), make_source("news", published_on=partial("2023-05"))
    )
    assert public_from(inspection) == "2023-05-31"
    news = inspection.sources.get(slug="news")
    news.published_on = partial("2023-04-02")
    news.save()
    assert public_from(inspection) == "2023-04-02"
    inspection.sources.remove(news)
    assert public_from(inspection) == "2024-12-31"


def test_a_day_of_publication_goes_before_any_source():
    inspection = make_inspection(published="2024-06")
    inspection.sources.add(make_source(published_on=partial("2023-05")))
    assert public_from(inspection) == "2024-06-01"


def test_a_draft_without_a_date_is_not_public():
    inspection = make_inspection(published=None, draft=True)
    assert not inspection.is_public(inspection.entered_on)
    assert not Inspection.objects.public(inspection.entered_on).exists()


def test_its_own_duty_to_respond_goes_before_the_programmes():
    programme = make_programme(response_duty="police-act-s55")
    assert make_inspection(programme=programme).duty == "police-act-s55"
    assert make_inspection(programme=programme, response_duty="none").duty == "none"


def test_fieldwork_cannot_end_and_a_report_cannot_come_before_it_began():
    inspection = make_inspection(
        published="2020-01-15", fieldwork_start=partial("2020-02"), fieldwork_end=partial("2020-01-31")
    )
    with pytest.raises(ValidationError) as caught:
        inspection.full_clean()
    assert set(caught.value.message_dict) == {"fieldwork_end", "published_on"}


def test_dates_in_the_same_half_known_month_are_in_order():
    make_inspection(
        published="2020-02", fieldwork_start=partial("2020-02-20"), fieldwork_end=partial("2020-02")
    ).full_clean()


def test_what_is_public_does_not_become_a_draft_again():
    inspection = make_inspection()
    inspection.draft = True
    with pytest.raises(ValidationError, match="nothing public vanishes") as caught:
        inspection.full_clean()
    assert set(caught.value.message_dict) == {"draft"}


def test_nor_does_its_day_or_time_of_publication_move_into_the_future():
    today_ = timezone.localdate()
    for fields, named in (
        ({"published_on": partial("2999-01-01")}, "published_on"),
        ({"published_on": partial((today_ + datetime.timedelta(days=1)).isoformat())}, "published_on"),
        ({"published_on": partial(today_.isoformat()), "published_time": datetime.time.max}, "published_time"),
    ):
        inspection = make_inspection()
        for name, value in fields.items():
            setattr(inspection, name, value)
        with pytest.raises(ValidationError, match="nothing public vanishes") as caught:
            inspection.full_clean()
        assert set(caught.value.message_dict) == {named}


def test_one_that_is_not_public_yet_may_be_put_off_brought_forward_and_made_a_draft():
    inspection = make_inspection(published="2999-01-01")
    for fields in ({"published_on": partial("2999-02-01")}, {"published_time": datetime.time(9)}, {"draft": True}):
        for name, value in fields.items():
            setattr(inspection, name, value)
        inspection.full_clean()
        inspection.save()
    inspection.draft, inspection.published_on = False, partial("2020-01-01")
    inspection.full_clean()


def test_taking_out_the_day_does_not_publish_by_mistake():
    inspection = make_inspection(published="2999-01-01")
    inspection.published_on = None
    with pytest.raises(ValidationError, match="public at once"):
        inspection.full_clean()
    inspection.draft = True
    inspection.full_clean()


def test_one_that_was_withdrawn_can_still_be_corrected():
    inspection = make_item().recommendation.inspection
    inspection.withdrawn_on, inspection.withdrawal_note = datetime.date(2022, 1, 1), "Entered twice."
    inspection.save()
    inspection.title = "Corrected"
    inspection.full_clean()


@pytest.mark.parametrize(
    ("published", "refused"), [("2021-03-01", ""), ("2021-03", ""), ("2021-03-02", "from before that day")]
)
def test_its_day_of_publication_cannot_be_moved_past_what_was_said_of_its_items(published, refused):
    item = make_item(inspection=make_inspection(published="2020-01-15"))
    make_update(item, "planned", "2021-03-01")
    inspection = item.recommendation.inspection
    inspection.published_on = partial(published)
    if not refused:
        inspection.full_clean()
        return
    with pytest.raises(ValidationError, match=refused) as caught:
        inspection.full_clean()
    assert set(caught.value.message_dict) == {"published_on"}


@pytest.mark.parametrize(("minutes", "out"), [(-1, True), (1, False)])
def test_a_time_of_publication_holds_to_the_minute_in_the_database_and_of_one_inspection(minutes, out):
    moment = timezone.localtime() + datetime.timedelta(minutes=minutes)
    published = partial(moment.date().isoformat())
    inspection = make_inspection(published=published.iso, published_time=moment.time())
    later = timezone.localdate() + datetime.timedelta(days=400)
    for on in (max(timezone.localdate(), published.first), later):
        assert Inspection.objects.public(on).exists() is out
        assert Inspection.objects.readable(on).exists() is out
        assert inspection.is_public(on) is out
        assert inspection.is_readable(on) is out
    assert not inspection.is_public(published.first - datetime.timedelta(days=1))


@pytest.mark.parametrize(
    ("published", "time", "moment"),
    [
        ("2026-07-01", "09:30", "2026-07-01T08:30"),
        ("2026-12-01", "09:30", "2026-12-01T09:30"),
        ("2026-10-25", "00:59", "2026-10-24T23:59"),
        ("2026-10-25", "01:30", "2026-10-25T01:30"),  # comes twice: the second time, an hour later
        ("2026-10-25", "02:00", "2026-10-25T02:00"),
        ("2027-03-28", "00:59", "2027-03-28T00:59"),
        ("2027-03-28", "01:30", "2027-03-28T01:30"),  # never comes: the clock shows 02:30 by then
        ("2027-03-28", "02:00", "2027-03-28T01:00"),
    ],
)
def test_when_the_clocks_change_it_is_the_later_of_two_moments(published, time, moment):
    inspection = make_inspection(published=published, published_time=datetime.time.fromisoformat(time))
    inspection.refresh_from_db()
    assert inspection.public_at.astimezone(datetime.UTC).isoformat() == f"{moment}:00+00:00"
    assert inspection.moment_of_publication() == inspection.public_at


def test_a_time_needs_the_whole_day_beside_it():
    for published in ("2999-01", None):
        inspection = make_inspection(published=published, draft=True, published_time=datetime.time(9))
        with pytest.raises(ValidationError, match="whole day") as caught:
            inspection.full_clean()
        assert set(caught.value.message_dict) == {"published_time"}


def test_the_day_of_publication_is_never_one_that_has_gone_by():
    on = day("2026-05-05")
    assert make_inspection(published="2026-06-01").day_of_publication(on) == day("2026-06-01")
    assert make_inspection(published="2026-04-01", draft=True).day_of_publication(on) == on
    assert make_inspection(published=None, draft=True).day_of_publication(on) == on
