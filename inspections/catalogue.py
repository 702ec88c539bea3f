"""The data set in the words of DCAT, for catalogues of open data that collect descriptions from many sites.

Terms: https://www.w3.org/TR/vocab-dcat-3/, in the selection of the application profile for European portals, DCAT-AP 3.
"""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.dataset.descriptor import LICENCE, About
from inspections.linked_data import Whole, covered, forms, keywords
from inspections.models.edition import Current

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
ENGLISH = {"@id": f"{AUTHORITY}language/ENG"}
JUSTICE = {"@id": f"{AUTHORITY}data-theme/JUST"}
WHENEVER = {"@id": f"{AUTHORITY}frequency/CONT"}  # as soon as something is recorded
OPEN = {"@id": f"{AUTHORITY}access-right/PUBLIC"}


def described(current: Current, on: datetime.date, whole: Whole) -> dict[str, Any]:
    """A catalogue that holds the one data set, its forms and the API that serves it; one query."""
    about, page = About(), whole(reverse("data"))
    licence, changed = {"@id": LICENCE["path"]}, _at(current.since)
    publisher = {
        "@id": f"{whole(reverse('home'))}#register",
        "@type": "foaf:Agent",
        "foaf:name": _("Inspection recommendations register"),
    }
    dataset = {
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{page}#dataset",
        "dct:title": about.title,
        "dct:description": about.description,
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:license": licence,
        "dct:language": ENGLISH,
        "dct:modified": changed,
        "dct:accrualPeriodicity": WHENEVER,
        "dct:accessRights": OPEN,
        "dct:spatial": {"@id": f"{AUTHORITY}country/GBR"},
        **_temporal(on),
        "dcat:version": str(current),
        "dcat:theme": JUSTICE,
        "dcat:keyword": keywords(),
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [
            {
                "@id": f"{page}#{form.path.rpartition('.')[2]}",
                "@type": "dcat:Distribution",
                "dct:title": form.title,
                "dct:description": form.description,
                "dct:license": licence,
                "dct:modified": changed,
                "dcat:accessURL": {"@id": page},
                "dcat:downloadURL": {"@id": whole(form.path)},
                "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{form.media_type}"},
            }
            for form in forms()
        ],
    }
    service = {
        "@id": f"{page}#api",
        "@type": "dcat:DataService",
        "dct:title": _("API"),
        "dct:description": _("The same facts, a few rows at a time, and a stream of changes."),
        "dct:license": licence,
        "dcat:endpointURL": {"@id": whole(reverse("api-description").removesuffix("openapi.json"))},
        "dcat:endpointDescription": {"@id": whole(reverse("api-description"))},
        "dcat:servesDataset": {"@id": dataset["@id"]},
    }
    return {
        "@context": CONTEXT,
        "@id": f"{page}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _("Inspection recommendations register: open data"),
        "dct:description": _("The one data set of this register, in every form in which it can be had."),
        "dct:publisher": publisher,
        "dct:license": licence,
        "dct:language": ENGLISH,
        "dct:modified": changed,
        "foaf:homepage": {"@id": whole(reverse("home"))},
        "dcat:dataset": [dataset],
        "dcat:service": [service],
    }


def _at(moment: datetime.datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": moment.isoformat()}


def _temporal(on: datetime.date) -> dict[str, Any]:
    """From the earliest report on, without an end; nothing of an empty record."""
    first = covered(on).partition("/")[0]
    if not first:
        return {}
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": {"@type": "xsd:date", "@value": first}}}
