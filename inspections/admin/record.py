"""Recording a status update from the page of its item: write, look at what the public will see, record."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from inspections.actions import keep_notes, record_update
from inspections.days import today
from inspections.headline import Headline, headline, in_force
from inspections.models import Addressee, Proposal, ProposalState, Source, StaffNote, StatusUpdate, Voice
from inspections.proposals import propose_updates, withdraw_proposals
from inspections.scope import PROPOSE, RECORD
from inspections.together import closed_to_updates

from .new_source import suggestions
from .scoped import scope, speaks_for_nobody
from .update_form import StatusUpdateForm
from .versions import keeping


def may_record(request: HttpRequest) -> bool:
    return request.user.has_perm(RECORD)


def may_propose(request: HttpRequest) -> bool:
    """Whether the account may at least propose; who may record has no need to."""
    return may_record(request) or request.user.has_perm(PROPOSE)


def history(item: Addressee) -> list[StatusUpdate]:
    """The whole ledger of an item, oldest first, with what each row points at."""
    rows = item.updates.select_related(
        "stated_by", "source", "made_in", "recorded_by", "corrects", "proposal__proposed_by"
    )
    return list(rows.prefetch_related("corrected_by").in_order())


def latest_words(updates: list[StatusUpdate]) -> list[tuple[Voice, StatusUpdate | None]]:
    """What each of the three voices said last, and nobody has corrected."""
    last = {update.voice: update for update in in_force(updates)}
    return [(voice, last.get(voice)) for voice in Voice]


class RecordsUpdates(admin.ModelAdmin):
    """The part of the item's admin that writes."""

    def get_urls(self) -> list[Any]:
        record = path(
            "<path:object_id>/record/",
            self.admin_site.admin_view(self.record_view),
            name="inspections_addressee_record",
        )
        return [record, *super().get_urls()]

    def record_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not may_propose(request):
            raise PermissionDenied
        if speaks_for_nobody(request):
            return self._nobody_to_speak_for(request)
        item = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if "record" in request.POST:
            return self._record(request, item)
        form = self._form(request, item)
        if request.method != "POST" or "change" in request.POST or not form.is_valid():
            return self._form_page(request, item, form)
        before, after = form.before_and_after()
        context = {"before": before, "after": after, "is_moved": before.status != after.status}
        title = _("Check before recording") if may_record(request) else _("Check before sending")
        return self._page(request, item, "preview", title, form=form, **context)

    def _form(self, request: HttpRequest, item: Addressee) -> StatusUpdateForm:
        data = request.POST if request.method == "POST" else None
        initial = None if data else words_of(sent_before(request, item))
        return StatusUpdateForm(data, item=item, updates=history(item), scope=scope(request), initial=initial)

    def _record(self, request: HttpRequest, item: Addressee) -> HttpResponse:
        """Save the row or the proposal, and a new source with it, or neither."""
        with transaction.atomic():
            # From here to the end nobody else records about the item, so a form that was sent twice meets its own row.
            Addressee.objects.select_for_update().get(pk=item.pk)
            form = self._form(request, item)
            is_valid = form.is_valid()
            if form.twin:
                return self._done(request, item, form.twin)
            if is_valid:
                try:
                    with transaction.atomic():
                        return self._done(request, item, self._save(request, item, form))
                except ValidationError as error:
                    form.add_error(None, ValidationError(error.messages))
        return self._form_page(request, item, form)

    def _save(self, request: HttpRequest, item: Addressee, form: StatusUpdateForm) -> StatusUpdate | Proposal:
        statement = form.statement()
        keep_new_source(self, request, statement["source"])
        note = form.cleaned_data["note"]
        if not may_record(request):
            (proposal,) = propose_updates([item.pk], statement, by=request.user, on=form.on, note=note)
            returned = sent_before(request, item)
            if returned and returned.state == ProposalState.RETURNED and returned.proposed_by_id == request.user.pk:
                withdraw_proposals([returned.pk], by=request.user)
            return proposal
        row = record_update(item, recorded_on=form.on, recorded_by=request.user, **statement)
        keep_notes([(row, note, request.user)])
        self.log_addition(request, row, [{"added": {}}])
        return row

    def _done(self, request: HttpRequest, item: Addressee, made: StatusUpdate | Proposal) -> HttpResponse:
        if isinstance(made, Proposal):
            sentence = _("Sent as a proposal. Nothing of it is public until a publisher accepts it.")
            link, words = reverse("admin:inspections_proposal_change", args=[made.pk]), _("See the proposal")
        else:
            stands = headline(item.updates.all(), today())
            sentence = _("Recorded as row %(row)d. The public headline is now “%(status)s”.") % {
                "row": made.sequence,
                "status": stands.status.label,
            }
            link, words = item.get_absolute_url(), _("See it on the public page")
        messages.success(request, format_html('{} <a href="{}">{}</a>', sentence, link, words))
        return redirect("admin:inspections_addressee_change", item.pk)

    def _nobody_to_speak_for(self, request: HttpRequest) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("Propose a status update")}
        return TemplateResponse(request, "admin/inspections/addressee/nobody.html", context, status=403)

    def _form_page(self, request: HttpRequest, item: Addressee, form: StatusUpdateForm) -> HttpResponse:
        near = suggestions(form.known, [item.recommendation.inspection_id], [item.pk])
        title = _("Record a status update") if may_record(request) else _("Propose a status update")
        return self._page(request, item, "record", title, form=form, suggestions=near)

    def _page(
        self, request: HttpRequest, item: Addressee, template: str, title: str, form: StatusUpdateForm, **context: Any
    ) -> HttpResponse:
        stands: Headline = headline(form.updates, form.on)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": item,
            "item": item,
            "item_url": reverse("admin:inspections_addressee_change", args=[item.pk]),
            "title": title,
            "form": form,
            "headline": stands,
            "closed": closed_to_updates(item, form.on),
            "may_record": may_record(request),
            "waiting": waiting_about(item, request),
            "updates": form.updates,
            "voices": latest_words(form.updates),
            **context,
        }
        return TemplateResponse(request, f"admin/inspections/addressee/{template}.html", context)


def waiting_about(item: Addressee, request: HttpRequest) -> list[Proposal]:
    """The proposals about an item that wait for a publisher, of those that the account may see."""
    proposals = scope(request).proposals().filter(addressee=item, state=ProposalState.WAITING)
    return list(proposals.select_related("stated_by", "proposed_by"))


def notes_about(item: Addressee, request: HttpRequest) -> list[StaffNote]:
    """The internal notes about an item that the account may read."""
    if not request.user.has_perm("inspections.view_staffnote"):
        return []
    return list(item.staff_notes.select_related("written_by", "update"))


def sent_before(request: HttpRequest, item: Addressee) -> Proposal | None:
    """The proposal that is to be sent again, changed or not: named in the address as `?proposal=`."""
    wanted = request.GET.get("proposal", "")
    if not (wanted.isascii() and wanted.isdigit()):
        return None
    proposals = scope(request).proposals().filter(addressee=item).select_related("source")
    return proposals.filter(pk=int(wanted[:18])).first()


def words_of(proposal: Proposal | None) -> dict[str, Any] | None:
    """What a proposal said, as the form begins with it."""
    if proposal is None:
        return None
    said = proposal.statement()
    keys = {name: said[name] and said[name].pk for name in ("stated_by", "made_in", "corrects")}
    return {**said, **keys, "source": proposal.source.slug if proposal.source else "", "note": proposal.note}


def keep_new_source(model_admin: admin.ModelAdmin, request: HttpRequest, source: Source | None) -> None:
    """Put a source that was written down in the form on record, together with what rests on it."""
    if source and not source.pk:
        with keeping([], by=request.user) as kept:
            source.full_clean()
            source.save()
            kept.things.append(source)
        model_admin.log_addition(request, source, [{"added": {}}])
