"""Proposals, for staff: a queue for publishers, and for those who sent them what became of each."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.days import today
from inspections.models import Proposal, ProposalState
from inspections.proposals import may_decide

from .deciding import Decides, weighed
from .filters import ChoiceFilter, ForceFilter
from .register import RegisterAdmin
from .scoped import scope, speaks_for_nobody


class StateFilter(ChoiceFilter):
    """The list opens on what is waiting."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*ProposalState.choices, ("all", gettext_lazy("All"))]

    def chosen(self) -> str:
        return self.value() or ProposalState.WAITING

    def narrowed(self, queryset: QuerySet[Proposal], choice: str) -> QuerySet[Proposal]:
        return queryset if choice == "all" else queryset.filter(state=choice)

    def choices(self, changelist: Any) -> Any:
        """As always, without the “All” of Django that would mean “as it opens”."""
        chosen = self.chosen()
        for lookup, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: lookup})
            yield {"selected": chosen == lookup, "query_string": query, "display": label}


class MineFilter(ChoiceFilter):
    title = gettext_lazy("sender")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("Me")), ("no", gettext_lazy("Others"))]

    def narrowed(self, queryset: QuerySet[Proposal], choice: str) -> QuerySet[Proposal]:
        mine = Q(proposed_by=self.request.user.pk)
        return queryset.filter(mine if choice == "yes" else ~mine)


@admin.register(Proposal)
class ProposalAdmin(Decides, RegisterAdmin):
    """The list opens on what waits, the longest waiting first."""

    list_display = ("item", "stated_by", "position", "effective_on", "proposed_by", "proposed_at", "state")
    list_display_links = ("item",)
    list_filter = (StateFilter, MineFilter, ForceFilter.along("addressee__body"))
    list_select_related = ("addressee__recommendation", "addressee__body", "stated_by", "proposed_by")
    search_fields = ("addressee__recommendation__ref", "addressee__body__name", "reason", "batch")
    search_help_text = gettext_lazy("Reference, addressed body, reason or batch.")
    ordering = ("proposed_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        return scope(request).proposals().select_related(*self.list_select_related)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist: Any = super().get_changelist_instance(request)
        changelist.speaks_for_nobody = speaks_for_nobody(request)
        changelist.is_as_it_opens = not request.GET
        return changelist

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here: an update is proposed on the page of its item."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes what somebody sent; it is returned, and sent again."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def view_on_site(self, obj: Any) -> str | None:
        return obj.addressee.get_absolute_url() if obj.addressee.recommendation.is_readable(today()) else None

    @admin.display(description=gettext_lazy("item"), ordering="addressee__recommendation__ref")
    def item(self, proposal: Proposal) -> str:
        return str(proposal.addressee)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One proposal: what would change in public, and what can be done about it."""
        proposal = self.get_object(request, object_id)
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        (found,) = weighed(Proposal.objects.filter(pk=proposal.pk), request.user)
        together = scope(request).proposals().filter(batch=proposal.batch).exclude(pk=proposal.pk)
        return self.page(
            request,
            "proposal",
            _("Proposal"),
            proposal=found.proposal,
            line=found.line,
            why_not=found.why_not,
            summary=_facts(found.proposal, self._may_read_note(request, proposal)),
            is_own=proposal.proposed_by_id == request.user.pk,
            may_decide=may_decide(request.user),
            others=together.count() if proposal.batch else 0,
        )

    def _may_read_note(self, request: HttpRequest, proposal: Proposal) -> bool:
        return proposal.proposed_by_id == request.user.pk or request.user.has_perm("inspections.view_staffnote")


def _facts(proposal: Proposal, with_note: bool) -> list[tuple[str, str]]:
    """What it says, field by field; empty ones are left out."""
    corrects = proposal.corrects
    shown: list[tuple[Any, Any]] = [
        (_("Stated by"), proposal.stated_by),
        (_("What they say"), proposal.get_position_display()),
        (_("Said on"), proposal.effective_on),
        (_("Reason"), proposal.reason),
        (_("Publisher’s wording"), proposal.publisher_wording),
        (_("Evidence"), proposal.get_evidence_display()),
        (_("Source"), proposal.source),
        (_("Made in"), proposal.made_in),
        (_("Promised for"), proposal.target_on),
        (_("Corrects row"), corrects.sequence if corrects else ""),
        (_("Batch"), proposal.batch),
        (_("Internal note, never public"), proposal.note if with_note else ""),
    ]
    return [(str(label), str(words)) for label, words in shown if words]
