"""Today, by the clock of the place that the record is about."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """The date in London. `now().date()` would be UTC's, which is yesterday between midnight and one in summer."""
    return timezone.localdate()
