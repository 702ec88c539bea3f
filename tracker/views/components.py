"""The gallery of page parts, each once, with invented examples: no force of this name exists."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.headline import HeadlineStatus
from inspections.models.status import Position
from inspections.views.page import PublicPage
from tracker.bars import stacked_bar
from tracker.views.gallery_figures import charts, citation, figures

COUNTS = {
    HeadlineStatus.CONFIRMED_COMPLETE: 61,
    HeadlineStatus.CLOSED: 9,
    HeadlineStatus.SUPERSEDED: 22,
    HeadlineStatus.REPORTED_COMPLETE: 38,
    HeadlineStatus.UNDER_WAY: 97,
    HeadlineStatus.PLANNED: 26,
    HeadlineStatus.NOT_STARTED: 4,
    HeadlineStatus.NOT_ACCEPTED: 2,
    HeadlineStatus.REOPENED: 3,
    HeadlineStatus.NO_PROGRESS: 118,
}
BODIES = {HeadlineStatus.CONFIRMED_COMPLETE: 12, HeadlineStatus.UNDER_WAY: 20, HeadlineStatus.NO_PROGRESS: 11}


class Gallery(PublicPage):
    """Every page part once. What is shown is invented; the statuses and positions are the real ones."""

    template_name = "components.jinja"
    defined_at = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Page parts"),
            lead=_("Every part that the pages are made of, once. All examples are invented: there is no Northshire."),
            description=_("The parts that the pages of this site are made of, with invented examples."),
            **samples(),
            **kwargs,
        )


def samples() -> dict[str, Any]:
    """Return what templates/components.jinja shows."""
    here = reverse("components")
    return {
        "gallery_url": here,
        "statuses": list(HeadlineStatus),
        "positions": [
            {"label": Position.UNDER_WAY.label, "voice": "addressed-body", "voice_label": _("Force")},
            {"label": Position.PARTLY_ASSURED.label, "voice": "local-policing-body", "voice_label": _("Policing body")},
            {"label": Position.BEING_PROGRESSED.label, "voice": "inspectorate", "voice_label": _("Inspectorate")},
            {"label": _("Nothing found"), "voice": "none", "voice_label": ""},
        ],
        "grade": {"label": _("Requires improvement"), "framework": "PEEL 2025"},
        "bar": stacked_bar("gallery", _("380 items"), [(status, n, here) for status, n in COUNTS.items()]),
        "small_bar": stacked_bar("gallery-small", _("43 items"), [(status, n, here) for status, n in BODIES.items()]),
        "small_bar_text": _("12 of 43 confirmed complete"),
        "figures": figures(here),
        "charts": charts(),
        "voices": voices(),
        "chain": [
            {"year": "2016", "label": _("Effectiveness inspection"), "url": here, "note": _("repeated in")},
            {"year": "2019", "label": _("Child protection inspection"), "current": True, "note": _("superseded by")},
            {"year": "2025", "label": _("Child protection inspection, cause of concern"), "url": here},
        ],
        "entries": entries(here),
        "rows": [
            {"term": _("Asked of"), "value": "Northshire Police", "url": here},
            {"term": _("Published"), "value": "27 September 2019"},
            {"term": _("Deadline"), "value": _("Within three months"), "note": _("Last day: 27 December 2019")},
            {"term": _("Themes"), "links": [{"label": _("Missing children"), "url": here}]},
        ],
        "source": source(),
        "inset": {
            "heading": _("What is not known"),
            "text": _("The answer of the policing body has not been found. Looked for on 3 May 2026."),
        },
        "table": [
            {"body": "Northshire", "last_day": "11 March 2025", "answered": "4 March 2025", "late": 0},
            {"body": "Southshire", "last_day": "11 March 2025", "answered": "2 April 2025", "late": 22},
        ],
        "groups": groups(),
        "active_filters": [
            {"label": _("Force"), "value": "Northshire", "remove_url": here},
            {"label": _("Status"), "value": HeadlineStatus.UNDER_WAY.label, "remove_url": here},
        ],
        "orders": [
            {"label": _("newest first"), "url": here, "current": True},
            {"label": _("deadline"), "url": here},
        ],
        "forms": [{"label": label, "url": here, "type": ""} for label in ("CSV", _("spreadsheet"), "JSON", _("feed"))],
        "items": items(here),
        "sample_page": Paginator(range(180), 10).page(7),
        "citation": citation(here),
        "crumbs": [{"label": _("Forces"), "url": here}, {"label": "Northshire Police", "url": here}],
        "errors": [
            {"message": _("“30 February” is not a day. Write a date such as 2026-11-22."), "href": "#filter-after"}
        ],
        "empty": {
            "heading": _("Nothing matches all of this"),
            "text": _("The record holds 130 recommendations. Take one of the filters away, or try fewer words."),
            "suggestions": [{"label": _("All recommendations to Northshire Police"), "url": here}],
        },
    }


def source() -> dict[str, str]:
    return {
        "title": _("Northshire: post-inspection review"),
        "publisher": _("The inspectorate"),
        "published_on": "28 November 2020",
        "url": "https://www.example.org/northshire-review",
        "archive_url": "https://archive.example.org/northshire-review",
    }


def voices() -> list[dict[str, Any]]:
    return [
        {
            "heading": _("The force claims"),
            "voice": "addressed-body",
            "statement": {
                "position": Position.UNDER_WAY,
                "date": "28 November 2020",
                "reason": _("It is committed to the work and says that its means are limited."),
                "evidence": _("assertion"),
                "source": source(),
            },
        },
        {
            "heading": _("The policing body assures"),
            "voice": "local-policing-body",
            "statement": None,
            "empty": _("Looked for on 21 November 2026."),
        },
        {
            "heading": _("The inspectorate has found"),
            "voice": "inspectorate",
            "statement": {
                "position": Position.BEING_PROGRESSED,
                "date": "19 February 2021",
                "reason": _("Cases still had to be assessed and looked into better."),
                "publisher_wording": _("Ongoing"),
                "evidence": _("inspection"),
                "source": source(),
            },
        },
    ]


def entries(here: str) -> list[dict[str, Any]]:
    force, inspectors = "Northshire Police", _("The inspectorate")
    return [
        {
            "date_label": "February 2021",
            "lane": "inspectorate",
            "who": inspectors,
            "heading": Position.BEING_PROGRESSED.label,
            "status": HeadlineStatus.UNDER_WAY.value,
            "text": _("Cases of missing children still had to be assessed and investigated better."),
            "publisher_wording": _("Ongoing"),
            "evidence": _("inspection"),
            "made_in": {"label": _("Vulnerability review 2021"), "url": here},
            "note": _("Recorded together with 42 others on this day, for this reason."),
            "note_url": here,
        },
        {
            "anchor": "entry-3",
            "date_label": "28 November 2020",
            "lane": "addressed-body",
            "who": force,
            "heading": Position.UNDER_WAY.label,
            "status": HeadlineStatus.UNDER_WAY.value,
            "text": _("It is committed to the work and says that its means are limited."),
            "target": "March 2021",
            "evidence": _("assertion"),
            "corrects": {"date": "2 October 2020", "url": "#entry-2"},
        },
        {
            "date_label": "28 November 2020",
            "lane": "local-policing-body",
            "who": "Northshire Commissioner",
            "heading": Position.PARTLY_ASSURED.label,
            "text": _("It has read the plan and has asked for figures."),
            "evidence": _("document"),
            "source": source(),
        },
        {
            "anchor": "entry-2",
            "date_label": "2 October 2020",
            "lane": "addressed-body",
            "who": force,
            "heading": Position.SAYS_COMPLETE.label,
            "status": HeadlineStatus.REPORTED_COMPLETE.value,
            "text": _("All officers have been trained."),
            "evidence": _("assertion"),
            "corrected_by": {"date": "28 November 2020", "who": force, "url": "#entry-3"},
        },
        {
            "date_label": "27 September 2019",
            "lane": "event",
            "who": inspectors,
            "heading": _("Published"),
            "text": _("Asked for within three months."),
            "source": source(),
        },
    ]


def groups() -> list[dict[str, Any]]:
    forces = ["Eastshire", "Highvale", "Lowmarch", "Midvale", "Northshire", "Oldcastle", "Portmere", "Ridgeway"]
    forces += ["Southshire", "Tarnside"]
    return [
        {"name": "words", "legend": _("Words"), "kind": "text", "hint": _("In the text, theme or reference")},
        {
            "name": "status",
            "legend": _("Status"),
            "kind": "checkboxes",
            "open": True,
            "chosen": 1,
            "choices": [
                {"value": s.value, "label": s.label, "count": COUNTS[s], "checked": s == HeadlineStatus.UNDER_WAY}
                for s in list(HeadlineStatus)[:5]
            ],
        },
        {
            "name": "force",
            "legend": _("Force"),
            "kind": "checkboxes",
            "open": True,
            "chosen": 1,
            "choices": [
                {"value": name.lower(), "label": name, "count": 3 + n, "checked": name == "Northshire"}
                for n, name in enumerate(forces)
            ],
        },
        {
            "name": "due",
            "legend": _("Deadline"),
            "kind": "radios",
            "choices": [
                {"value": "overdue", "label": _("Past its date"), "count": 41, "checked": False},
                {"value": "next-3-months", "label": _("In the next three months"), "count": 7, "checked": False},
            ],
        },
        {
            "name": "after",
            "legend": _("Published after"),
            "kind": "date",
            "value": _("30 February"),
            "error": _("“30 February” is not a day. Write a date such as 2026-11-22."),
        },
    ]


def items(here: str) -> list[dict[str, Any]]:
    common = {"url": here, "inspection": _("Child protection inspection"), "inspection_url": here}
    return [
        {
            **common,
            "ref": "northshire-2019-7",
            "kind": _("Recommendation"),
            "text": _("Put right the response to children who are reported missing"),
            "asked_of": "Northshire Police",
            "asked_of_url": here,
            "date": "27 September 2019",
            "deadline": _("Asked for within three months; 6 years and 11 months late"),
            "late": True,
            "status": HeadlineStatus.UNDER_WAY,
            "since": "28 November 2020",
            "doubt": _("3 of 4 parts are not confirmed complete"),
        },
        {
            **common,
            "ref": "national-2024-2",
            "kind": _("Recommendation"),
            "text": _("Keep a record of the voice of the child in every case and have supervisors check it"),
            "asked_of": _("43 bodies"),
            "date": "15 January 2024",
            "deadline": _("By 31 March 2027"),
            "bar": stacked_bar("gallery-item", _("43 items"), [(status, n, here) for status, n in BODIES.items()]),
            "bar_text": _("12 of 43 confirmed complete, 11 without published progress"),
        },
        {
            **common,
            "ref": "northshire-2019-9",
            "kind": _("Area for improvement"),
            "text": _("Share minutes of strategy meetings sooner"),
            "asked_of": "Northshire Police",
            "date": "27 September 2019",
            "status": HeadlineStatus.CLOSED,
            "since": _("July 2021"),
        },
    ]
