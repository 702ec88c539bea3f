"""Bodies of all kinds: the list, and the page of one."""

import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections import linked_data
from inspections.bitmaps.shelf import Shelf
from inspections.models import Addressee, Body, BodyKind, Inspection, Response
from inspections.models.search import plain
from inspections.reading import profile
from inspections.reading.standing import Standing, standing_of_each
from inspections.views.alternates import alternates
from inspections.views.asked import Asked
from inspections.views.embed import to_copy
from inspections.views.page import DetailPage, PublicPage
from tracker.prepared import prepared

SORTS = {
    "name": gettext_lazy("name"),
    "items": gettext_lazy("most items"),
    "open": gettext_lazy("most still open"),
    "late": gettext_lazy("most past their date"),
}


class ForceList(PublicPage):
    """Every body, by kind; those of which there is something to read come first."""

    template_name = "forces/list.jinja"
    section = "forces"
    reads = ("kind", "q", "sort")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Asked(self.request)
        kinds = {"": _("all"), **{kind.value: kind.plural for kind in BodyKind}}
        kind, words, sort = asked.one_of("kind", kinds), asked.words(), asked.one_of("sort", SORTS, "name")
        rows = [row for row in body_rows(self.shelf) if kind in ("", row["kind"]) and _is_called(row["body"], words)]
        groups = grouped(rows, sort)
        return super().get_context_data(
            heading=_("Forces and other bodies"),
            description=_("Every body that inspectors asked something of, and how what was asked stands."),
            groups=groups,
            kinds=asked.links("kind", kinds),
            sorts=asked.links("sort", SORTS, "name"),
            words=words,
            hidden=asked.hidden("q"),
            errors=asked.errors,
            understood=asked.chosen,
            found=len(rows),
            has_quiet=any(group["quiet"] for group in groups),
            clear_url=asked.path,
            **kwargs,
        )


def _is_called(body: Body, words: str) -> bool:
    name = plain(f"{body.name} {body.short_name} {body.name_cy} {body.slug}")
    return all(word in name for word in plain(words).split())


def body_rows(items: Shelf) -> list[dict[str, Any]]:
    """Every body with what the public record of that day holds about it; five queries."""
    on, standings = items.record.on, standing_of_each(items, "force")
    inspections = inspections_by_body(on)
    answers = Response.objects.public(on).values_list("responder")
    found = Count("pk", filter=Q(not_found_as_of=None))
    answered = {key: (n, missed) for key, n, missed in answers.annotate(n=found, missed=Count("pk") - found).order_by()}
    return [
        {
            "body": body,
            "kind": body.kind,
            "gone": None if body.existed(on) else body.abolished_on,
            "inspections": len(inspections.get(body.pk, ())),
            "responses": answered.get(body.pk, (0, 0))[0],
            "not_found": answered.get(body.pk, (0, 0))[1],
            **standings.get(body.pk, Standing()).shown(f"bar-{body.slug}", force=body.slug),
        }
        for body in Body.objects.public(on).order_by("name")
    ]


def inspections_by_body(on: datetime.date) -> dict[int, set[int]]:
    """The inspections of each body, by it, or that asked something of it; three queries. See profile.concerning."""
    public = Inspection.objects.public(on).order_by()
    asked = Addressee.objects.public(on).order_by().values_list("body", "recommendation__inspection").distinct()
    pairs = [*public.values_list("bodies", "pk"), *public.values_list("inspectorates", "pk"), *asked]
    found: dict[int, set[int]] = {}
    for body, inspection in pairs:
        if body:
            found.setdefault(body, set()).add(inspection)
    return found


def grouped(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    """Rows by kind of body: those with something to read, in the order asked for, and the quiet rest by name."""
    groups = []
    for kind in BodyKind:
        ours = [row for row in rows if row["kind"] == kind]
        told = [row for row in ours if row["items"] or row["inspections"] or row["responses"] or row["not_found"]]
        if sort != "name":
            told.sort(key=lambda row: row[sort], reverse=True)  # keeps the order of names among equals
        if ours:
            groups.append(
                {
                    "kind": kind,
                    "rows": told,
                    "quiet": [row for row in ours if row not in told],
                    "has_items": any(row["items"] for row in told),
                    "has_responses": any(row["responses"] or row["not_found"] for row in told),
                }
            )
    return groups


@prepared
def _called(slug: str, on: datetime.date) -> QuerySet[Body]:
    return Body.objects.public(on).filter(slug=slug).select_related("succeeded_by")


class ForceDetail(DetailPage):
    """One body: what it is, how what was asked of it stands, who inspected it, who answered."""

    template_name = "forces/detail.jinja"
    section = "forces"

    def public(self) -> QuerySet[Body]:
        return Body.objects.public(self.day).select_related("succeeded_by")

    @cached_property
    def object(self) -> Body:
        found = _called(self.kwargs["slug"], self.day)
        return found[0] if found else self.find(self.public(), self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body: Body = self.object
        return super().get_context_data(
            heading=body.name,
            caption=body.get_kind_display(),
            description=_("What inspectors asked of %(name)s, and what became of it.") % {"name": body.name},
            linked_data=linked_data.body(body, self.whole),
            breadcrumbs=[{"label": _("Forces and other bodies"), "url": reverse("force-list")}],
            body=body,
            alternates=alternates("force", body.slug),
            embed=to_copy("force", body, self.request),
            gone=None if body.existed(self.day) else body.abolished_on,
            **profile.of(body, self.day, self.shelf),
            **kwargs,
        )
