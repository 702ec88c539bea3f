"""One line about how things stand, and how wide it is."""

import datetime

import pytest

from inspections.badges import WIDTHS, Badge, badge_of, text_width
from inspections.models import Addressee
from inspections.reading.figures import status_counts
from tests import make
from tests.tracker.test_styles import contrast

DAY = datetime.date(2026, 5, 3)


def badge(thing, **where):
    items = Addressee.objects.public(make.TODAY).standing(make.TODAY).filter(**where)
    return badge_of(thing, status_counts(items), make.TODAY)


@pytest.mark.django_db
def test_it_says_how_many_of_how_many_and_the_day():
    force = make.make_force("kent", name="Kent Police", short_name="Kent")
    for position in ("complete", "says-complete", None):
        item = make.make_item(body=force)
        if position:
            make.make_update(item, position)
    found = badge(force, body=force)
    assert found.dated == "1 of 3 confirmed complete · 22 November 2026"
    assert (found.label, found.total, found.confirmed, found.open) == ("Kent", 3, 1, 2)
    assert found.text.startswith("Kent Police: 1 of 3 confirmed complete, as at 22 November 2026.")


@pytest.mark.django_db
def test_of_a_single_item_it_says_the_status_since_one_of_one_says_little():
    item = make.make_item()
    make.make_update(item, "says-complete")
    assert badge(item.recommendation, recommendation=item.recommendation).message == "Reported complete, not confirmed"


@pytest.mark.django_db
def test_of_nothing_and_of_what_was_withdrawn_it_says_so():
    force = make.make_force("kent")
    assert badge(force, body=force).message == "No items on the record"
    recommendation = make.make_recommendation(withdrawn_on=make.TODAY, withdrawal_note="Never asked.")
    assert badge(recommendation, recommendation=recommendation).message == "Withdrawn"


def test_the_picture_is_as_wide_as_its_words():
    short, long = (
        Badge("Kent", "1 of 3", "", {}, DAY).boxes(),
        Badge("Kent", "1 of 3 confirmed complete", "", {}, DAY).boxes(),
    )
    assert short["width"] < long["width"]
    assert short["label_length"] == long["label_length"]
    assert long["message_at"] + long["message_length"] < long["width"]


def test_every_printable_letter_of_ascii_has_a_width_and_an_accent_adds_none():
    assert [chr(code) for code in range(32, 127) if chr(code).isalnum() and chr(code) not in WIDTHS] == []
    assert text_width("Ynys Môn") == text_width("Ynys Mon")
    assert text_width("illi") < text_width("MWMW") < text_width("漢字漢字")


def test_its_colours_can_be_read():
    assert contrast("#ffffff", "#1d3557") >= 4.5
    assert contrast("#0b0c0c", "#ffffff") >= 4.5
