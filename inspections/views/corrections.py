"""Corrections: what stood on the record and was put right, or withdrawn."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.reading import corrections
from inspections.reading.withdrawals import withdrawals
from inspections.views.asked import Asked
from inspections.views.page import PublicPage

AT_ONCE = 50


class CorrectionList(PublicPage):
    """Every correction, and everything that was withdrawn, the latest first."""

    template_name = "corrections/list.jinja"
    reads = ("page",)
    defined_at = "evidence"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Asked(self.request).page(corrections.fetched(corrections.corrections(self.day)), AT_ONCE)
        return super().get_context_data(
            heading=_("Corrections"),
            lead=_("Nothing on this record is overwritten. A mistake is put right by a new entry, and both stay."),
            description=_("Each entry of the record that was corrected: what it said, what it says now, when and why."),
            page_obj=page,
            entries=corrections.entries(page.object_list, self.day),
            withdrawals=withdrawals(self.day) if page.number == 1 else [],
            **kwargs,
        )
