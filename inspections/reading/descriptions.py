"""How a recommendation is called, and what is known about it."""

import datetime
import re
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models import Body, DeadlineSetBy, Recommendation, TextIs, Theme
from inspections.reading.ages import ago, deadline_in_words
from inspections.reading.selection import selection_url
from tracker.prepared import prepared

LONG_HEADING = 130  # characters: about three lines of a heading on a wide screen; beyond, a clause is looked for
LONGEST_HEADING = 220  # beyond, no heading is made of the text
SHORTEST_CLAUSE = 30  # what is shorter seldom says what was asked


def heading(recommendation: Recommendation) -> str:
    """The text itself where it is short; else its first clause; else the text if it is not endless; else its number."""
    text = recommendation.text.strip()
    if len(text) <= LONG_HEADING:
        return text.removesuffix(".")
    clause = re.split(r"(?<=\.)\s|[:;]\s", text, maxsplit=1)[0]
    if SHORTEST_CLAUSE <= len(clause) <= LONG_HEADING:
        return clause.removesuffix(".")
    return text.removesuffix(".") if len(text) <= LONGEST_HEADING else named(recommendation)


def named(recommendation: Recommendation) -> str:
    """ "Recommendation 2, <title of the report>"."""
    return _("%(kind)s %(number)s, %(inspection)s") % {
        "kind": recommendation.get_kind_display(),
        "number": recommendation.number,
        "inspection": recommendation.inspection.title,
    }


def text_in_full(recommendation: Recommendation) -> str:
    """The text, where the heading is not the text already."""
    return "" if heading(recommendation) == recommendation.text.strip().removesuffix(".") else recommendation.text


def anchor(recommendation: Recommendation) -> str:
    """The name of a recommendation's place on a page of its report or of what it belongs to: "rec-A1a"."""
    return "rec-" + "".join(letter if letter.isalnum() else "-" for letter in recommendation.number)


def whose_words(recommendation: Recommendation) -> str:
    """Whether the text is the report's or ours, and when it was published."""
    words = _("The report’s own words") if recommendation.text_is == TextIs.VERBATIM else _("Our summary")
    published = recommendation.inspection.published_on
    when = _("published %(date)s") % {"date": published} if published else _("day of publication not known")
    return f"{words}; {when}."


def caption(recommendation: Recommendation, to: str) -> str:
    """ "Recommendation to Cleveland Police"."""
    return _("%(kind)s to %(body)s") % {"kind": recommendation.get_kind_display(), "body": to}


@prepared
def _themes(recommendation: int) -> QuerySet[Theme]:
    return Theme.objects.filter(recommendations=recommendation)


def facts(recommendation: Recommendation, on: datetime.date, *, body: Body | None = None) -> list[dict[str, Any]]:
    """What was asked, of whom, by when and where, for components/summary_list.jinja; what is not known says so."""
    inspection = recommendation.inspection
    parent = recommendation.parent
    asked_of = {"term": _("Asked of"), "value": body.name, "url": body.get_absolute_url()} if body else None
    published = inspection.published_on
    rows: list[dict[str, Any] | None] = [
        asked_of,
        {
            "term": _("Report"),
            "value": inspection.title,
            "url": inspection.get_absolute_url(),
            "note": _("%(programme)s. Published %(date)s.")
            % {"programme": inspection.programme.name, "date": f"{published}, {ago(published, on)}"}
            if published
            else _("%(programme)s. The day of publication is not known.") % {"programme": inspection.programme.name},
        },
        _belongs_to(recommendation, parent) if parent else None,
        {"term": _("In the report"), "value": _place(recommendation)},
        _deadline(recommendation, on),
        {
            "term": _("Themes"),
            "links": [{"label": theme.name, "url": theme.get_absolute_url()} for theme in _themes(recommendation.pk)],
        },
        {"term": _("Cite as"), "value": recommendation.ref},
        {
            "term": _("See also"),
            "value": _("Everything that this report asked for"),
            "url": selection_url(inspection=inspection.slug),
        }
        if inspection.is_public(on)
        else None,
    ]
    return [row for row in rows if row]


def _belongs_to(recommendation: Recommendation, parent: Recommendation) -> dict[str, Any]:
    """What it belongs to, with the way to its place on that page."""
    address = f"{parent.get_absolute_url()}#{anchor(recommendation)}"
    return {"term": _("Belongs to"), "value": parent.text, "url": address, "note": _place(parent)}


def successors(recommendation: Recommendation, on: datetime.date) -> list[dict[str, Any]]:
    """The later recommendations that take its place or take it up, as far as they came out, in order of time."""
    later = Recommendation.objects.readable(on).filter(continues__earlier=recommendation).select_related("inspection")
    return [
        {
            "text": each.text,
            "url": each.get_absolute_url(),
            "inspection": each.inspection.title,
            "withdrawn": each.withdrawal(on) is not None,
        }
        for each in later.order_by("inspection__published_on", "pk")
    ]


def _place(recommendation: Recommendation) -> str:
    kind = _("%(kind)s %(number)s") % {"kind": recommendation.get_kind_display(), "number": recommendation.number}
    if not recommendation.number[:1].isdigit():
        kind = _("%(kind)s (the letter is ours)") % {"kind": kind}
    if recommendation.paragraph:
        return _("%(kind)s, paragraph %(paragraph)s") % {"kind": kind, "paragraph": recommendation.paragraph}
    return kind


def _deadline(recommendation: Recommendation, on: datetime.date) -> dict[str, Any]:
    """By when, seen from the day; whether an item is still open is said with the item, so lateness is not said here."""
    written = recommendation.deadline_phrase
    notes = [_("As written: “%(phrase)s”.") % {"phrase": written}] if written else []
    if recommendation.deadline_set_by == DeadlineSetBy.BODY:
        notes.append(_("Set by the addressed body."))
    words = deadline_in_words(recommendation, on, is_open=False)
    return {"term": _("Deadline"), "value": capfirst(words) or _("Not known"), "note": " ".join(notes)}


def whom(recommendation: Recommendation) -> str:
    """Whom it was addressed to, for a list: the one body, or how many."""
    bodies = recommendation.bodies.all()
    return str(bodies[0].label) if len(bodies) == 1 else bodies_in_words(len(bodies))


def bodies_in_words(count: int) -> str:
    return ngettext("%(count)d body", "%(count)d bodies", count) % {"count": count}
