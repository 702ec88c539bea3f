"""Pictures of the whole record."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.models import Addressee
from inspections.reading.charts.pictures import pictures
from inspections.reading.selection import items_in_words
from inspections.views.page import PublicPage


class Charts(PublicPage):
    """The whole record over time: how items stood, how old the open ones are, how long completion took."""

    template_name = "charts/page.jinja"
    defined_at = "promises"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = Addressee.objects.public(self.day)
        total = self.shelf.count()
        return super().get_context_data(
            heading=_("Pictures of the whole record"),
            description=_("How everything that inspectors asked for stood, month by month, and how long it takes."),
            breadcrumbs=[{"label": _("The record"), "url": reverse("home")}],
            total=total,
            words=items_in_words(total),
            pictures=pictures(items, self.day, self.shelf),
            **kwargs,
        )
