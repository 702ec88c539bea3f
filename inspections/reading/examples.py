"""Examples that show how the rules work: a day, statements, and what the functions say of them."""

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspections.headline import headline
from inspections.last_words import claimed_not_confirmed, confirmed_not_claimed
from inspections.models import Position, StatusUpdate
from inspections.parameters import STALE, STALE_DAYS, VOICES
from inspections.partial_dates import PartialDate
from inspections.reading.selection import selection_url

EXAMPLE = datetime.date(2025, 1, 15)  # the day of publication from which the examples count


def said(*positions: Position) -> list[StatusUpdate]:
    """Statements in this order, all on the day of the examples."""
    return [
        StatusUpdate(pk=n, sequence=n, position=position, effective_on=PartialDate.of(EXAMPLE))
        for n, position in enumerate(positions, 1)
    ]


# What claim and confirmation come to, told by examples; where each ends up is asked of the functions.
TOLD_APART = (
    (Position.SAYS_COMPLETE,),
    (Position.SAYS_COMPLETE, Position.ASSURED),
    (Position.SAYS_COMPLETE, Position.BEING_PROGRESSED),
    (Position.SAYS_COMPLETE, Position.NO_FURTHER_ACTION),
    (Position.SAYS_COMPLETE, Position.COMPLETE),
    (Position.UNDER_WAY, Position.COMPLETE),
    (Position.COMPLETE,),
    (Position.SAYS_COMPLETE, Position.UNDER_WAY),
)


def claims() -> list[dict[str, Any]]:
    """Examples of what was said, the headline that it comes to, and how claim and confirmation then differ."""
    rows = []
    for positions in TOLD_APART:
        updates = said(*positions)
        counted = [
            name
            for name, holds in (
                ("claimed-not-confirmed", claimed_not_confirmed(updates, EXAMPLE)),
                ("confirmed-not-claimed", confirmed_not_claimed(updates, EXAMPLE)),
            )
            if holds
        ]
        rows.append(
            {
                "said": [
                    _("%(voice)s: %(position)s") % {"voice": position.voice.label, "position": position.label.lower()}
                    for position in positions
                ],
                "status": headline(updates, EXAMPLE).status,
                "counted": [{"label": VOICES[name], "url": selection_url(voice=name)} for name in counted],
            }
        )
    return rows


def silence() -> list[dict[str, Any]]:
    """The lengths of silence that can be asked for, each with the last day of news that counts so on EXAMPLE."""
    return [
        {
            "label": str(label),
            "days": STALE_DAYS[name],
            "last": date_format(EXAMPLE - datetime.timedelta(days=STALE_DAYS[name]), "DATE_FORMAT"),
            "url": selection_url(stale=name),
        }
        for name, label in STALE.items()
    ]
