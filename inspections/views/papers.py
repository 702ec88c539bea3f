"""The paper for a committee about one body: a page made to be printed, and the same as a Word document."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from inspections.days import shown_day
from inspections.models import Body
from inspections.reading.citing import Citation
from inspections.reading.paper.as_word import as_word
from inspections.reading.paper.paper import Paper, paper
from inspections.views.answer import Answer, Misunderstood
from inspections.views.changes import ChangesForm
from inspections.views.page import DetailPage
from inspections.word import WORD
from tracker.addresses import absolute
from tracker.keep_day import PARAMETER


class PeriodForm(ChangesForm):
    """The first and the last day; what is not understood is said beside its field and left out of account."""

    def __init__(self, data: Any, day: datetime.date) -> None:
        super().__init__(data, day)
        del self.fields["force"]


class PaperPage(DetailPage):
    """What a committee needs about one body, as the record stood on the last day of the period.

    That day is `until`; without it, the day that `as_at` asks for, or today.
    """

    template_name = "forces/paper.jinja"
    section = "forces"
    reads = ("since", "until")

    def public(self) -> QuerySet[Body]:
        return Body.objects.public(self.day)

    def address_of(self, found: Body) -> str:
        return reverse("force-paper", args=[found.slug])

    @cached_property
    def form(self) -> PeriodForm:
        """Its days are not after the day that `as_at` asks for, or today where that asks for none or makes no sense."""
        asked = self.day_asked and not self.day_error
        form = PeriodForm(self.request.GET, shown_day(self.day_asked, self.today) if asked else self.today)
        form.is_valid()
        return form

    @cached_property
    def day(self) -> datetime.date:
        until: datetime.date = self.form.cleaned_data["last_day"]
        return until

    @cached_property
    def paper(self) -> Paper:
        return paper(self.object, self.form.cleaned_data["first_day"], self.day)

    @property
    def understood(self) -> dict[str, str]:
        """The days that were given and understood, as the address has them."""
        given = {name: self.form.cleaned_data[name] for name in ("since", "until") if name not in self.form.errors}
        return {name: date.iso for name, date in given.items() if date}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = self.paper
        period = urlencode({"since": made.since.isoformat(), "until": made.until.isoformat()})
        context = super().get_context_data(
            heading=made.title,
            caption=_("Paper for a committee"),
            lead=made.period,
            description=_("What changed, what is late and what is not confirmed: %(body)s, %(period)s.")
            % {"body": made.body.name, "period": made.period},
            breadcrumbs=[
                {"label": _("Forces and other bodies"), "url": reverse("force-list")},
                {"label": made.body.name, "url": made.body.get_absolute_url()},
            ],
            understood=self.understood,
            paper=made,
            fields=self.fields(),
            errors=self.errors(),
            word_url=f"{reverse('force-paper-word', args=[made.body.slug])}?{period}",
            **kwargs,
        )
        # The bar of the day chooses the last day, so it does not carry on the one that the address has now.
        context["day_hidden"] = [pair for pair in context["day_hidden"] if pair[0] != "until"]
        return context

    def fields(self) -> list[dict[str, Any]]:
        """The two days, for components/filter_group.jinja; what was not understood stands there as it was typed."""
        errors, data = self.form.errors, self.form.data
        days = {"since": self.paper.since, "until": self.paper.until}
        hints = {
            "since": _("For example 2025-01-31, 2025-01 or 2025"),
            "until": _("The day that the paper stands on"),
        }
        return [
            {
                "name": name,
                "kind": "text",
                "legend": self.form.fields[name].label,
                "hint": hints[name],
                "value": str(data.get(name, ""))[:40].replace("\0", "") if name in errors else day.isoformat(),
                "error": " ".join(map(str, errors.get(name, []))),
            }
            for name, day in days.items()
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
        ]


class PaperFile(Answer):
    """The paper as a Word document. A file has no place for an error, so a wrong day is a 400 with a sentence."""

    content_type = WORD
    reads = PaperPage.reads

    def public(self) -> QuerySet[Body]:
        return Body.objects.public(self.day)

    @cached_property
    def page(self) -> PaperPage:
        """The page of the same paper: both show the same."""
        page = PaperPage(today=self.today, object=self.object)
        page.setup(self.request, *self.args, **self.kwargs)
        return page

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wrong = [f"{name}: {' '.join(map(str, said))}" for name, said in self.page.form.errors.items()]
        if wrong:
            raise Misunderstood("\n".join(wrong))
        response = super().get(request, *args, **kwargs)
        made = self.page.paper
        name = f"{made.body.slug}-paper-{made.since.isoformat()}-to-{made.until.isoformat()}.docx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def body(self) -> bytes:
        return as_word(self.page.paper, self.cited(), self.edition.since, self.at_its_day)

    def cited(self) -> Citation:
        """How the paper is cited: by the address of its page."""
        page = self.page
        context = {
            "heading": page.paper.title,
            "canonical_at": page.address_of(page.object),
            "understood": page.understood,
        }
        cite: Citation = page.citation(context, 1)["cite"]
        return cite

    def at_its_day(self, path: str) -> str:
        """The whole address of a page on the day of the paper: who follows it finds the record as the paper has it."""
        path, mark, anchor = path.partition("#")
        day = f"{'&' if '?' in path else '?'}{PARAMETER}={self.page.day.isoformat()}"
        return absolute(f"{path}{'' if f'{PARAMETER}=' in path else day}{mark}{anchor}", self.request)
