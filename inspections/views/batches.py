"""A batch: everything that was put on the record together."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.reading import batches
from inspections.views.asked import Asked
from inspections.views.page import PublicPage

AT_ONCE = 100


class BatchDetail(PublicPage):
    """Everything that was recorded together, with the reason, the source and what it moved."""

    template_name = "batches/detail.jinja"
    section = "changes"
    reads = ("page",)
    defined_at = "evidence"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        statements = batches.statements_of(self.kwargs["slug"], self.day)
        if not statements.exists():
            raise Http404
        told = batches.told(statements)
        fetched = statements.select_related("stated_by", "addressee__recommendation__inspection", "addressee__body")
        page = Asked(self.request).page(fetched, AT_ONCE)
        return super().get_context_data(
            heading=ngettext("%(count)d item, recorded together", "%(count)d items, recorded together", told["items"])
            % {"count": told["items"]},
            caption=_("Batch %(name)s") % {"name": self.kwargs["slug"]},
            told=told,
            page_obj=page,
            rows=batches.rows(list(page.object_list), bool(told["reasons"])),
            **kwargs,
        )
