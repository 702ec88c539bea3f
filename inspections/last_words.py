"""What was said last: where claim and decision differ, and how long nothing was said.

Pure functions of an item's updates and a day. AddresseeQuerySet has the same words in SQL; a test holds both to
each other. A row that a later one corrects never counts.
"""

import datetime
from collections.abc import Iterable
from itertools import takewhile

from inspections.headline import HeadlineStatus, headline, in_force
from inspections.models.status import Position, StatusUpdate, Voice
from inspections.partial_dates import PartialDate


def last_word(updates: Iterable[StatusUpdate], voice: Voice, on: datetime.date) -> StatusUpdate | None:
    """The last thing that a voice had said by a day."""
    said = (update for update in reversed(in_force(updates)) if update.effective_on.first <= on)
    return next((update for update in said if update.voice == voice), None)


def is_claimed(updates: Iterable[StatusUpdate], on: datetime.date) -> bool:
    """Whether the last word of the addressed body is that it is complete."""
    word = last_word(updates, Voice.ADDRESSED_BODY, on)
    return word is not None and word.position == Position.SAYS_COMPLETE


def claimed_not_confirmed(updates: Iterable[StatusUpdate], on: datetime.date) -> bool:
    """Whether the addressed body's last word is “complete” and the item does not stand as confirmed complete."""
    updates = list(updates)
    return is_claimed(updates, on) and headline(updates, on).status != HeadlineStatus.CONFIRMED_COMPLETE


def days_claimed(updates: Iterable[StatusUpdate], on: datetime.date) -> int | None:
    """For how many days the addressed body has claimed that it is complete without saying anything else.

    None where it is not claimed. A claim dated to the month or year counts from its last day, as in `days_silent`.
    """
    own = [update for update in in_force(updates) if update.voice == Voice.ADDRESSED_BODY]
    said = [update for update in own if update.effective_on.first <= on]
    claims = list(takewhile(lambda update: update.position == Position.SAYS_COMPLETE, reversed(said)))
    return max((on - min(claim.effective_on.last for claim in claims)).days, 0) if claims else None


def confirmed_not_claimed(updates: Iterable[StatusUpdate], on: datetime.date) -> bool:
    """Whether the item stands as confirmed complete, and the addressed body has not said so or said otherwise last."""
    updates = list(updates)
    return headline(updates, on).status == HeadlineStatus.CONFIRMED_COMPLETE and not is_claimed(updates, on)


def latest_news(
    updates: Iterable[StatusUpdate], published_on: PartialDate | None, on: datetime.date
) -> PartialDate | None:
    """When anybody last said anything by a day; where nobody has, when the report came out; None where not known."""
    said = [update.effective_on for update in in_force(updates) if update.effective_on.first <= on]
    return max(said, key=lambda date: date.last) if said else published_on


def days_silent(updates: Iterable[StatusUpdate], published_on: PartialDate | None, on: datetime.date) -> int | None:
    """For how many days there has been no news, or None where that is not known.

    A date known to the month or year counts to its last day: nobody is called silent on a day on which something
    may have been said. It is never less than nothing.
    """
    latest = latest_news(updates, published_on, on)
    return None if latest is None else max((on - latest.last).days, 0)
