"""One update for many items: choose them in the list, write once, look at each, record all or none."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.actions import record_together
from inspections.models import Addressee, Proposal, StatusUpdate
from inspections.proposals import propose_updates
from inspections.reading.batches import batch_url
from inspections.together import MOST_AT_ONCE, Line, weigh

from .new_source import suggestions
from .record import keep_new_source, may_propose, may_record
from .scoped import scope, speaks_for_nobody
from .selected import joined
from .together_form import TogetherForm


class RecordsTogether(admin.ModelAdmin):
    """The part of the items' admin that writes about many of them."""

    actions = ("together",)

    def get_urls(self) -> list[Any]:
        together = path(
            "together/", self.admin_site.admin_view(self.together_view), name="inspections_addressee_together"
        )
        return [together, *super().get_urls()]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, which knows what can be done with all of its rows: `together` is the address."""
        changelist: Any = super().get_changelist_instance(request)
        changelist.speaks_for_nobody = may_propose(request) and speaks_for_nobody(request)
        changelist.most_at_once, changelist.may_record = MOST_AT_ONCE, may_record(request)
        if may_propose(request) and changelist.result_count:
            query = changelist.get_query_string(remove=[PAGE_VAR, ERROR_FLAG])
            changelist.together = reverse("admin:inspections_addressee_together") + query
        return changelist

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """An item made by mistake is deleted on its own page, one at a time."""
        found: dict[str, Any] = super().get_actions(request)
        if "together" not in found or not may_propose(request):
            return {}
        act, name, _description = found["together"]
        return {name: (act, name, _title(request))}

    def together(self, request: HttpRequest, queryset: QuerySet[Addressee]) -> HttpResponse:
        return self._begin(request, queryset)

    def _begin(self, request: HttpRequest, queryset: QuerySet[Addressee]) -> HttpResponse:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if not keys or len(keys) > MOST_AT_ONCE:
            sentence = _("Choose at least one item, and at most %(most)d. Narrow the list by its filters.")
            messages.error(request, sentence % {"most": MOST_AT_ONCE})
            return redirect(_list_url(request))
        return self._together_form(request, TogetherForm(scope=scope(request), items=keys), len(keys))

    def together_view(self, request: HttpRequest) -> HttpResponse:
        """GET begins with all items of the list whose filters stand in the address."""
        if not (may_propose(request) and self.has_view_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            try:
                return self._begin(request, self.get_changelist_instance(request).queryset)
            except IncorrectLookupParameters:
                messages.error(request, _("A filter in the address was not understood. Choose the items again."))
                return redirect("admin:inspections_addressee_changelist")
        form = TogetherForm(request.POST, scope=scope(request))
        is_valid = form.is_valid()
        if "record" in request.POST and self._was_sent(request, form):
            return self._done_together(request, form)
        if not is_valid or "change" in request.POST:
            return self._together_form(request, form, len(form.cleaned_data.get("items", ())))
        if "record" in request.POST:
            return self._record_together(request, form)
        return self._check_together(request, form)

    def _record_together(self, request: HttpRequest, form: TogetherForm) -> HttpResponse:
        said, data = form.statement(), form.cleaned_data
        about: dict[str, Any] = {"batch": data["batch"], "note": data["note"], "by": request.user, "on": form.on}
        if request.POST.get("seen") != self._seen(form):
            moved_on = _("Some of the items have moved on since you looked. Look again; if it still holds, go on.")
            return self._check_together(request, form, [moved_on])
        try:
            with transaction.atomic():
                keep_new_source(self, request, said["source"])
                write = record_together if may_record(request) else propose_updates
                write(data["items"], said, **about)
        except ValidationError as error:
            return self._check_together(request, form, error.messages)
        return self._done_together(request, form)

    def _was_sent(self, request: HttpRequest, form: TogetherForm) -> bool:
        """Whether this very form came before: a button pressed twice makes one batch."""
        said, batch = form.cleaned_data, request.POST.get("batch")
        words = {name: said.get(name) for name in ("position", "reason", "effective_on")}
        if not (batch and said.get("items") and all(words.values())):
            return False
        rows: QuerySet[Any] = (
            StatusUpdate.objects.filter(recorded_by=request.user.pk)
            if may_record(request)
            else Proposal.objects.waiting().filter(proposed_by=request.user.pk)
        )
        sent = rows.filter(batch=batch, **words).values_list("addressee", flat=True)
        return set(sent) == set(said["items"])

    def _seen(self, form: TogetherForm) -> str:
        """What is known of the histories of the items: rows are only ever added, so their number says it."""
        items = Addressee.objects.filter(pk__in=form.cleaned_data["items"])
        return str(items.aggregate(rows=Count("updates"))["rows"])

    def _done_together(self, request: HttpRequest, form: TogetherForm) -> HttpResponse:
        count, batch = len(form.cleaned_data["items"]), request.POST["batch"]
        if may_record(request):
            sentence = ngettext(
                "Recorded for %(count)d item, as batch “%(batch)s”.",
                "Recorded for %(count)d items, as batch “%(batch)s”.",
                count,
            )
            link, words = batch_url(batch), _("See the batch on the public page")
        else:
            sentence = ngettext(
                "Proposed for %(count)d item. Nothing of it is public until a publisher accepts it.",
                "Proposed for %(count)d items. Nothing of it is public until a publisher accepts it.",
                count,
            )
            link = f"{reverse('admin:inspections_proposal_changelist')}?state=waiting&mine=yes"
            words = _("See the proposals")
        said = sentence % {"count": count, "batch": batch}
        messages.success(request, format_html('{} <a href="{}">{}</a>', said, link, words))
        return redirect(_list_url(request))

    def _together_form(self, request: HttpRequest, form: TogetherForm, count: int) -> HttpResponse:
        near = suggestions(form.known, (), ())
        return self._together_page(request, "form", _title(request), form=form, count=count, suggestions=near)

    def _check_together(self, request: HttpRequest, form: TogetherForm, errors: Any = ()) -> HttpResponse:
        """Every item with its headline before and after, and what cannot take it and why."""
        statement = form.statement()
        source = statement["source"]
        is_new = bool(source and not source.pk)
        if is_new:
            source.pk = -1  # it is only being checked, and saved with the rows or not at all
        lines = weigh(form.cleaned_data["items"], statement, form.on, form.cleaned_data["batch"])
        if is_new:
            source.pk = None
        told = {f"{line.item}: {sentence}" for line in lines for sentence in line.problems}  # the table says it
        good = [line for line in lines if not line.problems]
        return self._together_page(
            request,
            "check",
            _("Check before recording") if may_record(request) else _("Check before sending"),
            form=form,
            lines=sorted(lines, key=_cannot_first),
            errors=[sentence for sentence in errors if sentence not in told],
            bad=len(lines) - len(good),
            good=joined(line.item.pk for line in good),
            alike="" if good else _alike(lines),
            seen=self._seen(form),
        )

    def _together_page(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "may_record": may_record(request),
            "back": _back(request),
            "list_url": _list_url(request),
            "action_url": reverse("admin:inspections_addressee_together"),
            **context,
        }
        return TemplateResponse(request, f"admin/inspections/together/{template}.html", context)


def _title(request: HttpRequest) -> str:
    return _("Record one update for all") if may_record(request) else _("Propose one update for all")


def _back(request: HttpRequest) -> str:
    """The filters of the list in which the items were chosen, to lead back there."""
    return request.POST.get("back") or request.GET.urlencode()


def _list_url(request: HttpRequest) -> str:
    back = _back(request)
    return reverse("admin:inspections_addressee_changelist") + (f"?{back}" if back else "")


def _alike(lines: list[Line]) -> str:
    """What is in the way of several items, where it is the same with all of them."""
    reasons = {" ".join(line.problems) for line in lines}
    return reasons.pop() if len(lines) > 1 and len(reasons) == 1 else ""


def _cannot_first(line: Line) -> bool:
    return not line.problems
