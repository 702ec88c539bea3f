"""The sections of the paper about its day: a fixed number of queries each, and cut so that all fits on four sheets."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from inspections.last_words import days_claimed
from inspections.models import Addressee, Body
from inspections.models.addressee import AddresseeQuerySet
from inspections.reading.ages import deadline_in_words, span
from inspections.reading.answer_counts import answers_url, figures
from inspections.reading.answers import in_order
from inspections.reading.answers import rows as answer_rows
from inspections.reading.duty import AnswerState, Duty
from inspections.reading.figures import past_their_date, status_counts, who_says_complete
from inspections.reading.paper.parts import Cell, Section, Table, shortened

MOST_LATE = 7
MOST_CLAIMED = 5
MOST_ANSWERS = 5


@dataclass(frozen=True)
class About:
    """The items that the paper is about on its day, and the bodies whose they are; `several` if more than one."""

    items: AddresseeQuerySet
    on: datetime.date
    slugs: tuple[str, ...]
    several: bool

    def item(self, item: Addressee) -> Cell:
        """How an item is cited in a table: with its body where there are several."""
        recommendation = item.recommendation
        kind = f"({recommendation.get_kind_display()}{f', {item.body.label}' if self.several else ''})"
        return Cell(recommendation.ref, item.get_absolute_url(), f"{shortened(recommendation.text)} {kind}")


def standing(overview: Mapping[str, Any]) -> Section:
    """How everything stands that was asked, with what each figure is a share of; no queries."""
    heading = _("How %(items)s stand") % {"items": overview["words"]}
    if not overview["total"]:
        return Section("standing", _("How items stand"), [_("Nothing that was asked is on this record.")])
    segments = overview["bar"]["segments"]
    return Section(
        "standing",
        heading,
        [_("An item is one recommendation to one body.")],
        [
            Table(
                "statuses",
                _("Headline statuses"),
                (_("Headline status"), _("Items"), _("Share")),
                (64, 18, 18),
                [[Cell(str(s.status.label), s.url), Cell(f"{s.count:,}"), Cell(s.percent)] for s in segments],
            ),
            Table(
                "figures",
                _("Figures"),
                (_("What is counted"), _("Figure"), _("Out of")),
                (40, 12, 48),
                [
                    [Cell(capfirst(each["label"]), each["url"]), Cell(each["figure"]), Cell(each["note"])]
                    for each in overview["figures"]
                ],
            ),
        ],
        overview["bar"],
    )


def late(about: About) -> Section:
    """Open items past the day asked for, those first that have been past it longest; five queries."""
    figure = past_their_date(about.items, about.on, force=list(about.slugs))
    found = about.items.overdue(about.on).order_by("recommendation__due_day", "recommendation__number_key", "pk")
    total = found.count()
    fetched = found.select_related("recommendation__inspection", "body").with_headline(about.on)[:MOST_LATE]
    rows = [
        [
            about.item(item),
            Cell(capfirst(deadline_in_words(item.recommendation, about.on))),
            Cell(str(item.headline.status.label)),
        ]
        for item in fetched
    ]
    table = Table(
        "late-items",
        _("Open items past the day asked for, the longest first"),
        (_("Item"), _("Asked for by"), _("Headline status")),
        (50, 28, 22),
        rows,
        total,
        _("all that are past their date"),
        figure["url"],
    )
    said = [
        _in_words(figure),
        _("What was asked for immediately has no day to be past; it is counted apart, above."),
    ]
    return Section("late", _("What is late"), said, [table] if rows else [])


def claimed(about: About) -> Section:
    """Items that the body calls complete and inspectors have not confirmed, the oldest claims first; six queries."""
    counts = status_counts(about.items)
    figure = who_says_complete(about.items, counts, about.on, force=list(about.slugs))[0]
    found = about.items.claimed_not_confirmed(about.on).select_related("recommendation__inspection", "body")
    items = list(found.with_headline(about.on).prefetch_related("updates"))
    days = {item.pk: days_claimed(item.updates.all(), about.on) or 0 for item in items}
    items.sort(key=lambda item: (-days[item.pk], item.recommendation.ref, item.pk))
    rows = [
        [
            about.item(item),
            Cell(span(about.on - datetime.timedelta(days=days[item.pk]), about.on)),
            Cell(str(item.headline.status.label)),
        ]
        for item in items[:MOST_CLAIMED]
    ]
    table = Table(
        "claimed-items",
        _("Called complete and not confirmed, the longest first"),
        (_("Item"), _("Called complete for"), _("Headline status")),
        (56, 20, 24),
        rows,
        len(items),
        _("all that are called complete and not confirmed"),
        figure["url"],
    )
    heading = _("What is called complete and not confirmed")
    return Section("claimed", heading, [_in_words(figure)], [table] if rows else [])


def _in_words(figure: Mapping[str, Any]) -> str:
    """A key figure as a sentence: "5 past their date, of 12 open items that have one."."""
    words = {"figure": figure["figure"], "label": figure["label"], "note": figure["note"]}
    return _("%(figure)s %(label)s, %(note)s.") % words


def responses(duties: Sequence[Duty], body: Body) -> Section:
    """What became of the answers that it owed, and of those about it: first what is still without one; no queries."""
    heading, url = _("Responses against the clock"), answers_url(force=body.slug)
    if not duties:
        return Section("responses", heading, [_("No response that was due or given is on this record.")])
    counts = Counter(duty.state for duty in duties)
    table = Table(
        "states",
        _("What became of each response"),
        (_("What became of it"), _("Responses"), _("Out of")),
        (40, 12, 48),
        [
            [Cell(each["label"], each["url"]), Cell(each["figure"]), Cell(each["note"])]
            for each in figures(duties, lambda state: answers_url(force=body.slug, state=state))
        ],
    )
    ordered = sorted(in_order(duties), key=_urgency)
    rows = [
        [
            _answered(row),
            Cell(row["responder"].label if row["responder"] else row["candidates"] or _("Not recorded")),
            Cell(row["last_day"]),
            Cell(row["label"], note=", ".join(filter(None, [row["clock"], row["when"]]))),
        ]
        for row in answer_rows(ordered[:MOST_ANSWERS])
    ]
    listed = Table(
        "answers",
        _("Responses: first those still without an answer, then the newest"),
        (_("Inspection"), _("Who"), _("Last day"), _("What became of it")),
        (34, 17, 18, 31),
        rows,
        len(duties),
        _("all responses"),
        url,
    )
    said = [] if counts[AnswerState.DUE] else [_("No response is due at present.")]
    return Section("responses", heading, said, [table, listed])


def _urgency(duty: Duty) -> int:
    if duty.state == AnswerState.NO_CLOCK:
        return 2
    return 1 if duty.state.is_answered else 0


def _answered(row: Mapping[str, Any]) -> Cell:
    published = row["inspection"].published_on
    when = _("published %(day)s") % {"day": published} if published else _("day of publication not known")
    return Cell(row["inspection"].title, row["inspection"].get_absolute_url(), capfirst(when))


def words() -> list[str]:
    """What the words of the paper mean, in three lines."""
    return [
        _(
            "Open: the inspectorate has not closed it. Only the inspectorate confirms or closes; what a force says of "
            "itself, or its local policing body of it, closes nothing."
        ),
        _(
            "Late: open, and past the day asked for. Called complete, not confirmed: the last word of the addressed "
            "body is “complete”, and the inspectorate has not said so."
        ),
        _(
            "Headline statuses are our words and not the inspectorate’s. A response is late only if it cannot have "
            "been in time."
        ),
    ]
