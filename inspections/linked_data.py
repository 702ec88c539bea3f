"""What pages say to machines in the words of schema.org: the record as a data set, a report, a public body.

Terms: https://schema.org, each listed in the test. The blocks are data: a browser runs nothing of them.
"""

import datetime
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from inspections.dataset.descriptor import LICENCE, About
from inspections.models import Body, Inspection
from inspections.models.edition import Current
from inspections.remembered import Remembered

CONTEXT = "https://schema.org"
COVERED = "England and Wales"
LANGUAGE = "en-GB"

Whole = Callable[[str], str]  # a path of this site to its whole address

# A browser reads a block of data up to the first "</script", and must never find one within a text of ours.
_DANGEROUS = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Form:
    """A form in which the record leaves the site: the path of the whole, its media type and what it is."""

    path: str
    media_type: str
    title: str
    description: str


def forms() -> list[Form]:
    """Every form of the whole record, the most complete first."""
    return [
        Form(reverse("package"), "application/zip", _("Data package"), _("Every public table as CSV, described.")),
        Form(
            reverse("recommendation-csv"),
            "text/csv",
            _("Items as CSV"),
            _("One row an item: one recommendation to one body."),
        ),
        Form(
            reverse("recommendation-xlsx"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _("Items as a spreadsheet"),
            _("The same rows, with dates and numbers as such."),
        ),
        Form(reverse("recommendation-json"), "application/json", _("Items as JSON"), _("The same rows, with names.")),
        Form(
            reverse("change-feed"),
            "application/atom+xml",
            _("Feed of changes"),
            _("What was recorded, the newest first."),
        ),
        Form(
            reverse("recommendation-list-calendar"),
            "text/calendar",
            _("Calendar of deadlines"),
            _("Deadlines that are still to come."),
        ),
    ]


def in_page(data: dict[str, Any]) -> SafeString:
    """The block of data as it stands in the head of a page; no text of it can end the block."""
    text = json.dumps({"@context": CONTEXT, **data}, ensure_ascii=False, separators=(",", ":"))
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text.translate(_DANGEROUS)))  # noqa: S308


def filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: not known is not said."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def publisher(whole: Whole) -> dict[str, Any]:
    """This site, whoever runs it. It is not the inspectorate, and must not look like it."""
    return {"@type": "Organization", "name": _("Inspection recommendations register"), "url": whole(reverse("home"))}


def dataset(current: Current, on: datetime.date, whole: Whole) -> dict[str, Any]:
    """The whole record as a data set with its forms; one query."""
    about = About()
    return filled(
        {
            "@type": "Dataset",
            "@id": whole(f"{reverse('data')}#dataset"),
            "name": about.title,
            "description": about.description,
            "url": whole(reverse("data")),
            "license": LICENCE["path"],
            "creator": publisher(whole),
            "isAccessibleForFree": True,
            "version": str(current),
            "dateModified": current.since.isoformat(),
            "temporalCoverage": covered(on),
            "spatialCoverage": {"@type": "Place", "name": COVERED},
            "inLanguage": LANGUAGE,
            "keywords": keywords(),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": form.title,
                    "description": form.description,
                    "contentUrl": whole(form.path),
                    "encodingFormat": form.media_type,
                }
                for form in forms()
            ],
        }
    )


def keywords() -> list[str]:
    return [_("police"), _("inspection"), _("recommendations"), _("HMICFRS"), _("accountability")]


def _covered(on: datetime.date) -> str:
    """From the earliest report on the record, without an end: "2011-03-01/..", an open interval of ISO 8601."""
    first = Inspection.objects.public(on).aggregate(first=Min("published_on__first_day"))["first"]
    return f"{first}/.." if first else ""


covered = Remembered(_covered)


def report(inspection: Inspection, of: Iterable[Body], by: Iterable[Body], whole: Whole) -> dict[str, Any]:
    """The report of an inspection, by the inspectorates `by`, about the bodies `of`."""
    page = whole(inspection.get_absolute_url())
    inspectors = [named(each, whole) for each in by]
    published = inspection.published_on
    return filled(
        {
            "@type": "Report",
            "@id": f"{page}#report",
            "name": inspection.title,
            "url": inspection.report_url or page,
            "mainEntityOfPage": page,
            "datePublished": published.iso if published else "",
            "author": inspectors,
            "publisher": inspectors,
            "about": [named(each, whole) for each in of],
            "abstract": inspection.summary,
            "isPartOf": {
                "@type": "CreativeWorkSeries",
                "name": inspection.programme.name,
                "url": whole(inspection.programme.get_absolute_url()),
            },
            "inLanguage": LANGUAGE,
        }
    )


def named(about: Body, whole: Whole) -> dict[str, Any]:
    """A public body where another thing only mentions it: a national report names more than forty."""
    page = whole(about.get_absolute_url())
    return {"@type": "GovernmentOrganization", "@id": f"{page}#body", "name": about.name, "url": page}


def body(about: Body, whole: Whole) -> dict[str, Any]:
    """A public body: force, policing body, inspectorate or partner."""
    page = whole(about.get_absolute_url())
    began, ended = about.established_on, about.abolished_on
    return filled(
        {
            "@type": "GovernmentOrganization",
            "@id": f"{page}#body",
            "name": about.name,
            "alternateName": [name for name in (about.short_name, about.name_cy) if name and name != about.name],
            "url": about.website or page,
            "mainEntityOfPage": page,
            "foundingDate": began.iso if began else "",
            "dissolutionDate": ended.iso if ended else "",
            "identifier": {"@type": "PropertyValue", "propertyID": "ONS", "value": about.ons_code}
            if about.ons_code
            else None,
        }
    )
