"""Badges of a body, an inspection and a recommendation: as a picture, as text and as JSON."""

import json
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.functional import cached_property

from inspections.badges import Badge, badge_of
from inspections.models import Addressee, Body, Inspection, Recommendation
from inspections.reading.figures import status_counts
from inspections.reading.moves import counts_on
from inspections.views.answer import Answer

FORMS = {
    "svg": "image/svg+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}


class BadgeAnswer(Answer):
    """A badge in one of FORMS; each says the same."""

    form = "svg"
    items_of = ""  # the path from an item to what the badge is about

    @property
    def content_type(self) -> str:  # type: ignore[override]
        return FORMS[self.form]

    @property
    def counts(self) -> dict[str, int]:
        items = Addressee.objects.public(self.day).standing(self.day)
        return status_counts(items.filter(**{self.items_of: self.object}))

    @cached_property
    def badge(self) -> Badge:
        return badge_of(self.object, self.counts, self.day)

    def body(self) -> str:
        return {"svg": self.as_svg, "txt": self.as_text, "json": self.as_json}[self.form]()

    def as_svg(self) -> str:
        return render_to_string("embed/badge.svg.jinja", {"badge": self.badge, "box": self.badge.boxes()})

    def as_text(self) -> str:
        return f"{self.badge.dated}\n{self.badge.text}\n{self.of_day(self.object.get_absolute_url())}\n"

    def as_json(self) -> str:
        badge = self.badge
        told: dict[str, Any] = {
            "label": badge.label,
            "message": badge.dated,
            "text": badge.text,
            "day": badge.day.isoformat(),
            "items": badge.total,
            "confirmed_complete": badge.confirmed,
            "open": badge.open,
            "by_status": dict(sorted(badge.counts.items())),
            "url": self.of_day(self.object.get_absolute_url()),
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def addresses(section: str, noun: str, view: type[BadgeAnswer]) -> list[URLPattern]:
    """The addresses of the badges of one noun: /forces/<slug>/badge.svg and so on."""
    names = {"svg": f"{noun}-badge", "txt": f"{noun}-badge-text", "json": f"{noun}-badge-data"}
    return [
        path(f"{section}/<slug:slug>/badge.{form}", view.as_view(form=form), name=name) for form, name in names.items()
    ]


class ForceBadge(BadgeAnswer):
    @property
    def counts(self) -> dict[str, int]:
        return counts_on(self.day, today=self.today, body=self.object)

    def public(self) -> QuerySet[Body]:
        return Body.objects.public(self.day)


class InspectionBadge(BadgeAnswer):
    items_of = "recommendation__inspection"

    def public(self) -> QuerySet[Inspection]:
        return Inspection.objects.readable(self.day)


class RecommendationBadge(BadgeAnswer):
    items_of = "recommendation"

    def public(self) -> QuerySet[Recommendation]:
        return Recommendation.objects.readable(self.day).select_related("inspection")
