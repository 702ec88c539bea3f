"""What changed between two days."""

import datetime
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.bitmaps.kept import public_on
from inspections.days import EARLIEST
from inspections.days import in_words as day_in_words
from inspections.deadlines import add_months
from inspections.models import Body
from inspections.parameters import DayField, KnownField, SelectionForm, known_bodies
from inspections.partial_dates import PartialDate
from inspections.reading.changes import MAKERS, between, page_of
from inspections.reading.spans import MOST_LINES, Group, Span, changes_url
from inspections.views.alternates import alternates
from inspections.views.asked import Asked
from inspections.views.offered import feed_of_everything, offered
from inspections.views.page import PublicPage
from tracker.prepared import prepared

READS = ("since", "until", "force")  # of the list and of its files; a file has every group whole
USUAL_MONTHS = 3  # between two meetings of a panel
MOST_DIGITS = 10  # of the number of a page


class ChangesForm(SelectionForm):
    """Two days and some bodies. What is not understood is said beside its field and left out of account."""

    since = DayField(label=gettext_lazy("Since"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, data: Any, day: datetime.date) -> None:
        super().__init__(data)
        self.day = day
        self.fields["force"] = KnownField(known_bodies, day, False, label=_("Force or body"), required=False)

    def clean(self) -> dict[str, Any]:
        kept = super().clean()
        for name in ("since", "until"):
            kept[name] = self._possible(name, kept.get(name))
        until = min(kept["until"].last, self.day) if kept["until"] else self.day
        since = kept["since"].first if kept["since"] else None
        if since and since > until:
            self.add_error("since", _("This is after the end, %(day)s.") % {"day": day_in_words(until)})
            since = None
        usual = max(add_months(until, -USUAL_MONTHS), EARLIEST)
        return kept | {"first_day": since or usual, "last_day": until}

    def _possible(self, name: str, date: PartialDate | None) -> PartialDate | None:
        wrong = ""
        if date and date.first < EARLIEST:
            wrong = _("%(date)s is before anything on record. Choose a later day.")
        elif date and date.first > self.day:
            wrong = _("%(date)s is after the day that this page shows. Choose that day or an earlier one.")
        if wrong:
            self.add_error(name, wrong % {"date": date})
        return None if wrong else date


@prepared
def _all_bodies(on: datetime.date) -> "QuerySet[Body, Any]":
    return Body.objects.public(on).order_by("name").values_list("pk", "slug", "name")


class ChangeList(PublicPage):
    """What changed on the record from one day to another: a sheet to read on the screen and to print."""

    template_name = "changes/list.jinja"
    section = "changes"
    reads = (*READS, "group", "page")
    defined_at = "any-day"

    @cached_property
    def form(self) -> ChangesForm:
        form = ChangesForm(self.request.GET, self.day)
        form.is_valid()
        return form

    @cached_property
    def span(self) -> Span:
        asked = self.form.cleaned_data
        bodies = Body.objects.public(self.day).filter(slug__in=asked["force"]).order_by("name")
        return Span(asked["first_day"], asked["last_day"], tuple(bodies) if asked["force"] else ())

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.request)

    @cached_property
    def group(self) -> str:
        """The one group that is asked for, page by page; empty for the beginnings of all."""
        return self.asked.one_of("group", MAKERS)

    def groups(self) -> tuple[list[Group], Page[int] | None]:
        """The groups to show and, where it is one of them, which page of it. Raises Http404 behind the last one."""
        if not self.group:
            return between(self.span), None
        number = self.request.GET.get("page") or "1"
        if not (number.isascii() and number.isdigit() and len(number) < MOST_DIGITS and int(number)):
            raise Http404
        found = page_of(self.span, self.group, int(number))
        return [found], self.asked.page(range(found.total), MOST_LINES)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        span = self.span
        words = {"since": day_in_words(span.since), "until": day_in_words(span.until)}
        groups, page = self.groups()
        what = groups[0].heading if page else _("What changed")
        return super().get_context_data(
            heading=_("%(what)s, %(since)s to %(until)s") % {"what": what, **words},
            page_obj=page,
            all_url=span.url() if page else "",
            caption=", ".join(body.name for body in span.bodies) or _("All forces and other bodies"),
            description=_("What changed on the record of inspection recommendations, %(since)s to %(until)s.") % words,
            groups=groups,
            anything=any(group.total for group in groups),
            action=reverse("change-list"),
            fields=self.fields(),
            filters=self.active(),
            errors=self.errors(),
            get_this=self.other_forms(),
            understood=self.understood(),
            alternates=alternates("change", force=[body.slug for body in span.bodies]),
            longer_url=changes_url(
                max(add_months(span.until, -12), EARLIEST), span.until, [body.slug for body in span.bodies]
            ),
            **kwargs,
        )

    def understood(self) -> dict[str, Any]:
        """The parameters as they were understood: the days as given, so that "2019" stays a year."""
        asked = self.form.cleaned_data
        days = {name: asked[name].iso for name in ("since", "until") if asked[name] and name not in self.form.errors}
        group = {"group": self.group} if self.group else {}
        return {**days, "force": [body.slug for body in self.span.bodies], **group}

    def other_forms(self) -> list[dict[str, str]]:
        """The same time and bodies; the feed is of everything, so it is offered where no body is chosen."""
        days = {"since": self.span.since.isoformat(), "until": self.span.until.isoformat()}
        slugs = [body.slug for body in self.span.bodies]
        return offered("change", {**days, "force": slugs}) + ([] if slugs else feed_of_everything())

    def fields(self) -> list[dict[str, Any]]:
        """The fields of components/filter_panel.jinja."""
        errors, data, asked = self.form.errors, self.form.data, self.form.cleaned_data
        days = {"since": self.span.since, "until": self.span.until}
        hints = {"since": _("For example 2025-01-31, 2025-01 or 2025"), "until": _("The same; its last day counts")}
        said = {name: " ".join(map(str, messages)) for name, messages in errors.items()}
        found: list[dict[str, Any]] = [
            {
                "name": name,
                "kind": "text",
                "legend": self.form.fields[name].label,
                "hint": hints[name],
                "value": str(data.get(name, ""))[:40].replace("\0", "") if name in errors else day.isoformat(),
                "error": said.get(name, ""),
            }
            for name, day in days.items()
        ]
        places, public = public_on(self.day, self.edition)
        with_items = {pk for pk, items in places.by["force"].items() if public.intersect(items)}
        bodies = _all_bodies(self.day)
        names = {slug: name for pk, slug, name in bodies if pk in with_items}
        names |= {body.slug: body.name for body in self.span.bodies}
        choices = [
            {"value": slug, "label": name, "checked": slug in asked["force"]}
            for slug, name in sorted(names.items(), key=lambda row: row[1].casefold())
        ]
        chosen = len(asked["force"])
        force = {"name": "force", "legend": self.form.fields["force"].label, "kind": "checkboxes", "choices": choices}
        return [*found, force | {"chosen": chosen, "open": True, "error": said.get("force", "")}]

    def active(self) -> list[dict[str, Any]]:
        """The bodies chosen, each with the address that drops only it."""
        slugs = [body.slug for body in self.span.bodies]
        return [
            {
                "label": self.form.fields["force"].label,
                "value": body.label,
                "remove_url": changes_url(
                    self.span.since, self.span.until, [slug for slug in slugs if slug != body.slug]
                ),
            }
            for body in self.span.bodies
        ]

    def errors(self) -> list[dict[str, str]]:
        """What was not understood, for components/error_summary.jinja."""
        return [
            {
                "message": _("%(field)s: %(message)s") % {"field": self.form.fields[name].label, "message": message},
                "href": f"#filter-{name}",
            }
            for name, messages in self.form.errors.items()
            for message in messages
        ] + self.asked.errors
