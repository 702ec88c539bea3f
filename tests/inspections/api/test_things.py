"""What things have in common: whole addresses, and words about a withdrawal only from its day on."""

import datetime

import pytest
from django.test import RequestFactory

from inspections.api.things import Withdrawn
from tests import make

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 5, 3)


class Named(Withdrawn):
    def place(self, thing):
        return "api-inspection", thing.slug


def said(thing, day=DAY):
    return Named(thing, context={"day": day, "request": RequestFactory().get("/")}).data


def test_addresses_are_whole_and_under_the_name_of_the_site(settings):
    inspection = make.make_inspection("report")
    settings.SITE_URL = "https://register.example/"
    assert said(inspection)["url"] == "https://register.example/inspections/report/"
    assert said(inspection)["api_url"] == "https://register.example/api/v1/inspections/report/"


def test_a_withdrawal_is_told_from_its_day_on():
    gone = make.make_inspection(withdrawn_on=DAY, withdrawal_note="Entered twice.")
    assert (said(gone)["withdrawn_on"], said(gone)["withdrawal_note"]) == ("2026-05-03", "Entered twice.")
    eve = said(gone, DAY - datetime.timedelta(days=1))
    assert (eve["withdrawn_on"], eve["withdrawal_note"]) == (None, None)
