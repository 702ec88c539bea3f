"""Deciding on proposals: one on its own page, or many that were chosen in the list; all of them, or none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspections.days import today
from inspections.models import Proposal
from inspections.proposals import may_accept, may_decide, publish_proposals, return_proposals, withdraw_proposals
from inspections.reading.batches import batch_url
from inspections.together import MOST_AT_ONCE, Line, Weighing

from .record import may_propose
from .selected import chosen_keys, joined

ACCEPT: Final = "accept"
RETURN: Final = "return"
WITHDRAW: Final = "withdraw"


@dataclass(frozen=True)
class Weighed:
    """A proposal with what it would come to today, and what is in the way of accepting or returning it."""

    proposal: Proposal
    line: Line
    why_not: list[str]


def weighed(proposals: QuerySet[Proposal], account: Any, act: str = ACCEPT) -> list[Weighed]:
    """Each proposal as it would be decided on, in the order in which they would be recorded."""
    linked = ("stated_by", "source", "made_in", "corrects__stated_by", "proposed_by", "decided_by", "update")
    rows = list(proposals.select_related("addressee__body", "addressee__recommendation", *linked).order_by("pk"))
    weighing = Weighing({row.addressee_id for row in rows}, today())
    found = []
    for row in rows:
        line = weighing.line(row.addressee_id, row.statement(), row.batch)
        found.append(Weighed(row, line, list(_why_not(row, line, account, act))))
    return found


def _why_not(proposal: Proposal, line: Line, account: Any, act: str) -> list[str]:
    if not proposal.is_waiting:
        state = str(proposal.get_state_display()).lower()
        return [_("It is not waiting any more: it was %(state)s.") % {"state": state}]
    if act != ACCEPT:
        return []
    own = [] if may_accept(account, proposal) else [_("You proposed it yourself. A colleague has to accept it.")]
    return [*own, *line.problems]


class Decides(admin.ModelAdmin):
    """The part of the proposals' admin that accepts, returns and withdraws."""

    actions = ("accept", "give_back")

    def get_urls(self) -> list[Any]:
        return [
            path("decide/", self.admin_site.admin_view(self.decide), name="inspections_proposal_decide"),
            path("all/<str:act>/", self.admin_site.admin_view(self.ask_about_all), name="inspections_proposal_all"),
            *super().get_urls(),
        ]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without “Delete selected”: a proposal is withdrawn or returned."""
        found = super().get_actions(request) if may_decide(request.user) else {}
        return {name: action for name, action in found.items() if name != "delete_selected"}

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, which knows the addresses at which all of its rows are accepted or returned: `decide_all`."""
        changelist: Any = super().get_changelist_instance(request)
        if may_decide(request.user) and 1 < changelist.result_count <= MOST_AT_ONCE:
            query = changelist.get_query_string(remove=[PAGE_VAR, ERROR_FLAG])
            changelist.decide_all = [
                (reverse("admin:inspections_proposal_all", args=[act]) + query, words) for act, words in ALL.items()
            ]
        return changelist

    @admin.action(description=gettext_lazy("Accept the selected proposals"))
    def accept(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse:
        return self._ask(request, queryset, ACCEPT)

    @admin.action(description=gettext_lazy("Return the selected proposals, with a comment"))
    def give_back(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse:
        return self._ask(request, queryset, RETURN)

    def ask_about_all(self, request: HttpRequest, act: str) -> HttpResponse:
        """Begin with all proposals of the list whose filters stand in the address."""
        if not may_decide(request.user) or act not in (ACCEPT, RETURN):
            raise PermissionDenied
        try:
            return self._ask(request, self.get_changelist_instance(request).queryset, act)
        except IncorrectLookupParameters:
            messages.error(request, _("A filter in the address was not understood. Choose the proposals again."))
            return self._to_list()

    def _ask(
        self, request: HttpRequest, queryset: QuerySet[Proposal], act: str, errors: list[str] | None = None
    ) -> HttpResponse:
        """The page on which several are accepted or returned, each with what it would change."""
        if not may_decide(request.user):
            raise PermissionDenied
        if not 0 < queryset.count() <= MOST_AT_ONCE:
            sentence = _("Choose at least one proposal, and at most %(most)d.")
            messages.error(request, sentence % {"most": MOST_AT_ONCE})
            return self._to_list()
        rows = weighed(queryset, request.user, act)
        good = [row for row in rows if not row.why_not]
        told = {f"{row.line.item}: {sentence}" for row in rows for sentence in row.why_not}  # the table says it
        return self.page(
            request,
            "decide",
            _("Accept proposals") if act == ACCEPT else _("Return proposals"),
            rows=sorted(rows, key=lambda row: not row.why_not),
            act=act,
            errors=[sentence for sentence in errors or [] if sentence not in told],
            comment=request.POST.get("comment", ""),
            keys=joined(row.proposal.pk for row in good),
            good=len(good),
            bad=len(rows) - len(good),
        )

    def decide(self, request: HttpRequest) -> HttpResponse:
        """Accept, return or withdraw what was chosen, all or nothing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._to_list()
        keys = chosen_keys(request.POST.get("proposals", ""))[: MOST_AT_ONCE + 1]
        queryset = self.get_queryset(request).filter(pk__in=keys)
        if not keys or len(keys) > MOST_AT_ONCE or queryset.count() != len(keys):
            # One that the account must not see is not there for it.
            messages.error(request, _("Some of these proposals are not here. Choose again."))
            return self._to_list()
        act, account = request.POST.get("act", ""), request.user
        if act == WITHDRAW and may_propose(request):
            return self._do(request, queryset, act, lambda: withdraw_proposals(keys, by=account))
        if not may_decide(account) or act not in (ACCEPT, RETURN):
            raise PermissionDenied
        if "look" in request.POST:
            return self._ask(request, queryset, act)
        if act == ACCEPT:
            return self._do(request, queryset, act, lambda: publish_proposals(keys, by=account, on=today()))
        comment = request.POST.get("comment", "")
        return self._do(request, queryset, act, lambda: return_proposals(keys, by=account, comment=comment))

    def _do(
        self, request: HttpRequest, queryset: QuerySet[Proposal], act: str, done: Callable[[], list[Proposal]]
    ) -> HttpResponse:
        try:
            rows = done()
        except ValidationError as refused:
            if act == WITHDRAW or not may_decide(request.user):
                messages.error(request, " ".join(refused.messages))
                return self._to_list()
            return self._ask(request, queryset, act, refused.messages)
        LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, str(rows[0].get_state_display()))  # type: ignore[arg-type]
        messages.success(request, _told(act, rows))
        return self._to_list()

    def _to_list(self) -> HttpResponse:
        return redirect("admin:inspections_proposal_changelist")

    def page(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "decide_url": reverse("admin:inspections_proposal_decide"),
            **context,
        }
        return TemplateResponse(request, f"admin/inspections/proposal/{template}.html", context)


ALL: Final = {
    ACCEPT: gettext_lazy("Accept all proposals of this list"),
    RETURN: gettext_lazy("Return all proposals of this list"),
}


def _told(act: str, rows: list[Proposal]) -> str:
    """What was done to how many, and the way to see it in public."""
    count = len(rows)
    match act:
        case "accept":
            sentence = ngettext(
                "%(count)d proposal was accepted and is on the public record now.",
                "%(count)d proposals were accepted and are on the public record now.",
                count,
            )
        case "return":
            sentence = ngettext("%(count)d proposal was returned.", "%(count)d proposals were returned.", count)
        case _:
            sentence = ngettext("%(count)d proposal was withdrawn.", "%(count)d proposals were withdrawn.", count)
    said = sentence % {"count": count}
    batches = {row.batch for row in rows}
    if act != ACCEPT or (count > 1 and (len(batches) > 1 or "" in batches)):
        return said
    link = rows[0].addressee.get_absolute_url() if count == 1 else batch_url(rows[0].batch)
    return format_html('{} <a href="{}">{}</a>', said, link, _("See it on the public page"))
