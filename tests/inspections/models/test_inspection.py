import datetime

import pytest
from django.core.exceptions import ValidationError

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


def test_it_cannot_be_a_draft_again_once_updates_are_public():
    item = make_item()
    inspection = item.recommendation.inspection
    inspection.draft = True
    inspection.full_clean()
    make_update(item, "planned")
    with pytest.raises(ValidationError, match="must stay public"):
        inspection.full_clean()


def test_nor_once_an_update_was_made_in_it():
    follow_up = make_inspection()
    make_update(make_item(), "complete", made_in=follow_up)
    follow_up.draft = True
    with pytest.raises(ValidationError, match="must stay public"):
        follow_up.full_clean()


@pytest.mark.parametrize(
    ("published", "refused"),
    [("2021-03-01", ""), ("2021-03", ""), ("2021-03-02", "from before that day"), ("2999-01-01", "must stay public")],
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
