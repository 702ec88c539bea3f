"""What a browser sends of the form in which an update is recorded or proposed."""

from django.urls import reverse

from inspections.models import Source
from tests.make import make_inspectorate


def address(item):
    return reverse("admin:inspections_addressee_record", args=[item.pk])


def sent(item, *, by=None, step="record", **changed):
    """What the form sends: the inspectorate finds it complete, on a document."""
    speaker = by or make_inspectorate()
    fields = {
        "seen": item.updates.count(),
        "stated_by": speaker.pk,
        "position": "complete",
        "effective_on": "2018-11-28",
        "reason": "Inspectors found that it was done.",
        "evidence": "document",
        "source": "the-letter",
        step: "1",
    }
    if fields["source"] == "the-letter" and "source" not in changed:
        Source.objects.get_or_create(slug="the-letter", defaults={"title": "The letter"})
    return fields | changed


def claim(item, **changed):
    """What a contributor's form sends: the force says that it is done."""
    said = {"position": "says-complete", "evidence": "assertion", "source": "", "reason": "All files were reviewed."}
    return sent(item, **({"by": item.body} | said | changed))
