import datetime

from django.utils import timezone

from inspections.days import today


def test_the_day_is_londons_and_not_utcs(monkeypatch):
    """Half past midnight on 1 July in London is still 30 June in UTC."""
    moment = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert today() == datetime.date(2026, 7, 1)
