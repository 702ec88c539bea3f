import datetime

import pytest
from django.utils import timezone

from inspections.days import shown_day, today


def test_the_day_is_londons_and_not_utcs(monkeypatch):
    """Half past midnight on 1 July in London is still 30 June in UTC."""
    moment = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert today() == datetime.date(2026, 7, 1)


def test_a_reader_may_ask_for_any_day_up_to_today():
    now = datetime.date(2026, 11, 22)
    assert shown_day("2019-06-30", now) == datetime.date(2019, 6, 30)
    assert shown_day("2026-11-22", now) == now


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-11-23", "has not come"),
        ("1899-12-31", "before anything"),
        ("2019-06", "not a day"),
        ("2019-02-29", "not a"),
    ],
)
def test_anything_else_is_refused_in_words(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        shown_day(text, datetime.date(2026, 11, 22))
