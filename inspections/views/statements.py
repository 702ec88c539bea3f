"""What the site says about itself: methodology, about, accessibility, privacy."""

from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inspections.reading import coverage, methodology
from inspections.views.page import PublicPage


class Statement(PublicPage):
    """A page of prose with a heading, and a sentence that says what is in it."""

    heading: str | Promise = ""
    lead: str | Promise = ""
    defined_at = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, lead=self.lead, description=self.lead, **kwargs)


class Methodology(Statement):
    """Made from the same enums and functions that decide, and from counts of the record."""

    template_name = "methodology.jinja"
    section = "methodology"
    defined_at = "coverage"
    heading = _("How the record is made")
    lead = _("What is followed, who may say what about it, how a status is worked out, and what is not known.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **methodology.everything(),
            totals=coverage.totals(self.day),
            programmes=coverage.by_programme(self.day),
            freshness=coverage.freshness(self.day),
            gaps=coverage.gaps(self.day),
            **kwargs,
        )


class About(Statement):
    template_name = "about.jinja"
    heading = _("About this register")
    lead = _("A public record of what inspectors asked the police to do, and of what became of it.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_demonstration=settings.DEMO, **kwargs)


class Accessibility(Statement):
    template_name = "accessibility.jinja"
    heading = _("Accessibility")
    lead = _("Everybody should be able to read this record, whatever they read it with.")


class Privacy(Statement):
    template_name = "privacy.jinja"
    heading = _("Privacy")
    lead = _("You can read everything here without an account. The public pages set no cookies and run no scripts.")
