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

from inspections.actions import record_update
from inspections.days import today
from inspections.headline import Headline, headline, in_force
from inspections.models import Addressee, StatusUpdate, Voice

from .new_source import suggestions
from .update_form import StatusUpdateForm


def may_record(request: HttpRequest) -> bool:
    return request.user.has_perm("inspections.add_statusupdate")


def history(item: Addressee) -> list[StatusUpdate]:
    """The whole ledger of an item, oldest first, with what each row points at."""
    rows = item.updates.select_related("stated_by", "source", "made_in", "recorded_by", "corrects")
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
        item = self.get_object(request, unquote(object_id))
        if not may_record(request) or not self.has_view_permission(request, item):
            raise PermissionDenied
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if request.method != "POST":
            return self._form_page(request, item, self._form(request, item))
        if "record" in request.POST:
            return self._record(request, item)
        form = self._form(request, item)
        if "change" in request.POST or not form.is_valid():
            return self._form_page(request, item, form)
        before, after = form.before_and_after()
        context = {"before": before, "after": after, "is_moved": before.status != after.status}
        return self._page(request, item, "preview", _("Check before recording"), form=form, **context)

    def _form(self, request: HttpRequest, item: Addressee) -> StatusUpdateForm:
        data = request.POST if request.method == "POST" else None
        return StatusUpdateForm(data, item=item, updates=history(item), user=request.user, on=today())

    def _record(self, request: HttpRequest, item: Addressee) -> HttpResponse:
        """Save the row, and a new source with it, or neither."""
        with transaction.atomic():
            # From here to the end nobody else records about the item, so a form that was sent twice meets its own row.
            Addressee.objects.select_for_update().get(pk=item.pk)
            form = self._form(request, item)
            if form.is_valid():
                try:
                    with transaction.atomic():
                        row = self._save(request, item, form)
                except ValidationError as error:
                    form.add_error(None, ValidationError(error.messages))
                else:
                    return self._done(request, item, row)
        if form.twin:
            return self._done(request, item, form.twin)
        return self._form_page(request, item, form)

    def _save(self, request: HttpRequest, item: Addressee, form: StatusUpdateForm) -> StatusUpdate:
        statement = form.statement()
        source = statement["source"]
        if source and not source.pk:
            source.full_clean()
            source.save()
            self.log_addition(request, source, [{"added": {}}])
        row = record_update(item, recorded_on=form.on, recorded_by=request.user, **statement)
        self.log_addition(request, row, [{"added": {}}])
        return row

    def _done(self, request: HttpRequest, item: Addressee, row: StatusUpdate) -> HttpResponse:
        stands = headline(item.updates.all(), today())
        messages.success(
            request,
            format_html(
                '{} <a href="{}">{}</a>',
                _("Recorded as row %(row)d. The public headline is now “%(status)s”.")
                % {"row": row.sequence, "status": stands.status.label},
                item.get_absolute_url(),
                _("See it on the public page"),
            ),
        )
        return redirect("admin:inspections_addressee_change", item.pk)

    def _form_page(self, request: HttpRequest, item: Addressee, form: StatusUpdateForm) -> HttpResponse:
        return self._page(
            request, item, "record", _("Record a status update"), form=form, suggestions=suggestions(item)
        )

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
            "is_public": item.recommendation.inspection.is_public(form.on),
            "updates": form.updates,
            "voices": latest_words(form.updates),
            **context,
        }
        return TemplateResponse(request, f"admin/inspections/addressee/{template}.html", context)
