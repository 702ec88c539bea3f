"""What is said of one item over the years: a path of statements that keeps the rules of the ledger."""

import datetime
import random
from dataclasses import dataclass

from inspections.models.status import CLOSING, POSITIONS, Position, Voice

from . import measured, words
from .measured import between, chance, drawn, number
from .reference import Reference

# The day on which the real packages were put together: nothing is said or recorded after it.
ENDS = datetime.date(2026, 11, 21)
HMIC_UNTIL = datetime.date(2017, 6, 30)  # from July 2017 the inspectorate is HMICFRS

# Where somebody may say by when.
TO_COME = (Position.NOT_STARTED, Position.PLANNED, Position.UNDER_WAY, Position.BEING_PROGRESSED)

Cells = dict[str, str]


@dataclass(frozen=True)
class FollowUp:
    """A later inspection in which something may be said of the items of an earlier one."""

    slug: str
    day: datetime.date
    source: str


@dataclass(frozen=True)
class Item:
    recommendation: str
    body: str
    published_on: datetime.date
    source: str  # of the report: a document that later statements may rest on
    follow_up: FollowUp | None
    has_successor: bool


def inspectorate(day: datetime.date) -> str:
    """The inspectorate of constabulary, by the name that it had on the day."""
    return "hmic" if day <= HMIC_UNTIL else "hmicfrs"


def history(luck: random.Random, item: Item, count: int, reference: Reference) -> list[Cells]:
    """So many rows of the ledger about an item, in the order recorded."""
    days = _days(luck, item.published_on, count)
    rows: list[Cells] = []
    recorded, position, promised = item.published_on, "", ""
    for sequence, day in enumerate(days, 1):
        position = _next(luck, position, item, day, reference)
        if position == Position.SUPERSEDED and item.follow_up:  # which is where it was asked for again
            day = max(day, item.follow_up.day)
        elif rows and chance(luck, measured.BACKDATED_IN_100):
            day = max(item.published_on, day - datetime.timedelta(days=between(luck, measured.DAYS_BETWEEN)))
            position = position if _may_say(position, item, day, reference) else Position.BEING_PROGRESSED
        recorded = min(ENDS, max(recorded, day + _lag(luck)))
        row = _row(luck, item, position, day, reference)
        row |= {"sequence": str(sequence), "recorded_on": recorded.isoformat()}
        if position in TO_COME and chance(luck, measured.PROMISES_IN_100):
            row["target_on"] = promised = _promise(luck, day, promised)
        if rows and chance(luck, measured.CORRECTIONS_IN_100):
            row["corrects"] = rows[-1]["sequence"]
        rows.append(row)
    return rows


def _promise(luck: random.Random, day: datetime.date, before: str) -> str:
    """The date that is promised on a day: the one before it once more, if that is still to come, or another."""
    if before > day.isoformat() and chance(luck, measured.PROMISED_AGAIN_IN_100):
        return before
    promised = day + datetime.timedelta(days=between(luck, measured.DAYS_TO_THE_PROMISED))
    return promised.isoformat()[: number(luck, measured.PROMISED_PRECISION)]


def _lag(luck: random.Random) -> datetime.timedelta:
    return datetime.timedelta(days=between(luck, measured.DAYS_TO_RECORDING))


def _days(luck: random.Random, published_on: datetime.date, count: int) -> list[datetime.date]:
    """The days of the statements, in order. A path that is longer than the years that are left is drawn together."""
    steps, day = [], 0
    for step in range(count):
        day += between(luck, measured.DAYS_BETWEEN if step else measured.DAYS_TO_THE_FIRST)
        steps.append(day)
    left = (ENDS - published_on).days
    shrink = min(1.0, left / day) if day else 1.0
    return [published_on + datetime.timedelta(days=int(step * shrink)) for step in steps]


def _next(luck: random.Random, before: str, item: Item, day: datetime.date, reference: Reference) -> str:
    position = drawn(luck, measured.NEXT_POSITION[before])
    return position if _may_say(position, item, day, reference) else Position.BEING_PROGRESSED


def _may_say(position: str, item: Item, day: datetime.date, reference: Reference) -> bool:
    if position == Position.SUPERSEDED:
        return item.has_successor
    if position in POSITIONS[Voice.POLICING_BODY]:
        return reference.policing_body(item.body, day) is not None
    return True


def _row(luck: random.Random, item: Item, position: str, day: datetime.date, reference: Reference) -> Cells:
    voice, length = Position(position).voice, number(luck, measured.PRECISION)
    made_in = item.follow_up if item.follow_up and item.follow_up.day <= day else None
    evidence, source = "document", item.source
    if voice == Voice.ADDRESSED_BODY:
        speaker = item.body
        evidence = drawn(luck, measured.BODY_EVIDENCE)
    elif voice == Voice.POLICING_BODY:
        speaker, length = reference.policing_body(item.body, day) or "", 10
    else:
        speaker = inspectorate(day)
        evidence = drawn(luck, measured.INSPECTORATE_EVIDENCE)
        if made_in is not None:
            source = made_in.source
    if position in CLOSING:
        length = 10
    wordings = measured.PUBLISHER_WORDINGS.get(position)
    return {
        "recommendation": item.recommendation,
        "body": item.body,
        "stated_by": speaker,
        "position": str(position),
        "effective_on": day.isoformat()[:length],
        "reason": words.told(luck, measured.REASON_LENGTHS),
        "publisher_wording": drawn(luck, wordings) if wordings else "",
        "evidence": evidence,
        "source": "" if evidence == "assertion" else source,
        "made_in": made_in.slug if made_in is not None and voice == Voice.INSPECTORATE else "",
    }
